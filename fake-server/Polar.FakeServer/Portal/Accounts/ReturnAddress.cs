namespace Polar.FakeServer.Portal.Accounts;

/// <summary>Where people are sent back to: pages of the front end, and nowhere else.</summary>
internal static class ReturnAddress
{
    /// <summary>The address, where it is one of the front end's or a path there; else the front end's first page.</summary>
    public static string Safe(string frontEnd, string? asked)
    {
        var isPath = asked is ['/', ..] and not ['/', '/' or '\\', ..];
        return isPath ? frontEnd + asked
            : asked is not null && (asked == frontEnd || asked.StartsWith(frontEnd + "/", StringComparison.OrdinalIgnoreCase)) ? asked
            : frontEnd + "/";
    }

    /// <summary>An address with more in its query.</summary>
    public static string With(string address, params (string Name, string Value)[] query)
    {
        var more = string.Join('&', query.Select(entry => $"{entry.Name}={Uri.EscapeDataString(entry.Value)}"));
        var fragment = address.IndexOf('#', StringComparison.Ordinal) is >= 0 and var place ? address[place..] : "";
        var before = address[..^fragment.Length];
        return before + (before.Contains('?', StringComparison.Ordinal) ? "&" : "?") + more + fragment;
    }
}
