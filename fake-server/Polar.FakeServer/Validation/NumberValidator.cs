using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Polar.FakeServer.Validation;

/// <summary>Checks truth values and numbers, with the words and the leniency of Polar's validation library.</summary>
internal static partial class NumberValidator
{
    private const int MostDigits = 4300;

    private static readonly string[] s_true = ["true", "t", "yes", "y", "on", "1"];
    private static readonly string[] s_false = ["false", "f", "no", "n", "off", "0"];

    public static JsonNode? Boolean(Validator validator, JsonNode? value, ErrorLocation place)
    {
        const string Parsing = "Input should be a valid boolean, unable to interpret input";
        const string Type = "Input should be a valid boolean";
        switch (value?.GetValueKind())
        {
            case JsonValueKind.True or JsonValueKind.False:
                return value.DeepClone();
            case JsonValueKind.Number:
                // A fraction is no truth value at all; another whole number is one that makes no sense.
                return Exactly(value) is not { } number || number.Denominator != 1 || BigInteger.Abs(number.Numerator) > long.MaxValue
                    ? validator.Refuse("bool_type", place, Type, value)
                    : number.Numerator.IsOne || number.Numerator.IsZero ? JsonValue.Create(number.Numerator.IsOne)
                    : validator.Refuse("bool_parsing", place, Parsing, value);
            case JsonValueKind.String:
                var text = value.GetValue<string>();
                return s_true.Contains(text, StringComparer.OrdinalIgnoreCase) ? JsonValue.Create(true)
                    : s_false.Contains(text, StringComparer.OrdinalIgnoreCase) ? JsonValue.Create(false)
                    : validator.Refuse("bool_parsing", place, Parsing, value);
            default:
                return validator.Refuse("bool_type", place, Type, value);
        }
    }

    public static JsonNode? Integer(Validator validator, IntegerSchema schema, JsonNode? value, ErrorLocation place)
    {
        const string TooLarge = "Unable to parse input string as an integer, exceeded maximum size";
        BigInteger number;
        switch (value?.GetValueKind())
        {
            case JsonValueKind.True or JsonValueKind.False:
                number = value.GetValue<bool>() ? 1 : 0;
                break;
            case JsonValueKind.Number when PythonNumber.IsFloat(value):
                var real = double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
                if (!double.IsFinite(real))
                {
                    return validator.Refuse("finite_number", place, "Input should be a finite number", value);
                }

                if (real != Math.Truncate(real))
                {
                    return validator.Refuse(
                        "int_from_float", place, "Input should be a valid integer, got a number with a fractional part", value);
                }

                number = new BigInteger(real);
                if (number > long.MaxValue || number < long.MinValue)
                {
                    return validator.Refuse("int_parsing_size", place, TooLarge, value);
                }

                break;
            case JsonValueKind.Number:
                number = BigInteger.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
                break;
            case JsonValueKind.String:
                var found = IntegerText().Match(value.GetValue<string>());
                if (!found.Success)
                {
                    return validator.Refuse(
                        "int_parsing", place, "Input should be a valid integer, unable to parse string as an integer", value);
                }

                if (found.Value.Length > MostDigits)
                {
                    return validator.Refuse("int_parsing_size", place, TooLarge, value);
                }

                number = BigInteger.Parse(found.Groups[1].Value.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
                break;
            default:
                return validator.Refuse("int_type", place, "Input should be a valid integer", value);
        }

        if (!InBounds(validator, schema.Minimum, schema.Above, schema.Maximum, schema.Below, number, value, place))
        {
            return null;
        }

        // Polar's own column would not hold it either.
        return number > long.MaxValue || number < long.MinValue
            ? validator.Refuse("int_parsing_size", place, TooLarge, value)
            : JsonValue.Create((long)number);
    }

    public static JsonNode? Number(Validator validator, NumberSchema schema, JsonNode? value, ErrorLocation place)
    {
        double number;
        switch (value?.GetValueKind())
        {
            case JsonValueKind.True or JsonValueKind.False:
                number = value.GetValue<bool>() ? 1 : 0;
                break;
            case JsonValueKind.Number:
                number = double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
                break;
            case JsonValueKind.String:
                const NumberStyles Styles = NumberStyles.Float & ~NumberStyles.AllowThousands;
                var text = value.GetValue<string>();
                if (!double.TryParse(text.Replace("_", "", StringComparison.Ordinal), Styles, CultureInfo.InvariantCulture, out number))
                {
                    return validator.Refuse(
                        "float_parsing", place, "Input should be a valid number, unable to parse string as a number", value);
                }

                break;
            default:
                return validator.Refuse("float_type", place, "Input should be a valid number", value);
        }

        if (!double.IsFinite(number))
        {
            return validator.Refuse("finite_number", place, "Input should be a finite number", value);
        }

        if (!InBounds(validator, schema.Minimum, schema.Above, schema.Maximum, schema.Below, number, value, place))
        {
            return null;
        }

        return value!.GetValueKind() == JsonValueKind.Number ? value.DeepClone() : PythonNumber.Float(number);
    }

    /// <summary>An exact number, which may come as a text, with all its digits.</summary>
    public static JsonNode? Decimal(Validator validator, DecimalSchema schema, JsonNode? value, ErrorLocation place)
    {
        if (value?.GetValueKind() is not (JsonValueKind.String or JsonValueKind.Number))
        {
            return validator.Refuse(
                "decimal_type", place, "Decimal input should be an integer, float, string or Decimal object", value);
        }

        var text = value.ToString().Trim().Replace("_", "", StringComparison.Ordinal);
        if (NotFiniteText().IsMatch(text))
        {
            return validator.Refuse("finite_number", place, "Input should be a finite number", value);
        }

        var parts = DecimalText().Match(text);
        if (!parts.Success || parts.Groups["whole"].Length + parts.Groups["fraction"].Length == 0)
        {
            return validator.Refuse("decimal_parsing", place, "Input should be a valid decimal", value);
        }

        // Digits beyond those that the type here can hold are beyond Polar's too.
        var isShort = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        return DigitsFit(validator, schema, parts, value, place)
            && (isShort || validator.Refuse("decimal_parsing", place, "Input should be a valid decimal", value) is not null)
            && InBounds(validator, schema.Minimum, schema.Above, null, null, (double)number, value, place)
                ? JsonValue.Create(number.ToString(CultureInfo.InvariantCulture))
                : null;
    }

    private static bool DigitsFit(Validator validator, DecimalSchema schema, Match parts, JsonNode value, ErrorLocation place)
    {
        var exponent = parts.Groups["exponent"] is { Success: true, Value: var power } ? int.Parse(power, CultureInfo.InvariantCulture) : 0;
        var fraction = parts.Groups["fraction"].Length;
        var digits = (parts.Groups["whole"].Value + parts.Groups["fraction"].Value).TrimStart('0').Length;
        var places = Math.Max(0, fraction - exponent);
        digits = Math.Max(digits + Math.Max(0, exponent - fraction), places);
        (string Type, string Words, string Name, int? Most)? broken =
            digits > schema.Digits ? ("decimal_max_digits", $"{schema.Digits} digits in total", "max_digits", schema.Digits)
            : places > schema.Places ? ("decimal_max_places", $"{schema.Places} decimal places", "decimal_places", schema.Places)
            : digits - places > schema.Digits - schema.Places
                ? ("decimal_whole_digits", $"{schema.Digits - schema.Places} digits before the decimal point", "whole_digits", schema.Digits - schema.Places)
            : null;
        if (broken is not { } fault)
        {
            return true;
        }

        validator.Refuse(fault.Type, place, $"Decimal input should have no more than {fault.Words}", value, (fault.Name, fault.Most!.Value));
        return false;
    }

    private static bool InBounds<T>(
        Validator validator, decimal? minimum, decimal? above, decimal? maximum, decimal? below, T number, JsonNode? value, ErrorLocation place)
        where T : INumber<T>
    {
        int Against(decimal bound) => number.CompareTo(T.CreateChecked(bound));
        (string Type, string Words, string Name, decimal Bound)? broken =
            minimum is { } least && Against(least) < 0 ? ("greater_than_equal", "greater than or equal to", "ge", least)
            : maximum is { } most && Against(most) > 0 ? ("less_than_equal", "less than or equal to", "le", most)
            : below is { } under && Against(under) >= 0 ? ("less_than", "less than", "lt", under)
            : above is { } over && Against(over) <= 0 ? ("greater_than", "greater than", "gt", over)
            : null;
        if (broken is not { } fault)
        {
            return true;
        }

        var shown = fault.Bound / 1.0000000000000000000m;
        validator.Refuse(
            fault.Type, place, string.Create(CultureInfo.InvariantCulture, $"Input should be {fault.Words} {shown}"), value, (fault.Name, shown));
        return false;
    }

    private static (BigInteger Numerator, BigInteger Denominator)? Exactly(JsonNode value)
    {
        var text = value.ToJsonString();
        if (!PythonNumber.IsFloat(value))
        {
            return (BigInteger.Parse(text, CultureInfo.InvariantCulture), 1);
        }

        var real = double.Parse(text, CultureInfo.InvariantCulture);
        return !double.IsFinite(real) ? null
            : real == Math.Truncate(real) ? (new BigInteger(real), 1)
            : (0, 2);
    }

    [GeneratedRegex(@"\A\s*([+-]?[0-9]+(?:_[0-9]+)*)(?:\.0+)?\s*\z")]
    private static partial Regex IntegerText();

    [GeneratedRegex(@"\A[+-]?(?<whole>[0-9]*)(?:\.(?<fraction>[0-9]*))?(?:[eE](?<exponent>[+-]?[0-9]{1,4}))?\z")]
    private static partial Regex DecimalText();

    [GeneratedRegex(@"\A[+-]?(?:inf|infinity|s?nan[0-9]*)\z", RegexOptions.IgnoreCase)]
    private static partial Regex NotFiniteText();
}
