using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Webhooks;

/// <summary>Endpoints, what was delivered to them, and delivering it again.</summary>
internal sealed class WebhooksOperations : IWebhooksOperations
{
    public Outcome<ListResource<WebhookEndpoint>> ListWebhookEndpoints(Transaction transaction, WebhooksListWebhookEndpointsQuery query) =>
        transaction.World.WebhookEndpoints.Visible(transaction, query.OrganizationId)
            .Reverse()
            .Page(query.Page, query.Limit, row => row.Resource);

    public Outcome<WebhookEndpoint> CreateWebhookEndpoint(Transaction transaction, WebhookEndpointCreate body)
    {
        if (!transaction.TryOrganization(body.OrganizationId, out var organization, out var fault))
        {
            return fault;
        }

        return WebhookRules.Add(transaction, organization.Id, body, OwnSecret(transaction)).Resource;
    }

    public Outcome<WebhookEndpoint> GetWebhookEndpoint(Transaction transaction, Guid id) =>
        Find(transaction, id) is { } row ? row.Resource : Failure.NotFound;

    public Outcome<WebhookEndpoint> UpdateWebhookEndpoint(Transaction transaction, Guid id, WebhookEndpointUpdate body)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        // Null is ignored everywhere here: a name, once given, cannot be taken away. Of nothing else the row is not touched.
        if (body is { Url.Value: null, Name.Value: null, Format.Value: null, Events.Value: null, Enabled.Value: null, ApiVersion.Value: null }
            && OwnSecret(transaction) is null)
        {
            return row.Resource;
        }

        return WebhookRules.Change(transaction, row, row.Resource with
        {
            Url = body.Url.Value ?? row.Resource.Url,
            Name = body.Name.Value ?? row.Resource.Name,
            Format = body.Format.Value ?? row.Resource.Format,
            Events = body.Events.Value ?? row.Resource.Events,
            Enabled = body.Enabled.Value ?? row.Resource.Enabled,
            ApiVersion = body.ApiVersion.Value?.Value ?? row.Resource.ApiVersion,
            Secret = OwnSecret(transaction) ?? row.Resource.Secret,
            UsesStandardWebhookSignature = OwnSecret(transaction) is null && row.Resource.UsesStandardWebhookSignature,
        }).Resource;
    }

    public Outcome<Nothing> DeleteWebhookEndpoint(Transaction transaction, Guid id) =>
        Find(transaction, id) is { } row ? WebhookRules.Delete(transaction, row.Id) : Failure.NotFound;

    public Outcome<WebhookEndpoint> ResetWebhookEndpointSecret(Transaction transaction, Guid id) =>
        Find(transaction, id) is { } row
            ? WebhookRules.Change(transaction, row, row.Resource with
            {
                Secret = WebhookSignature.NewSecret(transaction.Random),
                UsesStandardWebhookSignature = true,
            }).Resource
            : Failure.NotFound;

    public Outcome<ListResource<WebhookDelivery>> ListWebhookDeliveries(Transaction transaction, WebhooksListWebhookDeliveriesQuery query)
    {
        var world = transaction.World;
        return world.WebhookDeliveries.Visible(transaction)
            .In(query.EndpointId is { } asked ? asked.Where(id => Find(transaction, id) is not null).ToValueList() : null, WebhookDeliveryRow.ByEndpoint)
            .WhereIf(query.Succeeded, (row, succeeded) => row.Succeeded == succeeded)
            .WhereIf(query.HttpCodeClass, (row, wanted) => row.HttpCode is { } code && wanted.Value.StartsWith((char)('0' + (code / 100))))
            .WhereIf(query.StartTimestamp, (row, start) => row.CreatedAt > start)
            .WhereIf(query.EndTimestamp, (row, end) => row.CreatedAt < end)
            .WhereIf(query.EventType, (row, types) => types.Any(type => type.Value == world.WebhookEvents[row.EventId].Type))
            .Containing(query.Query, row => row.Id.ToString(), row => row.EventId.ToString(), row => row.HttpCode?.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Reverse()
            .Page(query.Page, query.Limit, row => ToResource(transaction, row));
    }

    public Outcome<Nothing> RedeliverWebhookEvent(Transaction transaction, Guid id)
    {
        if (transaction.World.WebhookEvents.Visible(transaction, id) is not { } message)
        {
            return Failure.NotFound;
        }

        transaction.Save(message with { IsAskedAgain = true });
        transaction.Redeliver(id);
        return default(Nothing);
    }

    /// <summary>A secret that the merchant chose: Polar takes one, though its API description speaks only of those that it makes itself.</summary>
    private static string? OwnSecret(Transaction transaction) => transaction.Body?["secret"]?.GetValue<string>();

    public static WebhookDelivery ToResource(Transaction transaction, WebhookDeliveryRow row) => new()
    {
        CreatedAt = row.CreatedAt,
        ModifiedAt = null,
        Id = row.Id,
        Succeeded = row.Succeeded,
        HttpCode = row.HttpCode,
        Response = row.Response,
        WebhookEvent = transaction.World.WebhookEvents[row.EventId].ToResource(transaction.Now),
    };

    private static WebhookEndpointRow? Find(Transaction transaction, Guid id) =>
        transaction.World.WebhookEndpoints.Visible(transaction, id) is { IsDeleted: false } row ? row : null;
}
