using System.Net;
using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Endpoints, what was delivered to them, and delivering it again.</summary>
internal sealed class WebhooksOperations : IWebhooksOperations
{
    public Outcome<ListResource<WebhookEndpoint>> ListWebhookEndpoints(Transaction transaction, WebhooksListWebhookEndpointsQuery query) =>
        transaction.World.WebhookEndpoints.Visible(transaction, query.OrganizationId)
            .Reverse()
            .Page(query.Page, query.Limit, row => row.Shown);

    public Outcome<WebhookEndpoint> CreateWebhookEndpoint(Transaction transaction, WebhookEndpointCreate body)
    {
        if (!transaction.TryOrganization(body.OrganizationId, out var organization, out var fault))
        {
            return fault;
        }

        if (UrlFault(body.Url) is { } bad)
        {
            return bad;
        }

        var row = new WebhookEndpointRow(new WebhookEndpoint
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Url = body.Url,
            Name = body.Name,
            Format = body.Format,
            Secret = WebhookSignature.NewSecret(transaction.Random),
            OrganizationId = organization.Id,
            Events = body.Events,
            Enabled = true,
            ApiVersion = body.ApiVersion?.Value ?? ApiVersions.Current,
            UsesStandardWebhookSignature = true,
        });
        transaction.World = transaction.World with { WebhookEndpoints = transaction.World.WebhookEndpoints.Add(row) };
        return row.Shown;
    }

    public Outcome<WebhookEndpoint> GetWebhookEndpoint(Transaction transaction, Guid id) =>
        Find(transaction, id) is { } row ? row.Shown : Failure.NotFound;

    public Outcome<WebhookEndpoint> UpdateWebhookEndpoint(Transaction transaction, Guid id, WebhookEndpointUpdate body)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        if (body.Url.Value is { } url && UrlFault(url) is { } bad)
        {
            return bad;
        }

        // Null is ignored everywhere here: a name, once given, cannot be taken away.
        return Change(transaction, row, row.Shown with
        {
            Url = body.Url.Value ?? row.Shown.Url,
            Name = body.Name.Value ?? row.Shown.Name,
            Format = body.Format.Value ?? row.Shown.Format,
            Events = body.Events.Value ?? row.Shown.Events,
            Enabled = body.Enabled.Value ?? row.Shown.Enabled,
            ApiVersion = body.ApiVersion.Value?.Value ?? row.Shown.ApiVersion,
        });
    }

    public Outcome<Nothing> DeleteWebhookEndpoint(Transaction transaction, Guid id)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        transaction.World = transaction.World with
        {
            WebhookEndpoints = transaction.World.WebhookEndpoints.Update(row with { IsDeleted = true }),
        };
        return default(Nothing);
    }

    public Outcome<WebhookEndpoint> ResetWebhookEndpointSecret(Transaction transaction, Guid id) =>
        Find(transaction, id) is { } row
            ? Change(transaction, row, row.Shown with
            {
                Secret = WebhookSignature.NewSecret(transaction.Random),
                UsesStandardWebhookSignature = true,
            })
            : Failure.NotFound;

    public Outcome<ListResource<WebhookDelivery>> ListWebhookDeliveries(Transaction transaction, WebhooksListWebhookDeliveriesQuery query)
    {
        var world = transaction.World;
        return world.WebhookDeliveries.Visible(transaction)
            .In(query.EndpointId, row => row.EndpointId)
            .Asked(query.Succeeded, (row, succeeded) => row.Succeeded == succeeded)
            .Asked(query.HttpCodeClass, (row, wanted) => row.HttpCode is { } code && wanted.Value.StartsWith((char)('0' + (code / 100))))
            .Asked(query.StartTimestamp, (row, start) => row.CreatedAt > start)
            .Asked(query.EndTimestamp, (row, end) => row.CreatedAt < end)
            .Asked(query.EventType, (row, types) => types.Any(type => type.Value == world.WebhookEvents[row.EventId].Type))
            .Containing(query.Query, row => row.Id.ToString(), row => row.EventId.ToString(), row => row.HttpCode?.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Reverse()
            .Page(query.Page, query.Limit, row => Show(world, row));
    }

    public Outcome<Nothing> RedeliverWebhookEvent(Transaction transaction, Guid id)
    {
        if (transaction.World.WebhookEvents.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        transaction.World = transaction.World with { WebhookEvents = transaction.World.WebhookEvents.Update(row with { Skipped = false }) };
        transaction.Redeliver(id);
        return default(Nothing);
    }

    private static WebhookDelivery Show(World world, WebhookDeliveryRow row) => new()
    {
        CreatedAt = row.CreatedAt,
        ModifiedAt = null,
        Id = row.Id,
        Succeeded = row.Succeeded,
        HttpCode = row.HttpCode,
        Response = row.Response,
        WebhookEvent = world.WebhookEvents[row.EventId].Shown,
    };

    private static WebhookEndpointRow? Find(Transaction transaction, Guid id) =>
        transaction.World.WebhookEndpoints.Visible(transaction, id) is { IsDeleted: false } row ? row : null;

    private static WebhookEndpoint Change(Transaction transaction, WebhookEndpointRow row, WebhookEndpoint shown)
    {
        var changed = row with { Shown = shown with { ModifiedAt = transaction.Now } };
        transaction.World = transaction.World with { WebhookEndpoints = transaction.World.WebhookEndpoints.Update(changed) };
        return changed.Shown;
    }

    /// <summary>Polar takes only public https addresses; the fake takes loopback ones too, since that is where its users listen.</summary>
    private static Failure? UrlFault(string url)
    {
        var address = new Uri(url);
        var local = address.IsLoopback || (IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));
        return address.Scheme == "https" || local
            ? null
            : Failure.Malformed(
            [
                new Issue(
                    "url_scheme", ["body", "url"], "URL scheme should be 'https'", JsonValue.Create(url), [("expected_schemes", "'https'")]),
            ]);
    }
}
