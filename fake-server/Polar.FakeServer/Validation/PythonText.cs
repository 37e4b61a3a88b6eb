using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Validation;

/// <summary>Values as Python's <c>str</c> and <c>repr</c> write them, which is how some messages quote what was sent.</summary>
internal static class PythonText
{
    public static string Of(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : Quoted(value);

    /// <summary>Values as Python's JSON library writes them: with a blank behind commas and colons, and in ASCII.</summary>
    public static string Json(JsonNode? value) => value switch
    {
        null => "null",
        JsonArray items => $"[{string.Join(", ", items.Select(Json))}]",
        JsonObject members => $"{{{string.Join(", ", members.Select(member => $"{JsonQuoted(member.Key)}: {Json(member.Value)}"))}}}",
        _ => value.GetValueKind() == JsonValueKind.String ? JsonQuoted(value.GetValue<string>()) : value.ToJsonString(),
    };

    /// <summary>Values as a choice: <c>'a', 'b' or 'c'</c>.</summary>
    public static string Choice(IReadOnlyList<string> shown) => shown.Count == 1
        ? shown[0]
        : $"{string.Join(", ", shown.Take(shown.Count - 1))} or {shown[^1]}";

    private static string Quoted(JsonNode? value) => value switch
    {
        null => "None",
        JsonArray items => $"[{string.Join(", ", items.Select(Quoted))}]",
        JsonObject members => $"{{{string.Join(", ", members.Select(member => $"{Quoted(member.Key)}: {Quoted(member.Value)}"))}}}",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.True => "True",
            JsonValueKind.False => "False",
            JsonValueKind.String => Quoted(value.GetValue<string>()),
            _ => value.ToJsonString(),
        },
    };

    private static string JsonQuoted(string text)
    {
        var result = new StringBuilder().Append('"');
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append("\\\\"),
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                '\b' => result.Append("\\b"),
                '\f' => result.Append("\\f"),
                < ' ' or > '~' => result.Append($"\\u{(int)letter:x4}"),
                _ => result.Append(letter),
            };
        }

        return result.Append('"').ToString();
    }

    /// <summary>A text as <c>repr</c> writes it.</summary>
    public static string Quoted(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var result = new StringBuilder().Append(quote);
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '\\' => result.Append("\\\\"),
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                _ when letter == quote => result.Append('\\').Append(letter),
                < ' ' => result.Append($"\\x{(int)letter:x2}"),
                _ => result.Append(letter),
            };
        }

        return result.Append(quote).ToString();
    }
}
