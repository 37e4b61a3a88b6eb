using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Http;
using Polar.FakeServer.Rendering;

namespace Polar.FakeServer.Composition;

/// <summary>A request under way, and what was found out about it so far.</summary>
internal sealed class Exchange(HttpContext context)
{
    public HttpContext Context => context;

    /// <summary>The version of the API that it is answered by.</summary>
    public string ApiVersion { get; set; } = ApiVersions.Current;

    /// <summary>The operation that it leads to; null where it leads to none, or was refused before that was asked.</summary>
    public Route? Route { get; set; }

    /// <summary>The body; empty where nobody has read it.</summary>
    public ReadOnlyMemory<byte> Body { get; set; }
}
