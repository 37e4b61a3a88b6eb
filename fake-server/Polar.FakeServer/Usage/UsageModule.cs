using Polar.FakeServer.Identity;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Usage;

/// <summary>What customers use: events, their types, and the metrics made of them.</summary>
internal sealed class UsageModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Access("events:", Permission.ViewAnalytics, Permission.ManageAnalytics)
        .Access("events:ingest", Permission.ViewAnalytics, Permission.IngestEvents)
        .Access("event-types:", Permission.ViewAnalytics, Permission.ManageAnalytics)
        .Access("metrics:", Permission.ViewAnalytics, Permission.ManageAnalytics)
        .Amend("EventCreateCustomer", body => body.WithZone("timestamp"))
        .Amend("EventCreateExternalCustomer", body => body.WithZone("timestamp"));
}
