namespace Polar.Functional.Contracts;

/// <summary>The options of an operation that travel in its query.</summary>
public interface IQuery
{
    /// <summary>The options as name and value, unescaped; an option with several values comes once for each.</summary>
    /// <returns>The pairs, in the document's order; nothing for an option that is null.</returns>
    IEnumerable<KeyValuePair<string, string>> ToPairs();
}
