namespace Polar.FakeServer;

/// <summary>How many requests a caller may make. A request beyond that is refused with 429 and a <c>Retry-After</c>.</summary>
public enum FakeRateLimits
{
    /// <summary>Any number of requests.</summary>
    Off,

    /// <summary>The limits of Polar's sandbox: 100 requests a minute, and fewer where Polar limits a route more strictly.</summary>
    Sandbox,

    /// <summary>The limits of Polar's production: 500 requests a minute, and fewer where Polar limits a route more strictly.</summary>
    Production,
}
