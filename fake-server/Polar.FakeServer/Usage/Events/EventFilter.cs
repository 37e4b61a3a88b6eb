using System.Globalization;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Events;

/// <summary>Which events a meter measures, or a list shows: a filter of any nesting, made once into what each event is tried with.</summary>
internal abstract class EventFilter
{
    private static readonly EventFilter s_all = new Conjunction([], isAnd: true);

    /// <summary>Whether an event is meant.</summary>
    public abstract bool Matches(EventRow row);

    /// <summary>The filter of a meter or a request.</summary>
    public static EventFilter Of(Filter filter) =>
        filter.Clauses.Count == 0 ? s_all : new Conjunction([.. filter.Clauses.Select(Of)], filter.Conjunction == FilterConjunction.And);

    private static EventFilter Of(FilterNode node) => node switch
    {
        Filter nested => Of(nested),
        FilterClause clause => new EventClause(clause),
        _ => throw new InvalidOperationException("A filter has a form that its schema does not know."),
    };

    private sealed class Conjunction(EventFilter[] parts, bool isAnd) : EventFilter
    {
        public override bool Matches(EventRow row)
        {
            foreach (var part in parts)
            {
                if (part.Matches(row) != isAnd)
                {
                    return !isAnd;
                }
            }

            return isAnd;
        }
    }
}

/// <summary>One condition: a property, how it is compared, and with what.</summary>
internal sealed class EventClause : EventFilter
{
    private readonly EventPath _path;
    private readonly Comparison _comparison;
    private readonly string _text;
    private readonly string? _ownText;
    private readonly decimal? _number;
    private readonly bool? _truth;

    public EventClause(FilterClause clause)
    {
        _path = new EventPath(clause.Property);
        _comparison = Of(clause.Operator);
        _ownText = clause.Value.AsText;
        _truth = clause.Value.AsBoolean;
        _number = _truth is { } truth ? (truth ? 1 : 0) : clause.Value.AsInteger;
        _text = _truth is { } written ? (written ? "t" : "f") : clause.Value.ToString();
    }

    private enum Comparison
    {
        Equal,
        NotEqual,
        Greater,
        GreaterOrEqual,
        Less,
        LessOrEqual,
        Like,
        NotLike,
    }

    private bool IsLike => _comparison is Comparison.Like or Comparison.NotLike;

    /// <inheritdoc/>
    public override bool Matches(EventRow row) => _path.Property switch
    {
        "name" => _ownText is { } name && Compares(row.Name, name),
        "source" => _ownText is { } source && Compares(row.Kind.Source.Value, source),
        "timestamp" => _number is { } seconds && ComparesSeconds(row.Timestamp, seconds),
        _ => Matches(_path.Find(row.Metadata)),
    };

    private static Comparison Of(FilterOperator name) => name.Value switch
    {
        "eq" => Comparison.Equal,
        "ne" => Comparison.NotEqual,
        "gt" => Comparison.Greater,
        "gte" => Comparison.GreaterOrEqual,
        "lt" => Comparison.Less,
        "lte" => Comparison.LessOrEqual,
        "like" => Comparison.Like,
        "not_like" => Comparison.NotLike,
        _ => throw new InvalidOperationException($"There is no comparison '{name}'."),
    };

    private bool Matches(EventValue value) => value.Kind switch
    {
        EventValueKind.None => false,
        _ when IsLike => Compares(value.Shown!, _text),
        EventValueKind.Text => Compares(value.Text!, _text),
        EventValueKind.Number => _number is { } number && value.Number is { } compared && Satisfies(compared.CompareTo(number)),
        EventValueKind.Boolean => _truth is { } truth && Satisfies(value.Boolean!.Value.CompareTo(truth)),
        _ => false,
    };

    private bool ComparesSeconds(DateTimeOffset moment, decimal number)
    {
        // PostgreSQL rounds the fraction of a second away.
        var seconds = (long)Math.Round((moment - DateTimeOffset.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond, MidpointRounding.AwayFromZero);
        return IsLike ? Compares(seconds.ToString(CultureInfo.InvariantCulture), _text) : Satisfies(((decimal)seconds).CompareTo(number));
    }

    private bool Compares(string text, string compared) => _comparison switch
    {
        Comparison.Like => text.Contains(compared, StringComparison.Ordinal),
        Comparison.NotLike => !text.Contains(compared, StringComparison.Ordinal),
        Comparison.Equal => text == compared,
        Comparison.NotEqual => text != compared,
        _ => Satisfies(string.CompareOrdinal(text, compared)),
    };

    private bool Satisfies(int order) => _comparison switch
    {
        Comparison.Equal => order == 0,
        Comparison.NotEqual => order != 0,
        Comparison.Greater => order > 0,
        Comparison.GreaterOrEqual => order >= 0,
        Comparison.Less => order < 0,
        Comparison.LessOrEqual => order <= 0,
        _ => false,
    };
}
