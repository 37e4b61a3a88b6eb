namespace Polar.FakeServer.Catalog.Meters;

/// <summary>Collects many events at once; what it has collected goes into a <see cref="Tally"/>, or is read where it is needed only once.</summary>
internal sealed class TallyBuilder(TallyKind kind)
{
    /// <summary>How many events there were.</summary>
    public long Events { get; private set; }

    /// <summary>The numbers added up.</summary>
    public decimal Sum { get; private set; }

    /// <summary>The largest or the least number, by the kind.</summary>
    public decimal Extreme { get; private set; }

    /// <summary>The distinct values, where those are counted and there are any.</summary>
    public HashSet<string>? Values { get; private set; }

    public bool IsEmpty => Events == 0;

    /// <summary>The number that the events come to; nothing where there are none.</summary>
    public decimal Value => kind switch
    {
        TallyKind.Count => Events,
        TallyKind.Unique => Values?.Count ?? 0,
        TallyKind.Sum => Sum,
        TallyKind.Average => Tally.Average(Sum, Events),
        _ => Extreme,
    };

    public void Add(Reading reading)
    {
        Events++;
        switch (kind)
        {
            case TallyKind.Count:
                break;
            case TallyKind.Unique when reading.Key is { } key:
                (Values ??= new HashSet<string>(StringComparer.Ordinal)).Add(key);
                break;
            case TallyKind.Sum or TallyKind.Average:
                Sum = Tally.Plus(Sum, reading.Number);
                break;
            case TallyKind.Maximum or TallyKind.Minimum:
                Extreme = Events == 1 ? reading.Number : Tally.Further(kind, Extreme, reading.Number);
                break;
        }
    }
}
