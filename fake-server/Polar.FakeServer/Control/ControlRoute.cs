using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>One call below <c>/_fake/</c>.</summary>
/// <param name="Method">The method.</param>
/// <param name="Template">The path behind <c>/_fake/</c>; a segment in braces takes any value.</param>
/// <param name="Answer">What answers it.</param>
internal sealed record ControlRoute(string Method, string Template, Func<ControlCall, Task<Reply>> Answer)
{
    private readonly string[] _segments = Template.Split('/');

    public ControlRoute(string method, string template, Func<ControlCall, Reply> answer)
        : this(method, template, call => Task.FromResult(answer(call)))
    {
    }

    /// <summary>The values of the path, by name; null when the route is for other paths or another method.</summary>
    public IReadOnlyDictionary<string, string>? Match(string method, string[] given)
    {
        if (method != Method || given.Length != _segments.Length)
        {
            return null;
        }

        var values = new Dictionary<string, string>();
        foreach (var (expected, segment) in _segments.Zip(given))
        {
            if (expected.StartsWith('{'))
            {
                values[expected.Trim('{', '}')] = segment;
            }
            else if (expected != segment)
            {
                return null;
            }
        }

        return values;
    }

    public override string ToString() => $"{Method} {ControlApi.Root}{Template}";
}

/// <summary>Calls that belong together. A new group needs its class and its line in the control registry.</summary>
internal interface IControlCalls
{
    IReadOnlyList<ControlRoute> Routes { get; }
}
