using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>Files as a product's pictures.</summary>
internal static class ProductMedias
{
    /// <summary>The files that a product's body names, and what is wrong with them.</summary>
    public static (ImmutableList<Guid> Files, IReadOnlyList<RequestError> Faults) Read(World world, Guid organization, ValueList<Guid>? named)
    {
        var faults = (named ?? []).Select((id, index) => (Id: id, Index: index))
            .Where(entry => !MayShow(world.Files.Find(entry.Id), organization))
            .Select(entry => RequestError.Value(
                "File does not exist or is not yet uploaded.", JsonValue.Create(entry.Id.ToString()), "medias", entry.Index));
        return ([.. named ?? []], [.. faults]);
    }

    /// <summary>A product's pictures as the wire shows them.</summary>
    public static ValueList<ProductMediaFileRead> ToResource(World world, ProductRow product) =>
        product.Medias.IsEmpty ? ValueList<ProductMediaFileRead>.Empty : product.Medias.Select(id => FileProjection.ShowMedia(world.Files[id])).ToValueList();

    private static bool MayShow(FileRow? file, Guid organization) =>
        file is { IsDeleted: false, IsUploaded: true, FlaggedMaliciousAt: null }
        && file.OrganizationId == organization
        && file.Service == FileServiceTypes.ProductMedia;
}
