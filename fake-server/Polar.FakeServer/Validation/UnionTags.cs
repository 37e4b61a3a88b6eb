using System.Text.Json.Nodes;

namespace Polar.FakeServer.Validation;

/// <summary>How Polar tells the cases of a union apart.</summary>
/// <param name="Discriminator">What messages call it.</param>
/// <param name="Cases">The cases with their tags, as a place and as a message show them.</param>
/// <param name="TagOf">The tag of a value, as text; null when there is none.</param>
internal sealed record UnionFact(
    string Discriminator, (string Tag, string Resource, string Schema)[] Cases, Func<JsonObject?, string?> TagOf);

/// <summary>
/// What Polar's API description does not tell about unions: the order of their tags, the enumerations that tags are taken from (messages print
/// them with their Python names), and tags that are worked out from what was sent.
/// </summary>
internal static class UnionTags
{
    private static readonly (string Schema, string Enumeration, (string Value, string Name)[] Tags)[] s_enumerations =
    [
        ("BenefitCustomCreate", "BenefitType", Benefits),
        ("CustomerBenefitGrantCustomUpdate", "BenefitType",
            [.. Plain("discord", "github_repository", "downloadables", "license_keys", "custom", "meter_credit", "feature_flag", "slack_shared_channel")]),
        ("CustomFieldCreateText", "CustomFieldType", Plain("text", "number", "date", "checkbox", "select")),
        ("CustomFieldUpdateText", "CustomFieldType", Plain("text", "number", "date", "checkbox", "select")),
        ("DownloadableFileCreate", "FileServiceTypes", Plain("downloadable", "product_media", "organization_avatar", "support_case_attachment")),
        ("OrganizationIndividualLegalEntitySchema", "", Plain("individual", "company")),
        ("DiscountFixedCreate", "DiscountType", Plain("fixed", "percentage")),
        ("ProductPriceFixedCreate", "ProductPriceAmountType",
            Plain("fixed", "custom", "seat_based", "unit_based", "metered_unit", "metered_tiers")),
        ("CountAggregation", "AggregationFunction",
            [("count", "cnt"), .. Plain("sum", "max", "min", "avg", "unique")]),
    ];

    private static readonly UnionFact s_customer = new(
        "_customer_create_type()",
        [("individual", "'individual'", "CustomerIndividualCreate"), ("team", "'team'", "CustomerTeamCreate")],
        value => value?.TryGetPropertyValue("type", out var type) == true ? PythonText.Of(type) : "individual");

    private static (string, string)[] Benefits => Plain(
        "custom", "discord", "github_repository", "downloadables", "license_keys", "meter_credit", "feature_flag", "slack_shared_channel");

    /// <summary>How the cases of an undescribed union are told apart; null when it is by trying them all.</summary>
    public static UnionFact? Of(UnionSchema union) => union.Cases[0] switch
    {
        ReferenceSchema { Name: "CustomerIndividualCreate" } => s_customer,
        _ => null,
    };

    public static UnionFact Of(TaggedSchema tagged)
    {
        var known = Array.Find(s_enumerations, entry => tagged.Cases.Any(option => option.Schema == entry.Schema));
        string Resource(string tag) => Array.Find(known.Tags ?? [], entry => entry.Value == tag) is { Name: { } name } && known.Enumeration.Length > 0
            ? $"<{known.Enumeration}.{name}: '{tag}'>"
            : $"'{tag}'";
        int Rank(string tag) => Array.FindIndex(known.Tags ?? [], entry => entry.Value == tag);
        return new UnionFact(
            $"'{tagged.Property}'",
            [.. tagged.Cases.OrderBy(option => Rank(option.Tag)).Select(option => (option.Tag, Resource(option.Tag), option.Schema))],
            value => value is not null && value.TryGetPropertyValue(tagged.Property, out var tag) ? PythonText.Of(tag) : null);
    }

    private static (string Value, string Name)[] Plain(params string[] names) => [.. names.Select(name => (name, name))];
}
