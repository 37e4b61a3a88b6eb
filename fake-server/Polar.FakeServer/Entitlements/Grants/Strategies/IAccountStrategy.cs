using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants.Strategies;

/// <summary>A type of benefit that the customer gets through an account in another service.</summary>
internal interface IAccountStrategy
{
    FakeIntegration Service { get; }

    /// <summary>What is kept about a grant, with the account that it is to go to.</summary>
    IWritable WithAccount(BenefitGrantRow grant, string? accountId);
}
