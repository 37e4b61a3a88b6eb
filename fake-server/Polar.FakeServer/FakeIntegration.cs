namespace Polar.FakeServer;

/// <summary>A service outside of Polar that benefits give access to.</summary>
public enum FakeIntegration
{
    /// <summary>Discord: roles on a server.</summary>
    Discord,

    /// <summary>GitHub: access to a repository.</summary>
    GitHub,

    /// <summary>Slack: a channel shared with the customer.</summary>
    Slack,
}
