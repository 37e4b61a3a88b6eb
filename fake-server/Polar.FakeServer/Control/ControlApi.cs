using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Control;

/// <summary>What only a fake can do, over HTTP and without a token.</summary>
internal sealed class ControlApi(ControlServices services, IReadOnlyList<ControlRoute> routes)
{
    /// <summary>What the paths of all calls begin with.</summary>
    public const string Root = "/_fake/";

    public async Task<Reply> AnswerAsync(HttpRequest request, string path)
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
