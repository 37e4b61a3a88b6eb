using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>What Polar's own pages download a merchant's file by; the API description leaves it out.</summary>
internal static class FileDownloading
{
    private static readonly Failure s_malicious = Failure.NotPermitted("This file has been flagged as malicious and cannot be downloaded.");

    private static readonly Failure s_attachment = Failure.NotPermitted("Support case attachments cannot be downloaded through the files API.");

    public static Route Route { get; } = new()
    {
        Id = "files:download",
        Method = "GET",
        Template = "/v1/files/{id}/download",
        Status = 200,
        Scopes = ["files:read", "files:write"],
        Subjects = [nameof(SubjectKind.Organization), nameof(SubjectKind.User)],
        Path = [new("id", static () => new TextSchema(null, null, null, "uuid4"), true, false, false)],
        Query = [],
        Handle = static (_, transaction, request) => Reply.Of(transaction, 200, Download(transaction, request.PathUuid("id"))),
    };

    private static Outcome<FileDownload> Download(Transaction transaction, Guid id) => transaction.World.Files.Visible(transaction, id) switch
    {
        null or { IsDeleted: true } or { IsUploaded: false } => Failure.NotFound,
        { FlaggedMaliciousAt: not null } => s_malicious,
        { } row when row.Service == FileServiceTypes.SupportCaseAttachment => s_attachment,
        { } row => FileProjection.ShowDownload(row, FileUrls.Download(transaction, row)),
    };
}
