namespace Polar.FakeServer;

/// <summary>Whose rate limits the fake has.</summary>
public enum FakeRateLimits
{
    /// <summary>None.</summary>
    Off,

    /// <summary>Those of Polar's sandbox: 100 requests a minute.</summary>
    Sandbox,

    /// <summary>Those of production: 500 requests a minute.</summary>
    Production,
}
