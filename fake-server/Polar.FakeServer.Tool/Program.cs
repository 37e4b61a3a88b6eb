using Polar.FakeServer.Tool;

return await CommandLine.RunAsync(args, Terminal.Standard(), CancellationToken.None);
