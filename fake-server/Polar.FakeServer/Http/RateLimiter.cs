using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Polar.FakeServer.Identity;

namespace Polar.FakeServer.Http;

/// <summary>Counts requests as Polar does: in windows, by who asks, stricter where somebody might guess or try cards.</summary>
internal sealed partial class RateLimiter(FakeRateLimits limits, TimeProvider clock)
{
    /// <summary>Of how many callers something is remembered at most. Beyond that, those whose windows end first may begin new ones.</summary>
    public const int MostCallers = 50_000;

    // What is sent as a token or an address may be of any length, and only tells callers apart.
    private const int LongestIdentity = 100;

    private const int Minute = 60;
    private const int Hour = 3600;

    /// <summary>How long a token that was good once counts as its holder.</summary>
    private static readonly TimeSpan s_remembered = TimeSpan.FromSeconds(300);

    private static readonly RateLimitPolicy[] s_special =
    [
        new("license keys", LicenseKeys(), 60, (3, 1)),
        new("confirmation", Confirmation(), 1800, (6, Minute), (20, Hour)),
        new("sign-in", SignIn(), 900, (6, Minute), (12, Hour)),
        new("e-mail", EmailUpdate(), 900, (6, Minute), (12, Hour)),
        new("claims", Claims(), 300, (10, Minute)),
        new("codes by mail", LoginCodes(), 900, (6, Minute), (12, Hour)),
        new("one-time codes by mail", EmailCodes(), 900, (6, Minute), (12, Hour)),
        new("one-time codes", TimedCodes(), 900, (6, Minute), (12, Hour)),
        new("backup codes", BackupCodes(), 900, (6, Minute), (12, Hour)),
        new("feedback", Feedback(), 3600, (5, Hour)),
    ];

    private readonly RateLimitPolicy _holders = new("api", Everything(), null, (limits == FakeRateLimits.Production ? 500 : 100, Minute));
    private readonly RateLimitPolicy _strangers = new("api of strangers", Everything(), null, (60, Minute));
    private readonly Lock _turn = new();
    private readonly ExpiringEntries<(string Identity, string RateLimitPolicy, int Window), int> _counts = new(MostCallers);
    private readonly ExpiringEntries<string, bool> _blocked = new(MostCallers);
    private readonly ExpiringEntries<string, string> _known = new(MostCallers);

    /// <summary>How many entries are remembered of callers.</summary>
    public int Remembered
    {
        get
        {
            lock (_turn)
            {
                return _counts.Count + _blocked.Count + _known.Count;
            }
        }
    }

    /// <summary>How many seconds a request has to wait; null when it may pass.</summary>
    public int? RetryAfter(string path, string? bearer, string address)
    {
        if (limits == FakeRateLimits.Off || !path.StartsWith("/v1", StringComparison.Ordinal))
        {
            return null;
        }

        lock (_turn)
        {
            var now = clock.GetUtcNow();
            var holder = bearer is null ? null : _known.Find(bearer, now)?.Value;
            var identity = holder ?? (bearer is null ? Shortened(address) : "token:" + Shortened(bearer));
            if (_blocked.Find(identity, now) is { End: var end })
            {
                return (int)Math.Ceiling((end - now).TotalSeconds);
            }

            var zone = Array.Find(s_special, candidate => candidate.Paths.IsMatch(path)) ?? (bearer is not null && holder is null ? _strangers : _holders);
            return Count(zone, identity, now);
        }
    }

    /// <summary>From now on a token counts as whom it stands for, whatever other tokens that one has.</summary>
    public void Remember(string bearer, Caller caller)
    {
        if (limits == FakeRateLimits.Off || caller.Kind == SubjectKind.Anonymous)
        {
            return;
        }

        // Tokens of OAuth2 are counted by the client that they were issued to.
        var identity = caller.Kind switch
        {
            _ when caller.HasOAuth2Token => $"Client:{caller.Client}",
            SubjectKind.User => $"User:{caller.User}",
            SubjectKind.Customer => $"Customer:{caller.Customer}",
            SubjectKind.Member => $"Member:{caller.Member}",
            _ => $"Organization:{caller.Memberships[0].Organization}",
        };
        lock (_turn)
        {
            var now = clock.GetUtcNow();
            _known.Set(bearer, new ExpiringEntry<string>(identity, now, now + s_remembered), now);
        }
    }

    private static string Shortened(string identity) =>
        identity.Length <= LongestIdentity ? identity : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));

    private int? Count(RateLimitPolicy zone, string identity, DateTimeOffset now)
    {
        int? broken = null;
        foreach (var (most, window) in zone.Limits)
        {
            var key = (identity, zone.Name, window);
            var running = _counts.Find(key, now) ?? new ExpiringEntry<int>(0, now, now.AddSeconds(window));
            _counts.Set(key, running with { Value = running.Value + 1 }, now);
            broken ??= running.Value + 1 > most ? window : null;
        }

        if (broken is not null && zone.Block is { } block)
        {
            _blocked.Set(identity, new ExpiringEntry<bool>(true, now, now.AddSeconds(block)), now);
            return block;
        }

        return broken;
    }

    [GeneratedRegex("^/v1")]
    private static partial Regex Everything();

    [GeneratedRegex("^/v1/customer-portal/license-keys/(validate|activate|deactivate)")]
    private static partial Regex LicenseKeys();

    [GeneratedRegex("^/v1/checkouts/.+/confirm")]
    private static partial Regex Confirmation();

    [GeneratedRegex("^/v1/customer-portal/customer-session/(request|authenticate)")]
    private static partial Regex SignIn();

    [GeneratedRegex("^/v1/customer-portal/customers/me/email-update/(request|check|verify)")]
    private static partial Regex EmailUpdate();

    [GeneratedRegex("^/v1/customer-seats/claim/.+/stream")]
    private static partial Regex Claims();

    [GeneratedRegex("^/v1/login-code")]
    private static partial Regex LoginCodes();

    [GeneratedRegex("^/v1/auth/email-otp")]
    private static partial Regex EmailCodes();

    [GeneratedRegex("^/v1/auth/totp")]
    private static partial Regex TimedCodes();

    [GeneratedRegex("^/v1/auth/backup-codes")]
    private static partial Regex BackupCodes();

    [GeneratedRegex("^/v1/feedbacks/")]
    private static partial Regex Feedback();

    /// <summary>Paths that are counted together.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Paths">Which paths.</param>
    /// <param name="Block">How many seconds everything waits once a limit is broken; null where only this window does.</param>
    /// <param name="Limits">How many requests in how many seconds.</param>
    private sealed record RateLimitPolicy(string Name, Regex Paths, int? Block, params (int Most, int Window)[] Limits);
}
