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
    private readonly Dictionary<int, List<(string[] Segments, Route Route)>> _byLength = [];

    public RouteTable(IEnumerable<Route> routes)
    {
        foreach (var route in routes)
        {
            var segments = route.Template.Split('/');
            if (!_byLength.TryGetValue(segments.Length, out var list))
            {
                _byLength[segments.Length] = list = [];
            }

            list.Add((segments, route));
        }
    }

    public RouteMatch Find(string method, string path)
    {
        var given = path.Split('/');
        if (!_byLength.TryGetValue(given.Length, out var candidates))
        {
            return default;
        }

        (string[] Segments, Route Route)? best = null;
        string? allowed = null;
        foreach (var candidate in candidates)
        {
            if (!Matches(candidate.Segments, given))
            {
                continue;
            }

            allowed ??= candidate.Route.Method;
            if (candidate.Route.Method == method && (best is null || Fixed(candidate.Segments) > Fixed(best.Value.Segments)))
            {
                best = candidate;
            }
        }

        return best is { } found
            ? new RouteMatch(found.Route, [.. found.Segments.Zip(given).Where(pair => IsValue(pair.First)).Select(pair => pair.Second)], null)
            : new RouteMatch(null, [], allowed);
    }

    /// <summary>Whether any operation has this path, with whatever method.</summary>
    public bool Knows(string path)
    {
        var match = Find("", path);
        return match.Allowed is not null;
    }

    private static bool IsValue(string segment) => segment.StartsWith('{');

    private static int Fixed(string[] segments) => segments.Count(segment => !IsValue(segment));

    private static bool Matches(string[] template, string[] given)
    {
        for (var index = 0; index < template.Length; index++)
        {
            if (IsValue(template[index]) ? given[index].Length == 0 : template[index] != given[index])
            {
                return false;
            }
        }

        return true;
    }
}
