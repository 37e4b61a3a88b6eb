using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Polar.FakeServer.Http;

/// <summary>A web server on a socket. The port is taken at once and the address known, but nobody can connect before it is started.</summary>
internal sealed class SocketServer
{
    private readonly Socket _socket;

    private SocketServer(Socket socket) => _socket = socket;

    /// <summary>Where programs on this machine reach the server.</summary>
    public Uri Address
    {
        get
        {
            var address = EndPoint.Address;
            var reachable = address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
            return new Uri($"http://{new IPEndPoint(reachable, EndPoint.Port)}");
        }
    }

    private IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Takes a port.</summary>
    /// <exception cref="IOException">It cannot be had.</exception>
    public static SocketServer Bind(IPAddress address, int port)
    {
        try
        {
            return new SocketServer(SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(address, port)));
        }
        catch (SocketException fault)
        {
            throw new IOException($"Cannot listen on {new IPEndPoint(address, port)}: {fault.Message}", fault);
        }
    }

    /// <summary>The server, which is yet to be started.</summary>
    public KestrelServer Create()
    {
        var options = new KestrelServerOptions();
        options.Listen(EndPoint, listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportOptions { CreateBoundListenSocket = _ => _socket };
        return new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(transport), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
    }

    /// <summary>Gives the port back.</summary>
    public void Release() => _socket.Dispose();
}
