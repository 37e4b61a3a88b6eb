using System.Collections.Frozen;

namespace Polar.FakeServer.Simulation;

/// <summary>What the world's name servers would say about the domains of e-mail addresses, asked of nobody.</summary>
internal sealed class EmailDomains(IEnumerable<KeyValuePair<string, FakeEmailDomain>> chosen)
{
    /// <summary>Domains that exist so that examples can be written, and say that they take no mail.</summary>
    private static readonly string[] s_examples = ["example.com", "example.net", "example.org"];

    private readonly FrozenDictionary<string, FakeEmailDomain> _chosen = chosen.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>As they are when nobody says otherwise.</summary>
    public static EmailDomains Usual { get; } = new([]);

    /// <summary>Why no mail can be sent there; null when it can.</summary>
    public string? Fault(string domain) => Of(domain) switch
    {
        FakeEmailDomain.DoesNotExist => $"The domain name {domain} does not exist.",
        FakeEmailDomain.DoesNotAcceptMail => $"The domain name {domain} does not accept email.",
        FakeEmailDomain.DoesNotSendMail => $"The domain name {domain} does not send email.",
        _ => null,
    };

    private FakeEmailDomain Of(string domain) =>
        _chosen.TryGetValue(domain, out var kind) ? kind
        : s_examples.Contains(domain) ? FakeEmailDomain.DoesNotAcceptMail
        : domain.EndsWith(".example", StringComparison.Ordinal) ? FakeEmailDomain.DoesNotExist
        : FakeEmailDomain.TakesMail;
}
