using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Control;

/// <summary>Looks at an organization that a test asks for: it may be any that Polar could have.</summary>
internal static class OrganizationInput
{
    public static void Check(Organization organization, string slug)
    {
        if (organization.Slug != slug)
        {
            throw new WrongInputException("'slug' is what the organization is founded by, and stays so.");
        }

        Refuse("status", organization.Status, OrganizationStatus.KnownValues);
        Refuse("proration_behavior", organization.ProrationBehavior, SubscriptionProrationBehavior.KnownValues);
        Refuse(
            "subscription_settings.proration_behavior",
            organization.SubscriptionSettings.ProrationBehavior,
            SubscriptionProrationBehavior.KnownValues);
        Refuse("default_tax_behavior", organization.DefaultTaxBehavior, TaxBehaviorOption.KnownValues);
        if (organization.Country is { } country)
        {
            Refuse("country", country, Country.KnownValues);
        }
    }

    private static void Refuse<T>(string name, T value, IEnumerable<T> known)
        where T : IOpenEnum
    {
        if (!value.IsKnown)
        {
            var most = known.Select(option => option.Value).ToArray();
            throw new WrongInputException(most.Length > 20
                ? $"'{name}' is not one that Polar knows: '{value.Value}'."
                : $"'{name}' is none of {string.Join(", ", most)}.");
        }
    }
}
