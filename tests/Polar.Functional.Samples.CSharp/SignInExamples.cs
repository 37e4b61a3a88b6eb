using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Polar.FakeServer;

namespace Shop;

/// <summary>OAuth2 and OpenID Connect.</summary>
public static class SignInExamples
{
    public static async Task<(string Id, string Secret)> RegisterAsync(FakePolar fake)
    {
        // example: oauth2 registration
        var registered = await fake.Client.OAuth2.Clients.CreateAsync(new OAuth2ClientConfiguration
        {
            ClientName = "Invoice Bridge",
            RedirectUris = ["https://bridge.example/signin-oidc"],
            Scope = "openid email products:read",
        });
        JsonElement client = registered.GetValueOrThrow().Parse();
        string id = client.GetProperty("client_id").GetString()!;
        string secret = client.GetProperty("client_secret").GetString()!;
        // end
        return (id, secret);
    }

    public static void SignInWithPolar(WebApplicationBuilder builder)
    {
        // example: oauth2 sign in
        builder.Services
            .AddAuthentication(options =>
            {
                options.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                options.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
            })
            .AddCookie()
            .AddOpenIdConnect(options =>
            {
                options.Authority = builder.Configuration["Polar:SignIn:Authority"] ?? "https://api.polar.sh";
                options.ClientId = builder.Configuration["Polar:SignIn:ClientId"];
                options.ClientSecret = builder.Configuration["Polar:SignIn:ClientSecret"];
                options.ResponseType = OpenIdConnectResponseType.Code;
                options.ResponseMode = OpenIdConnectResponseMode.Query; // the only one that Polar has
                options.AccessDeniedPath = "/sign-in-denied";
                options.GetClaimsFromUserInfoEndpoint = true;
                options.SaveTokens = true;
                options.MapInboundClaims = false;
                options.Scope.Clear();
                options.Scope.Add("openid");
                options.Scope.Add("email");
                options.Scope.Add("products:read");
            });
        // end
    }

    public static void OverFake(IServiceCollection services, FakePolar fake, string id, string secret)
    {
        // example: oauth2 over the fake
        services.Configure<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme, options =>
        {
            options.Authority = fake.Address.ToString();
            options.RequireHttpsMetadata = false; // the fake speaks plain http
            options.BackchannelHttpHandler = fake.CreateHandler();
            options.ClientId = id;
            options.ClientSecret = secret;
        });
        // end
    }

    public static void MapProfile(WebApplication app)
    {
        app.UseAuthentication();
        app.MapGet("/profile", async (HttpContext context) =>
        {
            if (context.User.Identity?.IsAuthenticated != true)
            {
                return Results.Challenge();
            }

            return Results.Json(new
            {
                sub = context.User.FindFirstValue("sub"),
                email = context.User.FindFirstValue("email"),
                token = await context.GetTokenAsync("access_token"),
            });
        });
    }

    public static async Task<string> ExchangeAsync(PolarClient polar, string id, string secret, string code)
    {
        // example: oauth2 exchange
        var exchanged = await polar.OAuth2.TokenAsync(new AuthorizationCodeTokenRequest
        {
            ClientId = id,
            ClientSecret = secret,
            Code = code,
            RedirectUri = "https://bridge.example/signin-oidc",
        });
        TokenResponse tokens = exchanged.GetValueOrThrow();

        var refreshed = await polar.OAuth2.TokenAsync(new RefreshTokenRequest
        {
            ClientId = id,
            ClientSecret = secret,
            RefreshToken = tokens.RefreshToken!,
        });
        string accessToken = refreshed.GetValueOrThrow().AccessToken; // the first one is good for nothing now
        // end
        return accessToken;
    }

    public static async Task<int> IssueAsync()
    {
        // example: oauth2 token of a test
        await using var fake = await FakePolar.StartAsync();
        string token = await fake.CreateTokenAsync(new FakeToken { Kind = FakeTokenKind.OAuth2, Scopes = ["products:read"] });

        using var http = fake.CreateHttpClient();
        var polar = new PolarClient(http, new PolarOptions { AccessToken = token, Server = PolarServer.At(fake.Address) });
        var products = await polar.Products.ListAsync(); // the user's, of all organizations
        var orders = await polar.Orders.ListAsync(); // 403: the token lacks the scope
        // end
        return products.IsOk && !orders.IsOk ? 200 : 0;
    }

    public static async Task<string> ConsentAsync(FakePolar fake, string id)
    {
        // example: oauth2 consent of a test
        string session = await fake.CreateTokenAsync(new FakeToken { Kind = FakeTokenKind.UserSession });

        using var browser = fake.CreateHttpClient(); // it follows no redirect
        using var consent = new HttpRequestMessage(
            HttpMethod.Post,
            $"/v1/oauth2/consent?response_type=code&client_id={id}&scope=openid%20email&redirect_uri=https%3A%2F%2Fbridge.example%2Fsignin-oidc");
        consent.Headers.Add("Cookie", $"polar_sandbox_session={session}");
        consent.Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["action"] = "allow" });
        using var answer = await browser.SendAsync(consent);
        Uri sentBack = answer.Headers.Location!; // https://bridge.example/signin-oidc?code=polar_ac_…
        // end
        return System.Web.HttpUtility.ParseQueryString(sentBack.Query)["code"]!;
    }
}
