using System.CommandLine;

namespace Polar.FakeServer.Tool;

/// <summary>The commands of <c>polar-fake</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <param name="arguments">The words after the tool's name.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="stop">Ends what runs, as Ctrl-C does.</param>
    /// <param name="environment">The variables that stand in for options; the process's own by default.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Terminal terminal, CancellationToken stop, IReadOnlyDictionary<string, string>? environment = null)
    {
        try
        {
            return await TryRunAsync(arguments, terminal, environment ?? EnvironmentOptions.OfProcess(), stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (IOException fault)
        {
            return Fail(terminal, $"The output cannot be written: {fault.Message.TrimEnd('.')}.");
        }
    }

    /// <summary>Says in one line what cannot be done.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <param name="message">The line.</param>
    /// <returns>The exit code.</returns>
    public static int Refuse(Terminal terminal, string message)
    {
        terminal.Complain(message);
        return ExitCode.Usage;
    }

    /// <summary>Says in one line what went wrong.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <param name="message">The line.</param>
    /// <returns>The exit code.</returns>
    public static int Fail(Terminal terminal, string message)
    {
        terminal.Complain(message);
        return ExitCode.Failure;
    }

    /// <summary>All commands.</summary>
    /// <param name="terminal">Where they write.</param>
    /// <returns>What they are found in.</returns>
    public static RootCommand Create(Terminal terminal) => new("A fake Polar for tests and for working offline: stateful, on loopback, with a clock that moves.")
    {
        ServeCommand.Create(terminal),
        DemoCommand.Create(terminal),
        OpenCommand.Create(terminal),
        ListenCommand.Create(terminal),
        TriggerCommand.Create(terminal),
        FixturesCommand.Create(terminal),
        AdvanceCommand.Create(terminal),
        ResetCommand.Create(terminal),
        SnapshotCommand.Create(terminal),
        ExportCommand.Create(terminal),
        ImportCommand.Create(terminal),
        RequestsCommand.Create(terminal),
        WebhooksCommand.Create(terminal),
        ReplayCommand.Create(terminal),
        DoctorCommand.Create(terminal),
        CompletionCommand.Create(terminal),
    };

    private static async Task<int> TryRunAsync(
        IReadOnlyList<string> arguments, Terminal terminal, IReadOnlyDictionary<string, string> environment, CancellationToken stop)
    {
        var root = Create(terminal);
        var parsed = root.Parse(arguments.Count == 0 ? ["--help"] : arguments);
        var isQuestion = CompletionCommand.IsQuestion(arguments);
        if (parsed.Errors.Count == 0 && !isQuestion)
        {
            (parsed, var variable) = EnvironmentOptions.Add(root, arguments, parsed, environment);
            if (variable is not null)
            {
                return Refuse(terminal, $"{OneLine(parsed).TrimEnd('.')} (from {variable}).");
            }
        }

        if (parsed.Errors.Count > 0 && !isQuestion)
        {
            return Refuse(terminal, OneLine(parsed), parsed.CommandResult.Command);
        }

        if (!isQuestion)
        {
            // Also with --quiet, which keeps back nothing that is wrong; and on the error stream, so that --json stays JSON.
            foreach (var warning in EnvironmentOptions.Unknown(root, arguments, environment))
            {
                terminal.Complain(warning);
            }
        }

        // Signals are taken by the program, before anything else.
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

    private static int Refuse(Terminal terminal, string message, Command command)
    {
        var words = command.Name;
        for (var outer = command.Parents.OfType<Command>().FirstOrDefault(); outer is not null and not RootCommand; outer = outer.Parents.OfType<Command>().FirstOrDefault())
        {
            words = $"{outer.Name} {words}";
        }

        var help = command is RootCommand ? "polar-fake --help" : $"polar-fake {words} --help";
        return Refuse(terminal, $"{message.TrimEnd('.')}. See: {help}");
    }

    // An unknown option makes further errors of the words behind it; the first says it. Of an unknown command it only says that one is missing.
    private static string OneLine(ParseResult parsed) => parsed is { CommandResult.Command.Subcommands.Count: > 0, UnmatchedTokens: [var unknown, ..] }
        ? $"Unrecognized command or argument \"{unknown}\"."
        : parsed.Errors[0].Message.ReplaceLineEndings(" ").Replace("'", "\"", StringComparison.Ordinal);
}
