using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.OAuth2.Authorization;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Validation;
using Polar.FakeServer.Webhooks;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.SampleData;

/// <summary>The world that a fake starts with.</summary>
internal static class WorldFactory
{
    private const string EndpointName = "Started with the fake";

    public static (World World, FakeIdentity Identity) Make(FakePolarOptions options, DateTimeOffset now, FakeSettings settings)
    {
        var (made, identity) = options.Empty ? Found(options, now, settings) : SampleWorlds.At(options, now, settings);
        return (WithEndpoint(made.Remembering(options.KeptEvents), identity, options, now, settings), identity);
    }

    /// <summary>The world with an endpoint at the address that the fake is started with, if there is such an address and no endpoint at it.</summary>
    public static World WithEndpoint(World world, FakeIdentity identity, FakePolarOptions options, DateTimeOffset now, FakeSettings settings)
    {
        if (options.WebhookUrl is not { } url || Endpoint(world, identity, url) is not null)
        {
            return world;
        }

        var transaction = new Transaction(world, Caller.Background, now, settings);
        transaction.Save(FirstEndpoint(transaction, identity.Organization, options, url));
        return transaction.Result;
    }

    /// <summary>The organization, and its sample data unless that is left out.</summary>
    public static (World World, FakeIdentity Identity) Found(FakePolarOptions options, DateTimeOffset now, FakeSettings settings)
    {
        if (FixedPlaces.Has(options.OrganizationSlug))
        {
            throw new ArgumentException(
                $"'{options.OrganizationSlug}' is what addresses of the fake itself begin with, so no organization may be called so.", nameof(options));
        }

        var world = World.Empty(new RandomSource((ulong)options.Seed));
        var transaction = new Transaction(world, Caller.Background, now, settings);
        var organization = NewOrganization.Make(transaction, options.OrganizationSlug, options.OrganizationName);
        var token = TokenRow.OfOrganization(options.AccessToken, organization.Id);
        var founder = new UserRow(transaction.NewId(), $"founder@{options.OrganizationSlug}.example");
        transaction.Save(organization);
        transaction.Save(token);
        transaction.Save(founder.With(organization.Id, OrganizationRole.Owner));
        transaction.Save(new SignedInUserRow(founder.Id));
        if (!options.Empty)
        {
            SampleData.Fill(transaction, organization.Id, options.Seed, options.SampleData);
        }

        return (
            transaction.Result,
            new FakeIdentity(organization.Id, founder.Id, options.OrganizationSlug, options.AccessToken));
    }

    /// <summary>What deliveries to the address that a fake was started with are signed with; null where there is no such address.</summary>
    public static string? WebhookSecret(World world, FakeIdentity identity, Uri? url) => Endpoint(world, identity, url)?.Resource.Secret;

    private static WebhookEndpointRow? Endpoint(World world, FakeIdentity identity, Uri? url) => world.WebhookEndpoints.All.FirstOrDefault(row =>
        !row.IsDeleted && row.OrganizationId == identity.Organization && row.Resource.Name == EndpointName && (url is null || row.Resource.Url == url.AbsoluteUri));

    private static WebhookEndpointRow FirstEndpoint(Transaction transaction, Guid organization, FakePolarOptions options, Uri url) => new(new WebhookEndpoint
    {
        Id = transaction.NewId(),
        CreatedAt = transaction.Now,
        ModifiedAt = null,
        Url = url.AbsoluteUri,
        Name = EndpointName,
        Format = WebhookFormat.Raw,
        Secret = options.WebhookSecret ?? WebhookSignature.NewSecret(transaction.Random),
        OrganizationId = organization,
        Events = options.WebhookEvents?.Select(type => new WebhookEventType(type)).ToValueList() ?? WebhookEventType.KnownValues,
        Enabled = true,
        ApiVersion = ApiVersions.Current,
        UsesStandardWebhookSignature = options.WebhookSecret is null,
    });
}
