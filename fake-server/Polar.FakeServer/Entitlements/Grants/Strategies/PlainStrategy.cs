using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants.Strategies;

/// <summary>Notes and feature flags: to have them is all there is to them.</summary>
internal sealed class PlainStrategy : BenefitStrategy<Benefit, BenefitGrantCustomProperties>
{
    public static PlainStrategy Instance { get; } = new();

    protected override GrantOutcome Grant(
        Transaction transaction, Benefit benefit, BenefitGrantRow grant, BenefitGrantCustomProperties kept, bool update) => GrantOutcome.Done(kept);

    protected override GrantOutcome Revoke(
        Transaction transaction, Benefit benefit, BenefitGrantRow grant, BenefitGrantCustomProperties kept) => GrantOutcome.Done(kept);
}
