using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Scheduling;

/// <summary>Where a job stands in the queue.</summary>
/// <param name="Due">When it is to run.</param>
/// <param name="Rank">Of two jobs due at one instant the one of the lower rank runs first.</param>
/// <param name="Sequence">Of two jobs of one instant and rank the earlier one runs first.</param>
internal readonly record struct JobPlace(DateTimeOffset Due, int Rank, long Sequence) : IComparable<JobPlace>
{
    public int CompareTo(JobPlace other)
    {
        var byDue = Due.CompareTo(other.Due);
        var byRank = byDue != 0 ? byDue : Rank.CompareTo(other.Rank);
        return byRank != 0 ? byRank : Sequence.CompareTo(other.Sequence);
    }
}

/// <summary>Something that can wait in a queue.</summary>
internal interface IScheduled
{
    /// <summary>Two jobs with one key are one job, at the later time; null for a job that stands alone.</summary>
    string? Key => null;

    /// <summary>Later jobs of one instant run after earlier ones: 0 for effects, 1 for what sums them up.</summary>
    int Rank => 0;
}

/// <summary>A waiting job with its place in the queue.</summary>
/// <typeparam name="TJob">The type of the jobs.</typeparam>
internal sealed record QueuedJob<TJob>(JobPlace Place, TJob Job);

/// <summary>
/// Jobs in the order in which they fall due, as a value. Most are done right behind the step that queues them, before all that wait for months; these
/// few stand by themselves, since a small set costs less to change than a large one.
/// </summary>
/// <typeparam name="TJob">The type of the jobs.</typeparam>
internal sealed class JobQueue<TJob>
    where TJob : class, IScheduled
{
    private static readonly Comparer<QueuedJob<TJob>> s_order =
        Comparer<QueuedJob<TJob>>.Create((left, right) => left.Place.CompareTo(right.Place));

    private static readonly OrderedSet<QueuedJob<TJob>> s_none = OrderedSet<QueuedJob<TJob>>.Empty(s_order);

    // Every one of the first stands before every one of the others.
    private readonly OrderedSet<QueuedJob<TJob>> _first;
    private readonly OrderedSet<QueuedJob<TJob>> _others;
    private readonly HashTrie<string, QueuedJob<TJob>> _named;
    private readonly long _sequence;

    private JobQueue(
        OrderedSet<QueuedJob<TJob>> first, OrderedSet<QueuedJob<TJob>> others, HashTrie<string, QueuedJob<TJob>> named, long sequence)
    {
        _first = first;
        _others = others;
        _named = named;
        _sequence = sequence;
    }

    public static JobQueue<TJob> Empty { get; } = new(s_none, s_none, HashTrie<string, QueuedJob<TJob>>.Empty(StringComparer.Ordinal), 0);

    /// <summary>A queue of jobs that were queued before.</summary>
    /// <param name="jobs">The jobs, in whatever order.</param>
    /// <param name="sequence">The number that the next job gets.</param>
    public static JobQueue<TJob> Of(IEnumerable<QueuedJob<TJob>> jobs, long sequence)
    {
        QueuedJob<TJob>[] all = [.. jobs];
        Array.Sort(all, s_order);
        return new JobQueue<TJob>(
            s_none,
            OrderedSet<QueuedJob<TJob>>.OfSorted(s_order, all),
            HashTrie<string, QueuedJob<TJob>>.Of(
                StringComparer.Ordinal, all.Where(queued => queued.Job.Key is not null).Select(queued => KeyValuePair.Create(queued.Job.Key!, queued))),
            sequence);
    }

    public int Count => _first.Count + _others.Count;

    /// <summary>The number that the next job gets.</summary>
    public long NextSequence => _sequence;

    /// <summary>All jobs, the next one first.</summary>
    public IEnumerable<QueuedJob<TJob>> All => _first.Concat(_others);

    /// <summary>What is different in another version, in no order: the jobs that only it has, and those that it has no more.</summary>
    public IEnumerable<(QueuedJob<TJob> Queued, bool IsThere)> ChangesTo(JobQueue<TJob> other) =>
        _first.ChangesTo(other._first).Concat(_others.ChangesTo(other._others));

    /// <summary>The job that falls due next; null when none waits.</summary>
    public QueuedJob<TJob>? Next => _first.Count > 0 ? _first[0] : _others.Count > 0 ? _others[0] : null;

    /// <summary>The waiting job with a key; null when none has it.</summary>
    public TJob? Find(string key) => _named.TryFind(key, out var queued) ? queued.Job : null;

    /// <summary>The queue with one more job; one with the key of another takes that one's place.</summary>
    public JobQueue<TJob> Add(DateTimeOffset due, TJob job)
    {
        var key = job.Key;
        var queued = new QueuedJob<TJob>(new JobPlace(due, job.Rank, _sequence), job);
        var queue = key is not null && _named.TryFind(key, out var waiting) ? Remove(waiting) : this;
        var named = key is null ? queue._named : queue._named.Set(key, queued);
        return queue.IsAmongFirst(queued)
            ? new JobQueue<TJob>(queue._first.Add(queued), queue._others, named, _sequence + 1)
            : new JobQueue<TJob>(queue._first, queue._others.Add(queued), named, _sequence + 1);
    }

    /// <summary>The queue without a job.</summary>
    public JobQueue<TJob> Remove(QueuedJob<TJob> queued)
    {
        var named = queued.Job.Key is { } key ? _named.Remove(key) : _named;
        return IsAmongFirst(queued)
            ? new JobQueue<TJob>(_first.Remove(queued), _others, named, _sequence)
            : new JobQueue<TJob>(_first, _others.Remove(queued), named, _sequence);
    }

    private bool IsAmongFirst(QueuedJob<TJob> queued) => _others.Count > 0
        ? s_order.Compare(queued, _others[0]) < 0
        : _first.Count > 0 && s_order.Compare(queued, _first[^1]) <= 0;
}
