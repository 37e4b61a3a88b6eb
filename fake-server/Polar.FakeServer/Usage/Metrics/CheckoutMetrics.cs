using Polar.FakeServer.Sales.Checkouts;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Metrics;

/// <summary>Checkouts whose page somebody has opened, and those of them that came to a purchase.</summary>
internal sealed class CheckoutMetrics(MetricScope scope, MetricColumns columns)
{
    /// <summary>Until then Polar did not know who had opened a page, and counts every checkout.</summary>
    private static readonly DateTimeOffset s_knownSince = new(2026, 1, 22, 12, 13, 0, TimeSpan.Zero);

    public static bool Computes(MetricName name) => name is MetricName.Checkouts or MetricName.SucceededCheckouts;

    public void Compute()
    {
        foreach (var checkout in scope.Organizations.SelectMany(organization => scope.World.Checkouts.Of(organization)))
        {
            if (Moment(checkout) is { } moment
                && scope.Periods.Covers(moment)
                && scope.IncludesCustomer(checkout.CustomerId)
                && checkout.Products.Any(product => scope.IncludesProduct(product)))
            {
                var period = scope.Periods.Of(moment);
                columns[MetricName.Checkouts][period]++;
                columns[MetricName.SucceededCheckouts][period] += checkout.Status == CheckoutStatus.Succeeded ? 1 : 0;
            }
        }
    }

    private static DateTimeOffset? Moment(CheckoutRow checkout) =>
        checkout.OpenedAt ?? (checkout.CreatedAt < s_knownSince ? checkout.CreatedAt : null);
}
