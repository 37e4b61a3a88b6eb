using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.CustomFields;

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
        var faults = new List<RequestError>();
        foreach (var attached in product.CustomFields)
        {
            var field = world.CustomFields[attached.Field].Resource;
            object[] place = ["body", "custom_field_data", field.Slug];
            var required = requireAll && attached.Required;
            if (sent.TryGetValue(field.Slug, out var answer))
            {
                var (value, fault) = CustomFieldTypes.Check(field, answer, required, place);
                if (fault is null)
                {
                    kept.Add(KeyValuePair.Create(field.Slug, value));
                }
                else
                {
                    faults.Add(fault);
                }
            }
            else if (required)
            {
                var whole = new JsonObject(sent.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)JsonNodes.Of(entry.Value))));
                faults.Add(new RequestError("missing", place, "Field required", whole));
            }
        }

        return faults.Count > 0 ? Failure.Invalid(faults) : kept.ToValueMap();
    }

    /// <summary>The answers with one of them under its question's new name; null where that question was not answered.</summary>
    public static ValueMap<JsonScalar>? Renamed(ValueMap<JsonScalar> answers, CustomFieldRenamed renamed) => answers.TryGetValue(renamed.Before, out var answer)
        ? answers.Where(other => other.Key != renamed.Before).Append(KeyValuePair.Create(renamed.After, answer)).ToValueMap()
        : null;
}
