using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake serve</c>: the fake on loopback, until it is stopped.</summary>
internal static class ServeCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("serve", "Start the fake on loopback and keep it running.");
        var options = ServeOptions.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(options.Port), options.Read(parsed), terminal, stop));
        return command;
    }

    private static async Task<int> RunAsync(int port, FakePolarOptions options, Terminal terminal, CancellationToken stop)
    {
        FakePolar fake;
        try
        {
            fake = await FakePolar.ListenAsync(port, options).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return CommandLine.Refuse(terminal, $"{Reason(port, fault)} Try --port with another number, or 0 for any that is free.");
        }

        await using (fake.ConfigureAwait(false))
        {
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
            using var asked = stop.Register(() => stopped.TrySetResult());
            new Ui(terminal.Output).Serving(fake, options);
            await stopped.Task.ConfigureAwait(false);

            void Stop(PosixSignalContext context)
            {
                context.Cancel = true;
                stopped.TrySetResult();
            }
        }

        new Ui(terminal.Output).Stopped();
        return ExitCode.Success;
    }

    private static string Reason(int port, Exception fault)
    {
        for (Exception? cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.AccessDenied })
            {
                return $"Port {port} may not be used by this user.";
            }
        }

        return $"Port {port} is in use.";
    }
}
