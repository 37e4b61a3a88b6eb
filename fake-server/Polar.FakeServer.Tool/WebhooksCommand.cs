using System.CommandLine;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake webhooks</c>: what a running fake has published and delivered.</summary>
internal static class WebhooksCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("webhooks", "Show the last events of a running fake, and how they were delivered. Example: polar-fake webhooks --type order.paid --bodies");
        var limit = new Option<int>("--limit") { Description = "How many of each at most.", DefaultValueFactory = _ => 20, CustomParser = OptionValues.Count };
        var type = new Option<string?>("--type") { Description = "Only events of one type, order.paid." };
        var bodies = new Option<bool>("--bodies") { Description = "With their data." };
        command.Add(limit);
        command.Add(type);
        command.Add(bodies);
        RunningFake.Attach(command, terminal, async (fake, parsed, stop) =>
        {
            var log = await fake.CallAsync(HttpMethod.Get, "/_fake/webhooks", stop).ConfigureAwait(false);
            foreach (var published in Last(log["events"], parsed.GetValue(type), parsed.GetValue(limit)))
            {
                terminal.Write($"{published["timestamp"]} {published["type"]}");
                if (parsed.GetValue(bodies))
                {
                    terminal.Write($"  {published["data"]!.ToJsonString(ServeReport.Readable)}");
                }
            }

            foreach (var delivery in Last(log["deliveries"], parsed.GetValue(type), parsed.GetValue(limit)))
            {
                terminal.Write($"{((bool)delivery["succeeded"]! ? "delivered" : "failed   ")} {delivery["type"]} {delivery["event_id"]}"
                    + (delivery["http_code"] is { } code ? $" {code.ToString()}" : " no answer"));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static IEnumerable<JsonNode> Last(JsonNode? items, string? type, int limit) =>
        items!.AsArray().Where(item => type is null || item!["type"]!.ToString() == type).TakeLast(limit).Select(item => item!);
}
