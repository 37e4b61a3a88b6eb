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
        new EmailCalls(),
        new FaultCalls(),
        new SnapshotCalls(),
        new WorldCalls(),
        new OrganizationCalls(),
        new SubscriptionCalls(),
        new TokenCalls(),
        new OAuth2Calls(),
        new SeatCalls(),
        new IntegrationCalls(),
        new PaymentCalls());

    private static ControlRoute[] Routes(params IControlCalls[] groups) => [.. groups.SelectMany(group => group.Routes)];
}
