using System.Text.Json;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Rendering;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Events;

/// <summary>What the wire shows of an event.</summary>
internal static class EventProjection
{
    /// <summary>An event with the number of those below it.</summary>
    public static Event ToResource(World world, EventRow row, long childCount) => ToResource(world, row, row.Metadata, childCount);

    /// <summary>The same with other metadata than its own.</summary>
    public static Event ToResource(World world, EventRow row, EventMetadata metadata, long childCount)
    {
        // Each of Polar's own events has a type of its own, which its name leads to; reading is what knows them all.
        using var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
        writer.WriteStartObject();
        writer.WriteString("id", row.Id);
        writer.WriteString("timestamp", ((JsonScalar)row.Timestamp).ToString());
        writer.WriteString("organization_id", row.OrganizationId);
        Write(writer, "customer_id", row.Subject.CustomerId?.ToString());
        writer.WriteNull("customer");
        Write(writer, "external_customer_id", row.Subject.ExternalCustomerId);
        Write(writer, "member_id", row.Subject.MemberId?.ToString());
        Write(writer, "external_member_id", row.Subject.ExternalMemberId);
        writer.WriteNumber("child_count", childCount);
        Write(writer, "parent_id", world.UsageEvents.ParentOf(row)?.Id.ToString());
        writer.WriteString("label", EventLabels.Of(world, row));
        writer.WriteString("source", row.Kind.Source.Value);
        writer.WriteString("name", row.Name);
        writer.WritePropertyName("metadata");
        metadata.Write(writer);
        writer.WriteEndObject();
        writer.Flush();
        var reader = new Utf8JsonReader(buffer.Written.Span);
        reader.Read();
        return Event.Read(ref reader) with { Customer = world.CustomerOf(row)?.Resource };
    }

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is null)
        {
            writer.WriteNull(name);
        }
        else
        {
            writer.WriteString(name, value);
        }
    }
}
