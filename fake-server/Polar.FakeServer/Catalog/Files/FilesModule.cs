using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>Files that merchants upload.</summary>
internal sealed class FilesModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IFilesOperations>(new FilesOperations())
        .Route(FileDownloading.Route)
        .Access("files:", Permission.ViewProducts, Permission.ManageProducts)
        .Union(
            "DownloadableFileCreate",
            UnionTags.From("FileServiceTypes", "downloadable", "product_media", "organization_avatar", "support_case_attachment"));
}
