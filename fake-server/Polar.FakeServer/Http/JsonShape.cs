using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Http;

/// <summary>What tells one case of a union from its siblings when no single member does.</summary>
/// <param name="Case">The case's place among the union's direct cases.</param>
/// <param name="Constants">Members, or members of members, with the text or truth value that they must have.</param>
/// <param name="Defaults">Members that may be left out, with the text or truth value that they must have where they are there.</param>
/// <param name="Required">Members that must be there, and whether null will do.</param>
/// <param name="Known">Every member that the case knows.</param>
internal sealed record JsonShape(
    int Case,
    (string[] Path, object Value)[] Constants,
    (string Name, object Value)[] Defaults,
    (string Name, bool Nullable)[] Required,
    string[] Known)
{
    /// <summary>Finds the case that fits best: all constants right, all required members there, most members known, most of them required, fewest unused.</summary>
    /// <returns>The case's place, or -1 when none fits.</returns>
    public static int Pick(JsonNode? node, JsonShape[] shapes)
    {
        if (node is not JsonObject value)
        {
            return -1;
        }

        var best = -1;
        var (bestKnown, bestRequired, bestUnused) = (-1, -1, int.MaxValue);
        foreach (var shape in shapes)
        {
            if (!shape.Fits(value))
            {
                continue;
            }

            var known = shape.Known.Count(value.ContainsKey);
            if (known == 0 && value.Count > 0)
            {
                continue;
            }

            var unused = shape.Known.Length - known;
            if ((known, shape.Required.Length, -unused).CompareTo((bestKnown, bestRequired, -bestUnused)) > 0)
            {
                (best, bestKnown, bestRequired, bestUnused) = (shape.Case, known, shape.Required.Length, unused);
            }
        }

        return best;
    }

    private static bool Is(JsonNode? found, object expected) => expected switch
    {
        string text => found?.GetValueKind() == JsonValueKind.String && found.GetValue<string>() == text,
        bool flag => found?.GetValueKind() == (flag ? JsonValueKind.True : JsonValueKind.False),
        _ => false,
    };

    private bool Fits(JsonObject value)
    {
        foreach (var (path, expected) in Constants)
        {
            JsonNode? found = value;
            foreach (var name in path)
            {
                if (found is not JsonObject members || !members.TryGetPropertyValue(name, out found))
                {
                    return false;
                }
            }

            if (!Is(found, expected))
            {
                return false;
            }
        }

        return Array.TrueForAll(Defaults, entry => !value.TryGetPropertyValue(entry.Name, out var found) || Is(found, entry.Value))
            && Array.TrueForAll(Required, entry => value.TryGetPropertyValue(entry.Name, out var found) && (found is not null || entry.Nullable));
    }
}
