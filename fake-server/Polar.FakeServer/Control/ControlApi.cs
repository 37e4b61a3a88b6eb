using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>What only a fake can do, over HTTP and without a token.</summary>
internal sealed class ControlApi(ControlServices services, IReadOnlyList<ControlRoute> routes)
{
    /// <summary>What the paths of all calls begin with.</summary>
    public const string Root = "/_fake/";

    /// <summary>Whether a path is one of the calls', or would be.</summary>
    public static bool Has(string path) => path.StartsWith(Root, StringComparison.Ordinal) || path == "/_fake";

    /// <summary>Writes a call and its answer down; null where nobody asked for that.</summary>
    public Func<HttpContext, Func<Task<Reply>>, Task<Reply>>? Record { get; init; }

    /// <summary>Answers a call.</summary>
    public Task<Reply> AnswerAsync(HttpRequest request, string path) =>
        Record is { } record ? record(request.HttpContext, () => FindAsync(request, path)) : FindAsync(request, path);

    private async Task<Reply> FindAsync(HttpRequest request, string path)
    {
        try
        {
            var segments = path[Math.Min(Root.Length, path.Length)..].Split('/');
            foreach (var route in routes)
            {
                if (route.Match(request.Method, segments) is { } values)
                {
                    return await route.Answer(new ControlCall(services, request, values)).ConfigureAwait(false);
                }
            }

            return ControlCall.NotFound($"There is no such call; there are {string.Join(", ", routes)}.");
        }
        catch (WrongInputException wrong)
        {
            return Reply.Of(new Failure(400, "BadRequest", wrong.Message));
        }
    }
}
