using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.CheckoutLinks;

/// <summary>Somebody opens a link: a new session begins, filled in with what the query says, and the browser is sent to it.</summary>
internal static class CheckoutLinkOpening
{
    private const string FieldPrefix = "custom_field_data.";

    /// <summary>What the query may fill in; none of it is passed on.</summary>
    private static readonly string[] s_prefills =
        ["product_id", "amount", "customer_email", "customer_name", "discount_code", "locale", "custom_field_data", "embed_origin"];

    /// <summary>What the query may add to the session's metadata.</summary>
    private static readonly string[] s_metadata =
        ["reference_id", "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"];

    public static Route Route { get; } = new()
    {
        Id = "checkout-links:redirect",
        Method = "GET",
        WritesOnGet = true,
        Template = "/v1/checkout-links/{client_secret}/redirect",
        Status = 307,
        Scopes = [],
        Subjects = [nameof(SubjectKind.Anonymous)],
        Path = [new("client_secret", static () => Schema.PlainText, true, false, false)],
        Query = [new("product_id", static () => new NullableSchema(new TextSchema(null, null, null, "uuid4")), false, false, false)],
        Handle = static (_, transaction, request) => Reply.Of(transaction, 307, Open(transaction, request)),
    };

    public static Outcome<Redirection> Open(Transaction transaction, BoundRequest request)
    {
        var world = transaction.World;
        if (world.CheckoutLinks.Find(CheckoutLinkRow.ByClientSecret, request.PathText("client_secret")) is not { } link
            || world.Organizations[link.OrganizationId] is not { Resource.Capabilities.ApiAccess: true } organization)
        {
            return Failure.NotFound;
        }

        var query = request.Given;
        var country = transaction.Settings.Countries.Of(request.Sent.ClientAddress);
        return EmbedOrigins.Allowed(organization, query.GetValueOrDefault("embed_origin"))
            .Then(origin => Begin(transaction, link, query, request.Value("product_id", Guid.Parse), request.Sent.ClientAddress, country)
                .Then<CheckoutRow>(row => Prefilled(transaction, row with { EmbedOrigin = origin }, query)))
            .Then<Redirection>(row => new Redirection(Address(transaction, CheckoutCreation.Open(transaction, row, country), query)));
    }

    private static Outcome<CheckoutRow> Begin(
        Transaction transaction, CheckoutLinkRow link, IReadOnlyDictionary<string, string> query, Guid? wanted, string? address, Country? country)
    {
        var products = link.Products.Select(id => transaction.World.Products[id])
            .Where(product => !product.IsDeleted && !product.Resource.IsArchived && product.Resource.Visibility != ProductVisibility.Draft)
            .ToArray();
        if (products.Length == 0)
        {
            return Failure.Invalid(RequestError.Value("No valid products.", SellableProducts.Ids(link.Products), "products"));
        }

        var product = Array.Find(products, candidate => candidate.Id == wanted) ?? products[0];
        var prices = CheckoutProducts.Currencies(transaction.World, product, null, country)
            .Select(currency => PriceChoice.In(product.ActivePrices, currency))
            .FirstOrDefault(found => found.Count > 0);
        if (prices is null)
        {
            return Failure.Invalid(RequestError.Value(
                "Product is not available in the specified currency.", JsonValue.Create(product.Id.ToString()), "products"));
        }

        var (seats, lockedSeats) = Number(PriceChoice.SeatBounds(prices), link.Seats);
        var (units, lockedUnits) = Number(PriceChoice.UnitBounds(prices), link.Units);
        var row = new CheckoutRow
        {
            Id = transaction.NewId(),
            OrganizationId = link.OrganizationId,
            CreatedAt = transaction.Now,
            ExpiresAt = transaction.Now + CheckoutCreation.Lifetime,
            ClientSecret = transaction.Random.Token("polar_c_"),
            AdHocPrices = ImmutableDictionary<Guid, ImmutableList<ProductPrice>>.Empty,
            AllowTrial = true,
            CustomerMetadata = ValueMap<JsonScalar>.Empty,
            CustomFieldData = ValueMap<JsonScalar>.Empty,
            Products = [.. products.Select(candidate => candidate.Id)],
            ProductId = product.Id,
            PriceId = PriceChoice.Default(prices).Id,
            Currency = prices[0].PriceCurrency,
            Amount = PriceChoice.Amount(prices, ChosenAmount(prices, query), seats, units),
            Seats = seats,
            MinSeats = lockedSeats,
            MaxSeats = lockedSeats,
            Units = units,
            MinUnits = lockedUnits,
            MaxUnits = lockedUnits,
            TrialInterval = link.TrialInterval,
            TrialIntervalCount = link.TrialIntervalCount,
            AllowDiscountCodes = link.AllowDiscountCodes,
            RequireBillingAddress = link.RequireBillingAddress,
            SuccessUrl = link.SuccessUrl,
            ReturnUrl = link.ReturnUrl,
            CustomerIpAddress = address,
            Metadata = Metadata(link, query),
        };
        return link.DiscountId is { } discount ? Or(CheckoutDiscounts.ById(transaction, row, discount), row) : row;
    }

    /// <summary>The session with what the query fills in; what is wrong there is passed over.</summary>
    private static CheckoutRow Prefilled(Transaction transaction, CheckoutRow row, IReadOnlyDictionary<string, string> query)
    {
        var product = transaction.World.Products[row.ProductId];
        var fields = query.Where(entry => entry.Key.StartsWith(FieldPrefix, StringComparison.Ordinal))
            .Select(entry => KeyValuePair.Create(entry.Key[FieldPrefix.Length..], (JsonScalar)entry.Value))
            .ToValueMap();
        var filled = row with
        {
            CustomerEmail = StringNormalization.ToNull(query.GetValueOrDefault("customer_email")) is { } email && Emails.IsAddress(email) ? email : null,
            CustomerName = StringNormalization.ToNull(query.GetValueOrDefault("customer_name")),
            Locale = StringNormalization.ToNull(query.GetValueOrDefault("locale")),
            CustomFieldData = Or(CustomFieldAnswers.Checked(transaction.World, product, fields, requireAll: false), ValueMap<JsonScalar>.Empty),
        };
        return StringNormalization.ToNull(query.GetValueOrDefault("discount_code")) is { } code
            ? Or(CheckoutDiscounts.ByCode(transaction, filled, code), filled)
            : filled;
    }

    /// <summary>Where the browser goes: to the session, with what the query said beyond what it filled in.</summary>
    private static string Address(Transaction transaction, CheckoutRow row, IReadOnlyDictionary<string, string> query)
    {
        bool IsUsed(string name) => s_prefills.Contains(name)
            || (name.StartsWith(FieldPrefix, StringComparison.Ordinal) && row.CustomFieldData.ContainsKey(name[FieldPrefix.Length..]));
        var rest = query.Where(entry => !IsUsed(entry.Key)).Select(entry => $"{Escaped(entry.Key)}={Escaped(entry.Value)}").ToArray();
        var address = $"{transaction.Settings.BaseAddress}/checkout/{row.ClientSecret}";
        return rest.Length == 0 ? address : $"{address}?{string.Join('&', rest)}";
    }

    private static string Escaped(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);

    private static T Or<T>(Outcome<T> outcome, T fallback) => outcome.Failure is null ? outcome.Value! : fallback;

    private static ValueMap<JsonScalar> Metadata(CheckoutLinkRow link, IReadOnlyDictionary<string, string> query) =>
        link.Metadata
            .Concat(s_metadata
                .Where(name => !link.Metadata.ContainsKey(name) && !string.IsNullOrEmpty(query.GetValueOrDefault(name)))
                .Select(name => KeyValuePair.Create(name, (JsonScalar)query[name])))
            .ToValueMap();

    /// <summary>How many, and the number that is locked: the link's where it fits, else the least.</summary>
    private static (long? Count, long? Locked) Number(QuantityBounds? bounds, long? wanted) =>
        bounds is not { } own ? (null, null)
        : wanted is { } number && number >= own.Least && !(number > own.Most) ? (number, number)
        : (own.Least, null);

    /// <summary>The amount that the query asks for, if the price allows it.</summary>
    private static long? ChosenAmount(IReadOnlyList<ProductPrice> prices, IReadOnlyDictionary<string, string> query) =>
        prices.OfType<ProductPriceCustom>().FirstOrDefault() is { } custom
        && double.TryParse(query.GetValueOrDefault("amount"), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && Math.Abs(number) < long.MaxValue
        && CheckoutQuantities.AmountFault(custom, (long)number) is null
            ? (long)number
            : null;
}
