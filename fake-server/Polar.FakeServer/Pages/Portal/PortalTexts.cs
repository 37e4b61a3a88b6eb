using System.Globalization;
using System.Text;
using Polar.FakeServer.Catalog.Products;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>What a portal says in words.</summary>
internal static class PortalTexts
{
    /// <summary>An amount of money, in the smallest unit of its currency.</summary>
    public static string Money(long amount, string currency) => (amount < 0 ? "-" : "") + Currencies.Format(Math.Abs(amount), currency);

    /// <summary>A day.</summary>
    public static Html Date(DateTimeOffset moment) => Html.Of(
        $"<time datetime=\"{moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}\">{Day(moment)}</time>");

    public static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("MMMM d, yyyy", CultureInfo.InvariantCulture);

    /// <summary>A number with as many places as it has.</summary>
    public static string Number(decimal number) => number.ToString("#,##0.############", CultureInfo.InvariantCulture);

    /// <summary>How often something is paid for: <c>/month</c>; nothing where it is paid once.</summary>
    public static string Interval(RecurringInterval? interval, long? count) =>
        interval is not { } known ? "" : count is null or 1 ? $"/{known.Value}" : $" every {count} {known.Value}s";

    /// <summary>What a product costs.</summary>
    public static string Prices(IReadOnlyList<ProductPriceOrLegacy> prices, RecurringInterval? interval, long? count)
    {
        string[] parts = [.. prices.Select(price => Price(price, Interval(interval, count))).OfType<string>().Distinct()];
        return parts.Length == 0 ? "Free" : string.Join(" + ", parts);
    }

    /// <summary>A word of the API's as a person reads it: <c>past_due</c> as "Past due".</summary>
    public static string Word(string word)
    {
        var text = word.Replace('_', ' ');
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..];
    }

    /// <summary>A word in a frame, with a colour for what is good and for what is wrong.</summary>
    public static Html Badge(string word) => Html.Of($"<span class=\"badge {Tone(word)}\">{Word(word)}</span>");

    /// <summary>The first letter of a name, for want of a picture.</summary>
    public static string Initial(string name)
    {
        var letters = name.Trim().EnumerateRunes();
        return letters.MoveNext() ? Rune.ToUpperInvariant(letters.Current).ToString() : "?";
    }

    private static string Tone(string word) => word switch
    {
        "active" or "paid" or "trialing" or "granted" or "claimed" => "good",
        "past_due" or "unpaid" or "revoked" or "void" or "failed" => "bad",
        _ => "plain",
    };

    private static string? Price(ProductPriceOrLegacy price, string interval) => price switch
    {
        ProductPriceFixed { PriceAmount: 0 } => null,
        ProductPriceFixed known => Money(known.PriceAmount, known.PriceCurrency) + interval,
        ProductPriceCustom => "a price of your choice" + interval,
        ProductPriceSeatBased { SeatTiers.Tiers: [var first, ..] } known => $"{Money(first.PricePerSeat, known.PriceCurrency)} a seat{interval}",
        ProductPriceUnitBased => "a price by units" + interval,
        ProductPriceMeteredUnit known => $"{Currencies.FormatExactly(known.UnitAmount, known.PriceCurrency)} a unit of {known.Meter.Name}",
        ProductPriceMeteredTiers known => $"a price by use of {known.Meter.Name}",
        _ => null,
    };
}
