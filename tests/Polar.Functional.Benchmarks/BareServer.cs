using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Polar.Benchmarks;

/// <summary>ASP.NET Core with nothing in it, on a socket: a body is read, and bytes that are ready are written.</summary>
internal sealed class BareServer : IAsyncDisposable
{
    private readonly IHost _host;

    private BareServer(IHost host) => _host = host;

    public Uri Address => new(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts one that gives every request the same answer.</summary>
    public static async Task<BareServer> StartAsync(int status, byte[] json)
    {
        var host = new HostBuilder()
            .ConfigureWebHost(web => web
                .UseKestrelCore()
                .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0))
                .Configure(app => app.Run(context => AnswerAsync(context, status, json))))
            .Build();
        await host.StartAsync();
        return new BareServer(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static async Task AnswerAsync(HttpContext context, int status, byte[] json)
    {
        if (context.Request.ContentLength is { } length)
        {
            await context.Request.Body.ReadExactlyAsync(new byte[length]);
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        await context.Response.Body.WriteAsync(json);
    }
}
