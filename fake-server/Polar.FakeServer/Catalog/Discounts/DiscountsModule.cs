using System.Text.Json.Nodes;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Discounts;

/// <summary>Discounts.</summary>
internal sealed class DiscountsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IDiscountsOperations>(new DiscountsOperations())
        .Inspect(static () => ResourceKind.Of<DiscountRow, Discount>(
            "Discounts",
            (transaction, row) => DiscountProjection.ToResource(transaction.World, row),
            (_, row) => row.Name,
            ("Code", (_, row) => row.Code),
            ("Type", (_, row) => row.Type.Value),
            ("Redemptions", (_, row) => $"{row.RedemptionsCount}")))
        .Inspect(static () => ResourceKind.Of<RedemptionRow>(
            "Redemptions",
            row => new JsonObject
            {
                ["id"] = row.Id,
                ["created_at"] = row.CreatedAt.UtcDateTime,
                ["organization_id"] = row.OrganizationId,
                ["discount_id"] = row.DiscountId,
                ["checkout_id"] = row.CheckoutId,
                ["subscription_id"] = row.SubscriptionId,
            },
            (world, row) => world.Discounts.Find(row.DiscountId)?.Name))
        .Access("discounts:", Permission.ViewProducts, Permission.ManageProducts)
        .Body("DiscountFixedCreate", new NewDiscountRule())
        .Body("DiscountPercentageCreate", new NewDiscountRule())
        .Body("DiscountUpdate", new DiscountRule())
        .Union("DiscountFixedCreate", UnionTags.From("DiscountType", "fixed", "percentage"));
}
