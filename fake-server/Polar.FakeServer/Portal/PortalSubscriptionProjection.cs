using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>Subscriptions as their customers see them: without the merchant's own data, and with public benefits only.</summary>
internal static class PortalSubscriptionProjection
{
    public static CustomerSubscription ToResource(World world, SubscriptionRow row) => new()
    {
        CreatedAt = row.CreatedAt,
        ModifiedAt = row.ModifiedAt,
        Id = row.Id,
        Amount = SubscriptionProjection.Amount(world, row),
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
        Product = Product(world, world.Products[row.ProductId]),
        Prices = row.Prices.Select(price => PriceMeters.Current(world, price)).ToValueList<ProductPriceOrLegacy>(),
        Meters = SubscriptionMeters.ToResources(world, row).Select(ToResource).ToValueList(),
        PendingUpdate = row.Pending?.ToResource(),
        Units = row.Units,
    };

    private static CustomerSubscriptionMeter ToResource(SubscriptionMeter meter) => new()
    {
        Id = meter.Id,
        CreatedAt = meter.CreatedAt,
        ModifiedAt = meter.ModifiedAt,
        ConsumedUnits = meter.ConsumedUnits,
        CreditedUnits = meter.CreditedUnits,
        Amount = meter.Amount,
        MeterId = meter.MeterId,
        Meter = new CustomerSubscriptionMeterMeter
        {
            Id = meter.Meter.Id,
            CreatedAt = meter.Meter.CreatedAt,
            ModifiedAt = meter.Meter.ModifiedAt,
            Name = meter.Meter.Name,
        },
    };

    private static CustomerSubscriptionProduct Product(World world, ProductRow row)
    {
        var shown = ProductProjection.ShowInPortal(world, row);
        return new CustomerSubscriptionProduct
        {
            Id = shown.Id,
            CreatedAt = shown.CreatedAt,
            ModifiedAt = shown.ModifiedAt,
            TrialInterval = shown.TrialInterval,
            TrialIntervalCount = shown.TrialIntervalCount,
            Name = shown.Name,
            Description = shown.Description,
            Visibility = shown.Visibility,
            RecurringInterval = shown.RecurringInterval,
            RecurringIntervalCount = shown.RecurringIntervalCount,
            MeterInterval = shown.MeterInterval,
            MeterIntervalCount = shown.MeterIntervalCount,
            IsRecurring = shown.IsRecurring,
            IsArchived = shown.IsArchived,
            OrganizationId = shown.OrganizationId,
            Prices = shown.Prices,
            Benefits = shown.Benefits,
            Medias = shown.Medias,
            Organization = PortalOrganizationProjection.ToResource(world.Organizations[row.OrganizationId].Resource),
        };
    }
}
