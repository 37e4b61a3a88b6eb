using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Http;

/// <summary>What a path leads to.</summary>
/// <param name="Route">The operation; null where none is.</param>
/// <param name="Values">The values of the path, in its order.</param>
/// <param name="Allowed">Where the path is known but not with that method: the method of the first operation declared with it.</param>
internal readonly record struct RouteMatch(Route? Route, IReadOnlyList<string> Values, string? Allowed);

/// <summary>Finds operations by method and path; fixed segments win over values, each for its own method.</summary>
internal sealed class RouteTable
{
    private readonly Segment _root = new();

    public RouteTable(IEnumerable<Route> routes)
    {
        var order = 0;
        foreach (var route in routes)
        {
            var segment = _root;
            var fixedSegments = 0;
            foreach (var name in route.Template.Split('/'))
            {
                var isValue = name.StartsWith('{');
                fixedSegments += isValue ? 0 : 1;
                segment = isValue ? segment.Value ??= new Segment() : segment.Named(name);
            }

            segment.Ends.Add(new End(route, order++, fixedSegments));
        }
    }

    public RouteMatch Find(string method, string path)
    {
        var search = new Search(method);
        search.Visit(_root, path);
        return search.Best is { } best
            ? new RouteMatch(best.Route, Values(best.Route, path), null)
            : new RouteMatch(null, [], search.First?.Route.Method);
    }

    /// <summary>Whether any operation has this path, with whatever method.</summary>
    public bool Knows(string path)
    {
        var match = Find("", path);
        return match.Allowed is not null;
    }

    private static string[] Values(Route route, string path)
    {
        if (route.Path.Length == 0)
        {
            return [];
        }

        var values = new string[route.Path.Length];
        var count = 0;
        var template = route.Template.AsSpan();
        var given = path.AsSpan();
        foreach (var range in template.Split('/'))
        {
            var end = given.IndexOf('/');
            if (template[range].StartsWith('{'))
            {
                values[count++] = (end < 0 ? given : given[..end]).ToString();
            }

            given = end < 0 ? [] : given[(end + 1)..];
        }

        return values;
    }

    /// <summary>An operation at the end of its path.</summary>
    private sealed record End(Route Route, int Order, int FixedSegments);

    /// <summary>A segment of paths, and what may follow it.</summary>
    private sealed class Segment
    {
        private readonly Dictionary<string, Segment> _named = [];

        public Segment? Value { get; set; }

        public List<End> Ends { get; } = [];

        public Segment Named(string name)
        {
            if (!_named.TryGetValue(name, out var segment))
            {
                _named[name] = segment = new Segment();
            }

            return segment;
        }

        public Segment? Find(ReadOnlySpan<char> name) =>
            _named.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var segment) ? segment : null;
    }

    /// <summary>What has been found of a path so far.</summary>
    private sealed class Search(string method)
    {
        /// <summary>The operation with this method that has the most fixed segments.</summary>
        public End? Best { get; private set; }

        /// <summary>The operation that was declared first, with whatever method.</summary>
        public End? First { get; private set; }

        public void Visit(Segment segment, ReadOnlySpan<char> path)
        {
            var end = path.IndexOf('/');
            var name = end < 0 ? path : path[..end];
            if (segment.Find(name) is { } named)
            {
                Go(named, path, end);
            }

            if (segment.Value is { } value && name.Length > 0)
            {
                Go(value, path, end);
            }
        }

        private void Go(Segment segment, ReadOnlySpan<char> path, int end)
        {
            if (end >= 0)
            {
                Visit(segment, path[(end + 1)..]);
                return;
            }

            foreach (var candidate in segment.Ends)
            {
                if (First is null || candidate.Order < First.Order)
                {
                    First = candidate;
                }

                if (candidate.Route.Method == method
                    && (Best is null || (candidate.FixedSegments, -candidate.Order).CompareTo((Best.FixedSegments, -Best.Order)) > 0))
                {
                    Best = candidate;
                }
            }
        }
    }
}
