using Polar.FakeServer.Catalog.Products;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Metering;

/// <summary>What is charged for the use of one meter.</summary>
/// <param name="Price">The price that it is charged by.</param>
/// <param name="MeterId">The meter.</param>
/// <param name="Consumed">How many units were used.</param>
/// <param name="Credited">How many the customer was given.</param>
/// <param name="Charge">What the difference costs.</param>
/// <param name="First">When the first of it happened.</param>
/// <param name="Last">When the last of it happened.</param>
internal sealed record MeteredLine(
    ProductPrice Price, Guid MeterId, decimal Consumed, long Credited, MeteredCharge Charge, DateTimeOffset First, DateTimeOffset Last);
