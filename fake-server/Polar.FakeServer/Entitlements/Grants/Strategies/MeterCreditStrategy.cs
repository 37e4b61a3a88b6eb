using System.Globalization;
using Polar.FakeServer.Catalog.Meters;
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
        Credited(transaction, benefit, grant, benefit.Properties.MeterId, benefit.Properties.Units);

    protected override GrantOutcome Cycle(
        Transaction transaction, BenefitMeterCredit benefit, BenefitGrantRow grant, BenefitGrantMeterCreditProperties kept)
    {
        var last = kept.LastCreditedAt is { } credited
            ? DateTimeOffset.Parse(credited, CultureInfo.InvariantCulture)
            : DateTimeOffset.MaxValue;
        transaction.Raise(new MeterCreditRenewing(grant.OrganizationId, grant.CustomerId, benefit.Properties.MeterId, last));
        return Credited(transaction, benefit, grant, benefit.Properties.MeterId, benefit.Properties.Units);
    }

    protected override GrantOutcome Revoke(
        Transaction transaction, BenefitMeterCredit benefit, BenefitGrantRow grant, BenefitGrantMeterCreditProperties kept) =>
        kept.LastCreditedMeterId is { } meter
            ? Credited(transaction, benefit, grant, Guid.Parse(meter), -(kept.LastCreditedUnits ?? benefit.Properties.Units))
            : GrantOutcome.Done(kept);

    private static GrantOutcome Credited(Transaction transaction, BenefitMeterCredit benefit, BenefitGrantRow grant, Guid meter, long units)
    {
        transaction.Raise(new MeterCredited(grant.OrganizationId, grant.CustomerId, meter, units, benefit.Properties.Rollover));
        return GrantOutcome.Done(new BenefitGrantMeterCreditProperties
        {
            LastCreditedMeterId = meter.ToString(),
            LastCreditedUnits = units,
            LastCreditedAt = IsoInstant.Of(transaction.Now),
        });
    }
}
