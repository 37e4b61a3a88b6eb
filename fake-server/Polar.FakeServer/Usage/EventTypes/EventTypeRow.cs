using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.EventTypes;

/// <summary>A name that an organization's events have, and how people are shown them. Names of Polar's own events have none.</summary>
internal sealed record EventTypeRow(EventType Resource) : IRow<EventTypeRow>
{
    public static OrganizationKey<EventTypeRow, string> ByName { get; } = Keys.Text<EventTypeRow>(row => row.Resource.Name);

    /// <inheritdoc/>
    public static TableDefinition<EventTypeRow> Table { get; } = new("event_types", ByName);

    public Guid Id => Resource.Id;

    public Guid OrganizationId => Resource.OrganizationId;

    public DateTimeOffset CreatedAt => Resource.CreatedAt;
}

/// <summary>The tables of this folder.</summary>
internal static class EventTypeTables
{
    extension(World world)
    {
        public Table<EventTypeRow> EventTypes => world.Table<EventTypeRow>();
    }

    /// <summary>An organization's type of that name.</summary>
    public static EventType? EventType(this World world, Guid organization, string name) =>
        world.EventTypes.Find(organization, EventTypeRow.ByName, name)?.Resource;

    /// <summary>Makes the type of a name where there is none yet.</summary>
    public static void EnsureEventType(this Transaction transaction, Guid organization, string name)
    {
        if (transaction.World.EventType(organization, name) is null)
        {
            transaction.Save(new EventTypeRow(new EventType
            {
                Id = transaction.NewId(),
                CreatedAt = transaction.Now,
                ModifiedAt = null,
                Name = name,
                Label = name,
                OrganizationId = organization,
            }));
        }
    }
}
