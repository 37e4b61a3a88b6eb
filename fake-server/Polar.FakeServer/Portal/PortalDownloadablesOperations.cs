using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Entitlements.Downloadables;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>The files that customers and members may download, and the links that really give them.</summary>
internal sealed class PortalDownloadablesOperations : ICustomerPortalDownloadablesOperations
{
    public Outcome<ListResource<DownloadableRead>> List(Transaction transaction, CustomerPortalDownloadablesListQuery query)
    {
        var world = transaction.World;
        return world.Downloadables.Visible(transaction, query.OrganizationId)
            .Where(row => row.IsGranted && !world.Benefits[row.BenefitId].IsDeleted && IsOffered(world.Files[row.FileId]))
            .In(query.BenefitId, row => row.BenefitId)
            .Reverse()
            .Page(query.Page, query.Limit, row => ToResource(transaction, row));
    }

    public Outcome<Redirection> Get(Transaction transaction, string token)
    {
        var (id, failure) = DownloadToken.Read(token, transaction.Now);
        if (failure is not null)
        {
            return failure;
        }

        if (transaction.World.Downloadables.Find(id!.Value) is not { } row)
        {
            return Failure.NotFound;
        }

        var file = transaction.World.Files[row.FileId];
        if (file.FlaggedMaliciousAt is not null)
        {
            return Failure.Unavailable;
        }

        // That the file was taken back in the meantime is not looked at: a link is good for as long as it says.
        transaction.Save(row with { Downloaded = row.Downloaded + 1, LastDownloadedAt = transaction.Now });
        return new Redirection(FileUrls.Download(transaction, file).Url);
    }

    private static bool IsOffered(FileRow file) => file is { IsUploaded: true, IsDeleted: false, FlaggedMaliciousAt: null };

    private static DownloadableRead ToResource(Transaction transaction, DownloadableRow row) => new()
    {
        Id = row.Id,
        BenefitId = row.BenefitId,
        File = FileProjection.ShowDownload(transaction.World.Files[row.FileId], new S3DownloadUrl
        {
            Url = $"{transaction.Settings.BaseAddress}/v1/customer-portal/downloadables/{DownloadToken.Of(row, transaction.Now)}",
            Headers = ValueMap<string>.Empty,
            ExpiresAt = transaction.Now + DownloadToken.Lifetime,
        }),
    };
}
