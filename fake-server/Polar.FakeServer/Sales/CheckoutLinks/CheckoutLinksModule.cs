using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Sales.CheckoutLinks;

/// <summary>Checkout links.</summary>
internal sealed class CheckoutLinksModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<ICheckoutLinksOperations>(new CheckoutLinksOperations())
        .Inspect(static () => ResourceKind.Of<CheckoutLinkRow, CheckoutLink>(
            "Checkout links",
            CheckoutLinkProjection.ToResource,
            (world, row) => row.Label ?? world.Products.Find(row.Products[0])?.Resource.Name,
            ("Products", (_, row) => $"{row.Products.Count}")))
        .Route(CheckoutLinkOpening.Route)
        .Access("checkout-links:", Permission.ViewProducts, Permission.ManageProducts)
        .Body("CheckoutLinkCreateProduct", new TrialRule())
        .Body("CheckoutLinkCreateProductPrice", new TrialRule())
        .Body("CheckoutLinkCreateProducts", new TrialRule())
        .Body("CheckoutLinkUpdate", new TrialRule())
        .On<ProductWithdrawn>((transaction, withdrawn) => CheckoutLinkRules.Withdraw(transaction, withdrawn.Product));
}
