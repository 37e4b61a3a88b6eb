using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Entitlements.Downloadables;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants.Strategies;

/// <summary>Files to download.</summary>
internal sealed class DownloadablesStrategy : BenefitStrategy<BenefitDownloadables, BenefitGrantDownloadablesProperties>
{
    public static DownloadablesStrategy Instance { get; } = new();

    /// <summary>The files that are not archived, in the benefit's order.</summary>
    public static IEnumerable<Guid> ActiveFiles(BenefitDownloadables benefit) =>
        benefit.Properties.Files.Where(file => !IsArchived(benefit, file));

    protected override IEnumerable<RequestError> Validate(Transaction transaction, BenefitDownloadables benefit)
    {
        for (var index = 0; index < benefit.Properties.Files.Count; index++)
        {
            var id = benefit.Properties.Files[index];
            if (transaction.World.Files.Find(id) is not { IsDeleted: false } file || file.OrganizationId != benefit.OrganizationId)
            {
                yield return Fault("value_error", "File not found.", id.ToString(), "files", index);
            }
        }
    }

    protected override bool NeedsRegrant(BenefitDownloadables before, BenefitDownloadables after) =>
        !ActiveFiles(before).ToHashSet().SetEquals(ActiveFiles(after));

    protected override GrantOutcome Grant(
        Transaction transaction, BenefitDownloadables benefit, BenefitGrantRow grant, BenefitGrantDownloadablesProperties kept, bool update)
    {
        var files = ActiveFiles(benefit).ToArray();
        if (update && kept.Files is { } had && !had.ToHashSet().SetEquals(files.Select(file => file.ToString())))
        {
            DownloadableRules.Revoke(transaction, grant);
        }

        if (files.Length == 0)
        {
            return GrantOutcome.Done(Nothing);
        }

        var granted = files.Where(file => DownloadableRules.Grant(transaction, grant, file)).Select(file => file.ToString()).ToArray();
        return GrantOutcome.Done(new BenefitGrantDownloadablesProperties { Files = granted.ToValueList() });
    }

    protected override GrantOutcome Revoke(
        Transaction transaction, BenefitDownloadables benefit, BenefitGrantRow grant, BenefitGrantDownloadablesProperties kept)
    {
        DownloadableRules.Revoke(transaction, grant);
        return GrantOutcome.Done(Nothing);
    }

    private static bool IsArchived(BenefitDownloadables benefit, Guid file) =>
        benefit.Properties.Archived.Any(entry => entry.Value && Guid.TryParse(entry.Key, out var archived) && archived == file);
}
