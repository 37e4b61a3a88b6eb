using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Benefits;

/// <summary>Benefits: what a product gives besides itself.</summary>
internal sealed class BenefitsModule : IModule
{
    private const string TypeName = "BenefitType";

    private static readonly UnionTags s_types = UnionTags.From(
        TypeName, "custom", "discord", "github_repository", "downloadables", "license_keys", "meter_credit", "feature_flag", "slack_shared_channel");

    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IBenefitsOperations>(new BenefitsOperations())
        .Inspect(static () => ResourceKind.Of<BenefitRow, Benefit>(
            "Benefits",
            (_, row) => row.Resource,
            (_, row) => row.Resource.Description,
            ("Type", (_, row) => row.Resource.Type)))
        .Access("benefits:", Permission.ViewProducts, Permission.ManageProducts)
        .Union("BenefitCustomCreate", s_types)
        .Amend("BenefitCustomUpdate", WithType)
        .Amend("BenefitDiscordUpdate", WithType)
        .Amend("BenefitDownloadablesUpdate", WithType)
        .Amend("BenefitFeatureFlagUpdate", WithType)
        .Amend("BenefitGitHubRepositoryUpdate", WithType)
        .Amend("BenefitLicenseKeysUpdate", WithType)
        .Amend("BenefitMeterCreditUpdate", WithType)
        .Amend("BenefitSlackSharedChannelUpdate", WithType);

    private static ObjectSchema WithType(ObjectSchema benefit) => benefit.WithEnumeration("type", TypeName);
}
