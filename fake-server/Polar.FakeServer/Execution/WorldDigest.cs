using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Execution;

/// <summary>
/// What a world comes to in 64 digits, the same in every process: all rows, jobs, published events and where its randomness stands. Indexes are left
/// out, which follow from the rows.
/// </summary>
internal static class WorldDigest
{
    /// <summary>A hash code that an object keeps of itself differs from process to process.</summary>
    private const string HashField = "_hash";

    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, FieldInfo[]> s_fields = new();

    public static string Of(World world)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var output = new HashStream(hash);
        using (var writer = new BinaryWriter(output))
        {
            foreach (var table in world.Tables.OrderBy(table => table.GetType().ToString(), StringComparer.Ordinal))
            {
                WriteTable(writer, table);
            }

            Write(writer, world.Random);
            foreach (var queued in world.Jobs.All)
            {
                Write(writer, queued);
            }

            foreach (var published in world.Events)
            {
                Write(writer, published.Organization);
                writer.Write(published.Body(ApiVersions.Current).Span);
            }

            foreach (var parked in world.ParkedJobs)
            {
                Write(writer, (parked.Kind, parked.Due, parked.Error));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A table's rows in their order; of a part of the world that is no table, what its members are.</summary>
    private static void WriteTable(BinaryWriter writer, object table)
    {
        writer.Write(table.GetType().ToString());
        Write(writer, table.GetType().GetProperty("All")?.GetValue(table) ?? table);
    }

    private static void Write(BinaryWriter writer, object? value)
    {
        switch (value)
        {
            case null or Delegate or Lock:
                writer.Write((byte)0);
                break;
            case string text:
                writer.Write(text);
                break;
            case bool flag:
                writer.Write(flag);
                break;
            case byte[] bytes:
                writer.Write(bytes.Length);
                writer.Write(bytes);
                break;
            case ReadOnlyMemory<byte> bytes:
                writer.Write(bytes.Length);
                writer.Write(bytes.Span);
                break;
            case ImmutableArray<byte> { IsDefault: false } bytes:
                writer.Write(bytes.Length);
                writer.Write(bytes.AsSpan());
                break;
            case DateTimeOffset moment:
                writer.Write(moment.UtcTicks);
                break;
            case JsonNode node:
                writer.Write(node.ToJsonString());
                break;
            case JsonElement element:
                writer.Write(element.GetRawText());
                break;
            case IFormattable plain when IsOfTheFramework(plain.GetType()) || plain is Enum:
                writer.Write(plain.ToString(null, CultureInfo.InvariantCulture));
                break;
            case IEnumerable items when IsUnordered(items.GetType()):
                WriteUnordered(writer, items);
                break;
            case IEnumerable items:
                WriteItems(writer, items);
                break;
            default:
                WriteFields(writer, value);
                break;
        }
    }

    private static void WriteItems(BinaryWriter writer, IEnumerable items)
    {
        // An immutable array that was never set cannot be walked.
        if (items.GetType().GetProperty("IsDefault")?.GetValue(items) is not true)
        {
            foreach (var item in items)
            {
                writer.Write((byte)1);
                Write(writer, item);
            }
        }

        writer.Write((byte)2);
    }

    /// <summary>The entries in an order of their own: that of hash codes differs from process to process.</summary>
    private static void WriteUnordered(BinaryWriter writer, IEnumerable entries)
    {
        var digests = new List<string>();
        foreach (var entry in entries)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var output = new HashStream(hash);
            using (var inner = new BinaryWriter(output))
            {
                Write(inner, entry);
            }

            digests.Add(Convert.ToHexStringLower(hash.GetHashAndReset()));
        }

        WriteItems(writer, digests.Order(StringComparer.Ordinal));
    }

    private static void WriteFields(BinaryWriter writer, object value)
    {
        var type = value.GetType();
        if (type.Namespace == typeof(TableDefinition).Namespace)
        {
            // An index.
            return;
        }

        writer.Write(type.Name);
        foreach (var field in s_fields.GetOrAdd(type, FieldsOf))
        {
            // A row that another one refers to is written where it is kept.
            var member = field.GetValue(value);
            Write(writer, member is IRow row ? row.Id : member);
        }
    }

    private static FieldInfo[] FieldsOf(Type type)
    {
        var fields = new List<FieldInfo>();
        for (var declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            fields.AddRange(declaring.GetFields(Members).Where(field => field.Name != HashField).OrderBy(field => field.Name, StringComparer.Ordinal));
        }

        return [.. fields];
    }

    private static bool IsUnordered(Type type) => IsOfTheFramework(type)
        && type.GetInterfaces().Any(face => face == typeof(IDictionary) || (face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IReadOnlySet<>)));

    private static bool IsOfTheFramework(Type type) => type.Namespace?.StartsWith("System", StringComparison.Ordinal) == true;

    /// <summary>Takes what is written into a digest, and keeps nothing of it.</summary>
    private sealed class HashStream(IncrementalHash hash) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => hash.AppendData(buffer, offset, count);

        public override void Write(ReadOnlySpan<byte> buffer) => hash.AppendData(buffer);
    }
}
