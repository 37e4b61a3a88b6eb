namespace Polar.FakeServer.Usage.Events;

/// <summary>The way to a value in an event's metadata: names with dots between them, each of which leads into an object.</summary>
internal sealed class EventPath
{
    private const string Prefix = "metadata.";

    private readonly string[] _names;
    private Known? _known;

    /// <summary>The way as a filter or an aggregation has it; <c>metadata.</c> in front says nothing.</summary>
    public EventPath(string property)
    {
        Property = Stripped(property);
        _names = Property.Split('.');
    }

    /// <summary>The property without what says nothing.</summary>
    public string Property { get; }

    /// <summary>A property as it is kept.</summary>
    public static string Stripped(string property) =>
        property.StartsWith(Prefix, StringComparison.Ordinal) ? property[Prefix.Length..] : property;

    /// <summary>The value there; none where there is none.</summary>
    public EventValue Find(EventMetadata metadata)
    {
        // Events of one form share the array of their names, so that the place of the first one needs no search.
        var known = _known;
        if (known is null || known.Names != metadata.Names)
        {
            _known = known = new Known(metadata.Names, metadata.PlaceOf(_names[0]));
        }

        if (known.Place < 0)
        {
            return default;
        }

        var value = metadata[known.Place];
        for (var depth = 1; depth < _names.Length; depth++)
        {
            value = value.Members?.Find(_names[depth]) ?? default;
        }

        return value;
    }

    private sealed record Known(string[] Names, int Place);
}
