using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Organizations;

namespace Polar.FakeServer.Pages.Inspector;

/// <summary>What a page is made from: what was asked for, and the world as it is while the page is made.</summary>
/// <param name="services">What calls to the fake itself work on.</param>
/// <param name="kinds">The kinds of things that there are.</param>
/// <param name="formToken">What shows that a form is one of the fake's own.</param>
/// <param name="request">The request.</param>
internal sealed class InspectorView(ControlServices services, ResourceKinds kinds, string formToken, PageRequest request)
{
    private const int MostListed = 50;

    public ControlServices Services => services;

    public ResourceKinds Kinds => kinds;

    /// <summary>What shows that a form is one of the fake's own.</summary>
    public string FormToken => formToken;

    public PageRequest Request => request;

    /// <summary>The world as it is while the page is made.</summary>
    public World World { get; } = services.Engine.World;

    /// <summary>The virtual time.</summary>
    public DateTimeOffset Now { get; } = services.Engine.Clock.GetUtcNow();

    /// <summary>A step over that world which only reads.</summary>
    public Transaction Reading => new(World, Caller.Background, Now, services.Engine.Settings);

    /// <summary>Why what was sent last was refused; null where nothing was.</summary>
    public string? Problem { get; init; }

    /// <summary>What was sent last, to be shown again where it was refused.</summary>
    public IReadOnlyDictionary<string, string> Sent { get; init; } = new Dictionary<string, string>();

    /// <summary>The address of the page, with its query.</summary>
    public string Address => InspectorText.Address(request);

    /// <summary>A parameter of the page; null where it is not there, or empty.</summary>
    public string? Parameter(string name) => request.Query.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>Whether there are several organizations, so that it matters whose something is.</summary>
    public bool HasSeveralOrganizations => World.Organizations.Count > 1;

    /// <summary>The organizations to choose from; null where there are too many for a list.</summary>
    public IReadOnlyList<OrganizationRow>? Organizations => World.Organizations.Count <= MostListed ? [.. World.Organizations.All] : null;

    /// <summary>The name of an organization as it is shown beside its things.</summary>
    public string NameOf(Guid organization) => World.Organizations.Find(organization)?.Resource.Slug ?? "";
}
