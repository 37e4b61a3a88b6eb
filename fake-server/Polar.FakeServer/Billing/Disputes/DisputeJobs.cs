using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Billing.Disputes;

/// <summary>A small dispute is accepted for a merchant who has said so and has not answered within a day.</summary>
internal sealed record AutoAcceptJob(Guid Dispute) : IJob
{
    private const string SettlementCurrency = "usd";

    private static readonly TimeSpan s_patience = TimeSpan.FromHours(24);

    /// <summary>Plans it where it applies.</summary>
    public static void Plan(Transaction transaction, DisputeRow row)
    {
        if (Applies(transaction.World, row))
        {
            transaction.Schedule(SweepAfter(transaction.Now + s_patience), new AutoAcceptJob(row.Id));
        }
    }

    public void Run(Transaction transaction)
    {
        if (transaction.World.Disputes.Find(Dispute) is { } row && Applies(transaction.World, row))
        {
            DisputeRules.Advance(transaction, row, DisputeStatus.Lost);
        }
    }

    /// <summary>Whether the merchant lets go of disputes as small as this one. Its balance is taken to cover them.</summary>
    private static bool Applies(World world, DisputeRow row)
    {
        var organization = world.Organizations[row.OrganizationId].Resource;
        return row.Status == DisputeStatus.NeedsResponse
            && row is { WasWarned: false, Currency: SettlementCurrency }
            && organization.FeatureSettings is { DisputesEnabled: true, DisputeAutoAcceptEnabled: true }
            && row.Amount + row.Tax < organization.DisputeSettings.AutoAcceptBelowAmount;
    }

    /// <summary>Polar looks once an hour, at half past.</summary>
    private static DateTimeOffset SweepAfter(DateTimeOffset moment)
    {
        var half = TimeSpan.TicksPerHour / 2;
        var hours = ((moment.UtcTicks - half) / TimeSpan.TicksPerHour) + 1;
        return new DateTimeOffset((hours * TimeSpan.TicksPerHour) + half, TimeSpan.Zero);
    }
}
