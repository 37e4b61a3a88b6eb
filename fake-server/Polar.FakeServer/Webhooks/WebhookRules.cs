using Polar.FakeServer.Execution;
using Polar.FakeServer.Rendering;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Webhooks;

/// <summary>How endpoints come and go, whoever makes them.</summary>
internal static class WebhookRules
{
    /// <summary>Adds an endpoint.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="organization">The organization that owns the endpoint.</param>
    /// <param name="body">What it is to be.</param>
    /// <param name="secret">A secret of the merchant's own; null has one made.</param>
    public static WebhookEndpointRow Add(Transaction transaction, Guid organization, WebhookEndpointCreate body, string? secret = null)
    {
        var row = new WebhookEndpointRow(new WebhookEndpoint
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Url = body.Url,
            Name = body.Name,
            Format = body.Format,
            Secret = secret ?? WebhookSignature.NewSecret(transaction.Random),
            OrganizationId = organization,
            Events = body.Events,
            Enabled = true,
            ApiVersion = body.ApiVersion?.Value ?? ApiVersions.Current,
            UsesStandardWebhookSignature = secret is null,
        });
        transaction.Save(row);
        return row;
    }

    /// <summary>Keeps what is changed of an endpoint.</summary>
    public static WebhookEndpointRow Change(Transaction transaction, WebhookEndpointRow row, WebhookEndpoint shown)
    {
        var changed = row with { Resource = shown with { ModifiedAt = transaction.Now } };
        transaction.Save(changed);
        return changed;
    }

    /// <summary>An endpoint that is deleted still gets what was on its way to it.</summary>
    public static Nothing Delete(Transaction transaction, Guid id)
    {
        var row = transaction.World.WebhookEndpoints[id];
        transaction.Save(row with { IsDeleted = true });
        return default;
    }
}
