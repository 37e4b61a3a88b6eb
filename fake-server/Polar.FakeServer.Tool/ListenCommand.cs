using System.CommandLine;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake listen</c>: prints each event of a running fake as it is delivered, and brings it to an app.</summary>
internal static class ListenCommand
{
    /// <summary>The name of the endpoint that events are only printed from; it takes everything, whoever has signed it.</summary>
    public const string Name = "polar-fake listen";

    private const string Endpoints = "/v1/webhooks/endpoints";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("listen", "Print each event of a running fake as it is delivered, with the app's answer. Example: polar-fake listen --forward http://localhost:3000/webhooks");
        var forward = new Option<Uri?>("--forward")
        {
            Description = "Bring each delivery to this address, signature and all; without it they are only printed.",
            CustomParser = OptionValues.WebAddress,
        };
        var events = new Option<string[]?>("--events")
        {
            Description = "Which events, order.paid,subscription.active; all by default.",
            CustomParser = OptionValues.Events,
        };
        command.Add(forward);
        command.Add(events);
        RunningFake.Attach(command, terminal, (fake, parsed, stop) =>
            RunAsync(fake, parsed.GetValue(forward), parsed.GetValue(events) is { Length: > 0 } chosen ? chosen : [.. OptionValues.AllEvents], terminal, stop));
        return command;
    }

    private static async Task<int> RunAsync(RunningFake fake, Uri? app, string[] events, Terminal terminal, CancellationToken stop)
    {
        var health = await fake.CallAsync(HttpMethod.Get, "/_fake/health", stop).ConfigureAwait(false);
        var token = health["access_token"]!.ToString();
        var forwarder = await WebhookForwarder.StartAsync(app, terminal).ConfigureAwait(false);
        await using (forwarder.ConfigureAwait(false))
        {
            var endpoint = await fake.CallAsync(
                HttpMethod.Post,
                Endpoints,
                stop,
                new JsonObject
                {
                    ["url"] = forwarder.Address,
                    ["name"] = app is null ? Name : $"{Name} --forward",
                    ["format"] = "raw",
                    ["events"] = new JsonArray([.. events.Select(type => JsonValue.Create(type))]),
                },
                token).ConfigureAwait(false);
            var path = $"{Endpoints}/{endpoint["id"]}";
            terminal.Write($"Listening to {fake.Address.GetLeftPart(UriPartial.Authority)}; deliveries are signed with {endpoint["secret"]}");
            try
            {
                await WatchAsync(fake, path, token, terminal, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Stopped, which is how it ends.
            }

            await RemoveAsync(fake, path, token).ConfigureAwait(false);
        }

        return ExitCode.Success;
    }

    /// <summary>Tells when the fake has switched the endpoint off, or has forgotten it; the deliveries themselves are told as they come.</summary>
    private static async Task WatchAsync(RunningFake fake, string path, string token, Terminal terminal, CancellationToken stop)
    {
        var said = "";
        while (true)
        {
            await Task.Delay(s_pause, stop).ConfigureAwait(false);
            var says = await StateAsync(fake, path, token, stop).ConfigureAwait(false);
            if (says != said && says.Length > 0)
            {
                terminal.Write(says);
            }

            said = says;
        }
    }

    private static async Task<string> StateAsync(RunningFake fake, string path, string token, CancellationToken stop)
    {
        try
        {
            var endpoint = await fake.CallAsync(HttpMethod.Get, path, stop, token: token).ConfigureAwait(false);
            return (bool)endpoint["enabled"]! ? "" : "The endpoint is disabled: its last 10 events all failed. Nothing is delivered until you listen again.";
        }
        catch (RefusedException)
        {
            return "The fake was reset and has forgotten the endpoint. Listen again.";
        }
        catch (HttpRequestException)
        {
            return "The fake does not answer any more.";
        }
    }

    private static async Task RemoveAsync(RunningFake fake, string path, string token)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await fake.CallAsync(HttpMethod.Delete, path, limit.Token, token: token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or RefusedException)
        {
            // The fake was stopped or reset before.
        }
    }
}
