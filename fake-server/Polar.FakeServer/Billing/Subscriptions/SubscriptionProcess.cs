using Polar.FakeServer.Billing.Customers;
using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Seats;
using Polar.FakeServer.Catalog.Discounts;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Has commands done: asks the rules what they come to, keeps the state, and has everything happen that follows.</summary>
internal static class SubscriptionProcess
{
    /// <summary>Does what was asked for, or says why it cannot be done.</summary>
    public static Outcome<SubscriptionRow> Try(Transaction transaction, SubscriptionRow row, params IReadOnlyList<SubscriptionCommand> commands) =>
        SubscriptionMachine.Apply(new SubscriptionContext(transaction.World, transaction.Now, transaction.NewId()), row, commands)
            .Then(transition => Perform(transaction, transition));

    /// <summary>Does what is known to be possible.</summary>
    public static SubscriptionRow Do(Transaction transaction, SubscriptionRow row, SubscriptionCommand command)
    {
        var outcome = Try(transaction, row, command);
        return outcome.Failure is { } failure
            ? throw new InvalidOperationException($"The subscription {row.Id} cannot take {command.GetType().Name}: {failure.Detail}")
            : outcome.Value!;
    }

    private static Outcome<SubscriptionRow> Perform(Transaction transaction, SubscriptionTransition transition)
    {
        var id = transaction.Save(SubscriptionMeters.Matching(transaction, transition.State)).Id;
        foreach (var effect in transition.Effects)
        {
            if (Perform(transaction, transaction.World.Subscriptions[id], effect) is { } failure)
            {
                return failure;
            }
        }

        return transaction.World.Subscriptions[id];
    }

    private static Failure? Perform(Transaction transaction, SubscriptionRow row, SubscriptionEffect effect)
    {
        switch (effect)
        {
            case SubscriptionEffect.Publish publish:
                SubscriptionRules.Publish(transaction, row, publish.Name);
                break;
            case SubscriptionEffect.Note note:
                transaction.Raise(new SubscriptionNoted(row, note.Name, note.Details));
                break;
            case SubscriptionEffect.Schedule schedule:
                transaction.Schedule(schedule.Due ?? transaction.Now, schedule.Job);
                break;
            case SubscriptionEffect.GrantBenefits:
                GrantPlanner.Grant(transaction, row.Scope);
                break;
            case SubscriptionEffect.RevokeBenefits:
                GrantPlanner.Revoke(transaction, row.Scope);
                break;
            case SubscriptionEffect.RevokeSeats:
                CustomerSeatRules.RevokeAll(transaction, row);
                break;
            case SubscriptionEffect.SyncSeats:
                PurchasedBenefits.Sync(transaction, row);
                break;
            case SubscriptionEffect.ClaimFirstSeat:
                CustomerRules.MakeTeam(transaction, row.CustomerId);
                return CustomerSeatRules.ClaimForCustomer(transaction, row);
            case SubscriptionEffect.RedeemDiscount redeem:
                DiscountRules.Redeem(transaction, transaction.World.Discounts[redeem.DiscountId], checkout: null, subscription: row.Id);
                break;
            case SubscriptionEffect.SettleUsage settle:
                SettleUsage(transaction, settle.As);
                break;
            case SubscriptionEffect.ResetMeters reset:
                SubscriptionMeters.Reset(transaction, row, reset.At);
                break;
            case SubscriptionEffect.ChargeNow:
                return ChargeNow(transaction, row);
            default:
                throw new InvalidOperationException($"Nothing is known of {effect.GetType().Name}.");
        }

        return null;
    }

    private static Failure? ChargeNow(Transaction transaction, SubscriptionRow row) =>
        SubscriptionOrders.Create(transaction, row, OrderBillingReason.SubscriptionUpdate, OrderCharges.WithoutUsage) is { } order && order.Status == OrderStatus.Pending
            ? OrderPayments.ChargeNow(transaction, row, order)
            : null;

    private static void SettleUsage(Transaction transaction, SubscriptionRow billed)
    {
        if (SubscriptionOrders.Create(transaction, billed, OrderBillingReason.SubscriptionMeterCycle, OrderCharges.UsageAlone) is { } order)
        {
            OrderCollection.Begin(transaction, billed, order);
        }
    }
}
