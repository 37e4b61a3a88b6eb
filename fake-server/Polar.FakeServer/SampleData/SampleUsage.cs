using Polar.FakeServer.Billing.Seats;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Usage.Events;
using Polar.FakeServer.Usage.Meters;
using Polar.FakeServer.Usage.Metrics;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.SampleData;

/// <summary>What buyers make of what they have bought: calls that are counted, colleagues who get seats; and where the merchant looks at it.</summary>
internal static class SampleUsage
{
    private const string Call = "api.call";

    /// <summary>How many calls a buyer makes in a go; the first are made at once, the others an hour apart.</summary>
    private const int Calls = 30;

    private static readonly string[] s_paths = ["/search", "/render", "/export"];

    /// <summary>What counts the calls.</summary>
    public static Guid Meter(Backfill history) => history.Ask(transaction => new MetersOperations().Create(transaction, new MeterCreate
    {
        Name = "API calls",
        Filter = new Filter
        {
            Conjunction = FilterConjunction.And,
            Clauses = [new FilterClause { Property = "name", Operator = FilterOperator.Eq, Value = Call }],
        },
        Aggregation = new CountAggregation(),
    })).Id;

    /// <summary>Whoever has bought the API uses it.</summary>
    public static void Use(Backfill history, Guid product)
    {
        foreach (var customer in Subscribers(history, product).Select(row => history.World.Customers[row.CustomerId]).ToArray())
        {
            var now = history.Now;
            history.Ask(transaction => new EventsOperations().Ingest(transaction, new EventsIngest
            {
                Events =
                [
                    .. Enumerable.Range(0, Calls).Select(index => new EventCreateExternalCustomer
                    {
                        Name = Call,
                        ExternalCustomerId = customer.Resource.ExternalId!,
                        Timestamp = now.AddHours(index - Calls),
                        Metadata = new EventMetadataInput { Additional = [new("path", s_paths[index % s_paths.Length]), new("milliseconds", 20 + (index * 7 % 90))] },
                    }),
                ],
            }));
        }
    }

    /// <summary>Teams give their seats away: one colleague has come, another has an invitation.</summary>
    public static void Share(Backfill history, Guid product)
    {
        foreach (var (index, subscription) in Subscribers(history, product).ToArray().Index())
        {
            void Give(string name, bool isThere) => history.Ask(transaction => new CustomerSeatsOperations().AssignSeat(transaction, new SeatAssign
            {
                SubscriptionId = subscription.Id,
                Email = $"{name}{index}@team.mail.example",
                ImmediateClaim = isThere,
            }));
            Give("grace", isThere: true);
            Give("alan", isThere: false);
        }
    }

    /// <summary>Where the merchant looks at figures.</summary>
    public static void Watch(Backfill history) => history.Ask(transaction => new MetricsOperations().CreateDashboard(
        transaction, new MetricDashboardCreate { Name = "Mornings", Metrics = ["orders", "revenue", "active_subscriptions"] }));

    private static IEnumerable<SubscriptionRow> Subscribers(Backfill history, Guid product) => history.World.Subscriptions
        .Of(history.Organization, SubscriptionRow.ByProduct, product)
        .Where(row => row.IsActive);
}
