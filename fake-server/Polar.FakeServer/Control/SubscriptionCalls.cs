using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Control;

/// <summary>What only Polar itself does with subscriptions and their orders.</summary>
internal sealed class SubscriptionCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } =
    [
        new("POST", "subscriptions/{id}/migrate", MigrateAsync),
        new("POST", "subscriptions/{id}/reinstate", ReinstateAsync),
        new("POST", "orders/{id}/unvoid", UnvoidAsync),
    ];

    /// <summary>Tells that a subscription has come over from another provider; nothing in the API does.</summary>
    private static async Task<Reply> MigrateAsync(ControlCall call)
    {
        var input = await call.ReadAsync("provider", "provider_subscription_id").ConfigureAwait(false);
        var provider = Named(input, "provider");
        var subscription = Named(input, "provider_subscription_id");
        var isKnown = Guid.TryParse(call.Values["id"], out var id) && await call.Engine
            .ExecuteAsync(transaction =>
            {
                if (transaction.World.Subscriptions.Find(id) is not { } row)
                {
                    return false;
                }

                SubscriptionRules.PublishMigrated(transaction, row, provider, subscription);
                return true;
            })
            .ConfigureAwait(false);
        return isKnown ? new Reply(204, default, null) : ControlCall.NotFound("There is no such subscription.");
    }

    /// <summary>Has a subscription that has ended go on, as Polar's staff can.</summary>
    private static async Task<Reply> ReinstateAsync(ControlCall call)
    {
        if (!Guid.TryParse(call.Values["id"], out var id) || call.Engine.World.Subscriptions.Find(id) is null)
        {
            return ControlCall.NotFound("There is no such subscription.");
        }

        var outcome = await call.Engine
            .ExecuteAsync(transaction => SubscriptionProcess.Try(transaction, transaction.World.Subscriptions[id], new Reinstate())
                .Then<Subscription>(row => SubscriptionProjection.ToResource(transaction.World, row)))
            .ConfigureAwait(false);
        return outcome.Failure is { } failure ? Reply.Of(failure) : Reply.Of(call.Engine.Renderer, call.Engine.World, 200, outcome.Value!);
    }

    /// <summary>Has an order be due that was given up, as Polar's staff can.</summary>
    private static async Task<Reply> UnvoidAsync(ControlCall call)
    {
        if (!Guid.TryParse(call.Values["id"], out var id) || call.Engine.World.Orders.Find(id) is null)
        {
            return ControlCall.NotFound("There is no such order.");
        }

        var order = await call.Engine
            .ExecuteAsync(transaction => transaction.World.Orders[id] is { } row && row.Status == OrderStatus.Void
                ? OrderProjection.ToResource(transaction.World, OrderRules.Unvoid(transaction, row))
                : throw new WrongInputException("Only void orders can be unvoided."))
            .ConfigureAwait(false);
        return Reply.Of(call.Engine.Renderer, call.Engine.World, 200, order);
    }

    private static string Named(ControlInput input, string name) => input.RequiredText(name) is { Length: > 0 } text
        ? text
        : throw new WrongInputException($"'{name}' is empty.");
}
