using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>How a session begins. Whoever opens one, the merchant or a link, it is checked in the same order.</summary>
internal static class CheckoutCreation
{
    /// <summary>How long a session can be bought from.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(24);

    public static Outcome<CheckoutRow> Create(Transaction transaction, CheckoutCreate body)
    {
        var country = transaction.Settings.Countries.Of(body.CustomerIpAddress);
        return CheckoutProducts.Read(transaction, body, country).Then(sale => Begin(transaction, body, sale, country));
    }

    /// <summary>Begins a session that has been checked, and tells of it.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="row">The session.</param>
    /// <param name="country">Where the buyer's IP address is, as far as that is known.</param>
    public static CheckoutRow Open(Transaction transaction, CheckoutRow row, Country? country)
    {
        row = CheckoutRules.WithCountry(CheckoutRules.WithLocale(transaction.World, row), country);
        row = CheckoutRules.WithTrial(transaction, row);
        row = CheckoutMoney.Taxed(transaction, row);
        transaction.Save(row);
        transaction.Schedule(CheckoutExpiryJob.SweepAfter(row.ExpiresAt), new CheckoutExpiryJob(row.Id));
        transaction.Raise(new CheckoutOpened(row));
        var shown = CheckoutProjection.ToResource(transaction, row);
        transaction.Publish(row.OrganizationId, "checkout.created", _ => shown);
        return row;
    }

    private static Outcome<CheckoutRow> Begin(Transaction transaction, CheckoutCreate body, CheckoutProducts sale, Country? country)
    {
        var address = Addresses.Kept(body.CustomerBillingAddress);
        var row = new CheckoutRow
        {
            Id = transaction.NewId(),
            OrganizationId = sale.First.OrganizationId,
            CreatedAt = transaction.Now,
            ExpiresAt = transaction.Now + Lifetime,
            ClientSecret = transaction.Random.Token("polar_c_"),
            Products = [.. sale.All.Select(product => product.Id)],
            ProductId = sale.First.Id,
            PriceId = sale.Price.Id,
            AdHocPrices = sale.AdHocPrices,
            Currency = sale.Currency,
            Amount = 0,
            MinSeats = body.MinSeats,
            MaxSeats = body.MaxSeats,
            MinUnits = body.MinUnits,
            MaxUnits = body.MaxUnits,
            AllowDiscountCodes = body.AllowDiscountCodes ?? true,
            RequireBillingAddress = body.RequireBillingAddress == true || IsDetailed(address),
            AllowTrial = body.AllowTrial ?? true,
            TrialInterval = body.TrialInterval,
            TrialIntervalCount = body.TrialIntervalCount,
            ExternalCustomerId = body.ExternalCustomerId,
            IsBusinessCustomer = body.IsBusinessCustomer ?? false,
            CustomerName = StringNormalization.ToNull(body.CustomerName),
            CustomerEmail = body.CustomerEmail,
            CustomerIpAddress = body.CustomerIpAddress,
            BillingName = StringNormalization.ToNull(body.CustomerBillingName),
            BillingAddress = address,
            Metadata = body.Metadata.OrEmpty(),
            CustomerMetadata = body.CustomerMetadata.OrEmpty(),
            CustomFieldData = ValueMap<JsonScalar>.Empty,
            SuccessUrl = body.SuccessUrl,
            ReturnUrl = body.ReturnUrl,
            EmbedOrigin = body.EmbedOrigin,
            Locale = body.Locale,
        };
        if (body.Amount is { } amount && sale.Price is ProductPriceCustom custom && CheckoutQuantities.AmountFault(custom, amount) is { } fault)
        {
            return fault;
        }

        return Discounted(transaction, body, row)
            .Then(current => WithTaxId(body, current))
            .Then(current => WithQuantities(body, sale.Prices, current))
            .Then(current => CheckoutCustomers.Linked(transaction, current, body))
            .Then(current => CustomFieldAnswers.Checked(transaction.World, sale.First, body.CustomFieldData, requireAll: false)
                .Then<CheckoutRow>(data => current with { CustomFieldData = data }))
            .Then<CheckoutRow>(current => Open(transaction, current, country));
    }

    /// <summary>Whoever gives more of the address than the tax needs is asked for the rest, too.</summary>
    private static bool IsDetailed(Address? address) =>
        address is not null && (Addresses.IsDetailed(address) || (address.State is not null && address.Country.Value is not ("US" or "CA")));

    private static Outcome<CheckoutRow> Discounted(Transaction transaction, CheckoutCreate body, CheckoutRow row) =>
        body.DiscountId is { } discount ? CheckoutDiscounts.ById(transaction, row, discount) : row;

    private static Outcome<CheckoutRow> WithTaxId(CheckoutCreate body, CheckoutRow row) =>
        StringNormalization.ToNull(body.CustomerTaxId) is { } number
            ? CheckoutRules.TaxId(number, row.BillingAddress).Then<CheckoutRow>(taxId => row with { TaxId = taxId })
            : row;

    private static Outcome<CheckoutRow> WithQuantities(CheckoutCreate body, IReadOnlyList<ProductPrice> prices, CheckoutRow row)
    {
        var seats = PriceChoice.SeatBounds(prices);
        var units = PriceChoice.UnitBounds(prices);
        if (CheckoutQuantities.SeatLimitsFault(seats, row.MinSeats, row.MaxSeats) is { } seatFault)
        {
            return seatFault;
        }

        return CheckoutQuantities.Seats(seats, body.Seats, row.MinSeats, row.MaxSeats).Then(seatCount =>
            CheckoutQuantities.UnitLimitsFault(units, row.MinUnits, row.MaxUnits) is { } unitFault
                ? unitFault
                : CheckoutQuantities.Units(units, body.Units, row.MinUnits, row.MaxUnits).Then<CheckoutRow>(unitCount => row with
                {
                    Seats = seatCount,
                    Units = unitCount,
                    Amount = PriceChoice.Amount(prices, body.Amount, seatCount, unitCount),
                }));
    }
}
