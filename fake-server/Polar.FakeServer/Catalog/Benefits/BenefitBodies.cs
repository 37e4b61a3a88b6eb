using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Benefits;

/// <summary>Makes benefits of what a merchant sends.</summary>
internal static class BenefitBodies
{
    /// <summary>The benefit that a body asks for.</summary>
    public static Benefit Make(Transaction transaction, Guid organization, BenefitCreate body)
    {
        var common = new BenefitCustom
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Description = body.Description,
            Selectable = true,
            Deletable = true,
            IsDeleted = false,
            OrganizationId = organization,
            Metadata = body.Metadata.OrEmpty(),
            Visibility = Visibility(body.Type, body.Visibility),
            VisibilityConfigurable = IsVisibilityConfigurable(body.Type),
            Properties = new BenefitCustomProperties { Note = null },
        };
        return body switch
        {
            BenefitCustomCreate given => common with { Properties = new BenefitCustomProperties { Note = given.Properties.Note } },
            BenefitLicenseKeysCreate given => common.ToBenefitLicenseKeys(Of(given.Properties)),
            BenefitMeterCreditCreate given => common.ToBenefitMeterCredit(Of(given.Properties)),
            BenefitDownloadablesCreate given => common.ToBenefitDownloadables(Of(given.Properties)),
            BenefitDiscordCreate given => common.ToBenefitDiscord(Of(given.Properties)),
            BenefitGitHubRepositoryCreate given => common.ToBenefitGitHubRepository(Of(given.Properties)),
            BenefitSlackSharedChannelCreate given => common.ToBenefitSlackSharedChannel(Of(given.Properties)),
            _ => common.ToBenefitFeatureFlag(new BenefitFeatureFlagProperties()),
        };
    }

    /// <summary>The benefit as a body changes it; null when the body is of another type.</summary>
    public static Benefit? Change(Benefit benefit, BenefitUpdate body)
    {
        var common = benefit with
        {
            Description = body.Description.Value ?? benefit.Description,
            Metadata = body.Metadata ?? benefit.Metadata,
            Visibility = VisibilityOf(body) is { IsSet: true } asked ? Visibility(benefit.Type, asked.Value) : benefit.Visibility,
        };
        return (common, body) switch
        {
            (BenefitCustom kept, BenefitCustomUpdate change) =>
                kept with { Properties = change.Properties.Value ?? kept.Properties },
            (BenefitFeatureFlag kept, BenefitFeatureFlagUpdate change) =>
                kept with { Properties = change.Properties.Value ?? kept.Properties },
            (BenefitLicenseKeys kept, BenefitLicenseKeysUpdate change) =>
                kept with { Properties = change.Properties.Value is { } given ? Of(given) : kept.Properties },
            (BenefitMeterCredit kept, BenefitMeterCreditUpdate change) =>
                kept with { Properties = change.Properties.Value is { } given ? Of(given) : kept.Properties },
            (BenefitDownloadables kept, BenefitDownloadablesUpdate change) =>
                kept with { Properties = change.Properties.Value is { } given ? Of(given) : kept.Properties },
            (BenefitDiscord kept, BenefitDiscordUpdate change) =>
                kept with { Properties = change.Properties.Value is { } given ? Of(given) : kept.Properties },
            (BenefitGitHubRepository kept, BenefitGitHubRepositoryUpdate change) =>
                kept with { Properties = change.Properties.Value is { } given ? Of(given) : kept.Properties },
            (BenefitSlackSharedChannel kept, BenefitSlackSharedChannelUpdate change) =>
                kept with { Properties = change.Properties.Value is { } given ? Of(given) : kept.Properties },
            _ => null,
        };
    }

    /// <summary>Whether a body brings properties, which then take the place of all that the benefit had.</summary>
    public static bool ChangesProperties(BenefitUpdate body) => body switch
    {
        BenefitMeterCreditUpdate change => change.Properties.Value is not null,
        BenefitDownloadablesUpdate change => change.Properties.Value is not null,
        BenefitDiscordUpdate change => change.Properties.Value is not null,
        BenefitGitHubRepositoryUpdate change => change.Properties.Value is not null,
        BenefitSlackSharedChannelUpdate change => change.Properties.Value is not null,
        _ => false,
    };

    /// <summary>Whether a merchant may hide benefits of the type.</summary>
    public static bool IsVisibilityConfigurable(string type) => type is "custom" or "license_keys" or "meter_credit" or "feature_flag";

    private static BenefitVisibility Visibility(string type, BenefitVisibility? asked) =>
        !IsVisibilityConfigurable(type) ? BenefitVisibility.Public
        : asked ?? (type == "feature_flag" ? BenefitVisibility.Private : BenefitVisibility.Public);

    private static Optional<BenefitVisibility?> VisibilityOf(BenefitUpdate body) => body switch
    {
        BenefitCustomUpdate change => change.Visibility,
        BenefitFeatureFlagUpdate change => change.Visibility,
        BenefitLicenseKeysUpdate change => change.Visibility,
        BenefitMeterCreditUpdate change => change.Visibility,
        _ => default,
    };

    private static BenefitLicenseKeysProperties Of(BenefitLicenseKeysCreateProperties given) => new()
    {
        Prefix = string.IsNullOrWhiteSpace(given.Prefix) ? null : given.Prefix.Trim(),
        Expires = given.Expires,
        Activations = given.Activations is { } activations
            ? new BenefitLicenseKeyActivationProperties { Limit = activations.Limit, EnableCustomerAdmin = activations.EnableCustomerAdmin }
            : null,
        LimitUsage = given.LimitUsage,
    };

    private static BenefitMeterCreditProperties Of(BenefitMeterCreditCreateProperties given) =>
        new() { Units = given.Units, Rollover = given.Rollover, MeterId = given.MeterId };

    private static BenefitDownloadablesProperties Of(BenefitDownloadablesCreateProperties given) =>
        new() { Archived = given.Archived ?? ValueMap<bool>.Empty, Files = given.Files };

    private static BenefitDiscordProperties Of(BenefitDiscordCreateProperties given) =>
        new() { GuildId = given.GuildId, RoleId = given.RoleId, KickMember = given.KickMember };

    private static BenefitGitHubRepositoryProperties Of(BenefitGitHubRepositoryCreateProperties given) => new()
    {
        RepositoryOwner = given.RepositoryOwner,
        RepositoryName = given.RepositoryName,
        Permission = given.Permission,
    };

    private static BenefitSlackSharedChannelProperties Of(BenefitSlackSharedChannelCreateProperties given) => new()
    {
        SlackIntegrationId = given.SlackIntegrationId,
        ChannelNameTemplate = given.ChannelNameTemplate,
        Private = given.Private ?? true,
        WelcomeMessage = given.WelcomeMessage,
        ArchiveOnRevoke = given.ArchiveOnRevoke ?? true,
        TeamInvitees = given.TeamInvitees ?? ValueList<string>.Empty,
    };
}
