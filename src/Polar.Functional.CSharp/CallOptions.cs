using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace Polar.Functional.CSharp;

/// <summary>What one call does differently.</summary>
public sealed record CallOptions
{
    /// <summary>Another token than the client's, such as a customer's session. One that no header can carry is the call's error.</summary>
    /// <value>Null by default: the client's token.</value>
    public string? AccessToken { get; init; }

    /// <summary>Another bound than the client's: a positive time, <see cref="TimeSpan.MaxValue"/> for none. Any other is the call's error.</summary>
    /// <value>Null by default: the client's timeout.</value>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Further headers. Those that the client or the connection writes (<c>Authorization</c>, <c>Content-Type</c>, <c>Polar-Version</c> and the like), and
    /// names and values that no header can carry, are the call's error.
    /// </summary>
    /// <value>None by default.</value>
    public IReadOnlyDictionary<string, string> Headers
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Headers));
            field = value;
        }
    } = new Dictionary<string, string>();

    /// <summary>The options without the token.</summary>
    /// <returns>Text for a person.</returns>
    public override string ToString() =>
        $"CallOptions {{ AccessToken = {(AccessToken is null ? "none" : "(secret)")}, Timeout = {Timeout}, Headers = {string.Join(", ", Headers.Keys)} }}";

    internal SendOptions ToCore() => new(
        AccessToken is null ? FSharpOption<Secret>.None : FSharpOption<Secret>.Some(new Secret(AccessToken)),
        Timeout is { } timeout ? FSharpOption<TimeSpan>.Some(timeout) : FSharpOption<TimeSpan>.None,
        ListModule.OfSeq(Headers.Select(header => Tuple.Create(header.Key, header.Value))));
}
