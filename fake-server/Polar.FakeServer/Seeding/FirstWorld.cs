using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>The world that a fake starts with.</summary>
internal static class FirstWorld
{
    public static (World World, FakeIdentity Identity) Make(FakePolarOptions options, DateTimeOffset now, FakeSettings settings)
    {
        var (world, identity) = options.Empty ? Found(options, now, settings) : SampleWorlds.At(options, now, settings);
        if (options.WebhookUrl is not { } url)
        {
            return (world, identity);
        }

        var transaction = new Transaction(world, Caller.Background, now, settings);
        var endpoint = AllEvents(transaction, identity.Organization, url);
        return (
            world with { WebhookEndpoints = world.WebhookEndpoints.Add(endpoint), Random = transaction.Random.Source },
            identity);
    }

    /// <summary>The organization, and its sample data unless that is left out.</summary>
    public static (World World, FakeIdentity Identity) Found(FakePolarOptions options, DateTimeOffset now, FakeSettings settings)
    {
        var world = new World { Random = new RandomSource((ulong)options.Seed) };
        var transaction = new Transaction(world, Caller.Background, now, settings);
        var organization = NewOrganization.Make(transaction, options.OrganizationSlug, options.OrganizationName);
        var token = Tokens.OfOrganization(options.AccessToken, organization.Id);
        var founder = new UserRow(transaction.NewId(), $"founder@{options.OrganizationSlug}.example");
        transaction.World = transaction.World with
        {
            Organizations = transaction.World.Organizations.Add(organization),
            Tokens = transaction.World.Tokens.Add(token.Token, token),
            Users = transaction.World.Users.Add(
                founder.Id, founder.With(organization.Id, OrganizationRole.Owner)),
        };
        if (!options.Empty)
        {
            SampleData.Fill(transaction, organization.Id, options.Seed);
        }

        return (
            transaction.World with { Random = transaction.Random.Source },
            new FakeIdentity(organization.Id, founder.Id, options.OrganizationSlug, options.AccessToken));
    }

    private static WebhookEndpointRow AllEvents(Transaction transaction, Guid organization, Uri url) => new(new WebhookEndpoint
    {
        Id = transaction.NewId(),
        CreatedAt = transaction.Now,
        ModifiedAt = null,
        Url = url.AbsoluteUri,
        Name = "Started with the fake",
        Format = WebhookFormat.Raw,
        Secret = WebhookSignature.NewSecret(transaction.Random),
        OrganizationId = organization,
        Events = WebhookEventType.KnownValues,
        Enabled = true,
        ApiVersion = ApiVersions.Current,
        UsesStandardWebhookSignature = true,
    });
}
