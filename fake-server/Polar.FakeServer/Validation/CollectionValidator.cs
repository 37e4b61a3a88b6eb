using System.Text.Json.Nodes;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Validation;

/// <summary>Checks lists, tuples and dictionaries, with the words of Polar's validation library.</summary>
internal static class CollectionValidator
{
    public static JsonArray? List(Validator validator, ListSchema schema, JsonNode? value, ErrorLocation place)
    {
        if (value is not JsonArray items)
        {
            validator.Refuse("list_type", place, "Input should be a valid list", value);
            return null;
        }

        var faults = validator.Issues.Count;
        var checkedItems = new JsonArray();
        for (var index = 0; index < items.Count; index++)
        {
            checkedItems.Add(validator.Check(schema.Items, items[index], place.Then(index)));
        }

        // Items that are wrong hide how many they are; that they are too many is told alone.
        if (items.Count > schema.MaxItems)
        {
            validator.KeepFirst(faults);
        }

        if (validator.Issues.Count == faults)
        {
            Length(validator, "List", "item", items.Count, schema.MinItems, schema.MaxItems, value, place);
        }

        return checkedItems;
    }

    public static void Length(Validator validator, string field, string noun, int count, int? least, int? most, JsonNode? value, ErrorLocation place)
    {
        if (count < least)
        {
            validator.Refuse(
                "too_short", place, $"{field} should have at least {Count(least.Value, noun)} after validation, not {count}", value,
                ("field_type", field), ("min_length", least.Value), ("actual_length", count));
        }
        else if (count > most)
        {
            validator.Refuse(
                "too_long", place, $"{field} should have at most {Count(most.Value, noun)} after validation, not {count}", value,
                ("field_type", field), ("max_length", most.Value), ("actual_length", count));
        }
    }

    public static JsonArray? Tuple(Validator validator, TupleSchema schema, JsonNode? value, ErrorLocation place)
    {
        if (value is not JsonArray items)
        {
            validator.Refuse("tuple_type", place, "Input should be a valid tuple", value);
            return null;
        }

        var checkedItems = new JsonArray();
        for (var index = 0; index < schema.Items.Length; index++)
        {
            if (index < items.Count)
            {
                checkedItems.Add(validator.Check(schema.Items[index], items[index], place.Then(index)));
            }
            else
            {
                validator.Refuse("missing", place.Then(index), "Field required", value);
            }
        }

        Length(validator, "Tuple", "item", items.Count, null, schema.Items.Length, value, place);
        return checkedItems;
    }

    public static JsonObject? Map(Validator validator, MapSchema schema, JsonNode? value, ErrorLocation place)
    {
        if (value is not JsonObject entries)
        {
            validator.Refuse("dict_type", place, "Input should be a valid dictionary", value);
            return null;
        }

        var faults = validator.Issues.Count;
        var checkedEntries = new JsonObject();
        foreach (var (key, entry) in entries)
        {
            if ((schema.Keys ?? SchemaCatalog.KeysOf(schema)) is { } keys)
            {
                validator.Check(keys, JsonValue.Create(key), place.Then(key).Then("[key]"));
            }

            checkedEntries[key] = validator.Check(schema.Values, entry, place.Then(key));
        }

        if (validator.Issues.Count == faults)
        {
            Length(validator, "Dictionary", "item", entries.Count, schema.MinProperties, schema.MaxProperties, value, place);
        }

        return checkedEntries;
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
