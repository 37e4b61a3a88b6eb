using System.Collections.Concurrent;
using System.Diagnostics;

namespace Polar.FakeServer.Webhooks;

/// <summary>
/// Addresses at which nobody has listened a moment ago. While the clock moves, very many deliveries may be due to one: it is not knocked at again for each
/// of them. With the clock left alone, and from one move to the next, nothing is remembered.
/// </summary>
internal sealed class RefusedAddresses
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<string, (long At, string Message)> _refused = new();
    private int _moves;

    /// <summary>Remembers from now on, until what is returned is disposed of.</summary>
    public IDisposable Remember()
    {
        Interlocked.Increment(ref _moves);
        return new Move(this);
    }

    /// <summary>What was said about an address a moment ago; null where it is to be tried.</summary>
    public string? At(string url) =>
        Volatile.Read(ref _moves) > 0 && _refused.TryGetValue(url, out var refused) && Stopwatch.GetElapsedTime(refused.At) < s_moment ? refused.Message : null;

    /// <summary>Nobody listens at an address.</summary>
    public void Add(string url, string message)
    {
        if (Volatile.Read(ref _moves) > 0)
        {
            _refused[url] = (Stopwatch.GetTimestamp(), message);
        }
    }

    private void Forget()
    {
        if (Interlocked.Decrement(ref _moves) == 0)
        {
            _refused.Clear();
        }
    }

    private sealed class Move(RefusedAddresses addresses) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                addresses.Forget();
            }
        }
    }
}
