namespace Polar.FakeServer.Tool;
internal static class Demo { public static Task<int> RunAsync(Terminal t, CancellationToken stop) => Task.FromResult(0); }
