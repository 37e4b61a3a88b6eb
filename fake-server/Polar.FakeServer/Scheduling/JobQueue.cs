using System.Collections.Immutable;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Scheduling;

/// <summary>Where a job stands in the queue.</summary>
/// <param name="Due">When it is to run.</param>
/// <param name="Rank">Of two jobs due at one instant the one of the lower rank runs first.</param>
/// <param name="Sequence">Of two jobs of one instant and rank the earlier one runs first.</param>
internal sealed record JobPlace(DateTimeOffset Due, int Rank, long Sequence) : IComparable<JobPlace>
{
    public int CompareTo(JobPlace? other)
    {
        if (other is null)
        {
            return 1;
        }

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
internal readonly record struct QueuedJob<TJob>(JobPlace ErrorLocation, TJob Job);

/// <summary>Jobs in the order in which they fall due, as a value.</summary>
/// <typeparam name="TJob">The type of the jobs.</typeparam>
internal sealed class JobQueue<TJob>
    where TJob : class, IScheduled
{
    private readonly ImmutableSortedDictionary<JobPlace, TJob> _jobs;
    private readonly ImmutableDictionary<string, JobPlace> _places;
    private readonly long _sequence;

    private JobQueue(ImmutableSortedDictionary<JobPlace, TJob> jobs, ImmutableDictionary<string, JobPlace> places, long sequence)
    {
        _jobs = jobs;
        _places = places;
        _sequence = sequence;
    }

    public static JobQueue<TJob> Empty { get; } =
        new(ImmutableSortedDictionary<JobPlace, TJob>.Empty, ImmutableDictionary<string, JobPlace>.Empty, 0);

    public int Count => _jobs.Count;

    /// <summary>All jobs, the next one first.</summary>
    public IEnumerable<QueuedJob<TJob>> All => _jobs.Select(entry => new QueuedJob<TJob>(entry.Key, entry.Value));

    /// <summary>The job that falls due next; null when none waits.</summary>
    public QueuedJob<TJob>? Next
    {
        get
        {
            foreach (var (place, job) in _jobs)
            {
                return new QueuedJob<TJob>(place, job);
            }

            return null;
        }
    }

    /// <summary>The waiting job with a key; null when none has it.</summary>
    public TJob? Find(string key) => _places.TryGetValue(key, out var place) ? _jobs[place] : null;

    /// <summary>The queue with one more job; one with the key of another takes that one's place.</summary>
    public JobQueue<TJob> Add(DateTimeOffset due, TJob job)
    {
        var place = new JobPlace(due, job.Rank, _sequence);
        var queue = job.Key is { } key && _places.TryGetValue(key, out var waiting) ? Remove(waiting) : this;
        return new JobQueue<TJob>(
            queue._jobs.Add(place, job),
            job.Key is { } named ? queue._places.Add(named, place) : queue._places,
            _sequence + 1);
    }

    /// <summary>The queue without the job at a place.</summary>
    public JobQueue<TJob> Remove(JobPlace place) => new(
        _jobs.Remove(place), _jobs[place].Key is { } key ? _places.Remove(key) : _places, _sequence);
}
