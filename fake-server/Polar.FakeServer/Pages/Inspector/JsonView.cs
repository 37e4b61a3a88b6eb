using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>JSON as people read it: indented, its ids leading to what they stand for. All of it is text, whatever it looks like.</summary>
internal static class JsonView
{
    /// <summary>JSON, or any other text as it is.</summary>
    /// <param name="view">The page.</param>
    /// <param name="json">The text in UTF-8.</param>
    public static Html Of(InspectorView view, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Framed(Value(view, document.RootElement, 0));
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // Cut off, or no JSON at all; or with half a character in it.
            return Framed(Html.Of($"{Encoding.UTF8.GetString(json.Span)}"));
        }
    }

    private static Html Framed(Html content) => Html.Of($"<pre class=\"json\" tabindex=\"0\">{content}</pre>");

    private static Html Value(InspectorView view, JsonElement element, int depth) => element.ValueKind switch
    {
        JsonValueKind.Object => Members(view, element, depth),
        JsonValueKind.Array => Items(view, element, depth),
        JsonValueKind.String => Html.Of($"<span class=\"text\">\"{Text(view, element.GetString()!)}\"</span>"),
        JsonValueKind.Number => Html.Of($"<span class=\"number\">{element.GetRawText()}</span>"),
        _ => Html.Of($"<span class=\"word\">{element.GetRawText()}</span>"),
    };

    private static Html Members(InspectorView view, JsonElement element, int depth)
    {
        var pieces = new List<Html>();
        foreach (var member in element.EnumerateObject())
        {
            pieces.Add(Html.Of($"{Separator(pieces)}{Indent(depth + 1)}<span class=\"name\">\"{Escaped(member.Name)}\"</span>: {Value(view, member.Value, depth + 1)}"));
        }

        return pieces.Count == 0 ? Html.Of($"{{}}") : Html.Of($"{{\n{pieces}\n{Indent(depth)}}}");
    }

    private static Html Items(InspectorView view, JsonElement element, int depth)
    {
        var pieces = new List<Html>();
        foreach (var item in element.EnumerateArray())
        {
            pieces.Add(Html.Of($"{Separator(pieces)}{Indent(depth + 1)}{Value(view, item, depth + 1)}"));
        }

        return pieces.Count == 0 ? Html.Of($"[]") : Html.Of($"[\n{pieces}\n{Indent(depth)}]");
    }

    private static string Separator(List<Html> before) => before.Count == 0 ? "" : ",\n";

    private static string Indent(int depth) => new(' ', depth * 2);

    /// <summary>A text: an id leads to what it stands for, an address of the fake's own to where it leads.</summary>
    private static Html Text(InspectorView view, string text) =>
        Guid.TryParseExact(text, "D", out _) ? InspectorText.Link(view, text)
        : IsOwn(view, text) ? Html.Of($"<a href=\"{text}\">{Escaped(text)}</a>")
        : Html.Of($"{Escaped(text)}");

    private static bool IsOwn(InspectorView view, string text)
    {
        var own = view.Services.Engine.Settings.BaseAddress;
        return text.StartsWith(own, StringComparison.Ordinal) && text.Length > own.Length && text[own.Length] == '/';
    }

    private static string Escaped(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString();
}
