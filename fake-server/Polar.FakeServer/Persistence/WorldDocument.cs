using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Persistence;

/// <summary>A world with all that is needed to go to it.</summary>
/// <param name="World">The world.</param>
/// <param name="Origin">What it was made from.</param>
/// <param name="Time">Where the clock stands.</param>
internal sealed record WrittenWorld(World World, WorldOrigin Origin, DateTimeOffset Time);

/// <summary>
/// A world as one JSON document: indented, its lists by name and their entries by number, so that a person can read it and two of them can be compared.
/// </summary>
internal static class WorldDocument
{
    private const string Format = "polar-fake-world";
    private const string What = "Send what GET /_fake/export answers.";

    private static readonly JsonWriterOptions s_indented = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Indented = true,
        NewLine = "\n",
        SkipValidation = true,
    };

    private static readonly JsonReaderOptions s_deep = new() { MaxDepth = 1000 };

    /// <summary>Writes a world.</summary>
    public static ReadOnlyMemory<byte> Write(WrittenWorld written)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var nothing = World.Empty(default);
        using (var writer = new Utf8JsonWriter(buffer, s_indented))
        {
            writer.WriteStartObject();
            writer.WriteString("format", Format);
            writer.WriteNumber("version", WorldLayout.Version);
            Write(writer, "origin", written.Origin);
            Write(writer, "clock", written.Time);
            writer.WriteNumber("random", written.World.Random.State);
            Write(writer, "parked_jobs", ParkedEntry.Of(written.World));
            writer.WriteStartObject("lists");
            foreach (var list in WorldLayout.Lists)
            {
                Write(writer, list, nothing, written.World);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }

    /// <summary>Reads a world.</summary>
    /// <param name="json">The document.</param>
    /// <param name="rememberedEvents">How many published events the world remembers.</param>
    /// <exception cref="FormatException">It is no such document; the message is a sentence for whoever sent it.</exception>
    public static WrittenWorld Read(ReadOnlySpan<byte> json, int rememberedEvents)
    {
        var document = new Reading();
        try
        {
            var reader = new Utf8JsonReader(json.StartsWith("\uFEFF"u8) ? json["\uFEFF"u8.Length..] : json, s_deep);
            document.Read(ref reader);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new FormatException($"The document is not JSON. {What}", fault);
        }

        return document.ToWorld(rememberedEvents);
    }

    private static void Write<T>(Utf8JsonWriter writer, string name, T value)
        where T : notnull
    {
        writer.WritePropertyName(name);
        Codecs.Of(typeof(T)).Write(writer, value);
    }

    private static void Write(Utf8JsonWriter writer, WorldList list, World nothing, World world)
    {
        writer.WriteStartObject(list.Name);
        writer.WriteNumber("next", list.Next(world));
        writer.WriteStartObject("entries");
        foreach (var (number, entry) in list.Changes(nothing, world).OrderBy(change => change.Number))
        {
            writer.WritePropertyName(number.ToString(CultureInfo.InvariantCulture));
            list.Codec.Write(writer, entry!);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>What was read of a document so far.</summary>
    private sealed class Reading
    {
        private readonly Dictionary<string, WorldList> _known = WorldLayout.Lists.ToDictionary(list => list.Name);
        private readonly Dictionary<string, KeptList> _lists = [];
        private WorldOrigin? _origin;
        private DateTimeOffset? _time;
        private ulong? _random;
        private bool _isMeant;
        private ImmutableArray<ParkedEntry> _parked = [];

        public void Read(ref Utf8JsonReader reader)
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new FormatException($"The document is no object. {What}");
            }

            while (Member(ref reader) is { } name)
            {
                Read(ref reader, name);
            }

            if (reader.Read())
            {
                throw new FormatException($"Something follows the document. {What}");
            }
        }

        public WrittenWorld ToWorld(int rememberedEvents)
        {
            if (!_isMeant || _origin is null || _time is null || _random is null)
            {
                throw new FormatException($"The document is no world of a fake Polar. {What}");
            }

            try
            {
                return new WrittenWorld(WorldLayout.Restore(_random.Value, rememberedEvents, _lists, _parked), _origin, _time.Value);
            }
            catch (FormatException fault)
            {
                throw new FormatException($"The document does not fit together: {fault.Message}", fault);
            }
        }

        private static string? Member(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;

        private void Read(ref Utf8JsonReader reader, string name)
        {
            reader.Read();
            switch (name)
            {
                case "format":
                    _isMeant = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(Format) ? true : throw new FormatException($"The document is no world of a fake Polar. {What}");
                    break;
                case "version":
                    var version = (int)Value(typeof(int), ref reader, name);
                    if (version != WorldLayout.Version)
                    {
                        throw new FormatException(
                            $"The document is of another version of the fake: its form is number {version}, and this version reads number {WorldLayout.Version}.");
                    }

                    break;
                case "origin":
                    _origin = (WorldOrigin)Value(typeof(WorldOrigin), ref reader, name);
                    break;
                case "clock":
                    _time = (DateTimeOffset)Value(typeof(DateTimeOffset), ref reader, name);
                    break;
                case "random":
                    _random = (ulong)Value(typeof(ulong), ref reader, name);
                    break;
                case "parked_jobs":
                    _parked = (ImmutableArray<ParkedEntry>)Value(typeof(ImmutableArray<ParkedEntry>), ref reader, name);
                    break;
                case "lists" when reader.TokenType == JsonTokenType.StartObject:
                    while (Member(ref reader) is { } list)
                    {
                        _lists[list] = List(ref reader, list);
                    }

                    break;
                default:
                    throw new FormatException($"The document has a member '{name}' that no world has. {What}");
            }
        }

        private KeptList List(ref Utf8JsonReader reader, string name)
        {
            var list = _known.GetValueOrDefault(name) ?? throw new FormatException($"The document has a list '{name}' that no world has.");
            var (next, numbers, entries) = (0L, new List<long>(), new List<object>());
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                throw new FormatException($"The list '{name}' is no object.");
            }

            while (Member(ref reader) is { } member)
            {
                reader.Read();
                switch (member)
                {
                    case "next":
                        next = (long)Value(typeof(long), ref reader, $"{name}.next");
                        break;
                    case "entries" when reader.TokenType == JsonTokenType.StartObject:
                        while (Member(ref reader) is { } text)
                        {
                            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || (numbers.Count > 0 && number <= numbers[^1]))
                            {
                                throw new FormatException($"The entry '{text}' of '{name}' has no number above those before it.");
                            }

                            reader.Read();
                            numbers.Add(number);
                            entries.Add(Value(list.Codec, ref reader, $"{name}.{text}"));
                        }

                        break;
                    default:
                        throw new FormatException($"The list '{name}' has a member '{member}' that no list has.");
                }
            }

            return numbers.Count > 0 && next > 0 && numbers[^1] >= next
                ? throw new FormatException($"The list '{name}' has an entry {numbers[^1]}, though its next one is to be {next}.")
                : new KeptList(new KeptEntries([.. numbers], [.. entries]), next);
        }

        private static object Value(Type type, ref Utf8JsonReader reader, string place) => Value(Codecs.Of(type), ref reader, place);

        private static object Value(Codec codec, ref Utf8JsonReader reader, string place)
        {
            try
            {
                var value = codec.Read(ref reader);
                codec.Check(value);
                return value;
            }
            catch (Exception fault) when (fault is FormatException or InvalidOperationException or ArgumentException or InvalidCastException or OverflowException)
            {
                throw new FormatException($"The document does not fit at {place}: {fault.Message}", fault);
            }
        }
    }
}
