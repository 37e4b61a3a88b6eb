using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;

namespace Polar.FakeServer.Billing.Wallets;

/// <summary>How customers' balances are read, spent and changed.</summary>
internal static class WalletRules
{
    /// <summary>What a customer has to its credit; below zero for a debt.</summary>
    public static long Balance(World world, Guid customer, string currency) => Find(world, customer, currency)?.Balance ?? 0;

    /// <summary>
    /// What a balance does to an order of an amount: credit pays for it, below zero; debt is collected with it, above zero. An order that gives money
    /// back pays off a debt first.
    /// </summary>
    public static long Applied(long total, long balance) => total >= 0 ? -Math.Min(total, balance)
        : balance < 0 ? Math.Min(-total, -balance)
        : 0;

    /// <summary>Adds to a customer's balance, or takes from it.</summary>
    public static void Add(Transaction transaction, Guid customer, string currency, long amount)
    {
        if (amount == 0)
        {
            return;
        }

        var wallet = Find(transaction.World, customer, currency);
        transaction.Save(wallet is null
            ? new WalletRow
            {
                Id = transaction.NewId(),
                OrganizationId = transaction.World.Customers[customer].OrganizationId,
                CreatedAt = transaction.Now,
                CustomerId = customer,
                Currency = currency,
                Balance = amount,
            }
            : wallet with { Balance = wallet.Balance + amount, ModifiedAt = transaction.Now });
    }

    private static WalletRow? Find(World world, Guid customer, string currency) =>
        world.Wallets.OfCustomer(world.Customers[customer].OrganizationId, customer).FirstOrDefault(wallet => wallet.Currency == currency);
}
