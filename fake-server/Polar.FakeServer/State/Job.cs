namespace Polar.FakeServer;

/// <summary>Work that is due at a time: what the real service does in the background.</summary>
internal interface IJob
{
    /// <summary>Two jobs with one key are one job, at the later time; null for a job that stands alone.</summary>
    string? Key => null;

    /// <summary>Later jobs of one instant run after earlier ones: 0 for effects, 1 for what sums them up.</summary>
    int Rank => 0;

    /// <summary>Does the work.</summary>
    void Run(Transaction transaction);
}

/// <summary>Where a job stands in the queue.</summary>
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
