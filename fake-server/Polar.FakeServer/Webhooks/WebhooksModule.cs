using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Webhooks;

/// <summary>Webhook endpoints and what is delivered to them.</summary>
internal sealed class WebhooksModule : IModule
{
    /// <summary>A secret of the merchant's own.</summary>
    private static readonly NullableSchema s_secret = new(new TextSchema(32, null, null, null));

    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IWebhooksOperations>(new WebhooksOperations())
        .Access("webhooks:", Permission.ManageOrganization, Permission.ManageOrganization)
        .Body("WebhookEndpointCreate", new WebhookUrlRule(new WebhookUrlSchema()))
        .Body("WebhookEndpointUpdate", new WebhookUrlRule(new NullableSchema(new WebhookUrlSchema())))
        .Amend("WebhookEndpointCreate", WithSecret)
        .Amend("WebhookEndpointUpdate", WithSecret);

    private static ObjectSchema WithSecret(ObjectSchema endpoint) => endpoint.WithOptional("name", "secret", s_secret);
}
