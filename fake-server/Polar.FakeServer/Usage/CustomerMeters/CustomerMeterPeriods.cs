using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Usage.Events;
using Polar.FakeServer.Usage.Meters;

namespace Polar.FakeServer.Usage.CustomerMeters;

/// <summary>How the periods of customers' meters end, and what customers are given in them.</summary>
internal static class CustomerMeterPeriods
{
    /// <summary>A customer has units more, or less; its numbers are right at once.</summary>
    public static void Credit(Transaction transaction, MeterCredited credited)
    {
        MeterEvents.RecordCredit(transaction, credited.Organization, credited.Customer, credited.Meter, credited.Units, credited.IsRollover);
        CustomerMeterRules.Update(
            transaction, transaction.World.Customers[credited.Customer], transaction.World.Meters[credited.Meter], activates: true);
    }

    /// <summary>A period is over: units that may be kept come back in the next one, as far as they are left.</summary>
    public static void End(Transaction transaction, Guid organization, Guid customer, Guid meter, DateTimeOffset? at)
    {
        var world = transaction.World;
        var kept = Rollover(world, world.Customers[customer], world.Meters[meter], at);
        MeterEvents.RecordReset(transaction, organization, customer, meter, at);
        if (kept > 0)
        {
            MeterEvents.RecordCredit(transaction, organization, customer, meter, kept, isRollover: true, at);
        }
    }

    /// <summary>Units of another period are about to come: where no bill has ended the period since the last ones, it ends here.</summary>
    public static void Renew(Transaction transaction, MeterCreditRenewing renewing)
    {
        var world = transaction.World;
        var progress = ProgressOf(world, world.Customers[renewing.Customer], world.Meters[renewing.Meter]);
        if (progress.ResetRecordedAt is not { } reset || reset < renewing.LastCreditedAt)
        {
            End(transaction, renewing.Organization, renewing.Customer, renewing.Meter, at: null);
        }
    }

    private static MeterProgress ProgressOf(World world, CustomerRow customer, MeterRow meter)
    {
        var gauge = MeterGauge.Of(meter);
        var known = CustomerMeterRules.Find(world, customer, meter.Id)?.Progress ?? MeterCounting.Start(gauge);
        return MeterCounting.Advance(world.UsageEvents, customer, gauge, known, out _);
    }

    private static long Rollover(World world, CustomerRow customer, MeterRow meter, DateTimeOffset? cutoff)
    {
        var progress = ProgressOf(world, customer, meter);
        if (cutoff is { } end && !(progress.NewestTimestamp < end))
        {
            progress = Before(world, customer, MeterGauge.Of(meter), end);
        }

        return Credits.Rollover(progress.Credits, progress.Usage.Value);
    }

    /// <summary>The count of what happened before a moment, worked out of all of the customer's events.</summary>
    private static MeterProgress Before(World world, CustomerRow customer, MeterGauge gauge, DateTimeOffset moment)
    {
        var events = world.UsageEvents.OfCustomer(customer).Where(row => row.Timestamp < moment).ToArray();
        return MeterCounting.Count(events, gauge);
    }
}
