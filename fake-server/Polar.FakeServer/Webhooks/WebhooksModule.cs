using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Webhooks;

/// <summary>Webhook endpoints and what is delivered to them.</summary>
internal sealed class WebhooksModule : IModule
{
    /// <summary>A secret of the merchant's own.</summary>
    private static readonly NullableSchema s_secret = new(new TextSchema(32, null, null, null));

    /// <summary>The versions that payloads can follow, the one behind the described one too.</summary>
    private static readonly EnumSchema s_version = new([.. ApiVersions.All]) { IsEnumeration = true };

    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IWebhooksOperations>(new WebhooksOperations())
        .Inspect(WebhookKinds.Endpoints)
        .Inspect(WebhookKinds.Messages)
        .Inspect(WebhookKinds.Deliveries)
        .Route(ListenRoute.Route)
        .Access("webhooks:", Permission.ManageOrganization, Permission.ManageOrganization)
        .Body("WebhookEndpointCreate", new WebhookUrlRule(new WebhookUrlSchema()))
        .Body("WebhookEndpointUpdate", new WebhookUrlRule(new NullableSchema(new WebhookUrlSchema())))
        .Amend("WebhookEndpointCreate", Complete)
        .Amend("WebhookEndpointUpdate", Complete);

    private static ObjectSchema Complete(ObjectSchema endpoint) => endpoint
        .WithOptional("name", "secret", s_secret)
        .With("api_version", described => described is NullableSchema ? new NullableSchema(s_version) : s_version);
}
