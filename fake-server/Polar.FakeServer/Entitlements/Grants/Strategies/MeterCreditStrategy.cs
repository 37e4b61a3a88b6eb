using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Time;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants.Strategies;

/// <summary>Units of a meter, at once and with every period.</summary>
internal sealed class MeterCreditStrategy : BenefitStrategy<BenefitMeterCredit, BenefitGrantMeterCreditProperties>
{
    public static MeterCreditStrategy Instance { get; } = new();

    protected override IEnumerable<RequestError> Validate(Transaction transaction, BenefitMeterCredit benefit)
    {
        var meter = benefit.Properties.MeterId;
        if (transaction.World.Meters.Find(meter)?.OrganizationId != benefit.OrganizationId)
        {
            yield return Fault("value_error", "This meter does not exist.", meter.ToString(), "meter_id");
        }
    }

    protected override GrantOutcome Grant(
        Transaction transaction, BenefitMeterCredit benefit, BenefitGrantRow grant, BenefitGrantMeterCreditProperties kept, bool update) =>
        Credited(transaction, benefit.Properties.MeterId.ToString(), benefit.Properties.Units);

    protected override GrantOutcome Cycle(
        Transaction transaction, BenefitMeterCredit benefit, BenefitGrantRow grant, BenefitGrantMeterCreditProperties kept) =>
        Credited(transaction, benefit.Properties.MeterId.ToString(), benefit.Properties.Units);

    protected override GrantOutcome Revoke(
        Transaction transaction, BenefitMeterCredit benefit, BenefitGrantRow grant, BenefitGrantMeterCreditProperties kept) =>
        kept.LastCreditedMeterId is { } meter
            ? Credited(transaction, meter, -(kept.LastCreditedUnits ?? benefit.Properties.Units))
            : GrantOutcome.Done(kept);

    private static GrantOutcome Credited(Transaction transaction, string meter, long units) =>
        GrantOutcome.Done(new BenefitGrantMeterCreditProperties
        {
            LastCreditedMeterId = meter,
            LastCreditedUnits = units,
            LastCreditedAt = IsoInstant.Of(transaction.Now),
        });
}
