using System.Globalization;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Subscriptions as comma-separated values.</summary>
internal static class SubscriptionExport
{
    private static readonly SubscriptionExportColumn[] s_usual =
    [
        SubscriptionExportColumn.Email, SubscriptionExportColumn.StartedAt, SubscriptionExportColumn.Product, SubscriptionExportColumn.Amount,
        SubscriptionExportColumn.Currency, SubscriptionExportColumn.Status, SubscriptionExportColumn.RecurringInterval,
    ];

    public static Outcome<string> Write(Transaction transaction, SubscriptionsExportQuery query) =>
        ExportFormat.In(query.Timezone).Then<string>(format =>
        {
            transaction.SavedAs = format.FileName("polar-subscriptions", query.StartedAfter, query.StartedBefore);
            IReadOnlyList<SubscriptionExportColumn> columns = query.Columns is { Count: > 0 } asked ? asked : s_usual;
            return Csv.Write(
                columns.Select(Header),
                Rows(transaction, query).Select(row => columns.Select(column => Field(transaction.World, row, column, format))));
        });

    private static IEnumerable<SubscriptionRow> Rows(Transaction transaction, SubscriptionsExportQuery query) =>
        transaction.World.Subscriptions.Visible(transaction, query.OrganizationId)
            .In(query.ProductId, SubscriptionRow.ByProduct)
            .In(query.Status, row => row.Status)
            .WhereIf(query.CancelAtPeriodEnd, (row, cancels) => row.CancelAtPeriodEnd == cancels)
            .WhereIf(query.StartedAfter, (row, after) => row.CreatedAt > after)
            .WhereIf(query.StartedBefore, (row, before) => row.CreatedAt < before)
            .OrderByDescending(row => row.CreatedAt);

    private static string Header(SubscriptionExportColumn column) => column.Value switch
    {
        SubscriptionExportColumn.Values.RecurringInterval => "Billing Interval",
        SubscriptionExportColumn.Values.CancelAtPeriodEnd => "Cancels At Period End",
        var name => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name.Replace('_', ' ')),
    };

    private static string? Field(World world, SubscriptionRow row, SubscriptionExportColumn column, ExportFormat format)
    {
        var customer = world.Customers[row.CustomerId];
        return column.Value switch
        {
            SubscriptionExportColumn.Values.Email => customer.Email,
            SubscriptionExportColumn.Values.StartedAt => format.Instant(row.CreatedAt),
            SubscriptionExportColumn.Values.Product => world.Products[row.ProductId].Resource.Name,
            SubscriptionExportColumn.Values.Amount => ExportFormat.Amount(SubscriptionProjection.Amount(world, row)),
            SubscriptionExportColumn.Values.Currency => row.Currency,
            SubscriptionExportColumn.Values.Status => row.Status.Value,
            SubscriptionExportColumn.Values.RecurringInterval => row.IntervalCount == 1
                ? row.Interval.Value
                : string.Create(CultureInfo.InvariantCulture, $"{row.IntervalCount} {row.Interval.Value}s"),
            SubscriptionExportColumn.Values.CustomerName => customer.Resource.Name,
            SubscriptionExportColumn.Values.BillingName => customer.Resource.BillingName,
            SubscriptionExportColumn.Values.BillingCountry => customer.Resource.BillingAddress?.Country.Value,
            SubscriptionExportColumn.Values.NetAmount => ExportFormat.Amount(row.NetAmount),
            SubscriptionExportColumn.Values.Discount => row.DiscountId is { } id && world.Discounts.Find(id) is { } discount
                ? discount.Code ?? discount.Name
                : null,
            SubscriptionExportColumn.Values.Seats => row.Seats?.ToString(CultureInfo.InvariantCulture),
            SubscriptionExportColumn.Values.CurrentPeriodStart => format.Instant(row.PeriodStart),
            SubscriptionExportColumn.Values.CurrentPeriodEnd => format.Instant(row.PeriodEnd),
            SubscriptionExportColumn.Values.CancelAtPeriodEnd => row.CancelAtPeriodEnd ? "true" : "false",
            SubscriptionExportColumn.Values.CanceledAt => format.Instant(row.CanceledAt),
            SubscriptionExportColumn.Values.EndsAt => format.Instant(row.EndsAt),
            SubscriptionExportColumn.Values.EndedAt => format.Instant(row.EndedAt),
            SubscriptionExportColumn.Values.CancellationReason => row.CancellationReason?.Value,
            SubscriptionExportColumn.Values.TrialStart => format.Instant(row.TrialStart),
            SubscriptionExportColumn.Values.TrialEnd => format.Instant(row.TrialEnd),
            var unknown => throw new InvalidOperationException($"The column {unknown} passed validation, but nothing is known of it."),
        };
    }
}
