using System.Net;
using Microsoft.AspNetCore.Http;

namespace Polar.FakeServer.Http;

/// <summary>
/// Keeps foreign web pages away. A page cannot choose the <c>Host</c> that a browser sends, so a name that is not this machine's means that somebody
/// has pointed a name of their own at it.
/// </summary>
/// <param name="names">Further names that the fake is known by.</param>
/// <param name="isOnSocket">Whether browsers can reach the fake at all; within a process only the test itself can.</param>
internal sealed class HostPolicy(IEnumerable<string> names, bool isOnSocket)
{
    private readonly HashSet<string> _names = new(names.Select(Normalized), StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a request is not answered; null when it is.</summary>
    public string? Fault(HttpRequest request) =>
        !isOnSocket || request.Host.Host is not { Length: > 0 } host || IsAddress(host) || IsKnown(host)
            ? null
            : $"This fake is not known as '{host}'; start it with --host-name to let it be.";

    /// <summary>Why a call to the fake itself is not answered; null when it is.</summary>
    public string? ControlFault(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return request.Headers["Sec-Fetch-Site"] == "cross-site" ? "Pages of other sites may not control this fake."
            : origin.Length > 0 && !IsOwn(origin, request) ? "Pages of other origins may not control this fake."
            : null;
    }

    private static string Normalized(string name) => name.Trim().TrimEnd('.');

    private static bool IsAddress(string host) => IPAddress.TryParse(host, out _);

    private bool IsKnown(string host)
    {
        var name = Normalized(host);
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || _names.Contains(name);
    }

    /// <summary>The fake's own pages, and those that this machine serves. An address of another machine is foreign, though its name is a number.</summary>
    private bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var page)
        && (page.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(page.Host, out var address) ? IPAddress.IsLoopback(address) : IsKnown(page.Host)));
}
