using System.CommandLine;

namespace Polar.FakeServer.Tool;

/// <summary>The commands of <c>polar-fake</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <param name="arguments">The words after the tool's name.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="stop">Ends <c>serve</c>, as Ctrl-C does.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken stop)
    {
        var root = new RootCommand("A fake Polar for tests and for working offline: stateful, on loopback, with a clock that moves.")
        {
            ServeCommand.Create(terminal),
            DemoCommand.Create(terminal),
        };
        var parsed = root.Parse(arguments.Count == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0)
        {
            return Refuse(terminal, OneLine(parsed), parsed.CommandResult.Command);
        }

        // The commands handle Ctrl-C themselves, and end with success.
        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                ProcessTerminationTimeout = null,
                EnableDefaultExceptionHandler = false,
                Output = terminal.Output.Profile.Out.Writer,
                Error = terminal.Error,
            },
            stop).ConfigureAwait(false);
    }

    /// <summary>Says in one line what cannot be done.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <param name="message">The line.</param>
    /// <returns>The exit code.</returns>
    public static int Refuse(Terminal terminal, string message)
    {
        terminal.Error.WriteLine($"polar-fake: {message}");
        return ExitCode.Usage;
    }

    private static int Refuse(Terminal terminal, string message, Command command)
    {
        var help = command is RootCommand ? "polar-fake --help" : $"polar-fake {command.Name} --help";
        return Refuse(terminal, $"{message.TrimEnd('.')}. See: {help}");
    }

    // An unknown option makes further errors of the words behind it; the first says it. Of an unknown command it only says that one is missing.
    private static string OneLine(ParseResult parsed) => parsed is { CommandResult.Command: RootCommand, UnmatchedTokens: [var unknown, ..] }
        ? $"Unrecognized command or argument \"{unknown}\"."
        : parsed.Errors[0].Message.ReplaceLineEndings(" ").Replace("'", "\"", StringComparison.Ordinal);
}
