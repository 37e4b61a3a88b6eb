using System.CommandLine;
using System.Globalization;
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
            var log = new WebhookLogPages(fake, parsed.GetValue(type), parsed.GetValue(limit), stop);
            foreach (var published in await log.LastAsync("events").ConfigureAwait(false))
            {
                terminal.Write($"{published["timestamp"]} {published["type"]}");
                if (parsed.GetValue(bodies))
                {
                    terminal.Write($"  {published["data"]!.ToJsonString(ServeReport.Readable)}");
                }
            }

            foreach (var delivery in await log.LastAsync("deliveries").ConfigureAwait(false))
            {
                terminal.Write($"{((bool)delivery["succeeded"]! ? "delivered" : "failed   ")} {delivery["type"]} {delivery["event_id"]}"
                    + (delivery["http_code"] is { } code ? $" {code.ToString()}" : " no answer"));
            }

            return ExitCode.Success;
        });
        return command;
    }
}

/// <summary>The end of a running fake's webhook log, which is shown in pages, the newest entry last.</summary>
/// <param name="fake">The fake.</param>
/// <param name="type">Only this type of events; null for all.</param>
/// <param name="limit">How many entries at most.</param>
/// <param name="stop">Gives it up.</param>
internal sealed class WebhookLogPages(RunningFake fake, string? type, int limit, CancellationToken stop)
{
    private const int Largest = 1000;

    private readonly int _size = Math.Min(limit, Largest);

    /// <summary>The last entries of one list of the log.</summary>
    /// <param name="list">Which one: <c>events</c> or <c>deliveries</c>.</param>
    /// <returns>The entries, the newest last.</returns>
    public async Task<IReadOnlyList<JsonNode>> LastAsync(string list)
    {
        var first = await PageAsync(1).ConfigureAwait(false);
        var count = (int)first["pagination"]![list]!;
        var entries = new List<JsonNode>();
        for (var page = (Math.Max(0, count - limit) / _size) + 1; (page - 1) * _size < count; page++)
        {
            var shown = page == 1 ? first : await PageAsync(page).ConfigureAwait(false);
            entries.AddRange(shown[list]!.AsArray().Select(entry => entry!));
        }

        return [.. entries.TakeLast(limit)];
    }

    private Task<JsonObject> PageAsync(int page)
    {
        var filter = type is null ? "" : $"&type={Uri.EscapeDataString(type)}";
        return fake.CallAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/_fake/webhooks?page={page}&limit={_size}{filter}"), stop);
    }
}
