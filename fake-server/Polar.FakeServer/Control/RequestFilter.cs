using System.Globalization;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>Which requests are asked for.</summary>
internal sealed record RequestFilter
{
    /// <summary>The parameters that there are.</summary>
    public static readonly string[] Names = ["limit", "method", "path", "operation", "status", "failed", "after"];

    private const int DefaultLimit = 100;

    /// <summary>How many, the latest ones.</summary>
    public int Limit { get; private init; } = DefaultLimit;

    private string? Method { get; init; }

    private string? Path { get; init; }

    private string? Operation { get; init; }

    private int? Status { get; init; }

    private bool? Failed { get; init; }

    private int? After { get; init; }

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="WrongInputException">One of them makes no sense.</exception>
    public static RequestFilter Read(IReadOnlyDictionary<string, string> query) => new()
    {
        Limit = Number(query, "limit", 1) ?? DefaultLimit,
        Method = query.GetValueOrDefault("method"),
        Path = query.GetValueOrDefault("path"),
        Operation = query.GetValueOrDefault("operation"),
        Status = Number(query, "status", 100),
        Failed = query.TryGetValue("failed", out var text)
            ? bool.TryParse(text, out var flag) ? flag : throw new WrongInputException("'failed' is true or false.")
            : null,
        After = Number(query, "after", 0),
    };

    /// <summary>Whether a request is one of them.</summary>
    public bool Admits(RequestRecord record) =>
        (Method is null || record.Method.Equals(Method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || record.Path.StartsWith(Path, StringComparison.Ordinal))
        && (Operation is null || record.Operation == Operation)
        && (Status is null || record.Status == Status)
        && (Failed is null || record.Status >= 400 == Failed)
        && (After is null || record.Number > After);

    private static int? Number(IReadOnlyDictionary<string, string> query, string name, int least) =>
        !query.TryGetValue(name, out var text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number
        : throw new WrongInputException($"'{name}' is a whole number, {least} at least.");
}
