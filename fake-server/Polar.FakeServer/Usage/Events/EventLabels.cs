using System.Globalization;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Usage.EventTypes;

namespace Polar.FakeServer.Usage.Events;

/// <summary>What people are shown of an event instead of its name.</summary>
internal static class EventLabels
{
    /// <summary>The label of one event: a text of its own where its type says which, else its type's.</summary>
    public static string Of(World world, EventRow row)
    {
        if (row.IsSystem)
        {
            return OfSystem(row.Name);
        }

        if (world.EventType(row.OrganizationId, row.Name) is not { } type)
        {
            return row.Name;
        }

        return type.LabelPropertySelector is { } selector && OwnText(row.Metadata, selector) is { } own ? own : type.Label;
    }

    /// <summary>The label of all events of a kind.</summary>
    public static string Of(World world, EventKind kind) =>
        kind.IsSystem ? OfSystem(kind.Name) : world.EventType(kind.OrganizationId, kind.Name)?.Label ?? kind.Name;

    /// <summary>The label of Polar's own events: their name in words.</summary>
    public static string OfSystem(string name) =>
        CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name.Replace('.', ' ').Replace('_', ' '));

    /// <summary>What an event tells in a place, as Python prints it; null where that is nothing, false or zero.</summary>
    private static string? OwnText(EventMetadata metadata, string selector)
    {
        var value = default(EventValue);
        foreach (var name in selector.Split('.'))
        {
            value = metadata.Find(name);
            metadata = value.Members ?? EventMetadata.Empty;
        }

        return value.Kind switch
        {
            EventValueKind.Text when value.Text is { Length: > 0 } text => text,
            EventValueKind.Boolean when value.Boolean == true => "True",
            EventValueKind.Number when value.Number != 0 => value.Shown,
            EventValueKind.Object => PythonJsonText.Of(value.Members!),
            _ => null,
        };
    }
}
