using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Rules that hold at every step of a checkout.</summary>
internal static class CheckoutRules
{
    public static Failure NotOpen(CheckoutRow row) => new(403, "NotOpenCheckout", $"Checkout {row.Id} is not open: {row.Status}");

    public static Failure Expired { get; } = new(410, "ExpiredCheckoutError", "This checkout session has expired.");

    public static Failure AlreadySubscribed { get; } =
        new(403, "AlreadyActiveSubscriptionError", "You already have an active subscription.");

    /// <summary>The trial's end as it would be if the purchase happened now.</summary>
    public static CheckoutRow WithTrial(Transaction transaction, CheckoutRow row)
    {
        var trial = CheckoutProjection.ActiveTrial(transaction.World.Products[row.ProductId], row);
        return row with
        {
            TrialEnd = trial is { } active ? Periods.Add(transaction.Now, active.Interval.Value, active.Count) : null,
        };
    }

    /// <summary>Whether the buyer has a subscription already where the organization allows only one.</summary>
    public static bool IsSubscribed(World world, CheckoutRow row)
    {
        var settings = world.Organizations[row.OrganizationId].Shown.SubscriptionSettings;
        if (settings.AllowMultipleSubscriptions || !world.Products[row.ProductId].Shown.IsRecurring)
        {
            return false;
        }

        var customer = row.CustomerId
            ?? (row.CustomerEmail is { } email ? CustomerRules.ByEmail(world, row.OrganizationId, email)?.Id : null);
        return customer is { } id
            && world.Subscriptions.OfCustomer(row.OrganizationId, id).Any(subscription => subscription.IsBillable);
    }

    /// <summary>What is wrong with the chosen amount or number of seats.</summary>
    public static IEnumerable<Issue> QuantityFaults(ProductRow product, CheckoutRow row, bool seatsGiven)
    {
        var prices = CheckoutPrices.InCurrency(product, row);
        if (prices.Count == 0)
        {
            yield break;
        }

        switch (CheckoutPrices.Default(prices))
        {
            case ProductPriceCustom custom when row.ChosenAmount is { } amount:
                foreach (var fault in AmountFaults(custom, amount))
                {
                    yield return fault;
                }

                break;
            case ProductPriceSeatBased seatBased:
                var least = row.MinSeats ?? seatBased.SeatTiers.MinimumSeats;
                var most = row.MaxSeats ?? seatBased.SeatTiers.MaximumSeats;
                if (row.Seats < least)
                {
                    yield return new Issue(
                        "greater_than_equal", ["body", "seats"], $"Minimum {least} seats required.", JsonValue.Create(row.Seats));
                }
                else if (row.Seats > most)
                {
                    yield return new Issue("less_than_equal", ["body", "seats"], $"Maximum {most} seats allowed.", JsonValue.Create(row.Seats));
                }

                break;
            case var price when seatsGiven && price is not ProductPriceSeatBased:
                yield return Issue.Value("Seats can only be set for seat-based pricing.", JsonValue.Create(row.Seats), "seats");
                break;
        }
    }

    private static IEnumerable<Issue> AmountFaults(ProductPriceCustom custom, long amount)
    {
        var currency = custom.PriceCurrency;
        var place = new object[] { "body", "amount" };
        if (amount < custom.MinimumAmount)
        {
            yield return new Issue("greater_than_equal", place, "Amount is below minimum.", JsonValue.Create(amount));
        }
        else if (amount > 0 && amount < Currencies.Minimum(currency))
        {
            yield return new Issue(
                "invalid_amount", place,
                $"Amount must be 0 or at least {Currencies.Format(Currencies.Minimum(currency), currency)}.", JsonValue.Create(amount));
        }
        else if (amount > custom.MaximumAmount)
        {
            yield return new Issue("less_than_equal", place, "Amount is above maximum.", JsonValue.Create(amount));
        }
        else if (amount > Currencies.Maximum(currency))
        {
            yield return new Issue(
                "less_than_equal", place, $"Amount must be at most {Currencies.Format(Currencies.Maximum(currency), currency)}.",
                JsonValue.Create(amount));
        }
    }
}
