using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Organizations;

/// <summary>What an update makes of an organization, and what stands against it.</summary>
internal sealed class OrganizationChange(OrganizationRow row, OrganizationUpdate body, JsonNode? sent)
{
    private readonly Organization _shown = row.Resource;

    /// <summary>The flag of seat-based prices as the update leaves it; older clients still send it.</summary>
    private readonly bool _sellsSeats = sent?["feature_settings"]?["seat_based_pricing_enabled"]?.GetValue<bool>() ?? row.SellsSeats;

    public Failure? Fault(Transaction transaction, Caller caller)
    {
        if (body.SsoEnforced.Value == true)
        {
            return caller.IsNarrowed
                ? new Failure(
                    409, "SSOEnforcementRequiresConnection", "This organization must have an enabled SSO connection before SSO can be enforced.")
                : Failure.NotPermitted("You must be signed in through SSO for this organization to enforce it.");
        }

        return FeatureFault() ?? SubscriptionFault() ?? DisputeFault() ?? CurrencyFault(transaction) ?? (IsUnstorable ? Failure.Unhandled : null);
    }

    public OrganizationRow Apply(DateTimeOffset now)
    {
        var changed = row.With(_shown with
        {
            Name = body.Name.Value ?? _shown.Name,
            AvatarUrl = body.AvatarUrl.Or(_shown.AvatarUrl),
            Email = body.Email.Or(_shown.Email),
            Website = body.Website.Or(_shown.Website),
            Socials = body.Socials.Value ?? _shown.Socials,
            Country = body.Country.Or(_shown.Country),
            FeatureSettings = Features(),
            SubscriptionSettings = body.SubscriptionSettings.Value ?? _shown.SubscriptionSettings,
            CustomerEmailSettings = body.CustomerEmailSettings.Value ?? _shown.CustomerEmailSettings,
            CustomerPortalSettings = body.CustomerPortalSettings.Value ?? _shown.CustomerPortalSettings,
            DisputeSettings = Disputes(),
            EmbedHosts = body.EmbedHosts.Value ?? _shown.EmbedHosts,
            DefaultPresentmentCurrency = body.DefaultPresentmentCurrency.Value?.Value ?? _shown.DefaultPresentmentCurrency,
            DefaultTaxBehavior = body.DefaultTaxBehavior.Value ?? _shown.DefaultTaxBehavior,
            SsoEnforced = body.SsoEnforced.Value ?? _shown.SsoEnforced,
        }) with
        {
            SellsSeats = _sellsSeats,
            Details = body.Details.Value ?? row.Details,
            IsOnboarded = true,
        };

        // The first update is a change whatever it says.
        return SetsAny || changed != row ? changed with { Resource = changed.Resource with { ModifiedAt = now } } : row;
    }

    /// <summary>Whether a member is sent that counts as changed even if it stays the same.</summary>
    private bool SetsAny => body.Name.IsSet || body.AvatarUrl.IsSet || body.Email.IsSet || body.Website.IsSet || body.Socials.IsSet
        || body.Country.IsSet || body.CustomerEmailSettings.IsSet || body.CustomerPortalSettings.IsSet || body.EmbedHosts.IsSet
        || body.DefaultPresentmentCurrency.IsSet || body.DefaultTaxBehavior.IsSet || body.SsoEnforced.IsSet;

    /// <summary>Whether null is sent for what cannot be without a value; nobody looks before it is stored.</summary>
    private bool IsUnstorable => body.Name.IsNull || body.Socials.IsNull || body.CustomerEmailSettings.IsNull || body.CustomerPortalSettings.IsNull
        || body.EmbedHosts.IsNull || body.DefaultPresentmentCurrency.IsNull || body.DefaultTaxBehavior.IsNull || body.SsoEnforced.IsNull;

    /// <summary>Only what merchants may choose themselves is taken.</summary>
    private OrganizationFeatureSettings? Features() =>
        body.FeatureSettings.Value is not { } asked || _shown.FeatureSettings is not { } features ? _shown.FeatureSettings : features with
        {
            MemberModelEnabled = asked.MemberModelEnabled ?? features.MemberModelEnabled,
            CheckoutLocalizationEnabled = asked.CheckoutLocalizationEnabled ?? features.CheckoutLocalizationEnabled,
            OverviewMetrics = asked.OverviewMetrics ?? features.OverviewMetrics,
        };

    private OrganizationDisputeSettings Disputes() => sent?["dispute_settings"] is JsonObject asked && asked.ContainsKey("auto_accept_below_amount")
        ? new OrganizationDisputeSettings { AutoAcceptBelowAmount = body.DisputeSettings.Value!.AutoAcceptBelowAmount }
        : _shown.DisputeSettings;

    private Failure? FeatureFault()
    {
        var message = row.SellsSeats && !_sellsSeats ? "Seat-based pricing cannot be disabled once enabled."
            : !row.SellsSeats && _sellsSeats && Features()?.MemberModelEnabled != true
                ? "Member model must be enabled before enabling seat-based pricing."
            : null;
        return message is null ? null : Failure.Invalid(RequestError.Value(message, _sellsSeats, "feature_settings", "seat_based_pricing_enabled"));
    }

    private Failure? SubscriptionFault() =>
        body.SubscriptionSettings.Value?.ProrationBehavior == SubscriptionProrationBehavior.Reset
        && _shown.FeatureSettings?.ResetProrationBehaviorEnabled != true
            ? Failure.Invalid(RequestError.Value(
                "The 'reset' proration behavior is not enabled for this organization.",
                SubscriptionProrationBehavior.Values.Reset,
                "subscription_settings",
                "proration_behavior"))
            : null;

    private Failure? DisputeFault() =>
        body.DisputeSettings.Value?.AutoAcceptBelowAmount is not null
        && _shown.FeatureSettings is not { DisputesEnabled: true, DisputeAutoAcceptEnabled: true }
            ? new Failure(403, "DisputeAutoAcceptNotEnabled", "Dispute auto-accept is not enabled for this organization.")
            : null;

    private Failure? CurrencyFault(Transaction transaction)
    {
        if (body.DefaultPresentmentCurrency.Value?.Value is { } currency && currency != _shown.DefaultPresentmentCurrency)
        {
            transaction.Raise(new DefaultCurrencyChanging(row, currency));
        }

        return transaction.Refusal;
    }
}
