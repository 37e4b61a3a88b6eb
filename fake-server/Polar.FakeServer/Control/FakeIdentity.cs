namespace Polar.FakeServer.Control;

/// <summary>Who the fake is to its users.</summary>
internal sealed record FakeIdentity(Guid Organization, Guid OrganizationProvisioning, string Slug, string AccessToken)
{
    public static string Version { get; } =
        typeof(FakeIdentity).Assembly.GetName().Version is { } version ? $"{version.Major}.{version.Minor}.{version.Build}" : "0.0.0";
}
