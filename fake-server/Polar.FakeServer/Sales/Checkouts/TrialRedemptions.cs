using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Sales.Checkouts;

/// <summary>Who has had a trial already, where an organization grants everybody only one.</summary>
internal static class TrialRedemptions
{
    /// <summary>Whether the buyer, by address or by card, has had a trial in this organization.</summary>
    public static bool IsRedeemed(World world, CheckoutRow row, string? card) =>
        world.Organizations[row.OrganizationId].Resource.SubscriptionSettings.PreventTrialAbuse
        && Identities(world, row, card).Any(identity => world.TrialRedemptions.Find(TrialRedemptionRow.IdOf(row.OrganizationId, identity)) is not null);

    /// <summary>Remembers that the buyer has had one.</summary>
    public static void Record(Transaction transaction, CheckoutRow row)
    {
        foreach (var identity in Identities(transaction.World, row, row.CardToken))
        {
            transaction.Save(new TrialRedemptionRow(row.OrganizationId, identity, transaction.Now));
        }
    }

    /// <summary>What a buyer is known by: an address, and a card.</summary>
    private static IEnumerable<string> Identities(World world, CheckoutRow row, string? card)
    {
        var email = row.CustomerId is { } id ? world.Customers[id].Email : row.CustomerEmail;
        var fingerprint = CardTokens.Fingerprint(card);
        return new[]
        {
            email is null ? null : $"email:{EmailAlias.Removed(email)}",
            fingerprint is null ? null : $"card:{fingerprint}",
        }.OfType<string>();
    }
}

/// <summary>A trial that somebody has had.</summary>
/// <param name="OrganizationId">The organization that sold the product.</param>
/// <param name="Identity">What the buyer is known by: an address, or a card.</param>
/// <param name="CreatedAt">When it began.</param>
internal sealed record TrialRedemptionRow(Guid OrganizationId, string Identity, DateTimeOffset CreatedAt) : IRow<TrialRedemptionRow>
{
    /// <inheritdoc/>
    public static TableDefinition<TrialRedemptionRow> Table { get; } = new("trial_redemptions");

    public Guid Id => IdOf(OrganizationId, Identity);

    public static Guid IdOf(Guid organization, string identity) => RowId.Of(organization.ToString(), identity);
}
