using System.Net;
using Polar.Benchmarks.Comparing;
using Polar.FakeServer;

namespace Polar.Benchmarks.Comparisons;

/// <summary>
/// The fake against ASP.NET Core that writes the same bytes: both on a socket of this process, one behind the other, with sixteen connections of the same
/// client at work at once.
/// </summary>
internal abstract class SocketComparison : IComparison
{
    private const string Fake = "fake";
    private const string Bare = "bare ASP.NET Core";
    private const int Connections = 16;

    /// <summary>Enough that the last answers, when some connections have nothing to do any more, do not count.</summary>
    private const int CallsOfRun = 512;

    private FakePolar? _fake;
    private BareServer? _bare;
    private HttpClient? _toFake;
    private HttpClient? _toBare;
    private int _sent;

    public abstract string Name { get; }

    public IReadOnlyList<Limit> Limits => [new(Fake, Bare, 1 / LeastPace)];

    /// <summary>The part of the bare server's pace that the fake reaches at least.</summary>
    protected abstract double LeastPace { get; }

    public async Task<IReadOnlyList<Contender>> PrepareAsync()
    {
        _fake = await FakePolar.ListenAsync(0, new FakePolarOptions { Empty = true });
        _toFake = Client(_fake.Address, _fake.AccessToken);
        await FillAsync(_toFake);
        var (status, json) = await SendAsync(_toFake, 0);
        _bare = await BareServer.StartAsync((int)status, json);
        _toBare = Client(_bare.Address, _fake.AccessToken);
        var snapshot = _fake.Snapshot();
        return
        [
            new(Fake, () => RunAsync(_toFake)) { Calls = CallsOfRun, ClearAsync = Changes ? () => new(_fake.RestoreAsync(snapshot)) : null },
            new(Bare, () => RunAsync(_toBare)) { Calls = CallsOfRun },
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _toFake?.Dispose();
        _toBare?.Dispose();
        if (_bare is not null)
        {
            await _bare.DisposeAsync();
        }

        if (_fake is not null)
        {
            await _fake.DisposeAsync();
        }
    }

    /// <summary>Whether the calls change the fake's world; it is then put back behind each turn, or it would grow while it is measured.</summary>
    protected virtual bool Changes => false;

    /// <summary>Makes what the calls are about.</summary>
    protected abstract Task FillAsync(HttpClient http);

    /// <summary>The request with a number, which no other request has.</summary>
    protected abstract HttpRequestMessage Request(int number);

    private static HttpClient Client(Uri address, string token)
    {
        var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, AllowAutoRedirect = false }) { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return http;
    }

    private async ValueTask RunAsync(HttpClient http)
    {
        var left = CallsOfRun;
        var connections = new Task[Connections];
        for (var connection = 0; connection < Connections; connection++)
        {
            connections[connection] = Task.Run(async () =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    Unused.Keep(await SendAsync(http, Interlocked.Increment(ref _sent)));
                }
            });
        }

        await Task.WhenAll(connections);
    }

    private async Task<(HttpStatusCode Status, byte[] Json)> SendAsync(HttpClient http, int number)
    {
        using var request = Request(number);
        using var response = await http.SendAsync(request);
        return (response.EnsureSuccessStatusCode().StatusCode, await response.Content.ReadAsByteArrayAsync());
    }
}
