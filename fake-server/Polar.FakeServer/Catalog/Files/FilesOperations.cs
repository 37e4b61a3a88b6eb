using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>Files: announced, uploaded part by part, and then there to be sold or shown.</summary>
internal sealed class FilesOperations : IFilesOperations
{
    private static readonly Failure s_notHere = Failure.NotPermitted("Support case attachments cannot be modified or deleted through the files API.");

    public Outcome<ListResource<FileRead>> List(Transaction transaction, FilesListQuery query) =>
        transaction.World.Files.Visible(transaction, query.OrganizationId)
            .Where(row => row.IsUploaded && row.Service != FileServiceTypes.SupportCaseAttachment)
            .In(query.Ids, row => row.Id)
            .Page(query.Page, query.Limit, row => FileProjection.ToResource(row));

    public Outcome<FileUpload> Create(Transaction transaction, FileCreate body)
    {
        if (!transaction.TryOrganization(body.OrganizationId, out var organization, out var fault))
        {
            return fault;
        }

        // What the body says of the version is not kept; only a change sets it.
        var id = transaction.NewId();
        var row = new FileRow
        {
            Id = id,
            OrganizationId = organization.Id,
            CreatedAt = transaction.Now,
            Service = new FileServiceTypes(body.Service),
            Name = body.Name,
            Path = $"{body.Service}/{organization.Id}/{id}/{body.Name}",
            MimeType = body.MimeType,
            Size = body.Size,
            ChecksumSha256Base64 = string.IsNullOrEmpty(body.ChecksumSha256Base64) ? null : body.ChecksumSha256Base64,
        };
        row = row with { PublicUrl = row.IsPublic ? FileUrls.Public(transaction.Settings, row) : null };
        transaction.Save(row);
        var upload = FileStorage.Begin(transaction, row.Object, row.MimeType);
        return FileProjection.ShowUpload(row, new S3FileUploadMultipart
        {
            Id = upload,
            Path = row.Path,
            Parts = body.Upload.Parts.Select(part => FileUrls.Part(transaction, row, upload, part)).ToValueList(),
        });
    }

    public Outcome<FileRead> Uploaded(Transaction transaction, Guid id, FileUploadCompleted body)
    {
        if (transaction.World.Files.Visible(transaction, id) is not { IsDeleted: false } row)
        {
            return Failure.NotFound;
        }

        // The storage's refusals reach the caller as the service's own failure.
        if (FileStorage.Complete(transaction, row.Object with { Path = body.Path }, body.Id, body.Parts) is not var (stored, bytes))
        {
            return Failure.Unhandled;
        }

        MalwareScan.Begin(transaction, row, bytes.Span);
        return Change(transaction, row with { IsUploaded = true, ChecksumEtag = stored.ETag, LastModifiedAt = stored.LastModified });
    }

    public Outcome<FileRead> Update(Transaction transaction, Guid id, FilePatch body)
    {
        var (row, fault) = Find(transaction, id);
        return row is null
            ? fault!
            : Change(transaction, row with
            {
                Name = string.IsNullOrEmpty(body.Name.Value) ? row.Name : body.Name.Value,
                Version = string.IsNullOrEmpty(body.Version.Value) ? row.Version : body.Version.Value,
            });
    }

    public Outcome<Nothing> Delete(Transaction transaction, Guid id)
    {
        var (row, fault) = Find(transaction, id);
        if (row is null)
        {
            return fault!;
        }

        transaction.Save(row with { IsDeleted = true });
        if (transaction.World.Objects.Find(row.Object.Id) is { } stored)
        {
            transaction.Remove(stored);
        }

        foreach (var product in transaction.World.Products.Of(row.OrganizationId, ProductRow.ByMedia, id).ToArray())
        {
            transaction.Save(product with { Medias = product.Medias.Remove(id) });
        }

        return default(Nothing);
    }

    private static (FileRow? Row, Failure? Fault) Find(Transaction transaction, Guid id) =>
        transaction.World.Files.Visible(transaction, id) switch
        {
            null or { IsDeleted: true } => (null, Failure.NotFound),
            { } row when row.Service == FileServiceTypes.SupportCaseAttachment => (null, s_notHere),
            { } row => (row, null),
        };

    private static FileRead Change(Transaction transaction, FileRow row)
    {
        transaction.Save(row);
        return FileProjection.ToResource(row);
    }
}
