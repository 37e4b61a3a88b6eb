using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>How endpoints come and go, whoever makes them.</summary>
internal static class WebhookRules
{
    public static WebhookEndpointRow Add(Transaction transaction, Guid organization, WebhookEndpointCreate body)
    {
        var row = new WebhookEndpointRow(new WebhookEndpoint
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Url = body.Url,
            Name = body.Name,
            Format = body.Format,
            Secret = WebhookSignature.NewSecret(transaction.Random),
            OrganizationId = organization,
            Events = body.Events,
            Enabled = true,
            ApiVersion = body.ApiVersion?.Value ?? ApiVersions.Current,
            UsesStandardWebhookSignature = true,
        });
        transaction.World = transaction.World with { WebhookEndpoints = transaction.World.WebhookEndpoints.Add(row) };
        return row;
    }

    /// <summary>Keeps what is changed of an endpoint.</summary>
    public static WebhookEndpointRow Change(Transaction transaction, WebhookEndpointRow row, WebhookEndpoint shown)
    {
        var changed = row with { Shown = shown with { ModifiedAt = transaction.Now } };
        transaction.World = transaction.World with { WebhookEndpoints = transaction.World.WebhookEndpoints.Update(changed) };
        return changed;
    }

    /// <summary>An endpoint that is deleted still gets what was on its way to it.</summary>
    public static Nothing Delete(Transaction transaction, Guid id)
    {
        var row = transaction.World.WebhookEndpoints[id];
        transaction.World = transaction.World with
        {
            WebhookEndpoints = transaction.World.WebhookEndpoints.Update(row with { IsDeleted = true }),
        };
        return default;
    }

    /// <summary>An endpoint whose last ten events all failed is switched off, and what waits for it is left out.</summary>
    public static void DisableIfHopeless(Transaction transaction, Guid endpointId)
    {
        const int Failures = 10;
        if (transaction.World.WebhookEndpoints.Find(endpointId) is not { Shown.Enabled: true } endpoint)
        {
            return;
        }

        var events = transaction.World.WebhookEvents.Of(endpoint.OrganizationId, WebhookEventRow.ByEndpoint, endpointId);
        var completed = new List<WebhookEventRow>();
        for (var index = events.Count - 1; index >= 0 && completed.Count < Failures; index--)
        {
            if (events[index].Succeeded is not null)
            {
                completed.Add(events[index]);
            }
        }

        if (completed.Count < Failures || completed.Any(row => row.Succeeded == true))
        {
            return;
        }

        Change(transaction, endpoint, endpoint.Shown with { Enabled = false });
        foreach (var waiting in events.Where(row => row is { Succeeded: null, Skipped: false }).ToArray())
        {
            transaction.World = transaction.World with
            {
                WebhookEvents = transaction.World.WebhookEvents.Update(waiting with { Skipped = true, ModifiedAt = transaction.Now }),
            };
        }
    }
}
