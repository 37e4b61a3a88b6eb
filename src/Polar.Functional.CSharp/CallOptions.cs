using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace Polar.Functional.CSharp;

/// <summary>What one call does differently.</summary>
public sealed record CallOptions
{
    /// <summary>Another token than the client's, such as a customer's session.</summary>
    /// <value>Null by default: the client's token.</value>
    public string? AccessToken { get; init; }

    /// <summary>Another bound than the client's.</summary>
    /// <value>Null by default: the client's timeout.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further headers.</summary>
    /// <value>None by default.</value>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The options without the token.</summary>
    /// <returns>Text for a person.</returns>
    public override string ToString() =>
        $"CallOptions {{ AccessToken = {(AccessToken is null ? "none" : "(secret)")}, Timeout = {Timeout}, Headers = {string.Join(", ", Headers.Keys)} }}";

    internal SendOptions ToCore() => new(
        AccessToken is null ? FSharpOption<Secret>.None : FSharpOption<Secret>.Some(new Secret(AccessToken)),
        Timeout is { } timeout ? FSharpOption<TimeSpan>.Some(timeout) : FSharpOption<TimeSpan>.None,
        ListModule.OfSeq(Headers.Select(header => Tuple.Create(header.Key, header.Value))));
}
