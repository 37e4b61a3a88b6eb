using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Persistence;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>Files that merchants upload.</summary>
internal sealed class FilesModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IFilesOperations>(new FilesOperations())
        .Keep<ImmutableSortedDictionary<int, StoredPart>>(static () => new ImmutableSortedDictionaryCodec<int, StoredPart>())
        .Inspect(static () => ResourceKind.Of<FileRow, FileRead>(
            "Files",
            (_, row) => FileProjection.ToResource(row),
            (_, row) => row.Name,
            ("Service", (_, row) => row.Service.Value),
            ("Type", (_, row) => row.MimeType),
            ("Bytes", (_, row) => $"{row.Size}")))
        .Inspect(static () => ResourceKind.Of<StoredObject>(
            "Stored objects",
            row => new JsonObject
            {
                ["id"] = row.Id,
                ["bucket"] = row.Key.Bucket,
                ["path"] = row.Key.Path,
                ["content_type"] = row.ContentType,
                ["bytes"] = row.Size,
                ["etag"] = row.ETag,
                ["last_modified"] = row.LastModified.UtcDateTime,
            },
            (_, row) => row.Key.Path,
            ("Bucket", (_, row) => row.Key.Bucket),
            ("Bytes", (_, row) => $"{row.Size}")))
        .Inspect(static () => ResourceKind.Of<StoredUpload>(
            "Uploads under way",
            row => new JsonObject
            {
                ["id"] = row.Id,
                ["created_at"] = row.CreatedAt.UtcDateTime,
                ["bucket"] = row.Key.Bucket,
                ["path"] = row.Key.Path,
                ["content_type"] = row.ContentType,
                ["parts"] = row.Parts.Count,
            },
            (_, row) => row.Key.Path,
            ("Parts", (_, row) => $"{row.Parts.Count}")))
        .Route(FileDownloading.Route)
        .Access("files:", Permission.ViewProducts, Permission.ManageProducts)
        .Union(
            "DownloadableFileCreate",
            UnionTags.From("FileServiceTypes", "downloadable", "product_media", "organization_avatar", "support_case_attachment"));
}
