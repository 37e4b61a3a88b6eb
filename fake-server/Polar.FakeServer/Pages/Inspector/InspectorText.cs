using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Extensions;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>How the inspector writes times, states and addresses.</summary>
internal static partial class InspectorText
{
    private static readonly string[] s_bad =
        ["failed", "past_due", "unpaid", "canceled", "revoked", "blocked", "denied", "disabled", "lost", "expired", "retrying", "void", "refused"];

    private static readonly string[] s_good =
        ["active", "paid", "succeeded", "delivered", "granted", "enabled", "claimed", "won", "offered", "installed", "issued", "prevented"];

    /// <summary>A moment, in UTC.</summary>
    public static Html Time(DateTimeOffset moment) =>
        Html.Of($"<time datetime=\"{moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}\">{moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}</time>");

    /// <summary>A state, coloured where it is good or bad; nothing for none.</summary>
    public static Html Badge(string? state) => state is null
        ? Html.None
        : Html.Of($"<span class=\"badge {(s_good.Contains(state) ? "good" : s_bad.Contains(state) ? "bad" : "plain")}\">{state}</span>");

    /// <summary>The status of an answer.</summary>
    public static Html Status(int status) =>
        Html.Of($"<span class=\"badge {(status < 300 ? "good" : status < 400 ? "plain" : "bad")}\">{status}</span>");

    /// <summary>A number with its thousands apart.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>How many there are of something.</summary>
    public static string Count(long number, string one, string several) => $"{Count(number)} {(number == 1 ? one : several)}";

    /// <summary>The address of a page with its query.</summary>
    public static string Address(PageRequest page) => Address($"/{string.Join('/', page.Segments.Select(Uri.EscapeDataString))}", page.Query);

    /// <summary>A path with a query; what is empty in it is left out.</summary>
    public static string Address(string path, IEnumerable<KeyValuePair<string, string>> query) =>
        path + new QueryBuilder(query.Where(entry => entry.Value.Length > 0)).ToQueryString();

    /// <summary>The name of a class as words: <c>BillPeriodJob</c> is <c>Bill period</c>.</summary>
    public static string Words(string name)
    {
        var words = Capitals().Replace(name.EndsWith("Job", StringComparison.Ordinal) ? name[..^3] : name, " $1").Trim().ToLowerInvariant();
        return words.Length == 0 ? name : char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>A text in which ids of things that are there are links.</summary>
    public static Html Linked(InspectorView view, string text)
    {
        var (pieces, end) = (new List<Html>(), 0);
        foreach (Match found in Ids().Matches(text))
        {
            pieces.Add(Html.Of($"{text[end..found.Index]}"));
            pieces.Add(Link(view, found.Value));
            end = found.Index + found.Length;
        }

        pieces.Add(Html.Of($"{text[end..]}"));
        return Html.Join(pieces);
    }

    /// <summary>An id as a link to what it stands for; the bare id where it stands for nothing.</summary>
    public static Html Link(InspectorView view, string text) =>
        Guid.TryParseExact(text, "D", out var id) && view.Kinds.KindOf(view.World, id) is { } kind
            ? Html.Of($"<a href=\"{ResourceKinds.AddressOf(kind, id)}\">{text}</a>")
            : Html.Of($"{text}");

    [GeneratedRegex("(?<=[a-z0-9])([A-Z])")]
    private static partial Regex Capitals();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Ids();
}
