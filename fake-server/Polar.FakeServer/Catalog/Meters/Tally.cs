using System.Collections.Immutable;
using System.Globalization;

namespace Polar.FakeServer.Catalog.Meters;

/// <summary>What events have come to so far, as a value that further events and other tallies go into; exact to the last digit of a decimal.</summary>
internal sealed record Tally
{
    private static readonly ImmutableHashSet<string> s_noValues = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>How the events become a number.</summary>
    public required TallyKind Kind { get; init; }

    /// <summary>How many events there were.</summary>
    public long Events { get; init; }

    /// <summary>The numbers added up.</summary>
    public decimal Sum { get; init; }

    /// <summary>The largest or the least number, by the kind.</summary>
    public decimal Extreme { get; init; }

    /// <summary>The distinct values, where those are counted.</summary>
    public ImmutableHashSet<string> Values { get; init; } = s_noValues;

    public bool IsEmpty => Events == 0;

    /// <summary>The number that the events come to; nothing where there are none.</summary>
    public decimal Value => Kind switch
    {
        TallyKind.Count => Events,
        TallyKind.Unique => Values.Count,
        TallyKind.Sum => Sum,
        TallyKind.Average => Average(Sum, Events),
        _ => Extreme,
    };

    public static Tally Empty(TallyKind kind) => new() { Kind = kind };

    /// <summary>The tally with one more event.</summary>
    public Tally Add(Reading reading)
    {
        var builder = new TallyBuilder(Kind);
        builder.Add(reading);
        return With(builder);
    }

    /// <summary>The tally with the events of a builder.</summary>
    public Tally With(TallyBuilder more) => more.Events == 0 ? this : this with
    {
        Events = Events + more.Events,
        Sum = Plus(Sum, more.Sum),
        Extreme = IsEmpty ? more.Extreme : Further(Kind, Extreme, more.Extreme),
        Values = more.Values is null ? Values : Values.Union(more.Values),
    };

    /// <summary>The tally of the events of both.</summary>
    public Tally With(Tally more) => more.IsEmpty ? this : IsEmpty ? more : this with
    {
        Events = Events + more.Events,
        Sum = Plus(Sum, more.Sum),
        Extreme = Further(Kind, Extreme, more.Extreme),
        Values = Values.Count < more.Values.Count ? more.Values.Union(Values) : Values.Union(more.Values),
    };

    /// <summary>The sum of two numbers; beyond all decimals the outermost one.</summary>
    internal static decimal Plus(decimal left, decimal right)
    {
        try
        {
            return left + right;
        }
        catch (OverflowException)
        {
            return left < 0 ? decimal.MinValue : decimal.MaxValue;
        }
    }

    /// <summary>The one of two numbers that lies further out, by the kind.</summary>
    internal static decimal Further(TallyKind kind, decimal left, decimal right) =>
        kind == TallyKind.Minimum ? Math.Min(left, right) : Math.Max(left, right);

    /// <summary>The mean as the real service has it: a number of double precision.</summary>
    internal static decimal Average(decimal sum, long count)
    {
        if (count == 0)
        {
            return 0;
        }

        var mean = ((double)sum / count).ToString("R", CultureInfo.InvariantCulture);
        return decimal.TryParse(mean, NumberStyles.Float, CultureInfo.InvariantCulture, out var shown) ? shown : sum / count;
    }
}
