using Polar.FakeServer.Billing.Wallets;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal.Wallets;

/// <summary>What customers have to their credit with an organization, or owe it.</summary>
internal sealed class PortalWalletsOperations : ICustomerPortalWalletsOperations
{
    public Outcome<ListResource<CustomerWallet>> List(Transaction transaction, CustomerPortalWalletsListQuery query) =>
        transaction.World.Wallets.Visible(transaction)
            .Sorted(query.Sorting, CustomerWalletSortProperty.CreatedAtDescending, key => key == "balance" ? row => row.Balance : row => row.CreatedAt)
            .Page(query.Page, query.Limit, ToResource);

    public Outcome<CustomerWallet> Get(Transaction transaction, Guid id) =>
        transaction.World.Wallets.Visible(transaction, id) is { } row ? ToResource(row) : Failure.NotFound;

    private static CustomerWallet ToResource(WalletRow row) => new()
    {
        Id = row.Id,
        CreatedAt = row.CreatedAt,
        ModifiedAt = row.ModifiedAt,
        CustomerId = row.CustomerId,
        Balance = row.Balance,
        Currency = row.Currency,
    };
}
