using System.Text.Json.Nodes;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.CustomFields;

/// <summary>What each type of question takes for an answer, in the words of Polar's validation library.</summary>
internal static class CustomFieldTypes
{
    private static readonly ValidationContext s_nothing = new(SchemaCatalog.Empty, EmailDomains.Usual, default);

    /// <summary>The answer in the form of the question's type; else what is wrong with it.</summary>
    /// <param name="field">The question.</param>
    /// <param name="answer">The answer; a number with a fraction stands for an instant.</param>
    /// <param name="required">Whether there must be one.</param>
    /// <param name="place">Where it was sent.</param>
    public static (JsonScalar Value, RequestError? Fault) Check(CustomField field, JsonScalar answer, bool required, IReadOnlyList<object> place)
    {
        if (answer.IsNull && !required && field is not CustomFieldCheckbox)
        {
            return (answer, null);
        }

        var validator = new Validator(s_nothing);
        var here = new ErrorLocation(place);
        var sent = JsonNodes.Of(answer);
        var kept = field is CustomFieldDate date ? Date(validator, date.Properties, sent, here)
            : answer.Kind == JsonScalarKind.Number ? Instant(validator, Schema(field, required), answer, here)
            : validator.Check(Schema(field, required), sent, here);

        // What a resource finds carries no context.
        return validator.Issues is [var issue, ..]
            ? (default, issue with { Context = null })
            : (Read(kept), null);
    }

    private static Schema Schema(CustomField field, bool required) => field switch
    {
        CustomFieldText text => new TextSchema((int?)text.Properties.MinLength, (int?)text.Properties.MaxLength, null, null),
        CustomFieldNumber number => new IntegerSchema(number.Properties.Ge ?? int.MinValue, null, number.Properties.Le ?? int.MaxValue, null),
        CustomFieldCheckbox => required ? new FlagSchema(true) : FakeServer.Validation.Schema.Boolean,
        CustomFieldSelect select => new EnumSchema([.. select.Properties.Options.Select(option => option.Value)]),
        _ => FakeServer.Validation.Schema.Any,
    };

    /// <summary>An instant is no text, no number and no choice: it is refused as a thing of another kind.</summary>
    private static JsonNode? Instant(Validator validator, Schema schema, JsonScalar answer, ErrorLocation place)
    {
        var trial = new Validator(s_nothing);
        trial.Check(schema, new JsonArray(), place);
        var shown = JsonValue.Create(DateTimeValidation.Read(JsonNodes.Of(answer)!).Moment.Python);
        foreach (var issue in trial.Issues)
        {
            validator.Add(issue with { Input = shown });
        }

        return null;
    }

    /// <summary>A day or an instant between two days; one without a zone stays without.</summary>
    private static JsonNode? Date(Validator validator, CustomFieldDateProperties properties, JsonNode? sent, ErrorLocation place)
    {
        if (DateTimeValidation.Parse(validator, sent, place) is not { } moment)
        {
            return null;
        }

        return Day(properties.Ge) is { } least && moment.Local < least
                ? validator.Refuse("greater_than_equal", place, $"Input should be greater than or equal to {new Moment(least, null).Json}", sent)
            : Day(properties.Le) is { } most && moment.Local > most
                ? validator.Refuse("less_than_equal", place, $"Input should be less than or equal to {new Moment(most, null).Json}", sent)
            : JsonValue.Create(moment.Json);
    }

    /// <summary>The day of a bound; the first second of 1970 is none.</summary>
    private static DateTime? Day(long? bound) => bound is { } seconds and not 0 ? DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.Date : null;

    private static JsonScalar Read(JsonNode? kept) => kept switch
    {
        null => default,
        JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
        JsonValue value when value.TryGetValue<long>(out var number) => number,
        _ => kept.GetValue<string>(),
    };
}
