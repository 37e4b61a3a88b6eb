namespace Polar.Functional.CSharp;

/// <summary>How a client reaches Polar.</summary>
public sealed class PolarOptions
{
    /// <summary>The default of <see cref="Timeout"/>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The default of <see cref="MaxAttempts"/>.</summary>
    public const int DefaultMaxAttempts = 3;

    /// <summary>The token, <c>polar_oat_…</c>; null for the operations that need none. It is in no log and in no text of this library.</summary>
    /// <value>Null by default.</value>
    public string? AccessToken { get; set; }

    /// <summary>Where Polar answers.</summary>
    /// <value><see cref="PolarServer.Production"/> by default.</value>
    public PolarServer Server { get; set; } = PolarServer.Production;

    /// <summary>For a user's token: the one organization that calls are restricted to.</summary>
    /// <value>Null by default: no restriction.</value>
    public Guid? OrganizationId { get; set; }

    /// <summary>How long a call may take in all, one try of it.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>How often a call is tried that can do no harm when repeated; others are tried once.</summary>
    /// <value>3 by default, 1 for no second try.</value>
    public int MaxAttempts { get; set; } = DefaultMaxAttempts;

    /// <summary>The clock that waits between tries are measured by.</summary>
    /// <value>The system's by default.</value>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What is wrong with these options; nothing when they are fine.</summary>
    /// <returns>A sentence for each fault.</returns>
    public IEnumerable<string> Faults()
    {
        if (AccessToken is { } token && (token.Length == 0 || token.Any(c => char.IsWhiteSpace(c) || c > '~')))
        {
            yield return "PolarOptions.AccessToken is empty or holds characters that no token has; copy it again, without spaces or line breaks.";
        }

        if (Timeout <= TimeSpan.Zero)
        {
            yield return $"PolarOptions.Timeout is {Timeout}; give a positive time.";
        }

        if (MaxAttempts < 1)
        {
            yield return $"PolarOptions.MaxAttempts is {MaxAttempts}; give 1 or more.";
        }

        if (Server.Address.Scheme is not ("http" or "https"))
        {
            yield return $"PolarOptions.Server is {Server.Address}; give an http or https address.";
        }
    }

    /// <summary>The options without the token.</summary>
    /// <returns>Text for a person.</returns>
    public override string ToString() =>
        $"PolarOptions {{ Server = {Server.Address}, AccessToken = {(AccessToken is null ? "none" : "(secret)")}, Timeout = {Timeout}, MaxAttempts = {MaxAttempts} }}";
}
