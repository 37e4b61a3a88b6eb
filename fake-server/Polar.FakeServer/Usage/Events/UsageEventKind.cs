using System.Text.Json;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Rendering;

namespace Polar.FakeServer.Usage.Events;

/// <summary>Usage events as people look at them. They are no table, and the newest are those that were ingested last.</summary>
internal sealed class UsageEventKind() : ResourceKind("events", "Events", "Usage")
{
    private static readonly string[] s_columns = ["Name", "Source", "Customer", "Happened"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => s_columns;

    /// <inheritdoc/>
    public override int Count(World world) => world.UsageEvents.Count;

    /// <inheritdoc/>
    public override bool Has(World world, Guid id) => world.UsageEvents.Find(id) is not null;

    /// <inheritdoc/>
    public override ResourceSummary? Find(World world, Guid id) => world.UsageEvents.Find(id) is { } row ? Summary(world, row) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Transaction transaction, Guid id)
    {
        var world = transaction.World;
        var row = world.UsageEvents.Find(id)!;
        var shown = EventProjection.ToResource(world, row, world.UsageEvents.ChildrenOf(row).Count());
        transaction.Settings.Renderer.Write(writer, world, ApiVersions.Current, shown);
    }

    /// <inheritdoc/>
    public override int Referring(World world, Guid organization, Guid id) =>
        world.Customers.Find(id) is { } customer ? world.UsageEvents.OfCustomer(customer).Count : 0;

    /// <inheritdoc/>
    public override ResourcePage List(Transaction transaction, ResourceQuery query)
    {
        var world = transaction.World;
        var store = world.UsageEvents;
        var rows = query.Referring is { } id && world.Customers.Find(id) is { } customer ? store.OfCustomer(customer) : null;
        var place = (int)Math.Clamp(query.Before ?? int.MaxValue, 0, rows?.Count ?? store.Count);
        var (found, looked) = (new List<ResourceSummary>(), 0);
        while (place > 0 && found.Count < query.Limit && looked < query.MostLooked)
        {
            place--;
            looked++;
            var row = rows is null ? store[place] : rows[place];
            if ((query.OrganizationId is null || row.OrganizationId == query.OrganizationId)
                && Summary(world, row) is var summary
                && (query.Text is null || Matches(transaction, summary, query.Text, isRead: looked <= query.MostRead)))
            {
                found.Add(summary);
            }
        }

        return new ResourcePage(found, place > 0 ? place : null, looked);
    }

    private static ResourceSummary Summary(World world, EventRow row) => new(
        row.Id,
        row.OrganizationId,
        row.CreatedAt,
        IsDeleted: false,
        EventLabels.Of(world, row),
        [
            row.Name,
            row.Kind.Source.Value,
            CustomerLabel.Of(world, world.CustomerOf(row)?.Id) ?? row.Subject.ExternalCustomerId,
            row.Timestamp.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture),
        ]);
}
