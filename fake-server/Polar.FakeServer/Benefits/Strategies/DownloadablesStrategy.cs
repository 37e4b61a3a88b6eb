using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Files to download.</summary>
internal sealed class DownloadablesStrategy : BenefitStrategy<BenefitDownloadables, BenefitGrantDownloadablesProperties>
{
    public static DownloadablesStrategy Instance { get; } = new();

    /// <summary>The files that are not archived, in the benefit's order.</summary>
    public static IEnumerable<Guid> ActiveFiles(BenefitDownloadables benefit) =>
        benefit.Properties.Files.Where(file => !IsArchived(benefit, file));

    protected override bool NeedsRegrant(BenefitDownloadables before, BenefitDownloadables after) =>
        !ActiveFiles(before).ToHashSet().SetEquals(ActiveFiles(after));

    protected override GrantOutcome Grant(
        Transaction transaction, BenefitDownloadables benefit, BenefitGrantRow grant, BenefitGrantDownloadablesProperties kept, bool update) =>
        GrantOutcome.Done(Nothing);

    protected override GrantOutcome Revoke(
        Transaction transaction, BenefitDownloadables benefit, BenefitGrantRow grant, BenefitGrantDownloadablesProperties kept) =>
        GrantOutcome.Done(Nothing);

    private static bool IsArchived(BenefitDownloadables benefit, Guid file) =>
        benefit.Properties.Archived.Any(entry => entry.Value && Guid.TryParse(entry.Key, out var archived) && archived == file);
}
