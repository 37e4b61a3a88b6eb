using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.TestHost;
using Polar.FakeServer.Composition;
using Polar.FakeServer.Http;

namespace Polar.FakeServer;

/// <content>The world as a whole: put back, kept as a snapshot, forked, exported and imported.</content>
public sealed partial class FakePolar
{
    /// <summary>Puts everything back to how it was at the start, the clock too.</summary>
    /// <returns>Completes when the fake is as it was.</returns>
    public Task ResetAsync() => _service.Services.ResetAsync();

    /// <summary>The world as it is now, to go back to or to fork.</summary>
    /// <returns>The snapshot.</returns>
    public FakeSnapshot Snapshot() => _service.Services.Snapshots.Take();

    /// <summary>Goes back to the world of a snapshot, and to the time of it; what is on its way to endpoints is given up.</summary>
    /// <param name="snapshot">A snapshot of this fake, of one that it is a fork of, or of a fork of it.</param>
    /// <returns>Completes when the fake is as it was.</returns>
    /// <exception cref="ArgumentException">The snapshot is of a fake with another organization.</exception>
    public Task RestoreAsync(FakeSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return _service.Services.Snapshots.RestoreAsync(snapshot);
    }

    /// <summary>
    /// Starts another fake in-process, with the world and the time of this one, so that tests need not make the same things again and again. From then on
    /// the two share nothing; endpoints that are functions are not taken along.
    /// </summary>
    /// <returns>The running fake, which goes back to this world when it is reset.</returns>
    public Task<FakePolar> ForkAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var service = FakeService.Compose(_options, Address, new HostPolicy([], isOnSocket: false), Snapshot());
        return StartAsync(service, _options, new TestServer(NoServices.Instance), started);
    }

    /// <summary>
    /// The world as one JSON document that a person can read and two of which can be compared: every row of every resource, jobs to come, the log of events.
    /// It holds the fake's secrets as they are: tokens, keys, secrets of webhooks.
    /// </summary>
    /// <returns>The document.</returns>
    public Task<string> ExportAsync() => Task.Run(() => Encoding.UTF8.GetString(_service.Services.Worlds.Export().Span));

    /// <summary>Goes to the world of a document, and to the time of it; what is on its way to endpoints is given up.</summary>
    /// <param name="document">What <see cref="ExportAsync"/> made, of a fake with the same seed, organization and token.</param>
    /// <returns>Completes when the fake is as it was.</returns>
    /// <exception cref="ArgumentException">It is no such document; nothing has changed, and the message says why.</exception>
    /// <exception cref="FakeDataException">The data file could not be written; nothing has changed.</exception>
    public Task ImportAsync(string document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return Task.Run(() => _service.Services.Worlds.ImportAsync(Encoding.UTF8.GetBytes(document)));
    }
}
