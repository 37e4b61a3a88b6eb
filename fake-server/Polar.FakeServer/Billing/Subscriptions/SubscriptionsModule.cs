using System.Globalization;
using Polar.FakeServer.Billing.Wallets;
using Polar.FakeServer.Catalog.CustomFields;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Subscriptions;

/// <summary>Subscriptions.</summary>
internal sealed class SubscriptionsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<ISubscriptionsOperations>(new SubscriptionsOperations())
        .Routes(SubscriptionPreviewRoutes.All)
        .Schema("SubscriptionChangePreviewProduct", static () => SubscriptionPreviewRoutes.Product(isMerchants: true))
        .Schema("SubscriptionChangePreviewSeats", static () => SubscriptionPreviewRoutes.Count("seats", isMerchants: true))
        .Schema("SubscriptionChangePreviewUnits", static () => SubscriptionPreviewRoutes.Count("units", isMerchants: true))
        .Inspect(static () => ResourceKind.Of<SubscriptionRow, Subscription>(
            "Subscriptions",
            (transaction, row) => SubscriptionProjection.ToResource(transaction.World, row),
            (world, row) => world.Products.Find(row.ProductId)?.Resource.Name,
            ("Customer", (world, row) => CustomerLabel.Of(world, row.CustomerId)),
            ("Status", (_, row) => row.Status.Value),
            ("Amount", (_, row) => $"{Currencies.Format(row.Amount, row.Currency)}/{row.Interval.Value}"),
            ("Period ends", (_, row) => row.PeriodEnd.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))))
        .Inspect(static () => ResourceKind.Of<WalletRow, CustomerWallet>(
            "Wallets",
            (_, row) => new CustomerWallet
            {
                Id = row.Id,
                CreatedAt = row.CreatedAt,
                ModifiedAt = row.ModifiedAt,
                CustomerId = row.CustomerId,
                Balance = row.Balance,
                Currency = row.Currency,
            },
            (world, row) => CustomerLabel.Of(world, row.CustomerId),
            ("Balance", (_, row) => Currencies.Format(row.Balance, row.Currency))))
        .Access("subscriptions:", Permission.ViewSales, Permission.ManageSales)
        .Access("subscriptions:create", Permission.ViewSales, Permission.ManageCustomers)
        .Amend("SubscriptionUpdateBase", body => body.WithFuture("trial_end"))
        .Amend("SubscriptionUpdateBillingPeriod", body => body.WithFuture("current_billing_period_end"))
        .Amend("SubscriptionPause", body => body.WithFuture("resumes_at"))
        .Amend("SubscriptionUpdateSeats", body => body.With("seats", Positive))
        .Amend("SubscriptionUpdateUnits", body => body.With("units", Positive))
        .Amend("CustomerSubscriptionUpdateSeats", body => body.With("seats", Positive))
        .Amend("CustomerSubscriptionUpdateUnits", body => body.With("units", Positive))
        .Amend("CustomerSubscriptionPause", body => body.WithFuture("resumes_at"))
        .Answer<HasActiveSubscription, bool>((world, question) =>
            world.Subscriptions.OfCustomer(question.Customer.OrganizationId, question.Customer.Id).Any(row => row.IsBillable))
        .On<CustomerDeleted>(Revoke)
        .On<CustomFieldRenamed>(Rename);

    private static void Revoke(Transaction transaction, CustomerDeleted deleted)
    {
        foreach (var row in transaction.World.Subscriptions.OfCustomer(deleted.Customer.OrganizationId, deleted.Customer.Id).Where(row => row.IsBillable).ToArray())
        {
            SubscriptionRules.Revoke(transaction, row);
        }
    }

    private static void Rename(Transaction transaction, CustomFieldRenamed renamed)
    {
        foreach (var row in transaction.World.Subscriptions.Of(renamed.Organization).ToArray())
        {
            if (CustomFieldAnswers.Renamed(row.CustomFieldData, renamed) is { } answers)
            {
                transaction.Save(row with { CustomFieldData = answers });
            }
        }
    }

    private static Schema Positive(Schema number) => number is IntegerSchema whole ? whole with { Minimum = 1 } : number;
}
