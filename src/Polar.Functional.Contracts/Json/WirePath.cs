using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>Finds the path of a place in a document, by reading it once more up to there; faults are rare, reading is not.</summary>
internal static class WirePath
{
    public static string At(ReadOnlySpan<byte> utf8, long offset, string? member)
    {
        var steps = new Stack<Step>();
        string? name = null;
        try
        {
            var reader = new Utf8JsonReader(utf8);
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    if (reader.TokenStartIndex >= offset)
                    {
                        return Render(steps, member);
                    }

                    steps.Pop();
                    continue;
                }

                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    name = reader.GetString();
                    steps.Peek().Name = name;
                    continue;
                }

                if (steps.TryPeek(out var parent) && parent.IsArray)
                {
                    parent.Index++;
                }

                if (reader.TokenStartIndex >= offset)
                {
                    return Render(steps, member);
                }

                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    steps.Push(new Step { IsArray = reader.TokenType == JsonTokenType.StartArray });
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The document breaks off here: the path so far is the place.
        }

        return Render(steps, member);
    }

    private static string Render(Stack<Step> steps, string? member)
    {
        var path = new StringBuilder("$");
        foreach (var step in steps.Reverse())
        {
            if (step.IsArray)
            {
                if (step.Index >= 0)
                {
                    path.Append(CultureInfo.InvariantCulture, $"[{step.Index}]");
                }
            }
            else
            {
                Append(path, step.Name);
            }
        }

        if (member is not null)
        {
            // The object itself has ended: its last member's name is not part of the way.
            return Append(new StringBuilder(RenderParents(steps)), member).ToString();
        }

        return path.ToString();
    }

    private static string RenderParents(Stack<Step> steps)
    {
        var last = steps.Count > 0 ? steps.Pop() : null;
        var path = Render(steps, null);
        if (last is not null)
        {
            steps.Push(last);
        }

        return path;
    }

    private static StringBuilder Append(StringBuilder path, string? name)
    {
        if (name is null)
        {
            return path;
        }

        return name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            ? path.Append('.').Append(name)
            : path.Append("['").Append(name).Append("']");
    }

    private sealed class Step
    {
        public bool IsArray { get; init; }

        public string? Name { get; set; }

        public int Index { get; set; } = -1;
    }
}
