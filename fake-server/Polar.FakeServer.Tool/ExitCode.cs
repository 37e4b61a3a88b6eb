namespace Polar.FakeServer.Tool;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>Done as asked.</summary>
    public const int Success = 0;

    /// <summary>Something that should have worked did not.</summary>
    public const int Failure = 1;

    /// <summary>What was asked cannot be done: a wrong option, a port in use.</summary>
    public const int Usage = 2;

    /// <summary>Stopped before it was done, as shells have it for Ctrl-C.</summary>
    public const int Interrupted = 130;
}
