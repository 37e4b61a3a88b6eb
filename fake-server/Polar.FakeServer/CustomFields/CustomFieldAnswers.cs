using System.Globalization;
using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What buyers answer to a product's questions.</summary>
internal static class CustomFieldAnswers
{
    /// <summary>
    /// The answers that are kept: those that were sent to questions that the product asks, each in the form of its question's type. Answers that
    /// must be given are asked for only when the purchase is confirmed.
    /// </summary>
    public static Outcome<ValueMap<JsonScalar>> Checked(World world, ProductRow product, ValueMap<JsonScalar>? data, bool requireAll)
    {
        var sent = data.OrEmpty();
        var kept = new List<KeyValuePair<string, JsonScalar>>();
        var faults = new List<Issue>();
        foreach (var attached in product.CustomFields)
        {
            var field = world.CustomFields[attached.Field].Shown;
            object[] place = ["body", "custom_field_data", field.Slug];
            var required = requireAll && attached.Required;
            if (sent.TryGetValue(field.Slug, out var answer))
            {
                var (value, type, message) = Check(field, answer, required);
                if (type is null)
                {
                    kept.Add(KeyValuePair.Create(field.Slug, value));
                }
                else
                {
                    faults.Add(new Issue(type, place, message!, Recast.Node(answer)));
                }
            }
            else if (required)
            {
                var whole = new JsonObject(sent.Select(entry => KeyValuePair.Create(entry.Key, Recast.Node(entry.Value))));
                faults.Add(new Issue("missing", place, "Field required", whole));
            }
        }

        return faults.Count > 0 ? Failure.Invalid(faults) : kept.ToValueMap();
    }

    /// <summary>The world with all answers of an organization's buyers under a question's new name.</summary>
    public static World Renamed(World world, Guid organization, string before, string after) => before == after ? world : world with
    {
        Checkouts = world.Checkouts.Of(organization).Where(row => row.CustomFieldData.ContainsKey(before)).Aggregate(
            world.Checkouts, (rows, row) => rows.Update(row with { CustomFieldData = Renamed(row.CustomFieldData, before, after) })),
        Orders = world.Orders.Of(organization).Where(row => row.CustomFieldData.ContainsKey(before)).Aggregate(
            world.Orders, (rows, row) => rows.Update(row with { CustomFieldData = Renamed(row.CustomFieldData, before, after) })),
        Subscriptions = world.Subscriptions.Of(organization).Where(row => row.CustomFieldData.ContainsKey(before)).Aggregate(
            world.Subscriptions, (rows, row) => rows.Update(row with { CustomFieldData = Renamed(row.CustomFieldData, before, after) })),
    };

    private static ValueMap<JsonScalar> Renamed(ValueMap<JsonScalar> answers, string before, string after) => answers
        .Where(answer => answer.Key != before)
        .Append(KeyValuePair.Create(after, answers[before]))
        .ToValueMap();

    private static (JsonScalar Value, string? Type, string? Message) Check(CustomField field, JsonScalar answer, bool required) => field switch
    {
        CustomFieldCheckbox => required ? Consent(answer) : Choice(answer),
        _ when answer.IsNull && !required => (answer, null, null),
        CustomFieldText text => Text(text.Properties, answer),
        CustomFieldNumber number => Number(number.Properties, answer),
        CustomFieldDate date => Date(date.Properties, answer),
        CustomFieldSelect select => Option(select.Properties, answer),
        _ => (answer, null, null),
    };

    private static (JsonScalar, string?, string?) Consent(JsonScalar answer) =>
        answer.AsBoolean == true || answer.AsInteger == 1 ? (true, null, null) : (answer, "literal_error", "Input should be True");

    private static (JsonScalar, string?, string?) Choice(JsonScalar answer) => answer.Kind switch
    {
        JsonScalarKind.Boolean => (answer, null, null),
        JsonScalarKind.Null => (answer, "bool_type", "Input should be a valid boolean"),
        _ => answer.ToString().ToLowerInvariant() switch
        {
            "1" or "true" or "t" or "yes" or "y" or "on" => (true, null, null),
            "0" or "false" or "f" or "no" or "n" or "off" => (false, null, null),
            _ => (answer, "bool_parsing", "Input should be a valid boolean, unable to interpret input"),
        },
    };

    private static (JsonScalar, string?, string?) Text(CustomFieldTextProperties properties, JsonScalar answer)
    {
        static string Characters(long count) => $"{count} character{(count == 1 ? "" : "s")}";
        if (answer.AsText is not { } text)
        {
            return (answer, "string_type", "Input should be a valid string");
        }

        var length = text.EnumerateRunes().Count();
        return length < properties.MinLength
                ? (answer, "string_too_short", $"String should have at least {Characters(properties.MinLength.Value)}")
            : length > properties.MaxLength
                ? (answer, "string_too_long", $"String should have at most {Characters(properties.MaxLength.Value)}")
            : (answer, null, null);
    }

    private static (JsonScalar, string?, string?) Number(CustomFieldNumberProperties properties, JsonScalar answer)
    {
        if (answer.IsNull)
        {
            return (answer, "int_type", "Input should be a valid integer");
        }

        var read = answer.AsBoolean is { } flag ? (flag ? 1 : 0)
            : answer.AsInteger ?? (long.TryParse(answer.ToString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var parsed) ? parsed : null);
        if (read is not { } number)
        {
            return (answer, "int_parsing", "Input should be a valid integer, unable to parse string as an integer");
        }

        var (least, most) = (properties.Ge ?? int.MinValue, properties.Le ?? int.MaxValue);
        return number < least ? (answer, "greater_than_equal", $"Input should be greater than or equal to {least}")
            : number > most ? (answer, "less_than_equal", $"Input should be less than or equal to {most}")
            : (number, null, null);
    }

    private static (JsonScalar, string?, string?) Date(CustomFieldDateProperties properties, JsonScalar answer)
    {
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (answer.AsInteger is { } seconds && Math.Abs(seconds) < 100_000_000_000)
        {
            answer = DateTimeOffset.FromUnixTimeSeconds(seconds);
        }

        if (answer.AsText is not { } text)
        {
            return (answer, "datetime_type", "Input should be a valid datetime");
        }

        if (text.Length < 10 || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Styles, out var moment))
        {
            var reason = text.Length < 10 ? "input is too short" : "invalid character in year";
            return (answer, "datetime_from_date_parsing", $"Input should be a valid datetime or date, {reason}");
        }

        static DateTimeOffset? Day(long? bound) =>
            bound is { } value and not 0 ? new DateTimeOffset(DateTimeOffset.FromUnixTimeSeconds(value).UtcDateTime.Date, TimeSpan.Zero) : null;
        static string Written(DateTimeOffset day) => day.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        return moment < Day(properties.Ge) ? (answer, "greater_than_equal", $"Input should be greater than or equal to {Written(Day(properties.Ge)!.Value)}")
            : moment > Day(properties.Le) ? (answer, "less_than_equal", $"Input should be less than or equal to {Written(Day(properties.Le)!.Value)}")
            : (text.Length == 10 ? $"{text}T00:00:00" : text, null, null);
    }

    private static (JsonScalar, string?, string?) Option(CustomFieldSelectProperties properties, JsonScalar answer)
    {
        var values = properties.Options.Select(option => option.Value).ToArray();
        if (answer.AsText is { } text && values.Contains(text))
        {
            return (answer, null, null);
        }

        var quoted = values.Select(value => $"'{value}'").ToArray();
        var listed = quoted.Length == 1 ? quoted[0] : $"{string.Join(", ", quoted[..^1])} or {quoted[^1]}";
        return (answer, "literal_error", $"Input should be {listed}");
    }
}
