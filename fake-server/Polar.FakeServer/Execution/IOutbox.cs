namespace Polar.FakeServer.Execution;

/// <summary>Where the events of a step go, on a floor above this one.</summary>
internal interface IOutbox
{
    /// <summary>Adds to a step what belongs to its events: a message for each endpoint that wants one.</summary>
    void Accept(Transaction transaction);

    /// <summary>Hands over what a step that has become the fake's world sends.</summary>
    void Send(Transaction transaction);

    /// <summary>Has what is sent wait until somebody settles, who then sees to it himself; what is left goes out when it is disposed of.</summary>
    IDisposable Hold();

    /// <summary>Waits until nothing is on its way that an answer is to be expected for.</summary>
    Task SettleAsync(CancellationToken cancellationToken);

    /// <summary>Forgets what is on its way; the world was put back.</summary>
    void Forget();
}
