using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Polar.Benchmarks;

/// <summary>An endpoint on loopback that reads what it gets and answers at once.</summary>
internal sealed class PlainEndpoint : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly List<byte[]> _kept;

    private PlainEndpoint(IHost host, List<byte[]> kept)
    {
        _host = host;
        _kept = kept;
    }

    public Uri Address => new(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/hook");

    /// <summary>The bodies that came, as far as they are kept.</summary>
    public IReadOnlyList<byte[]> Bodies => _kept;

    public static async Task<PlainEndpoint> StartAsync(bool keepsBodies)
    {
        var kept = new List<byte[]>();
        var host = new HostBuilder()
            .ConfigureWebHost(web => web
                .UseKestrelCore()
                .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0))
                .Configure(app => app.Run(context => AnswerAsync(context, keepsBodies ? kept : null))))
            .Build();
        await host.StartAsync();
        return new PlainEndpoint(host, kept);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static async Task AnswerAsync(HttpContext context, List<byte[]>? kept)
    {
        var body = new byte[context.Request.ContentLength ?? 0];
        await context.Request.Body.ReadExactlyAsync(body);
        kept?.Add(body);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
