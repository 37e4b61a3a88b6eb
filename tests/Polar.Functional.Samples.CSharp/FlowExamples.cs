using Polar.FakeServer;

namespace Shop;

/// <summary>What happens to those who buy, as tests of an app.</summary>
public static class FlowExamples
{
    // example: flow helpers
    private static Task<FakePolar> StartAsync() => FakePolar.StartAsync(new()
    {
        Empty = true,
        StartTime = new DateTimeOffset(2027, 6, 1, 0, 0, 0, TimeSpan.Zero),
        FreezeClock = true, // time passes only where the test lets it
    });

    private static ProductCreateRecurring Monthly(string name, long cents) => new()
    {
        Name = name,
        RecurringInterval = RecurringInterval.Month,
        Prices = [new ProductPriceFixedCreate { PriceAmount = cents }],
    };

    private static async Task<Subscription> SubscribeAsync(FakePolar fake, ProductCreate plan, string card = "ctoken_ok", long? seats = null)
    {
        var product = (await fake.Client.Products.CreateAsync(plan)).GetValueOrThrow();
        var checkout = (await fake.Client.Checkouts.CreateAsync(new CheckoutCreate { Products = [product.Id], Seats = seats })).GetValueOrThrow();
        (await fake.Client.Checkouts.ClientConfirmAsync(checkout.ClientSecret, new CheckoutConfirm
        {
            ConfirmationTokenId = card,
            CustomerEmail = "ada@acme.dev",
            CustomerBillingName = "Ada Lovelace",
            CustomerBillingAddress = new AddressInput { Country = Country.SE },
        })).GetValueOrThrow();
        return (await fake.Client.Subscriptions.ListAsync()).GetValueOrThrow().Items[0];
    }

    private static async Task<Subscription> NowAsync(FakePolar fake, Subscription subscription) =>
        (await fake.Client.Subscriptions.GetAsync(subscription.Id)).GetValueOrThrow();

    private static async Task<Order> LatestOrderAsync(FakePolar fake) =>
        (await fake.Client.Orders.ListAsync()).GetValueOrThrow().Items[0];

    private static async Task<IEnumerable<string>> ToldAsync(FakePolar fake, string prefix, Func<Task> step)
    {
        var before = fake.Webhooks.Events.Count;
        await step();
        return fake.Webhooks.Events.Skip(before).Select(published => published.Type).Where(type => type.StartsWith(prefix));
    }
    // end

    public static async Task FirstPurchaseAsync()
    {
        // example: flow first purchase
        await using var fake = await StartAsync();
        var subscription = await SubscribeAsync(fake, Monthly("Pro", 1900));
        Assert.Equal(SubscriptionStatus.Active, subscription.Status);
        Assert.Equal(new DateTimeOffset(2027, 7, 1, 0, 0, 0, TimeSpan.Zero), subscription.CurrentPeriodEnd);

        var order = await LatestOrderAsync(fake);
        Assert.Equal(OrderStatus.Paid, order.Status);
        Assert.Equal(1900, order.TotalAmount);
        Assert.Equal(380, order.TaxAmount); // prices in Sweden include the tax

        Assert.Equal(
            ["order.created", "order.updated", "order.paid"],
            fake.Webhooks.Events.Select(published => published.Type).Where(type => type.StartsWith("order.")).Take(3));
        // end
    }

    public static async Task RenewalAsync()
    {
        // example: flow renewal
        await using var fake = await StartAsync();
        var subscription = await SubscribeAsync(fake, Monthly("Pro", 1900));

        var told = await ToldAsync(fake, "subscription.", () => fake.Clock.AdvanceAsync("P1M"));
        Assert.Equal(["subscription.cycled", "subscription.updated"], told);

        var order = await LatestOrderAsync(fake);
        Assert.Equal(OrderBillingReason.SubscriptionCycle, order.BillingReason);
        Assert.Equal(OrderStatus.Paid, order.Status);
        Assert.Equal(subscription.CurrentPeriodEnd, (await NowAsync(fake, subscription)).CurrentPeriodStart);
        // end
    }

    public static async Task FailedRenewalAsync()
    {
        // example: flow failed renewal
        await using var fake = await StartAsync();
        var subscription = await SubscribeAsync(fake, Monthly("Pro", 1900), card: "ctoken_decline_2"); // its second charge is declined

        var told = await ToldAsync(fake, "subscription.", () => fake.Clock.AdvanceAsync("P1M"));
        Assert.Equal(["subscription.cycled", "subscription.updated", "subscription.updated", "subscription.past_due"], told);
        Assert.Equal(SubscriptionStatus.PastDue, (await NowAsync(fake, subscription)).Status);

        told = await ToldAsync(fake, "subscription.", () => fake.Clock.AdvanceAsync("P2D")); // when Polar tries again
        Assert.Equal(["subscription.updated", "subscription.active"], told);
        Assert.Equal(SubscriptionStatus.Active, (await NowAsync(fake, subscription)).Status);
        Assert.Equal(OrderStatus.Paid, (await LatestOrderAsync(fake)).Status);
        // end
    }

    public static async Task LostRenewalAsync()
    {
        // example: flow lost renewal
        await using var fake = await StartAsync();
        var subscription = await SubscribeAsync(fake, Monthly("Pro", 1900), card: "ctoken_decline_renewal");

        await fake.Clock.AdvanceAsync("P1M"); // declined, and again after 2, 7, 14 and 21 days
        var told = await ToldAsync(fake, "subscription.", () => fake.Clock.AdvanceAsync("P22D"));

        Assert.Equal(["subscription.updated", "subscription.canceled", "subscription.revoked"], told);
        Assert.Equal(SubscriptionStatus.Canceled, (await NowAsync(fake, subscription)).Status);
        Assert.Equal(OrderStatus.Void, (await LatestOrderAsync(fake)).Status);
        // end
    }

    public static async Task UpgradeAsync()
    {
        // example: flow upgrade
        await using var fake = await StartAsync();
        var subscription = await SubscribeAsync(fake, Monthly("Pro", 10000));
        var max = (await fake.Client.Products.CreateAsync(Monthly("Max", 30000))).GetValueOrThrow();

        await fake.Clock.AdvanceAsync("P15D"); // half of June
        var changed = await fake.Client.Subscriptions.UpdateAsync(
            subscription.Id, SubscriptionUpdate.Product(max.Id, SubscriptionProrationBehavior.Invoice));

        Assert.Equal(max.Id, changed.GetValueOrThrow().ProductId);
        var order = await LatestOrderAsync(fake);
        Assert.Equal(10000, order.TotalAmount);
        Assert.Equal(
            [
                ("Remaining time on Pro — From Jun 16, 2027 to Jul 1, 2027", -5000L),
                ("Max — From Jun 16, 2027 to Jul 1, 2027", 15000L),
            ],
            order.Items.Select(item => (item.Label, item.Amount)));
        // end
    }

    public static async Task SeatsAsync()
    {
        // example: flow seats
        await using var fake = await StartAsync();
        var team = Monthly("Team", 0) with
        {
            Prices =
            [
                new ProductPriceSeatBasedCreate
                {
                    SeatTiers = new ProductPriceSeatTiersInput { Tiers = [new ProductPriceSeatTier { MinSeats = 1, PricePerSeat = 1000 }] },
                },
            ],
        };
        var subscription = await SubscribeAsync(fake, team, seats: 3);

        await fake.Clock.AdvanceAsync("P15D");
        await fake.Client.Subscriptions.UpdateAsync(subscription.Id, SubscriptionUpdate.Seats(5, SubscriptionProrationBehavior.Invoice));
        Assert.Equal(1000, (await LatestOrderAsync(fake)).TotalAmount); // two seats for half a month

        await fake.Client.Subscriptions.UpdateAsync(subscription.Id, SubscriptionUpdate.Seats(4, SubscriptionProrationBehavior.Prorate));
        await fake.Clock.AdvanceAsync("P15D");
        Assert.Equal(3500, (await LatestOrderAsync(fake)).TotalAmount); // four seats, less half a month of one
        // end
    }

    public static async Task TrialAsync()
    {
        // example: flow trial
        await using var fake = await StartAsync();
        var subscription = await SubscribeAsync(fake, Monthly("Pro", 1900) with { TrialInterval = TrialInterval.Day, TrialIntervalCount = 14 });
        Assert.Equal(SubscriptionStatus.Trialing, subscription.Status);
        Assert.Equal(0, (await LatestOrderAsync(fake)).TotalAmount);

        await fake.Clock.AdvanceAsync("P14D");
        Assert.Equal(SubscriptionStatus.Active, (await NowAsync(fake, subscription)).Status);
        Assert.Equal(1900, (await LatestOrderAsync(fake)).TotalAmount);
        // end
    }

    public static async Task RefundAsync()
    {
        // example: flow refund
        await using var fake = await StartAsync();
        await SubscribeAsync(fake, Monthly("Pro", 1900));
        var order = await LatestOrderAsync(fake);

        var told = await ToldAsync(fake, "", () => fake.Client.Refunds.CreateAsync(new RefundCreate
        {
            OrderId = order.Id,
            Reason = RefundReason.CustomerRequest,
            Amount = 760, // without its tax
        }));

        Assert.Equal(["refund.created", "order.updated", "order.refunded", "refund.updated"], told);
        order = await LatestOrderAsync(fake);
        Assert.Equal(OrderStatus.PartiallyRefunded, order.Status);
        Assert.Equal((760, 190), (order.RefundedAmount, order.RefundedTaxAmount));
        // end
    }

    public static async Task DisputeAsync()
    {
        // example: flow dispute
        await using var fake = await StartAsync();
        var subscription = await SubscribeAsync(fake, Monthly("Pro", 1900));
        var order = await LatestOrderAsync(fake);

        var dispute = await fake.Payments.RaiseDisputeAsync(order.Id, reason: "product_not_received");
        var refund = await fake.Client.Refunds.CreateAsync(
            new RefundCreate { OrderId = order.Id, Reason = RefundReason.Other, Amount = 100 });
        Assert.Equal(false, refund.IsOk); // 403 RefundDisputedPayment

        await fake.Client.Disputes.AcceptAsync(dispute.Id); // or fake.Payments.AdvanceDisputeAsync(dispute.Id, DisputeStatus.Won)
        Assert.Equal(SubscriptionStatus.Canceled, (await NowAsync(fake, subscription)).Status);
        Assert.Equal(OrderStatus.Paid, (await LatestOrderAsync(fake)).Status); // Polar leaves the order as it is
        // end
    }
}
