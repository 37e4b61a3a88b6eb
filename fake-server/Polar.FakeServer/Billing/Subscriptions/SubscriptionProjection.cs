using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Subscriptions as the wire shows them.</summary>
internal static class SubscriptionProjection
{
    public static Subscription ToResource(World world, SubscriptionRow row) => new()
    {
        CreatedAt = row.CreatedAt,
        ModifiedAt = row.ModifiedAt,
        Id = row.Id,
        Amount = Amount(world, row),
        Currency = row.Currency,
        RecurringInterval = row.Interval,
        RecurringIntervalCount = row.IntervalCount,
        Status = row.Status,
        CurrentPeriodStart = row.PeriodStart,
        CurrentPeriodEnd = row.PeriodEnd,
        CurrentMeterPeriodStart = row.MeterPeriodStart,
        CurrentMeterPeriodEnd = row.MeterPeriodEnd,
        TrialStart = row.TrialStart,
        TrialEnd = row.TrialEnd,
        CancelAtPeriodEnd = row.CancelAtPeriodEnd,
        CanceledAt = row.CanceledAt,
        StartedAt = row.CreatedAt,
        EndsAt = row.EndsAt,
        EndedAt = row.EndedAt,
        PastDueAt = row.PastDueAt,
        PauseAtPeriodEnd = row.PauseAtPeriodEnd,
        PausedAt = row.PausedAt,
        ResumesAt = row.ResumesAt,
        CustomerId = row.CustomerId,
        ProductId = row.ProductId,
        DiscountId = row.DiscountId,
        CheckoutId = row.CheckoutId,
        Seats = row.Seats,
        CustomerCancellationReason = row.CancellationReason,
        CustomerCancellationComment = row.CancellationComment,
        Metadata = row.Metadata,
        CustomFieldData = row.CustomFieldData,
        Customer = ToCustomer(world.Customers[row.CustomerId]),
        Product = ProductProjection.ToResource(world, world.Products[row.ProductId]),
        Discount = DiscountProjection.ShowWithin(world, row.DiscountId),
        Prices = row.Prices.Select(price => PriceMeters.Current(world, price)).ToValueList<ProductPriceOrLegacy>(),
        Meters = SubscriptionMeters.ToResources(world, row),
        PendingUpdate = row.Pending?.ToResource(),
        Units = row.Units,
    };

    private static SubscriptionCustomer ToCustomer(CustomerRow row) => row.Resource.ToSubscriptionCustomer(row.Email);

    /// <summary>What a period costs, the discount taken off.</summary>
    public static long Amount(World world, SubscriptionRow row) =>
        row.Amount - (row.DiscountId is { } id && world.Discounts.Find(id) is { } discount ? DiscountRules.Amount(discount, row.Amount, row.Currency) : 0);
}
