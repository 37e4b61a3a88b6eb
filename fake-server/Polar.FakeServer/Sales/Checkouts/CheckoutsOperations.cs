using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>Sessions in which somebody buys: made by the merchant, filled in and confirmed by the buyer.</summary>
internal sealed class CheckoutsOperations : ICheckoutsOperations
{
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
            .Page(query.Page, query.Limit, row => CheckoutProjection.ToResource(transaction, row));
    }

    public Outcome<Checkout> Get(Transaction transaction, Guid id) =>
        transaction.World.Checkouts.Visible(transaction, id) is { } row ? CheckoutProjection.ToResource(transaction, row) : Failure.NotFound;

    public Outcome<Checkout> Create(Transaction transaction, CheckoutCreate body) =>
        CheckoutCreation.Create(transaction, body).Then<Checkout>(row => CheckoutProjection.ToResource(transaction, row));

    public Outcome<Checkout> Update(Transaction transaction, Guid id, CheckoutUpdate body)
    {
        if (transaction.World.Checkouts.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        if (row.IsHeld)
        {
            return CheckoutRules.Locked;
        }

        var prepared = row with
        {
            Metadata = body.Metadata ?? row.Metadata,
            CustomerMetadata = body.CustomerMetadata.Value ?? row.CustomerMetadata,
            AllowDiscountCodes = body.AllowDiscountCodes.Value ?? row.AllowDiscountCodes,
            RequireBillingAddress = body.RequireBillingAddress.Value ?? row.RequireBillingAddress,
            TrialInterval = body.TrialInterval.Or(row.TrialInterval),
            TrialIntervalCount = body.TrialIntervalCount.Or(row.TrialIntervalCount),
            SuccessUrl = body.SuccessUrl.Or(row.SuccessUrl),
            ReturnUrl = body.ReturnUrl.Or(row.ReturnUrl),
            EmbedOrigin = body.EmbedOrigin.Or(row.EmbedOrigin),
        };
        return Changed(transaction, prepared, CheckoutBodies.Change(body)).Then<Checkout>(changed => CheckoutProjection.ToResource(transaction, changed));
    }

    public Outcome<CheckoutPublic> ClientGet(Transaction transaction, string clientSecret) =>
        ForClient(transaction, clientSecret).Then<CheckoutPublic>(row => CheckoutProjection.ShowPublic(transaction, row));

    public Outcome<CheckoutPublic> ClientUpdate(Transaction transaction, string clientSecret, CheckoutUpdatePublic body) =>
        ForChange(transaction, clientSecret)
            .Then(row => Changed(transaction, row, CheckoutBodies.Change(body)))
            .Then<CheckoutPublic>(changed => CheckoutProjection.ShowPublic(transaction, changed));

    public Outcome<CheckoutPublicConfirmed> ClientConfirm(Transaction transaction, string clientSecret, CheckoutConfirm body) =>
        ForChange(transaction, clientSecret)
            .Then(row => CheckoutConfirmation.Confirm(transaction, row, body))
            .Then<CheckoutPublicConfirmed>(confirmed => CheckoutProjection.ShowConfirmed(transaction, confirmed.Row, confirmed.SessionToken));

    /// <summary>Keeps a changed checkout and tells of it.</summary>
    public static CheckoutRow Save(Transaction transaction, CheckoutRow row)
    {
        // Polar notices the end of a session's time whenever it writes one down, too.
        var saved = row.Status == CheckoutStatus.Open && row.ExpiresAt < transaction.Now ? row with { Status = CheckoutStatus.Expired } : row;
        transaction.Save(saved);
        var shown = CheckoutProjection.ToResource(transaction, saved);
        transaction.Publish(saved.OrganizationId, "checkout.updated", _ => shown);
        return saved;
    }

    /// <summary>The buyer's way in: whoever knows the secret, until the session's time is up, whatever became of it.</summary>
    public static Outcome<CheckoutRow> ForClient(Transaction transaction, string clientSecret) =>
        transaction.World.Checkouts.Find(CheckoutRow.ByClientSecret, clientSecret) is not { } row ? Failure.NotFound
        : row.ExpiresAt < transaction.Now ? CheckoutRules.Expired
        : !transaction.World.Organizations[row.OrganizationId].MayAuthenticate ? Failure.NotPermitted()
        : row;

    /// <summary>The buyer's way in where the session is to change: a session that another call is at work on says so before anything else.</summary>
    private static Outcome<CheckoutRow> ForChange(Transaction transaction, string clientSecret) =>
        transaction.World.Checkouts.Find(CheckoutRow.ByClientSecret, clientSecret) is { IsHeld: true }
            ? CheckoutRules.Locked
            : ForClient(transaction, clientSecret);

    private static Outcome<CheckoutRow> Changed(Transaction transaction, CheckoutRow row, CheckoutChange change) =>
        change.Apply(transaction, row).Then<CheckoutRow>(changed =>
            Save(transaction, CheckoutMoney.WithoutIdleFields(transaction.World, CheckoutMoney.Taxed(transaction, changed))));

    private static Func<CheckoutRow, IComparable?> SortKey(string key) => key switch
    {
        "expires_at" => row => row.ExpiresAt,
        "status" => row => row.Status.Value,
        _ => row => row.CreatedAt,
    };
}
