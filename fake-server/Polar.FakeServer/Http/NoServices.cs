namespace Polar.FakeServer.Http;

/// <summary>The services that a web server without a host has.</summary>
internal sealed class NoServices : IServiceProvider
{
    public static NoServices Instance { get; } = new();

    public object? GetService(Type serviceType) => null;
}
