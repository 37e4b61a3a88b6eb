using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>What only Polar itself does with subscriptions.</summary>
internal sealed class SubscriptionCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } = [new("POST", "subscriptions/{id}/migrate", MigrateAsync)];

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

    private static string Named(ControlInput input, string name) => input.RequiredText(name) is { Length: > 0 } text
        ? text
        : throw new WrongInputException($"'{name}' is empty.");
}
