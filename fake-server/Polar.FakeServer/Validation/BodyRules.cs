using System.Collections.Frozen;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer.Validation;

/// <summary>The rules of all bodies that have any, by schema.</summary>
internal static class BodyRules
{
    private static readonly FrozenDictionary<string, BodyRule> s_rules = new Dictionary<string, BodyRule>
    {
        ["BenefitLicenseKeyExpirationProperties"] = new KeyExpirationRule(),
        ["BenefitSlackSharedChannelCreateProperties"] = new ChannelTemplateRule(),
        ["CheckoutLinkCreateProduct"] = new TrialRule(),
        ["CheckoutLinkCreateProductPrice"] = new TrialRule(),
        ["CheckoutLinkCreateProducts"] = new TrialRule(),
        ["CheckoutLinkUpdate"] = new TrialRule(),
        ["CustomFieldCheckboxProperties"] = new FieldPropertiesRule(),
        ["CustomFieldDateProperties"] = new BoundedFieldPropertiesRule(),
        ["CustomFieldNumberProperties"] = new BoundedFieldPropertiesRule(),
        ["CustomFieldSelectProperties"] = new FieldPropertiesRule(),
        ["CustomFieldTextProperties"] = new FieldPropertiesRule(),
        ["DiscountFixedCreate"] = new NewDiscountRule(),
        ["DiscountPercentageCreate"] = new NewDiscountRule(),
        ["DiscountUpdate"] = new DiscountRule(),
        ["OrganizationCreate"] = new NewOrganizationRule(),
        ["OrganizationFeatureSettingsUpdate"] = new FeatureSettingsRule(),
        ["OrganizationSocialLink"] = new SocialLinkRule(),
        ["OrganizationUpdate"] = new OrganizationRule(),
        ["AddressInput"] = new AddressRule(),
        ["CheckoutCreate"] = new CheckoutFormsRule(),
        ["CheckoutPriceCreate"] = new NewCheckoutRule(),
        ["CheckoutProductCreate"] = new NewCheckoutRule(),
        ["CheckoutProductsCreate"] = new NewCheckoutRule(),
        ["CheckoutUpdate"] = new CheckoutUpdateRule(),
        ["CustomerCreate"] = new CustomerCreateRule(),
        ["CustomerTeamCreate"] = new TeamCustomerRule(),
        ["ProductCreate"] = new ProductCreateRule(),
        ["ProductCreateOneTime"] = new ProductRule(),
        ["ProductCreateRecurring"] = new RecurringProductRule(),
        ["ProductPriceCustomCreate"] = new AmountsRule("minimum_amount", "maximum_amount", "preset_amount"),
        ["ProductPriceFixedCreate"] = new AmountsRule("price_amount"),
        ["ProductPriceMeteredTiersCreate"] = new MeteredPriceRule(),
        ["ProductPriceMeteredUnitCreate"] = new MeteredPriceRule(),
        ["ProductPriceSeatTiers-Input"] = new SeatTiersRule(),
        ["ProductPriceUnitBasedCreate"] = new UnitPriceRule(),
        ["ProductUpdate"] = new ProductUpdateRule(),
        ["WebhookEndpointCreate"] = new WebhookUrlRule(new TextSchema(null, null, null, WebhookUrlRule.Format)),
        ["WebhookEndpointUpdate"] = new WebhookUrlRule(new NullableSchema(new TextSchema(null, null, null, WebhookUrlRule.Format))),
        ["TierInput"] = new TierRule(),
        ["TiersInput"] = new TiersRule(),
    }.ToFrozenDictionary();

    public static BodyRule Of(string schema) => s_rules.GetValueOrDefault(schema, BodyRule.None);
}
