using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Polar.FakeServer.Recording;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake serve</c>: the fake on loopback, until it is stopped.</summary>
internal static class ServeCommand
{
    // What is on its way by then, in or out, is given up.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2.5);

    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("serve", "Start the fake on loopback and keep it running. Example: polar-fake serve --webhook http://localhost:3000/webhooks --log");
        var options = ServeOptions.AddTo(command);
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(options.Port), options.Read(parsed), options.ReportTo(parsed, terminal), terminal, stop));
        return command;
    }

    private static async Task<int> RunAsync(int port, FakePolarOptions options, ServeReport report, Terminal terminal, CancellationToken stop)
    {
        if (!IPAddress.IsLoopback(options.ListenAddress))
        {
            terminal.Complain($"{options.ListenAddress} is not loopback: whoever reaches this port from another machine can read and change everything.");
        }

        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var asked = stop.Register(() => stopped.TrySetResult());

        // Away from here, so that a start that takes its time does not keep anybody from stopping it.
        var starting = Task.Run(() => FakePolar.ListenAsync(port, options), CancellationToken.None);
        if (await Task.WhenAny(starting, stopped.Task).ConfigureAwait(false) == stopped.Task)
        {
            report.Stopped();
            return ExitCode.Success;
        }

        FakePolar fake;
        try
        {
            fake = await starting.ConfigureAwait(false);
        }
        catch (RecordingException fault)
        {
            return CommandLine.Refuse(terminal, fault.Message);
        }
        catch (FakeDataException unusable)
        {
            return CommandLine.Refuse(terminal, unusable.Message);
        }
        catch (IOException fault)
        {
            return CommandLine.Refuse(terminal, Reason(port, options.ListenAddress, fault));
        }

        try
        {
            report.Serving(fake, options);
            await stopped.Task.ConfigureAwait(false);
        }
        finally
        {
            await EndAsync(fake).ConfigureAwait(false);
        }

        report.Stopped();
        return ExitCode.Success;
    }

    private static async Task EndAsync(FakePolar fake)
    {
        try
        {
            await fake.DisposeAsync().AsTask().WaitAsync(s_patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The process ends anyway.
        }
    }

    /// <summary>Why it does not listen.</summary>
    internal static string Reason(int port, IPAddress address, IOException fault)
    {
        const string Advice = "Try --port with another number, or 0 for any that is free.";
        return (fault.InnerException as SocketException)?.SocketErrorCode switch
        {
            SocketError.AccessDenied => $"Port {port} may not be used by this user. {Advice}",
            SocketError.AddressNotAvailable => $"This machine has no address {address}.",
            SocketError.AddressFamilyNotSupported => $"This machine does not know addresses like {address}.",
            SocketError.AddressAlreadyInUse => $"Port {port} is in use. {Advice}",
            SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable => "This process may open no further sockets: its limit of open files is reached.",
            { } other => $"It cannot listen on {new IPEndPoint(address, port)} ({other}). {Advice}",

            // Nothing that has to do with the port: its own sentence is the best there is.
            null => $"It could not start: {fault.Message.TrimEnd('.')}.",
        };
    }
}
