using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Usage.CustomerMeters;
using Polar.FakeServer.Usage.Events;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Usage.Meters;

/// <summary>How meters are put aside and taken up again.</summary>
internal static class MeterArchiving
{
    /// <summary>Why a meter cannot be put aside; null where it can.</summary>
    public static RequestError? Fault(World world, MeterRow row)
    {
        var isCharged = world.Products.Of(row.OrganizationId, ProductRow.ByMeter, row.Id).Any(product =>
            !product.Resource.IsArchived && product.ActivePrices.Any(price => PriceKinds.Meter(price) == row.Id));
        var message = isCharged ? "Cannot archive meter that is still attached to active products"
            : world.Benefits.Of(row.OrganizationId, BenefitRow.ByMeter, row.Id).Count > 0
                ? "Cannot archive meter that is still referenced by active benefits"
            : null;
        return message is null ? null : RequestError.Value(message, JsonValue.Create(true), "is_archived");
    }

    /// <summary>The meter put aside; one that is already is put aside anew.</summary>
    public static MeterRow Archive(Transaction transaction, MeterRow row) => row with
    {
        Resource = row.Resource with { ArchivedAt = transaction.Now },
        EventsWhenArchived = row.EventsWhenArchived ?? transaction.World.UsageEvents.Count,
    };

    /// <summary>The meter in use again; what came in while it was put aside is not billed.</summary>
    public static MeterRow Unarchive(Transaction transaction, MeterRow row)
    {
        if (row.EventsWhenArchived is { } before)
        {
            row = MeterBilling.Bill(transaction, row, before) with { BilledEvents = transaction.World.UsageEvents.Count, EventsWhenArchived = null };
        }

        return row with { Resource = row.Resource with { ArchivedAt = null } };
    }

    /// <summary>Has everybody's numbers brought up to date whose events the meter measures.</summary>
    public static void CatchUp(Transaction transaction, MeterRow row)
    {
        foreach (var customer in transaction.World.CustomerMeters.Of(row.OrganizationId, CustomerMeterRow.ByMeter, row.Id).ToArray())
        {
            UpdateCustomerMetersJob.Queue(transaction, customer.CustomerId);
        }
    }
}
