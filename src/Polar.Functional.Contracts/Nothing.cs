namespace Polar.Functional.Contracts;

/// <summary>What an operation yields that answers with nothing but its success.</summary>
public readonly record struct Nothing;

/// <summary>A document that may still be in the making; ask again later.</summary>
/// <typeparam name="T">The document's type.</typeparam>
/// <param name="Value">The document, or null while it is being made.</param>
public sealed record Deferred<T>(T? Value)
    where T : class
{
    /// <summary>Whether the document is there.</summary>
    public bool IsReady => Value is not null;
}

/// <summary>Where an operation sends its caller; not followed.</summary>
/// <param name="Location">The address.</param>
public sealed record Redirection(string Location);
