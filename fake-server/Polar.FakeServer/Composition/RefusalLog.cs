using Microsoft.Extensions.Logging;

namespace Polar.FakeServer.Composition;

/// <summary>Refusals whose reason the answer does not tell.</summary>
internal static partial class RefusalLog
{
    /// <summary>A body without a length.</summary>
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "A {Method} was refused with 411, as Polar does: it has no Content-Length. PostAsJsonAsync sends none; call LoadIntoBufferAsync on the content before, or set FakePolarOptions.BufferRequests for the fake's own clients.")]
    public static partial void LengthRequired(ILogger logger, string method);
}
