using System.CommandLine;

namespace Polar.FakeServer.Tool;

/// <summary><c>polar-fake demo</c>: a subscription, from product to renewal.</summary>
internal static class DemoCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <returns>The command.</returns>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("demo", "Buy a subscription from the fake, from product to renewal. Example: polar-fake demo");
        command.SetAction((_, stop) => Demo.RunAsync(terminal, stop));
        return command;
    }
}
