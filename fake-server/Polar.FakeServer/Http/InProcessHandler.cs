using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;

namespace Polar.FakeServer.Http;

/// <summary>
/// Brings requests to a fake in this process. It tells the target as a socket would get it, which the test server leaves out; an address that was made
/// without being put into its canonical form keeps its dots.
/// </summary>
internal sealed class InProcessHandler(TestServer server) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        var target = address.PathAndQuery;
        using var transport = new HttpMessageInvoker(
            server.CreateHandler(context => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target));

        // The test server asks for parts that an address without a canonical form does not give.
        request.RequestUri = new Uri(address.GetLeftPart(UriPartial.Authority));
        try
        {
            return await transport.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or ObjectDisposedException))
        {
            // As a client on a socket is told of it.
            throw new HttpRequestException("The connection was closed before the answer came.", fault);
        }
        finally
        {
            request.RequestUri = address;
        }
    }
}
