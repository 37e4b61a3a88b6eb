using System.Collections.Frozen;

namespace Polar.FakeServer;

/// <summary>
/// Names of the domain name system under which anybody registers: <c>com</c>, <c>co.uk</c>. They come from the Public Suffix List, without those of
/// private platforms.
/// </summary>
internal static class DomainSuffixes
{
    private const string Any = "*";
    private const char Exception = '!';

    private static readonly Lazy<FrozenSet<string>> s_rules = new(Load);

    /// <summary>Whether the name itself is such a suffix.</summary>
    public static bool Has(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return s_rules.Value.Contains(name)
            || (dot > 0 && s_rules.Value.Contains(Any + name[dot..]) && !s_rules.Value.Contains(Exception + name));
    }

    private static FrozenSet<string> Load()
    {
        using var stream = typeof(DomainSuffixes).Assembly.GetManifestResourceStream("DomainSuffixes.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#')).ToFrozenSet();
    }
}
