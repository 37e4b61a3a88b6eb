using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.OAuth2.Clients;
using Polar.FakeServer.OAuth2.Pages;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.OAuth2;

/// <summary>OAuth2 and OpenID Connect.</summary>
internal sealed class OAuth2Module : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module)
    {
        module
            .Handle<IOAuth2Operations>(new OAuth2Operations())
            .Handle<IOAuth2ClientsOperations>(new ClientsOperations())
            .Inspect(OAuth2Kinds.Clients)
            .Inspect(OAuth2Kinds.Tokens)
            .Inspect(OAuth2Kinds.Consents)
            .Inspect(OAuth2Kinds.Codes)
            .Route(ConsentRoute.Route)
            .Route(UserInfoEndpoint.PostRoute)
            .WritesOnGet("oauth2:authorize")
            .Access("oauth2:authorize", AccessRule.Session)
            .Access("oauth2:consent", AccessRule.Session)
            .Access("oauth2:clients:", AccessRule.Session)
            .Correct("oauth2:clients:list", route => route with { Scopes = ["user:read", "user:write"] })
            .Access("oauth2:userinfo", AccessRule.OAuth2Token)
            .Access("oauth2:userinfo_post", AccessRule.OAuth2Token)
            .Correct("oauth2:userinfo", route => route with { Subjects = UserInfoEndpoint.PostRoute.Subjects })
            .Amend("OAuth2ClientConfiguration", WithRedirects)
            .Amend("OAuth2ClientConfigurationUpdate", WithRedirects);
        foreach (var route in AuthorizeRoutes.All)
        {
            module.Route(route);
        }
    }

    private static ObjectSchema WithRedirects(ObjectSchema client) =>
        client.With("redirect_uris", described => described is ListSchema list ? list with { Items = new RedirectUriSchema() } : described);
}
