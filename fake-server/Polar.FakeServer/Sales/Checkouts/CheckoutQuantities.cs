using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>How many seats or units may be bought, and how much may be paid where the buyer chooses.</summary>
internal static class CheckoutQuantities
{
    private static readonly QuantityKind s_seats = new("seats", "Seats", "seat-based");
    private static readonly QuantityKind s_units = new("units", "Units", "unit-based");

    public static Outcome<long?> Seats(QuantityBounds? bounds, long? wanted, long? least = null, long? most = null) =>
        Quantity(s_seats, bounds, wanted, least, most);

    public static Outcome<long?> Units(QuantityBounds? bounds, long? wanted, long? least = null, long? most = null) =>
        Quantity(s_units, bounds, wanted, least, most);

    /// <summary>What is wrong with a session's own bounds for seats.</summary>
    public static Failure? SeatLimitsFault(QuantityBounds? bounds, long? least, long? most) => LimitsFault(s_seats, bounds, least, most);

    /// <summary>What is wrong with a session's own bounds for units.</summary>
    public static Failure? UnitLimitsFault(QuantityBounds? bounds, long? least, long? most) => LimitsFault(s_units, bounds, least, most);

    /// <summary>What is wrong with an amount that the buyer chose.</summary>
    public static Failure? AmountFault(ProductPriceCustom price, long amount)
    {
        var currency = price.PriceCurrency;
        var floor = Currencies.Minimum(currency);
        var ceiling = Currencies.Maximum(currency);
        (string Type, string Message)? fault =
            amount < price.MinimumAmount ? ("greater_than_equal", "Amount is below minimum.")
            : amount > 0 && amount < floor ? ("invalid_amount", $"Amount must be 0 or at least {Currencies.Format(floor, currency)}.")
            : amount > price.MaximumAmount ? ("less_than_equal", "Amount is above maximum.")
            : amount > ceiling ? ("less_than_equal", $"Amount must be at most {Currencies.Format(ceiling, currency)}.")
            : null;
        return fault is { } found ? Failure.Invalid(new RequestError(found.Type, ["body", "amount"], found.Message, JsonValue.Create(amount))) : null;
    }

    /// <summary>The wanted number, or the smallest that may be bought; null where the price is for no such thing.</summary>
    private static Outcome<long?> Quantity(QuantityKind kind, QuantityBounds? bounds, long? wanted, long? least, long? most)
    {
        if (bounds is not { } own)
        {
            return wanted is { } idle
                ? Failure.Invalid(RequestError.Value($"{kind.Title} can only be set for {kind.Pricing} pricing.", JsonValue.Create(idle), kind.Name))
                : (long?)null;
        }

        var count = wanted ?? least ?? own.Least;
        var smallest = Math.Max(own.Least, least ?? own.Least);
        var largest = (own.Most, most) is ({ } a, { } b) ? Math.Min(a, b) : own.Most ?? most;
        return count < smallest ? OutOfBounds("greater_than_equal", kind.Name, $"Minimum {smallest} {kind.Name} required.", count)
            : count > largest ? OutOfBounds("less_than_equal", kind.Name, $"Maximum {largest} {kind.Name} allowed.", count)
            : (long?)count;
    }

    private static Failure? LimitsFault(QuantityKind kind, QuantityBounds? bounds, long? least, long? most)
    {
        var (minimum, maximum) = ($"min_{kind.Name}", $"max_{kind.Name}");
        if (bounds is not { } own)
        {
            (string Name, long? Value)[] idle = [(minimum, least), (maximum, most)];
            var issues = idle.Where(entry => entry.Value is not null)
                .Select(entry => RequestError.Value(
                    $"{entry.Name} can only be set for {kind.Pricing} pricing.", JsonValue.Create(entry.Value!.Value), entry.Name))
                .ToArray();
            return issues.Length > 0 ? Failure.Invalid(issues) : null;
        }

        return least < own.Least ? OutOfBounds("greater_than_equal", minimum, $"{minimum} must be at least {own.Least}.", least.Value)
            : most > own.Most ? OutOfBounds("less_than_equal", maximum, $"{maximum} must be at most {own.Most}.", most.Value)
            : null;
    }

    private static Failure OutOfBounds(string type, string place, string message, long input) =>
        Failure.Invalid(new RequestError(type, ["body", place], message, JsonValue.Create(input)));

    private sealed record QuantityKind(string Name, string Title, string Pricing);
}
