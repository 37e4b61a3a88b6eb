using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.OAuth2.Protocol;

/// <summary>JSON as OAuth2's answers have it: with a space behind commas and colons, and in ASCII.</summary>
internal static class OAuth2Json
{
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? node)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                Write(text, '{', '}', members, member =>
                {
                    Write(text, member.Key);
                    text.Append(": ");
                    Write(text, member.Value);
                });
                break;
            case JsonArray items:
                Write(text, '[', ']', items, item => Write(text, item));
                break;
            default:
                if (node.GetValueKind() == JsonValueKind.String)
                {
                    Write(text, node.GetValue<string>());
                }
                else
                {
                    text.Append(node.ToJsonString());
                }

                break;
        }
    }

    private static void Write<T>(StringBuilder text, char start, char end, IEnumerable<T> entries, Action<T> write)
    {
        text.Append(start);
        var isFirst = true;
        foreach (var entry in entries)
        {
            text.Append(isFirst ? "" : ", ");
            isFirst = false;
            write(entry);
        }

        text.Append(end);
    }

    private static void Write(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                >= ' ' and <= '~' or '\x7f' => text.Append(letter),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
            };
        }

        text.Append('"');
    }
}
