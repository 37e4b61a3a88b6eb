using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Sessions in which somebody buys: made by the merchant, filled in and confirmed by the buyer.</summary>
internal sealed class CheckoutsOperations : ICheckoutsOperations
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromHours(24);

    public Outcome<ListResource<Checkout>> List(Transaction transaction, CheckoutsListQuery query)
    {
        var world = transaction.World;
        return world.Checkouts.Visible(transaction, query.OrganizationId)
            .OfCustomers(query.CustomerId)
            .OfExternalCustomers(transaction, query.ExternalCustomerId)
            .In(query.ProductId, row => row.ProductId)
            .In(query.Status, row => row.Status)
            .Containing(query.Query, row => row.CustomerEmail)
            .Sorted(query.Sorting, CheckoutSortProperty.CreatedAtDescending, SortKey)
            .Page(query.Page, query.Limit, row => CheckoutProjection.Show(transaction, row));
    }

    public Outcome<Checkout> Get(Transaction transaction, Guid id) =>
        transaction.World.Checkouts.Visible(transaction, id) is { } row ? CheckoutProjection.Show(transaction, row) : Failure.NotFound;

    public Outcome<Checkout> Create(Transaction transaction, CheckoutCreate body)
    {
        var (products, productFault) = Products(transaction, body);
        if (productFault is not null)
        {
            return productFault;
        }

        if (body.TrialInterval is null != body.TrialIntervalCount is null)
        {
            return Failure.Malformed([new Issue("missing", ["body"], "Both trial_interval and trial_interval_count must be set together.")]);
        }

        var first = products[0];
        var adHoc = AdHocPrices(transaction, body, products, out var priceFaults);
        if (priceFaults.Count > 0)
        {
            return Failure.Invalid(priceFaults);
        }

        IReadOnlyList<ProductPrice> all = adHoc.TryGetValue(first.Id, out var own) ? own : [.. first.ActivePrices];
        var fallback = transaction.World.Organizations[first.OrganizationId].Shown.DefaultPresentmentCurrency;
        var currency = body.Currency?.Value ?? fallback;
        var prices = all.Where(price => price.PriceCurrency == currency).ToArray();
        if (prices.Length == 0)
        {
            return Failure.Invalid(Issue.Value(
                "Product is not available in the specified currency.", JsonValue.Create(first.Id.ToString()), "products", 0));
        }

        var (customer, customerFault) = LinkedCustomer(transaction, body, first.OrganizationId);
        if (customerFault is not null)
        {
            return customerFault;
        }

        if (body.DiscountId is { } discount)
        {
            return Failure.Invalid(Issue.Value("Discount does not exist.", JsonValue.Create(discount.ToString()), "discount_id"));
        }

        var price = CheckoutPrices.Default(prices);
        var address = Bodies.Kept(body.CustomerBillingAddress) ?? customer?.Shown.BillingAddress;
        var detailed = address is { Line1: not null } or { Line2: not null } or { City: not null } or { PostalCode: not null };
        if (!string.IsNullOrWhiteSpace(body.CustomerTaxId) && address is null)
        {
            return Failure.Invalid(new Issue("missing", ["body", "customer_billing_address"], "Country is required to validate tax ID."));
        }

        var row = new CheckoutRow
        {
            Id = transaction.NewId(),
            OrganizationId = first.OrganizationId,
            CreatedAt = transaction.Now,
            ExpiresAt = transaction.Now + s_lifetime,
            ClientSecret = transaction.Random.Token("polar_c_"),
            Products = [.. products.Select(product => product.Id)],
            ProductId = first.Id,
            PriceId = price.Id,
            AdHocPrices = adHoc,
            Currency = currency,
            ChosenAmount = price is ProductPriceCustom ? body.Amount : null,
            Seats = price is ProductPriceSeatBased seats ? body.Seats ?? body.MinSeats ?? seats.SeatTiers.MinimumSeats : body.Seats,
            MinSeats = body.MinSeats,
            MaxSeats = body.MaxSeats,
            AllowDiscountCodes = body.AllowDiscountCodes ?? true,
            RequireBillingAddress = body.RequireBillingAddress == true || (body.CustomerBillingAddress is not null && detailed),
            AllowTrial = body.AllowTrial ?? true,
            TrialInterval = body.TrialInterval,
            TrialIntervalCount = body.TrialIntervalCount,
            CustomerId = customer?.Id,
            ExternalCustomerId = body.ExternalCustomerId ?? customer?.Shown.ExternalId,
            IsBusinessCustomer = body.IsBusinessCustomer ?? false,
            CustomerName = Blank(body.CustomerName) ?? customer?.Shown.Name,
            CustomerEmail = body.CustomerEmail ?? customer?.Email,
            CustomerIpAddress = body.CustomerIpAddress,
            BillingName = Blank(body.CustomerBillingName) ?? customer?.Shown.BillingName,
            BillingAddress = address,
            TaxId = TaxIds.Read(body.CustomerTaxId, address?.Country) ?? customer?.Shown.TaxId,
            Metadata = body.Metadata.OrEmpty(),
            CustomerMetadata = body.CustomerMetadata.OrEmpty(),
            CustomFieldData = body.CustomFieldData.OrEmpty(),
            SuccessUrl = body.SuccessUrl,
            ReturnUrl = body.ReturnUrl,
            EmbedOrigin = body.EmbedOrigin,
        };
        var quantityFaults = CheckoutRules.QuantityFaults(first, row, body.Seats is not null).ToArray();
        if (quantityFaults.Length > 0)
        {
            return Failure.Invalid(quantityFaults);
        }

        row = CheckoutRules.WithTrial(transaction, row);
        transaction.World = transaction.World with { Checkouts = transaction.World.Checkouts.Add(row) };
        transaction.Schedule(CheckoutExpiryJob.SweepAfter(row.ExpiresAt), new CheckoutExpiryJob(row.Id));
        var shown = CheckoutProjection.Show(transaction, row);
        transaction.Publish(row.OrganizationId, "checkout.created", shown);
        return shown;
    }

    public Outcome<Checkout> Update(Transaction transaction, Guid id, CheckoutUpdate body)
    {
        if (transaction.World.Checkouts.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        if (row.Status != CheckoutStatus.Open)
        {
            return CheckoutRules.NotOpen(row);
        }

        if (body.DiscountId.Value is { } discount)
        {
            return Failure.Invalid(Issue.Value("Discount does not exist.", JsonValue.Create(discount.ToString()), "discount_id"));
        }

        var prepared = row with
        {
            Metadata = body.Metadata ?? row.Metadata,
            CustomerMetadata = body.CustomerMetadata.Value ?? row.CustomerMetadata,
            AllowDiscountCodes = body.AllowDiscountCodes.Value ?? row.AllowDiscountCodes,
            RequireBillingAddress = body.RequireBillingAddress.Value ?? row.RequireBillingAddress,
            TrialInterval = body.TrialInterval.Or(row.TrialInterval),
            TrialIntervalCount = body.TrialIntervalCount.Or(row.TrialIntervalCount),
            CustomerIpAddress = body.CustomerIpAddress.Or(row.CustomerIpAddress),
            SuccessUrl = body.SuccessUrl.Or(row.SuccessUrl),
            ReturnUrl = body.ReturnUrl.Or(row.ReturnUrl),
            EmbedOrigin = body.EmbedOrigin.Or(row.EmbedOrigin),
        };
        var (changed, failure) = CheckoutChange.Of(body).Apply(transaction, prepared);
        if (failure is not null)
        {
            return failure;
        }

        return CheckoutRules.IsSubscribed(transaction.World, changed)
            ? CheckoutRules.AlreadySubscribed
            : CheckoutProjection.Show(transaction, Save(transaction, changed));
    }

    public Outcome<CheckoutPublic> ClientGet(Transaction transaction, string clientSecret)
    {
        var (row, failure) = ForClient(transaction, clientSecret);
        return failure is null ? CheckoutProjection.ShowPublic(transaction, row!) : failure;
    }

    public Outcome<CheckoutPublic> ClientUpdate(Transaction transaction, string clientSecret, CheckoutUpdatePublic body)
    {
        var (row, failure) = ForClient(transaction, clientSecret);
        if (failure is not null)
        {
            return failure;
        }

        if (row!.Status != CheckoutStatus.Open)
        {
            return CheckoutRules.NotOpen(row);
        }

        var (changed, fault) = CheckoutChange.Of(body).Apply(transaction, row);
        if (fault is not null)
        {
            return fault;
        }

        return CheckoutRules.IsSubscribed(transaction.World, changed)
            ? CheckoutRules.AlreadySubscribed
            : CheckoutProjection.ShowPublic(transaction, Save(transaction, changed));
    }

    public Outcome<CheckoutPublicConfirmed> ClientConfirm(Transaction transaction, string clientSecret, CheckoutConfirm body)
    {
        var (row, failure) = ForClient(transaction, clientSecret);
        return failure is null ? CheckoutConfirmation.Confirm(transaction, row!, body) : failure;
    }

    /// <summary>Keeps a changed checkout and tells of it.</summary>
    public static CheckoutRow Save(Transaction transaction, CheckoutRow row)
    {
        transaction.World = transaction.World with { Checkouts = transaction.World.Checkouts.Update(row) };
        transaction.Publish(row.OrganizationId, "checkout.updated", CheckoutProjection.Show(transaction, row));
        return row;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static Func<CheckoutRow, IComparable?> SortKey(string key) => key switch
    {
        "expires_at" => row => row.ExpiresAt,
        "status" => row => row.Status.Value,
        _ => row => row.CreatedAt,
    };

    /// <summary>The buyer's way in: whoever knows the secret, until the session's time is up.</summary>
    private static (CheckoutRow? Row, Failure? Failure) ForClient(Transaction transaction, string clientSecret)
    {
        var row = transaction.World.Checkouts.Find(CheckoutRow.ByClientSecret, clientSecret);
        return row is null ? (null, Failure.NotFound)
            : row.ExpiresAt <= transaction.Now ? (null, CheckoutRules.Expired)
            : (row, null);
    }

    private static (List<ProductRow> Products, Failure? Failure) Products(Transaction transaction, CheckoutCreate body)
    {
        var products = new List<ProductRow>();
        var faults = new List<Issue>();
        for (var index = 0; index < body.Products.Count; index++)
        {
            var id = body.Products[index];
            var row = transaction.World.Products.Visible(transaction, id);
            var fault = row is null || row.IsDeleted ? "Product does not exist."
                : row.Shown.IsArchived ? "Product is archived."
                : row.Shown.Visibility == ProductVisibility.Draft ? "Product is a draft."
                : null;
            if (fault is not null)
            {
                faults.Add(Issue.Value(fault, JsonValue.Create(id.ToString()), "products", index));
            }
            else
            {
                products.Add(row!);
            }
        }

        return (products, faults.Count > 0 ? Failure.Invalid(faults) : null);
    }

    private static ImmutableDictionary<Guid, ImmutableList<ProductPrice>> AdHocPrices(
        Transaction transaction, CheckoutCreate body, List<ProductRow> products, out List<Issue> faults)
    {
        faults = [];
        var prices = ImmutableDictionary<Guid, ImmutableList<ProductPrice>>.Empty;
        foreach (var (key, given) in body.Prices ?? ValueMap<ValueList<ProductPriceCreate>>.Empty)
        {
            var product = products.Find(candidate => candidate.Id.ToString() == key);
            if (product is null)
            {
                faults.Add(Issue.Value("Product is not set on that checkout.", JsonValue.Create(key), "prices", key));
                continue;
            }

            var organization = transaction.World.Organizations[product.OrganizationId];
            faults.AddRange(PriceSet.Read(transaction.World, organization, product.Shown.IsRecurring, given, [], "prices", key).Faults);
            if (faults.Count == 0)
            {
                prices = prices.Add(
                    product.Id,
                    [.. given.Select(price => PriceForms.Make(transaction, product.Id, price, ProductPriceSource.AdHoc))]);
            }
        }

        return prices;
    }

    private static (CustomerRow? Customer, Failure? Failure) LinkedCustomer(Transaction transaction, CheckoutCreate body, Guid organization)
    {
        if (body.CustomerId is { } id)
        {
            return transaction.World.Customers.Visible(transaction, id) is { DeletedAt: null } row && row.OrganizationId == organization
                ? (row, null)
                : (null, Failure.Invalid(Issue.Value("Customer does not exist.", JsonValue.Create(id.ToString()), "customer_id")));
        }

        return body.ExternalCustomerId is { } externalId
            ? (CustomerRules.ByExternalId(transaction.World, organization, externalId), null)
            : (null, null);
    }
}
