using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants.Strategies;

/// <summary>What a type of benefit means: what makes one valid, and what is done when a customer gets, keeps or loses it.</summary>
internal abstract class BenefitStrategy
{
    /// <summary>Whether each grant is revoked by itself, even while the customer has the benefit by another purchase.</summary>
    public virtual bool RevokesEachGrant => false;

    public static BenefitStrategy Of(Benefit benefit) => benefit switch
    {
        BenefitLicenseKeys => LicenseKeysStrategy.Instance,
        BenefitDownloadables => DownloadablesStrategy.Instance,
        BenefitMeterCredit => MeterCreditStrategy.Instance,
        BenefitDiscord => DiscordStrategy.Instance,
        BenefitGitHubRepository => GitHubRepositoryStrategy.Instance,
        BenefitSlackSharedChannel => SlackSharedChannelStrategy.Instance,
        _ => PlainStrategy.Instance,
    };

    /// <summary>What is wrong with a benefit's properties, beyond their form.</summary>
    public abstract IEnumerable<RequestError> Validate(Transaction transaction, Benefit benefit);

    /// <summary>Whether those who have the benefit must get it anew after a change.</summary>
    public abstract bool NeedsRegrant(Benefit before, Benefit after);

    /// <summary>Gives the benefit, or gives it anew after a change of the benefit or of the customer's account.</summary>
    public abstract GrantOutcome Grant(Transaction transaction, Benefit benefit, BenefitGrantRow grant, bool update);

    public abstract GrantOutcome Cycle(Transaction transaction, Benefit benefit, BenefitGrantRow grant);

    public abstract GrantOutcome Revoke(Transaction transaction, Benefit benefit, BenefitGrantRow grant);

    /// <summary>A fault of one of the properties.</summary>
    protected static RequestError Fault(string type, string message, string input, params object[] location) =>
        new(type, ["body", "properties", .. location], message, JsonValue.Create(input));
}

/// <summary>The same for one type, with what it keeps about a grant.</summary>
/// <typeparam name="TBenefit">The type of benefit.</typeparam>
/// <typeparam name="TProperties">What it keeps about a grant.</typeparam>
internal abstract class BenefitStrategy<TBenefit, TProperties> : BenefitStrategy
    where TBenefit : Benefit
    where TProperties : class, IWire<TProperties>
{
    /// <summary>What is kept before anything was: no member at all, not even null.</summary>
    protected static TProperties Nothing { get; } = NoMembers<TProperties>.Value;

    public sealed override IEnumerable<RequestError> Validate(Transaction transaction, Benefit benefit) => Validate(transaction, (TBenefit)benefit);

    public sealed override bool NeedsRegrant(Benefit before, Benefit after) => NeedsRegrant((TBenefit)before, (TBenefit)after);

    public sealed override GrantOutcome Grant(Transaction transaction, Benefit benefit, BenefitGrantRow grant, bool update) =>
        Grant(transaction, (TBenefit)benefit, grant, Kept(grant), update);

    public sealed override GrantOutcome Cycle(Transaction transaction, Benefit benefit, BenefitGrantRow grant) =>
        Cycle(transaction, (TBenefit)benefit, grant, Kept(grant));

    public sealed override GrantOutcome Revoke(Transaction transaction, Benefit benefit, BenefitGrantRow grant) =>
        Revoke(transaction, (TBenefit)benefit, grant, Kept(grant));

    /// <summary>What is kept about a grant; empty before it is granted for the first time.</summary>
    protected static TProperties Kept(BenefitGrantRow grant) => grant.Properties as TProperties ?? Nothing;

    protected virtual IEnumerable<RequestError> Validate(Transaction transaction, TBenefit benefit) => [];

    protected virtual bool NeedsRegrant(TBenefit before, TBenefit after) => false;

    protected abstract GrantOutcome Grant(
        Transaction transaction, TBenefit benefit, BenefitGrantRow grant, TProperties kept, bool update);

    protected virtual GrantOutcome Cycle(Transaction transaction, TBenefit benefit, BenefitGrantRow grant, TProperties kept) =>
        GrantOutcome.Done(kept);

    protected abstract GrantOutcome Revoke(Transaction transaction, TBenefit benefit, BenefitGrantRow grant, TProperties kept);
}
