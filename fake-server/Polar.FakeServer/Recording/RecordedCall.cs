using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Polar.FakeServer.Control;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Recording;

/// <summary>A request to the API, the storage or the fake itself, with its answer.</summary>
internal sealed record CallStep : RecordedStep
{
    public required string Method { get; init; }

    /// <summary>Path and query, as they were sent.</summary>
    public required string Target { get; init; }

    public required string Scheme { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Headers { get; init; }

    /// <summary>Where it came from; null within the process.</summary>
    public string? Address { get; init; }

    /// <summary>The body; null where nobody was to read it.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Whether it is repeated: what a move of the clock did, the steps before it have repeated already.</summary>
    public bool IsRepeated { get; init; } = true;

    public required RecordedAnswer Answer { get; init; }

    /// <summary>Whether it only shows what the fake itself keeps, such as how long requests have taken; that is not compared.</summary>
    public bool OnlyLooks => Method == "GET" && Target.StartsWith(ControlApi.Root, StringComparison.Ordinal);

    public static CallStep Of(HttpRequest request, ReadOnlyMemory<byte>? body, RecordedAnswer answer) => new()
    {
        Method = request.Method,
        Target = TargetOf(request),
        Scheme = request.Scheme,
        Headers = [.. request.Headers.SelectMany(header => header.Value.Select(value => (header.Key, value ?? "")))],
        Address = request.HttpContext.Connection.RemoteIpAddress?.ToString(),
        Body = body,
        Answer = answer,
    };

    /// <summary>The request once more.</summary>
    public HttpContext Request()
    {
        var context = new DefaultHttpContext();
        var request = context.Request;
        request.Method = Method;
        request.Scheme = Scheme;
        foreach (var (name, value) in Headers)
        {
            request.Headers.Append(name, value);
        }

        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = Target;
        context.Connection.RemoteIpAddress = Address is null ? null : System.Net.IPAddress.Parse(Address);
        if (Body is { } body)
        {
            // A recording that somebody has edited is still one.
            request.ContentLength = request.ContentLength is null ? null : body.Length;
            request.Body = new MemoryStream(body.ToArray());
        }

        return context;
    }

    private static string TargetOf(HttpRequest request) => request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw
        ? raw
        : request.Path.ToUriComponent() + request.QueryString.Value;
}
