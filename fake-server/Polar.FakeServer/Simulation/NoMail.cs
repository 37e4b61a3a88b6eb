namespace Polar.FakeServer.Simulation;

/// <summary>No mail leaves the machine; the world keeps what would have been sent.</summary>
internal sealed class NoMail : IMailSender
{
    /// <summary>The only one.</summary>
    public static NoMail Instance { get; } = new();

    /// <inheritdoc/>
    public void Send(FakeEmail email)
    {
    }
}
