using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Downloadables;

/// <summary>Gives and takes the right to download files.</summary>
internal static class DownloadableRules
{
    /// <summary>Lets the customer of a grant download a file; false when there is no such file any more.</summary>
    public static bool Grant(Transaction transaction, BenefitGrantRow grant, Guid file)
    {
        if (transaction.World.Files.Find(file) is null or { IsDeleted: true })
        {
            return false;
        }

        var existing = Of(transaction.World.Downloadables, grant).FirstOrDefault(row => row.FileId == file);
        transaction.Save(existing is not null
            ? existing with { IsGranted = true }
            : new DownloadableRow
            {
                Id = transaction.NewId(),
                OrganizationId = grant.OrganizationId,
                CreatedAt = transaction.Now,
                CustomerId = grant.CustomerId,
                MemberId = grant.MemberId,
                BenefitId = grant.BenefitId,
                FileId = file,
            });
        return true;
    }

    /// <summary>Takes all files of a grant's benefit back.</summary>
    public static void Revoke(Transaction transaction, BenefitGrantRow grant)
    {
        foreach (var row in Of(transaction.World.Downloadables, grant).ToArray())
        {
            transaction.Save(row with { IsGranted = false });
        }
    }

    /// <summary>A file of a benefit with how often it was downloaded, and by how many.</summary>
    public static BenefitDownloadableFile Count(World world, BenefitDownloadables benefit, FileRow file)
    {
        var rows = world.Downloadables.Of(benefit.OrganizationId, DownloadableRow.ByFile, file.Id).Where(row => row.BenefitId == benefit.Id).ToArray();
        var downloaders = rows.Where(row => row.Downloaded > 0).Select(row => row.MemberId ?? row.CustomerId).Distinct().Count();
        return FileProjection.ShowDownloadable(file).ToBenefitDownloadableFile(downloaders, rows.Sum(row => row.Downloaded));
    }

    private static IEnumerable<DownloadableRow> Of(Table<DownloadableRow> downloadables, BenefitGrantRow grant) =>
        downloadables.OfCustomer(grant.OrganizationId, grant.CustomerId)
            .Where(row => row.BenefitId == grant.BenefitId && row.MemberId == grant.MemberId);
}
