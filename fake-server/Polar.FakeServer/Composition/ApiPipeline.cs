using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Polar.FakeServer.Authentication;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Composition;

/// <summary>
/// Polar's API: every request passes the checks in Polar's order (version, cross-origin, size, rate, token, route, JSON, subject and scope, schema)
/// and comes to its handler then.
/// </summary>
internal sealed class ApiPipeline(Engine engine, RateLimiter limiter, ILogger logger)
{
    /// <summary>Where the API was before, and still is.</summary>
    public const string OldRoot = "/api/v1";

    private const long LargestBody = 10_485_760;

    /// <summary>Where a browser keeps a person's session.</summary>
    private const string SessionCookie = "polar_sandbox_session";

    private static readonly RouteTable s_routes = Modules.Composed.Routes;

    private static readonly Reply s_notFound = Reply.Json(404, "{\"detail\":\"Not Found\"}");

    /// <summary>The answer to a request; headers that do not depend on it are on the response already.</summary>
    public async Task<Reply> AnswerAsync(Exchange exchange, string path)
    {
        var (context, request) = (exchange.Context, exchange.Context.Request);
        var version = request.Headers["Polar-Version"].ToString();
        if (version.Length > 0 && !ApiVersions.IsServed(version))
        {
            return s_notFound;
        }

        exchange.ApiVersion = version.Length > 0 ? version : ApiVersions.Current;
        context.Response.Headers["Polar-Version"] = exchange.ApiVersion;
        if (CrossOrigin.Apply(context) is { } preflight)
        {
            return preflight;
        }

        if (SizeFault(request) is { } refusal)
        {
            if (refusal.Status == StatusCodes.Status411LengthRequired)
            {
                RefusalLog.LengthRequired(logger, request.Method);
            }

            return refusal;
        }

        if (path.StartsWith(OldRoot, StringComparison.Ordinal))
        {
            path = path[4..];
            context.Response.Headers["X-Polar-Deprecation-Notice"] =
                "The API root has moved from /api/v1 to /v1. Please update your integration.";
        }

        var bearer = BearerOf(request);
        if (limiter.RetryAfter(path, bearer, AddressOf(request)) is { } seconds)
        {
            return new Reply(429, default, null, ("Retry-After", $"{seconds}"));
        }

        var reply = await AnswerAsync(exchange, path, bearer).ConfigureAwait(false);
        if (reply != AccessChecks.InvalidToken)
        {
            context.Response.Headers["X-Polar-Sandbox"] = "1";
        }

        context.Response.Headers.CacheControl = reply.Headers.Any(header => header.Name == "Pragma") ? "no-store" : "private, no-store";
        return reply;
    }

    private static Reply? SizeFault(HttpRequest request)
    {
        return request.ContentLength switch
        {
            null when request.Method is "POST" or "PUT" or "PATCH" => Reply.Json(411, "{\"error\": \"LengthRequired\", \"detail\": \"A Content-Length header is required.\"}"),
            > LargestBody => Reply.Json(
                413,
                "{\"error\": \"RequestBodyTooLarge\", \"detail\": \"Request body exceeded the maximum allowed size of 10485760 bytes.\"}"),
            _ => null,
        };
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength is null or 0)
        {
            return default;
        }

        var body = GC.AllocateUninitializedArray<byte>((int)request.ContentLength.Value);
        await request.Body.ReadExactlyAsync(body).ConfigureAwait(false);
        return body;
    }

    /// <summary>Where the request comes from, as the network in front of the service says, else as the connection does.</summary>
    private static string? ClientAddress(HttpRequest request) =>
        request.Headers["True-Client-IP"] is [{ Length: > 0 } told] ? told : request.HttpContext.Connection.RemoteIpAddress?.ToString();

    private static string? BearerOf(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        var token = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
        return token.Length > 0 && Ascii.IsValid(token) ? token : null;
    }

    private static string AddressOf(HttpRequest request) =>
        ClientAddress(request) ?? "anonymous";

    private async Task<Reply> AnswerAsync(Exchange exchange, string path, string? bearer)
    {
        var request = exchange.Context.Request;
        var caller = bearer is null ? SignedIn(request) : Authenticator.Identify(engine.World, engine.Clock.GetUtcNow(), bearer, request.Headers["Polar-Organization"] is [{ Length: > 0 } only] ? only : null);
        if (caller is null)
        {
            return AccessChecks.InvalidToken;
        }

        if (bearer is not null)
        {
            limiter.Remember(bearer, caller);
        }

        if (DiscoveryEndpoints.At(path) is { } page)
        {
            return request.Method == "GET" ? page($"{request.Scheme}://{request.Host}") : NotAllowed("GET");
        }

        var match = s_routes.Find(request.Method, path);
        if (match.Route is not { } route)
        {
            return Unrouted(request, path, match);
        }

        exchange.Route = route;
        exchange.Body = route.Body is null ? default : await ReadAsync(request).ConfigureAwait(false);
        var raw = new RawRequest(
            match.Values,
            QueryText.Parse(request.QueryString.Value),
            request.ContentType,
            exchange.Body,
            ClientAddress(request),
            exchange.ApiVersion)
        { Authorization = request.Headers.Authorization };
        var direct = RequestChecks.Direct(route, raw, engine.ValidationContext);
        var (body, malformed) = direct is null ? RequestChecks.Parse(route, raw) : default;
        if (malformed is not null)
        {
            return malformed;
        }

        if (AccessChecks.Refusal(route, caller) is { } refusal)
        {
            return refusal;
        }

        var acting = route.Admits(caller.Kind) ? caller : Caller.Anonymous;
        if (route.Refusal(Stage.BeforeValidation, acting, engine.World, match.Values) is { } guarded)
        {
            return Reply.Of(guarded);
        }

        var (bound, invalid) = direct is null ? RequestChecks.Check(route, raw, body, engine.ValidationContext) : (direct, null);
        return (invalid ?? route.Refusal(Stage.AfterValidation, acting, engine.World, match.Values)) is { } fault
            ? Reply.Of(fault)
            : await engine.HandleAsync(new OperationCall(route, acting, bound!)).ConfigureAwait(false);
    }

    private Caller SignedIn(HttpRequest request) => request.Cookies[SessionCookie] is { } session
        ? Authenticator.IdentifySession(engine.World, engine.Clock.GetUtcNow(), session)
        : Caller.Anonymous;

    private static Reply NotAllowed(string method) => Reply.Json(405, "{\"detail\":\"Method Not Allowed\"}", ("Allow", method));

    private static Reply Unrouted(HttpRequest request, string path, RouteMatch match)
    {
        if (match.Allowed is { } allowed)
        {
            return NotAllowed(allowed);
        }

        var other = path.EndsWith('/') ? path.TrimEnd('/') : path + "/";
        return s_routes.Knows(other) || DiscoveryEndpoints.At(other) is not null
            ? new Reply(307, default, null, ("Location", $"{request.Scheme}://{request.Host}{new PathString(other).ToUriComponent()}{request.QueryString}"))
            : s_notFound;
    }
}
