using System.Text.Json.Nodes;

namespace Polar.FakeServer.Pages.Portal;

/// <summary>What customers do with their benefits.</summary>
internal static class BenefitActions
{
    /// <summary>Does what a form asks for; null where that is nothing.</summary>
    public static async Task<PageAnswer?> DoAsync(PortalVisit visit, string action)
    {
        var form = visit.Request.Form;
        if (!Guid.TryParse(form.GetValueOrDefault("target"), out var target))
        {
            return null;
        }

        var (method, path, body) = action switch
        {
            "rotate" => ("POST", $"license-keys/{target}/rotate", null),
            "deactivate" => ("POST", "license-keys/deactivate", new JsonObject
            {
                ["key"] = form.GetValueOrDefault("key"),
                ["organization_id"] = visit.Organization.Id,
                ["activation_id"] = target,
            }),
            "connect" => ("PATCH", $"benefit-grants/{target}", new JsonObject
            {
                ["benefit_type"] = form.GetValueOrDefault("benefit_type"),
                ["properties"] = new JsonObject { ["account_id"] = form.GetValueOrDefault("account_id") is { Length: > 0 } account ? account : null },
            }),
            "invite" => ("PATCH", $"benefit-grants/{target}", new JsonObject
            {
                ["benefit_type"] = "slack_shared_channel",
                ["properties"] = new JsonObject { ["invited_email"] = form.GetValueOrDefault("invited_email") },
            }),
            _ => (null, "", null),
        };
        return method is null ? null : await visit.SendAsync(method, path, body).ConfigureAwait(false);
    }
}
