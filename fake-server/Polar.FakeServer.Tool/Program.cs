using Polar.FakeServer.Tool;

// First of all, so that whoever stops the tool while it starts does.
using var signals = new StopSignals();
return await CommandLine.RunAsync(args, Terminal.Standard(), signals.Stop);
