namespace Polar.Functional.Contracts;

/// <summary>Why JSON could not be read.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.items[3].prices[0].id</c>.</param>
/// <param name="Message">What is wrong there.</param>
public sealed record WireError(string Path, string Message)
{
    /// <summary>The place and the fault in one line.</summary>
    /// <returns>Text for a person.</returns>
    public override string ToString() => $"{Path}: {Message}";
}
