namespace Polar.Functional.Contracts;

/// <summary>How far an object has been read, member by member.</summary>
internal struct WireMembers
{
    private ulong _seen;

    /// <summary>The place among the names that the member at hand has, or -1 where its name is unknown.</summary>
    public int Place { get; private set; }

    /// <summary>The place that is expected next: members come in the order of their names, if some are left out.</summary>
    public int Expected { get; private set; }

    /// <summary>Whether the object's start was read.</summary>
    public bool IsBegun { get; set; }

    /// <summary>The names that were not met.</summary>
    public readonly Absences Absent => new(~_seen);

    /// <summary>Takes down that a name was met.</summary>
    /// <param name="place">Its place, or -1 for an unknown one.</param>
    public void Meet(int place)
    {
        Place = place;
        if (place >= 0)
        {
            Expected = place + 1;
            _seen |= 1UL << place;
        }
    }

    /// <summary>Checks, at the object's end, that all that must be there was met.</summary>
    /// <param name="input">The input.</param>
    /// <param name="names">The object's names.</param>
    /// <param name="required">A bit for each name that must have been met.</param>
    public readonly void Require(ref WireInput input, WireNames names, ulong required)
    {
        if ((_seen & required) != required)
        {
            throw names.Missing(ref input, _seen, required);
        }
    }
}
