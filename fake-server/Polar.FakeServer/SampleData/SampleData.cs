using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.SampleData;

/// <summary>
/// Sample data from a seed: made by the fake's own operations, at times in the past, so that everything fits together as it would after months of
/// business.
/// </summary>
internal static class SampleData
{
    /// <summary>Whoever buys so long before the end with a card that fails later is late at the end, and has been tried again once.</summary>
    private static readonly TimeSpan s_lateBegin = TimeSpan.FromDays(34);

    private static readonly TimeSpan s_trialsBegin = TimeSpan.FromDays(6);

    public static void Fill(Transaction target, Guid organization, int seed, FakeSampleData kind)
    {
        var history = new Backfill(target, organization);
        var buyers = SampleBuyers.Begin(history, seed);
        var catalog = SampleCatalog.Make(history, kind);
        SampleOffers.Discounts(history);
        SampleOffers.Links(history, catalog);

        // Whoever comes first does not pay for the second month, nor later: that ends after three weeks.
        history.Pass(buyers.Buy(catalog.Starter, SampleBuyers.FailingCard));

        // Everything twice, and what renews most often once more: something has to happen to it later.
        Guid[] bought =
        [
            .. catalog.Subscriptions, .. catalog.Purchases, .. catalog.Subscriptions, .. catalog.Purchases, .. catalog.Purchases, .. catalog.Subscriptions,
            .. catalog.Newer,
        ];
        foreach (var (index, product) in bought.Index())
        {
            history.Pass(buyers.Buy(
                product,
                discountCode: CodeOf(catalog, product, index),
                answers: AnswersTo(catalog, product, index),
                seats: product == catalog.Team ? 5 : null));
        }

        history.PassUntilLeft(s_lateBegin);
        SampleStates.Leave(history);
        SampleUsage.Use(history, catalog.Api);
        SampleUsage.Share(history, catalog.Team);
        SampleUsage.Watch(history);
        buyers.Buy(catalog.Pro, SampleBuyers.FailingCard);
        history.PassUntilLeft(s_trialsBegin);
        buyers.Buy(catalog.Trial);
        SampleUsage.Use(history, catalog.Api);
        SampleStates.Quarrel(history);
        SampleStates.Draft(history, catalog.Book);
        SampleStates.Spare(history, catalog.Pro, catalog.Starter);
        if (kind == FakeSampleData.Full)
        {
            SampleStates.Age(history);
        }

        history.PassUntilLeft(TimeSpan.FromHours(1));
        buyers.Look(catalog.Pro);
        SampleSoftware.Listen(history);
        SampleSoftware.SignIn(history);
        history.Finish();
    }

    private static string? CodeOf(SampleCatalog catalog, Guid product, int index) =>
        product == catalog.Pro && index % 2 == 1 ? SampleOffers.Launch
        : product == catalog.Book && index % 2 == 0 ? SampleOffers.Welcome
        : null;

    private static ValueMap<JsonScalar>? AnswersTo(SampleCatalog catalog, Guid product, int index) => product == catalog.Pro
        ? [new("company", index % 2 == 0 ? "Northwind" : "Initech"), new("heard_from", index % 2 == 0 ? "talk" : "friend")]
        : null;
}
