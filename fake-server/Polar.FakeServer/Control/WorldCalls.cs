using Microsoft.AspNetCore.Http.Features;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>The world as one document: out, and in again.</summary>
internal sealed class WorldCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } = [new("GET", "export", Export), new("POST", "import", ImportAsync)];

    private static Reply Export(ControlCall call)
    {
        call.Query();
        return new Reply(200, call.Services.Worlds.Export(), "application/json");
    }

    private static async Task<Reply> ImportAsync(ControlCall call)
    {
        // A world may be larger than what a web server takes from strangers.
        if (call.Request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        using var document = new MemoryStream();
        await call.Request.Body.CopyToAsync(document).ConfigureAwait(false);
        await call.Services.Worlds.ImportAsync(document.GetBuffer().AsSpan(0, (int)document.Length)).ConfigureAwait(false);
        return HealthCalls.Show(call);
    }
}
