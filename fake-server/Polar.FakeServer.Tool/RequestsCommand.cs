using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake requests</c>: what was asked of a running fake.</summary>
internal static class RequestsCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("requests", "Show the last requests to a running fake. Example: polar-fake requests --failed --bodies");
        var limit = new Option<int>("--limit") { Description = "How many at most.", DefaultValueFactory = _ => 20, CustomParser = OptionValues.Count };
        var operation = new Option<string?>("--operation") { Description = "Only those for one operation, customers:create." };
        var failed = new Option<bool>("--failed") { Description = "Only those that were refused." };
        var bodies = new Option<bool>("--bodies") { Description = "With what was sent and answered." };
        command.Add(limit);
        command.Add(operation);
        command.Add(failed);
        command.Add(bodies);
        RunningFake.Attach(command, terminal, async (fake, parsed, stop) =>
        {
            var query = $"limit={parsed.GetValue(limit).ToString(CultureInfo.InvariantCulture)}"
                + (parsed.GetValue(failed) ? "&failed=true" : "")
                + (parsed.GetValue(operation) is { } only ? $"&operation={Uri.EscapeDataString(only)}" : "");
            var log = await fake.CallAsync(HttpMethod.Get, $"/_fake/requests?{query}", stop).ConfigureAwait(false);
            foreach (var request in log["requests"]!.AsArray())
            {
                terminal.Write(Line(request!));
                if (parsed.GetValue(bodies))
                {
                    Write(terminal, ">", request!["body"]);
                    Write(terminal, "<", request["response_body"]);
                }
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static string Line(JsonNode request) =>
        $"{request["time"]} {request["method"]} {request["path"]}{request["query"]} {request["status"]} {request["duration_ms"]} ms"
        + (request["refusal"] is { } refusal ? $"  {refusal}" : "");

    private static void Write(Terminal terminal, string mark, JsonNode? body)
    {
        if (body is not null)
        {
            terminal.Write($"  {mark} {(body is JsonValue text ? text.ToString() : body.ToJsonString(ServeReport.Readable))}");
        }
    }
}
