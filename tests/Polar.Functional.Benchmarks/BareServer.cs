using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Polar.Benchmarks;

/// <summary>ASP.NET Core with nothing in it: a body is read, and bytes that are ready are written.</summary>
internal sealed class BareServer : IAsyncDisposable
{
    private readonly IHost _host;

    private BareServer(IHost host, HttpClient http)
    {
        _host = host;
        Http = http;
    }

    public HttpClient Http { get; }

    public static async Task<BareServer> StartAsync(bool onLoopback, byte[] got, byte[] created)
    {
        var host = new HostBuilder()
            .ConfigureWebHost(web =>
            {
                if (onLoopback)
                {
                    web.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
                }
                else
                {
                    web.UseTestServer();
                }

                web.Configure(app => app.Run(context => AnswerAsync(context, got, created)));
            })
            .Build();
        await host.StartAsync();
        return new BareServer(host, onLoopback ? new HttpClient { BaseAddress = Address(host) } : host.GetTestClient());
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _host.StopAsync();
        _host.Dispose();
    }

    private static Uri Address(IHost host) =>
        new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private static async Task AnswerAsync(HttpContext context, byte[] got, byte[] created)
    {
        var reply = got;
        if (context.Request.Method == "POST")
        {
            await context.Request.Body.ReadExactlyAsync(new byte[context.Request.ContentLength!.Value]);
            context.Response.StatusCode = StatusCodes.Status201Created;
            reply = created;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = reply.Length;
        await context.Response.Body.WriteAsync(reply);
    }
}
