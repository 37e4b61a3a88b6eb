using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake trigger order.paid</c>: makes happen in a running fake what an event tells of, by real calls.</summary>
internal static class TriggerCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("trigger", "Make happen in a running fake what an event tells of. Example: polar-fake trigger order.paid --with metadata.plan=gold");
        var kind = new Argument<string?>("event")
        {
            Description = "The event, order.paid; without it all that there are are listed.",
            Arity = ArgumentArity.ZeroOrOne,
            CustomParser = Event,
        };
        var with = new Option<JsonObject?>("--with")
        {
            Description = "A member of the body that causes the event, name=value, metadata.plan=gold; may be given again.",
            CustomParser = Members,
        };
        kind.CompletionSources.Add([.. TriggerRecipes.All.Keys]);
        command.Add(kind);
        command.Add(with);
        RunningFake.Attach(command, terminal, (fake, parsed, stop) => parsed.GetValue(kind) is { } chosen
            ? RunAsync(fake, chosen, parsed.GetValue(with) ?? [], terminal, stop)
            : List(terminal));
        return command;
    }

    private static Task<int> List(Terminal terminal)
    {
        foreach (var (kind, what) in TriggerRecipes.All)
        {
            terminal.Write($"{kind,-24} {what.Summary}");
        }

        return Task.FromResult(ExitCode.Success);
    }

    private static async Task<int> RunAsync(RunningFake fake, string kind, JsonObject with, Terminal terminal, CancellationToken stop)
    {
        var health = await fake.CallAsync(HttpMethod.Get, "/_fake/health", stop).ConfigureAwait(false);
        var calls = new TriggerCalls(fake, health["access_token"]!.ToString(), health["organization"]!["id"]!.ToString(), with, terminal, stop);
        await TriggerRecipes.All[kind].RunAsync(calls).ConfigureAwait(false);
        terminal.Write($"{kind} was caused.");
        return ExitCode.Success;
    }

    private static string? Event(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (TriggerRecipes.All.ContainsKey(text))
        {
            return text;
        }

        result.AddError($"There is no event \"{text}\"; there are {string.Join(", ", TriggerRecipes.All.Keys)}.");
        return null;
    }

    /// <summary>Names and values as an object: a dot leads into an object, and what is JSON is taken as such.</summary>
    private static JsonObject? Members(ArgumentResult result)
    {
        var members = new JsonObject();
        foreach (var token in result.Tokens)
        {
            var split = token.Value.Split('=', 2);
            if (split.Length < 2 || split[0].Split('.').Any(name => name.Length == 0))
            {
                result.AddError($"\"{token.Value}\" is not name=value, metadata.plan=gold.");
                return null;
            }

            var place = members;
            var names = split[0].Split('.');
            foreach (var name in names[..^1])
            {
                place[name] ??= new JsonObject();
                if (place[name] is not JsonObject inner)
                {
                    result.AddError($"\"{token.Value}\" goes into what is no object.");
                    return null;
                }

                place = inner;
            }

            place[names[^1]] = Value(split[1]);
        }

        return members;
    }

    private static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
