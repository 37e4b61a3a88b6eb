using System.Text;
using Polar.FakeServer.Control;
using Polar.FakeServer.Http;

namespace Polar.FakeServer;

/// <summary>What was asked of the fake's API, the latest requests of it: what a test may look at, and what it says when it looked in vain.</summary>
public sealed class FakeRequests
{
    private const int Nearest = 5;

    private readonly RequestLog _log;

    internal FakeRequests(RequestLog log)
    {
        _log = log;
        log.Added += record => Answered?.Invoke(RequestReport.Of(record));
    }

    /// <summary>Raised for each request as it is answered. A handler must not call the fake.</summary>
    public event Action<FakeRequest>? Answered;

    /// <summary>The requests as they are kept.</summary>
    internal RequestLog Log => _log;

    /// <summary>The requests that are kept, oldest first.</summary>
    public IReadOnlyList<FakeRequest> All => [.. _log.All.Select(RequestReport.Of)];

    /// <summary>How many older requests are not kept any more.</summary>
    public long Dropped => _log.Dropped;

    /// <summary>Forgets all requests so far.</summary>
    public void Clear() => _log.Clear();

    /// <summary>The requests for one operation, oldest first.</summary>
    /// <param name="operation">The operation, <c>customers:create</c>.</param>
    /// <returns>The requests.</returns>
    public IReadOnlyList<FakeRequest> Of(string operation) => [.. All.Where(request => request.Operation == operation)];

    /// <summary>The only request for an operation.</summary>
    /// <param name="operation">The operation, <c>customers:create</c>.</param>
    /// <param name="where">What else must be true of it.</param>
    /// <returns>The request.</returns>
    /// <exception cref="InvalidOperationException">There is none, or more than one; the message has what came instead.</exception>
    public FakeRequest Single(string operation, Func<FakeRequest, bool>? where = null)
    {
        var all = All;
        var meant = all.Where(request => request.Operation == operation).ToArray();
        var found = where is null ? meant : [.. meant.Where(where)];
        return found.Length == 1
            ? found[0]
            : throw new InvalidOperationException(Explain(operation, all, meant, found));
    }

    private static string Explain(string operation, IReadOnlyList<FakeRequest> all, FakeRequest[] meant, FakeRequest[] found)
    {
        var (sentence, shown) = (all.Count, meant.Length, found.Length) switch
        {
            (_, _, > 1) => ($"{found.Length} requests for {operation} are like that, not one:", found),
            (_, > 0, _) => ($"No request for {operation} is like that. The {meant.Length} that came:", meant),
            ( > 0, _, _) => ($"No request for {operation} came. The nearest of {all.Count}:", ByNearness(operation, all)),
            _ => ($"No request for {operation} came, and no other one.", Array.Empty<FakeRequest>()),
        };
        var text = new StringBuilder(sentence);
        foreach (var request in shown.TakeLast(Nearest))
        {
            text.Append("\n  ").Append(request);
        }

        return text.ToString();
    }

    /// <summary>The likest last: those of the same resource, then those that were refused, then the latest.</summary>
    private static FakeRequest[] ByNearness(string operation, IReadOnlyList<FakeRequest> all)
    {
        var resource = operation.Split(':')[0];
        return
        [
            .. all
                .OrderBy(request => request.Operation?.StartsWith(resource, StringComparison.Ordinal) == true)
                .ThenBy(request => request.Status >= 400)
                .ThenBy(request => request.Number),
        ];
    }
}
