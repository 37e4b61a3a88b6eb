using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Validation;

/// <summary>Numbers as Python keeps and prints them: integers of any size, and floats apart from them.</summary>
internal static class PythonNumber
{
    /// <summary>A number of a JSON text.</summary>
    public static JsonNode Read(string text, bool isFloat)
    {
        if (!isFloat && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
        {
            return JsonValue.Create(integer);
        }

        var number = isFloat ? double.Parse(text, CultureInfo.InvariantCulture) : 0;
        return Node(isFloat && double.IsFinite(number) ? Text(number) : text);
    }

    public static bool IsFloat(JsonNode value) => value.ToJsonString().AsSpan().ContainsAny('.', 'e', 'E');

    /// <summary>A float, printed as Python prints it.</summary>
    public static JsonNode Float(double number) => Node(Text(number));

    /// <summary>A whole number of any size.</summary>
    public static JsonNode Whole(System.Numerics.BigInteger number) => Node(number.ToString(CultureInfo.InvariantCulture));

    private static JsonValue Node(string text)
    {
        using var document = JsonDocument.Parse(text);
        return JsonValue.Create(document.RootElement.Clone())!;
    }

    private static string Text(double number)
    {
        const int LargestPlain = 16;
        const int SmallestPlain = -4;
        var scientific = number.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        var exponent = number == 0 ? 0 : int.Parse(scientific[(scientific.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        if (exponent is >= SmallestPlain and < LargestPlain)
        {
            var plain = mark < 0 ? shortest : ((decimal)number).ToString(CultureInfo.InvariantCulture);
            return plain.Contains('.', StringComparison.Ordinal) ? plain : plain + ".0";
        }

        if (mark < 0)
        {
            return shortest;
        }

        var power = int.Parse(shortest[(mark + 1)..], CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{shortest[..mark]}e{(power < 0 ? '-' : '+')}{Math.Abs(power):00}");
    }
}
