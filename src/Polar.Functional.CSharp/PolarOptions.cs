namespace Polar.Functional.CSharp;

/// <summary>How a client reaches Polar.</summary>
public sealed class PolarOptions
{
    /// <summary>The default of <see cref="Timeout"/>.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The default of <see cref="MaxAttempts"/>.</summary>
    public const int DefaultMaxAttempts = 3;

    /// <summary>The default of <see cref="MaxResponseBytes"/>.</summary>
    public const long DefaultMaxResponseBytes = ConnectionModule.DefaultMaxResponseBytes;

    /// <summary>The token, <c>polar_oat_…</c>; null for the operations that need none. It is in no log and in no text of this library.</summary>
    /// <value>Null by default.</value>
    public string? AccessToken { get; set; }

    /// <summary>Where Polar answers.</summary>
    /// <value><see cref="PolarServer.Production"/> by default.</value>
    public PolarServer Server
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Server));
            field = value;
        }
    } = PolarServer.Production;

    /// <summary>For a user's token: the one organization that calls are restricted to.</summary>
    /// <value>Null by default: no restriction.</value>
    public Guid? OrganizationId { get; set; }

    /// <summary>How long a call may take in all, one try of it.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>
    /// How often a call is sent that can do no harm when repeated; others are sent once. A call that only reads is repeated after a lost connection, a
    /// timeout, a failing server (500, 502, 503, 504, 520 to 524) and a 429; one that creates (POST) after a 429 that certainly is not the operation's own.
    /// </summary>
    /// <value>3 by default, 1 for no second try.</value>
    public int MaxAttempts { get; set; } = DefaultMaxAttempts;

    /// <summary>The longest body that is read of an answer, in bytes after decompression; a longer one is the call's error.</summary>
    /// <value>64 MiB by default.</value>
    public long MaxResponseBytes { get; set; } = DefaultMaxResponseBytes;

    /// <summary>The clock that timeouts and waits between tries are measured by.</summary>
    /// <value>The system's by default.</value>
    public TimeProvider Time
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Time));
            field = value;
        }
    } = TimeProvider.System;

    /// <summary>What is wrong with these options; nothing when they are fine.</summary>
    /// <returns>A sentence for each fault.</returns>
    public IEnumerable<string> Faults()
    {
        if (AccessToken is { } token && HeaderRules.tokenFault(token) is { } fault)
        {
            yield return $"PolarOptions.AccessToken {fault.Value}; copy it again, without spaces or line breaks.";
        }

        if (Timeout <= TimeSpan.Zero)
        {
            yield return $"PolarOptions.Timeout is {Timeout}; give a positive time.";
        }

        if (MaxAttempts < 1)
        {
            yield return $"PolarOptions.MaxAttempts is {MaxAttempts}; give 1 or more.";
        }

        if (MaxResponseBytes < 1)
        {
            yield return $"PolarOptions.MaxResponseBytes is {MaxResponseBytes}; give 1 or more.";
        }
    }

    /// <summary>The options without the token, and without a password that the server's address may hold.</summary>
    /// <returns>Text for a person.</returns>
    public override string ToString() =>
        $"PolarOptions {{ Server = {Server}, AccessToken = {(AccessToken is null ? "none" : "(secret)")}, Timeout = {Timeout}, MaxAttempts = {MaxAttempts} }}";
}
