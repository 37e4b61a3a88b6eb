using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Registration;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>All kinds of things that people may look at.</summary>
/// <param name="all">The kinds, in the order in which their modules are named.</param>
/// <param name="routes">The operations of the API.</param>
internal sealed class ResourceKinds(IReadOnlyList<ResourceKind> all, RouteTable routes)
{
    public IReadOnlyList<ResourceKind> All => all;

    /// <summary>The kind of that name; null where there is none.</summary>
    public ResourceKind? Find(string name) => all.FirstOrDefault(kind => kind.Name == name);

    /// <summary>The kind of the thing that an id stands for; null where it stands for none.</summary>
    public ResourceKind? KindOf(World world, Guid id)
    {
        foreach (var kind in all)
        {
            if (kind.Has(world, id))
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>Where the API shows a thing; null where it does not.</summary>
    public string? ApiPath(ResourceKind kind, Guid id)
    {
        var path = $"/v1/{kind.Name.Replace('_', '-')}/{id}";
        return routes.Find("GET", path).Route is null ? null : path;
    }

    /// <summary>The page of a kind.</summary>
    public static string AddressOf(ResourceKind kind) => $"{InspectorPages.Root}/{kind.Name}";

    /// <summary>The page of a thing.</summary>
    public static string AddressOf(ResourceKind kind, Guid id) => $"{InspectorPages.Root}/{kind.Name}/{id}";
}
