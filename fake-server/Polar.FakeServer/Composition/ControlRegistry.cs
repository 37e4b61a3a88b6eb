using Polar.FakeServer.Control;

namespace Polar.FakeServer.Composition;

/// <summary>The calls to the fake itself, a group a line.</summary>
internal static class ControlRegistry
{
    public static IReadOnlyList<ControlRoute> All { get; } = Routes(
        new HealthCalls(),
        new ClockCalls(),
        new WebhookLogCalls(),
        new RequestCalls(),
        new FaultCalls(),
        new SnapshotCalls(),
        new OrganizationCalls(),
        new TokenCalls(),
        new IntegrationCalls());

    private static ControlRoute[] Routes(params IControlCalls[] groups) => [.. groups.SelectMany(group => group.Routes)];
}
