using System.Collections.Immutable;

namespace Polar.FakeServer;

/// <summary>What somebody who had a trial is known by: an address, or a card.</summary>
internal readonly record struct TrialKey(Guid Organization, string Text);

/// <summary>Who has had a trial already, where an organization grants everybody only one.</summary>
internal static class TrialRedemptions
{
    /// <summary>Whether the buyer, by address or by card, has had a trial in this organization.</summary>
    public static bool IsRedeemed(World world, CheckoutRow row, string? card) =>
        world.Organizations[row.OrganizationId].Shown.SubscriptionSettings.PreventTrialAbuse
        && Keys(world, row, card).Any(world.TrialRedemptions.Contains);

    /// <summary>Notes that the buyer has had one.</summary>
    public static void Note(Transaction transaction, CheckoutRow row) =>
        transaction.World = transaction.World with
        {
            TrialRedemptions = transaction.World.TrialRedemptions.Union(Keys(transaction.World, row, row.CardToken)),
        };

    private static IEnumerable<TrialKey> Keys(World world, CheckoutRow row, string? card)
    {
        var email = row.CustomerId is { } id ? world.Customers[id].Email : row.CustomerEmail;
        return new[] { email is null ? null : $"email:{EmailAlias.Removed(email)}", card is null ? null : $"card:{card}" }
            .OfType<string>()
            .Select(text => new TrialKey(row.OrganizationId, text));
    }
}
