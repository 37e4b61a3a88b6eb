using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>What seats were bought by: a subscription, or an order.</summary>
/// <param name="Subscription">The subscription; null where it is an order.</param>
/// <param name="Order">The order; null where it is a subscription.</param>
internal sealed record SeatContainer(SubscriptionRow? Subscription, OrderRow? Order)
{
    private static readonly Failure s_neither = new(400, "BadRequest", "Either subscription_id or order_id must be provided");

    private static readonly Failure s_noSubscription = new(404, "ResourceNotFound", "Subscription not found");

    private static readonly Failure s_noOrder = new(404, "ResourceNotFound", "Order not found");

    private static readonly Failure s_notEnabled =
        new(403, "FeatureNotEnabled", "Seat-based pricing is not enabled for this organization");

    public Guid Id => Subscription?.Id ?? Order!.Id;

    public Guid OrganizationId => Subscription?.OrganizationId ?? Order!.OrganizationId;

    /// <summary>Who pays for the seats.</summary>
    public Guid CustomerId => Subscription?.CustomerId ?? Order!.CustomerId;

    /// <summary>What the seats are of; null for an order of nothing in the catalog.</summary>
    public Guid? ProductId => Subscription?.ProductId ?? Order?.ProductId;

    /// <summary>How many there are.</summary>
    public long Total => Subscription?.Seats ?? Order?.Seats ?? 0;

    /// <summary>Whether it has yet to be paid.</summary>
    public bool IsUnpaid => Order?.Status == OrderStatus.Pending;

    public static SeatContainer Of(SubscriptionRow subscription) => new(subscription, null);

    public static SeatContainer Of(OrderRow order) => new(null, order);

    /// <summary>What a seat belongs to.</summary>
    public static SeatContainer Of(World world, CustomerSeatRow seat) =>
        seat.SubscriptionId is { } subscription ? Of(world.Subscriptions[subscription]) : Of(world.Orders[seat.OrderId!.Value]);

    /// <summary>The subscription, else the order, that the caller names and may see.</summary>
    public static Outcome<SeatContainer> Find(Transaction transaction, Guid? subscription, Guid? order) => (subscription, order) switch
    {
        ({ } id, _) => transaction.World.Subscriptions.Visible(transaction, id) is { } row ? Of(row) : s_noSubscription,
        (_, { } id) => transaction.World.Orders.Visible(transaction, id) is { } row ? Of(row) : s_noOrder,
        _ => s_neither,
    };

    /// <summary>How many of its seats nobody has.</summary>
    public long Available(World world) =>
        Math.Max(0, Total - world.CustomerSeats.Of(OrganizationId, CustomerSeatRow.ByContainerInUse, Id).Count);

    /// <summary>Why there is nothing to do with its seats; null where the organization sells some.</summary>
    public Failure? FeatureFault(World world) => world.Organizations[OrganizationId].SellsSeats ? null : s_notEnabled;

    /// <summary>The scope of the benefits that one of its seats gives.</summary>
    public GrantScope ScopeOf(CustomerSeatRow seat) =>
        new(seat.CustomerId!.Value, ProductId!.Value, Subscription?.Id, Order?.Id, seat.MemberId);

    /// <summary>Whether the caller may see it.</summary>
    public bool IsVisibleTo(Transaction transaction) =>
        Subscription is { } subscription ? transaction.CanSee(subscription) : transaction.CanSee(Order!);
}
