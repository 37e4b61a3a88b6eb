using System.Text.Json;

namespace Polar.Functional.Contracts;

/// <summary>What tells one case of a union from its siblings when no single member does.</summary>
internal sealed class WireShape
{
    /// <summary>The case's place among the union's direct cases.</summary>
    public required int Case { get; init; }

    /// <summary>Members, or members of members, with the text or truth value that they must have.</summary>
    public required (string[] Path, object Value)[] Constants { get; init; }

    /// <summary>Members that may be left out, with the text or truth value that they must have where they are there.</summary>
    public (string Name, object Value)[] Defaults { get; init; } = [];

    /// <summary>Members that must be there and not be null.</summary>
    public required string[] Required { get; init; }

    /// <summary>Members that must be there; null will do.</summary>
    public string[] Nullable { get; init; } = [];

    /// <summary>Members that may be there.</summary>
    public string[] Others { get; init; } = [];

    /// <summary>Every member that the case knows.</summary>
    public IEnumerable<string> Known => [.. Required, .. Nullable, .. Others];

    /// <summary>Finds the case that fits best: all constants right, all required members there, most members known, most of them required, fewest unused.</summary>
    /// <param name="reader">A copy of the reader, on the object's start.</param>
    /// <param name="shapes">The cases.</param>
    /// <returns>The case's place, or -1 when none fits.</returns>
    public static int Pick(Utf8JsonReader reader, WireShape[] shapes)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return -1;
        }

        using var document = JsonDocument.ParseValue(ref reader);
        var value = document.RootElement;
        var members = value.EnumerateObject().Count();
        var best = -1;
        var bestKnown = -1;
        var bestRequired = -1;
        var bestUnused = int.MaxValue;
        foreach (var shape in shapes)
        {
            if (!shape.Fits(value))
            {
                continue;
            }

            var known = shape.Known.Count(name => value.TryGetProperty(name, out _));
            if (known == 0 && members > 0)
            {
                continue;
            }

            var unused = shape.Known.Count() - known;
            var required = shape.Required.Length + shape.Nullable.Length;
            if ((known, required, -unused).CompareTo((bestKnown, bestRequired, -bestUnused)) > 0)
            {
                (best, bestKnown, bestRequired, bestUnused) = (shape.Case, known, required, unused);
            }
        }

        return best;
    }

    private static bool Is(JsonElement found, object expected) => expected switch
    {
        string text => found.ValueKind == JsonValueKind.String && found.ValueEquals(text),
        bool flag => found.ValueKind == (flag ? JsonValueKind.True : JsonValueKind.False),
        _ => false,
    };

    private bool Fits(JsonElement value)
    {
        foreach (var (path, expected) in Constants)
        {
            var found = value;
            foreach (var name in path)
            {
                if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found))
                {
                    return false;
                }
            }

            if (!Is(found, expected))
            {
                return false;
            }
        }

        foreach (var (name, expected) in Defaults)
        {
            if (value.TryGetProperty(name, out var found) && !Is(found, expected))
            {
                return false;
            }
        }

        return Array.TrueForAll(Required, name => value.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null)
            && Array.TrueForAll(Nullable, name => value.TryGetProperty(name, out _));
    }
}
