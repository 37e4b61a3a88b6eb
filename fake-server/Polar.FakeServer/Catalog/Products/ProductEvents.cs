using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Catalog.Products;

/// <summary>A product is not sold any more: it was archived or deleted.</summary>
internal sealed record ProductWithdrawn(ProductRow Product) : IDomainEvent;

/// <summary>A product gives other benefits than before.</summary>
internal sealed record ProductBenefitsChanged(Guid Product) : IDomainEvent;
