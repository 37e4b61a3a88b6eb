namespace Polar.FakeServer;

/// <summary>What a customer gets or loses, and by what: an order, or a subscription.</summary>
internal sealed record GrantScope(Guid Customer, Guid Product, Guid? Subscription, Guid? Order)
{
    public bool Covers(BenefitGrantRow row) =>
        row.CustomerId == Customer && row.SubscriptionId == Subscription && row.OrderId == Order;
}

/// <summary>Decides which benefits to grant and which to revoke, and has each done as a job of its own; revokes come first.</summary>
internal static class GrantPlanner
{
    /// <summary>Grants what the product has and the scope lacks; revokes what the product has no more.</summary>
    public static void Grant(Transaction transaction, GrantScope scope)
    {
        var product = transaction.World.Products[scope.Product];
        var existing = transaction.World.BenefitGrants.OfCustomer(product.OrganizationId, scope.Customer).Where(scope.Covers).ToArray();
        foreach (var outdated in existing.Where(row => row.IsGranted && !product.Benefits.Contains(row.BenefitId)))
        {
            transaction.Soon(new RevokeBenefitJob(outdated.Id));
        }

        foreach (var benefit in product.Benefits.Where(benefit => !existing.Any(row => row.BenefitId == benefit && row.IsGranted)))
        {
            transaction.Soon(new GrantBenefitJob(scope, benefit));
        }
    }

    /// <summary>Revokes all that the scope has.</summary>
    public static void Revoke(Transaction transaction, GrantScope scope)
    {
        var organization = transaction.World.Products[scope.Product].OrganizationId;
        foreach (var row in transaction.World.BenefitGrants.OfCustomer(organization, scope.Customer)
            .Where(row => scope.Covers(row) && row.IsGranted).ToArray())
        {
            transaction.Soon(new RevokeBenefitJob(row.Id));
        }
    }

    /// <summary>A product's benefits are others now: whoever has the product gets what is new and loses what is gone.</summary>
    public static void ProductChanged(Transaction transaction, Guid product)
    {
        var world = transaction.World;
        var organization = world.Products[product].OrganizationId;
        foreach (var subscription in world.Subscriptions.Of(organization, SubscriptionRow.ByProduct, product).ToArray())
        {
            var scope = new GrantScope(subscription.CustomerId, product, subscription.Id, null);
            if (subscription.IsActive)
            {
                Grant(transaction, scope);
            }
            else
            {
                Revoke(transaction, scope);
            }
        }

        foreach (var order in world.Orders.Of(organization, OrderRow.ByProduct, product).Where(row => row.SubscriptionId is null && row.IsPaid).ToArray())
        {
            Grant(transaction, new GrantScope(order.CustomerId, product, null, order.Id));
        }
    }
}
