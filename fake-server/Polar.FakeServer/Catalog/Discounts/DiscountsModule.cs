using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Catalog.Discounts;

/// <summary>Discounts.</summary>
internal sealed class DiscountsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IDiscountsOperations>(new DiscountsOperations())
        .Access("discounts:", Permission.ViewProducts, Permission.ManageProducts)
        .Body("DiscountFixedCreate", new NewDiscountRule())
        .Body("DiscountPercentageCreate", new NewDiscountRule())
        .Body("DiscountUpdate", new DiscountRule())
        .Union("DiscountFixedCreate", UnionTags.From("DiscountType", "fixed", "percentage"));
}
