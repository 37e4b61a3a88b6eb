using System.Text.Json.Nodes;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Organizations;

/// <summary>Organizations, and the people who belong to them.</summary>
internal sealed class OrganizationsModule : IModule
{
    private static readonly EnumSchema s_prorations = new(["invoice", "prorate", "next_period", "reset"]) { IsEnumeration = true };

    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IOrganizationsOperations>(new OrganizationsOperations())
        .Inspect(static () => ResourceKind.Of<OrganizationRow, Organization>(
            "Organizations",
            (_, row) => row.Resource,
            (_, row) => row.Resource.Name,
            ("Slug", (_, row) => row.Resource.Slug),
            ("Status", (_, row) => row.Status.Value)))
        .Inspect(static () => ResourceKind.Of<UserRow>(
            "Users",
            row => new JsonObject
            {
                ["id"] = row.Id,
                ["created_at"] = row.CreatedAt.UtcDateTime,
                ["email"] = row.Email,
                ["organizations"] = new JsonArray(
                    [.. row.Roles.Select(role => (JsonNode?)new JsonObject { ["organization_id"] = role.Key, ["role"] = role.Value.ToString().ToLowerInvariant() })]),
            },
            (_, row) => row.Email,
            ("Organizations", (_, row) => $"{row.Roles.Count}")))
        .Route(OrganizationPaymentStatus.Route)
        .Access("organizations:", view: null, Permission.ManageOrganization)
        .Require("organizations:get", Stage.BeforeValidation, RowPrecondition.Check<OrganizationRow>)
        .Require("organizations:update", Stage.BeforeValidation, RowPrecondition.Check<OrganizationRow>)
        .Body("OrganizationCreate", new NewOrganizationRule())
        .Body("OrganizationFeatureSettingsUpdate", new FeatureSettingsRule())
        .Body("OrganizationSocialLink", new SocialLinkRule())
        .Body("OrganizationUpdate", new OrganizationRule())
        .Amend("OrganizationFeatureSettingsUpdate", WithSeatPricing)
        .Amend("OrganizationSubscriptionSettings", settings => settings.With("proration_behavior", _ => s_prorations) with { IsDictionary = true })
        .Amend("OrganizationCustomerEmailSettings", AsDictionary)
        .Amend("OrganizationCustomerPortalSettings", AsDictionary)
        .Amend("CustomerPortalUsageSettings", AsDictionary)
        .Amend("CustomerPortalSubscriptionSettings", AsDictionary)
        .Amend("CustomerPortalCustomerSettings", AsDictionary)
        .Union("OrganizationIndividualLegalEntitySchema", UnionTags.From("", "individual", "company"));

    private static ObjectSchema AsDictionary(ObjectSchema settings) => settings with { IsDictionary = true };

    private static ObjectSchema WithSeatPricing(ObjectSchema features) =>
        features with { Members = [new("seat_based_pricing_enabled", Schema.Boolean, false), .. features.Members] };
}
