using System.CommandLine;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake fixtures shop.json</c>: makes in a running fake what a file lists, one call after the other.</summary>
internal static class FixturesCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("fixtures", "Make the calls of a file in a running fake, with references between them. Example: polar-fake fixtures shop.json");
        var file = new Argument<FileInfo>("file")
        {
            Description = """The file: {"calls":[{"name":"ada","method":"POST","path":"/v1/customers/","body":{…}},{"path":"/v1/customers/${ada.id}"}]}.""",
        };
        command.Add(file);
        RunningFake.Attach(command, terminal, (fake, parsed, stop) => RunAsync(fake, parsed.GetValue(file)!, terminal, stop));
        return command;
    }

    private static async Task<int> RunAsync(RunningFake fake, FileInfo file, Terminal terminal, CancellationToken stop)
    {
        IReadOnlyList<FixtureCall> calls;
        try
        {
            calls = FixtureCall.ReadAll(await File.ReadAllTextAsync(file.FullName, stop).ConfigureAwait(false));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return CommandLine.Refuse(terminal, $"\"{file}\" cannot be read.");
        }
        catch (FormatException wrong)
        {
            return CommandLine.Refuse(terminal, $"\"{file}\" will not do: {wrong.Message}");
        }

        var health = await fake.CallAsync(HttpMethod.Get, "/_fake/health", stop).ConfigureAwait(false);
        var token = health["access_token"]!.ToString();
        var answers = new Dictionary<string, JsonObject>();
        for (var number = 0; number < calls.Count; number++)
        {
            var call = calls[number];
            try
            {
                var path = call.PathWith(answers);
                var isControl = path.StartsWith("/_fake/", StringComparison.Ordinal);
                var answer = await fake.CallAsync(new HttpMethod(call.Method), path, stop, call.BodyWith(answers), isControl ? null : token).ConfigureAwait(false);
                terminal.Write($"{call.Method} {path}{(answer["id"] is { } id ? $" {id}" : "")}{(call.Name is null ? "" : $" ({call.Name})")}");
                if (call.Name is { } name)
                {
                    answers[name] = answer;
                }
            }
            catch (RefusedException refused)
            {
                throw new RefusedException(refused.IsWrongInput, $"Call {number + 1}, {call.Method} {call.Path}, was refused: {refused.Message}");
            }
            catch (FormatException wrong)
            {
                return CommandLine.Refuse(terminal, $"Call {number + 1}, {call.Method} {call.Path}: {wrong.Message}");
            }
        }

        return ExitCode.Success;
    }
}
