using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Persistence;

/// <summary>What a world comes to in 64 digits, the same in every process: everything that is kept of it, and where its randomness stands.</summary>
internal static class WorldDigest
{
    public static string Of(World world)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var output = new HashStream(hash);
        var nothing = World.Empty(default);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            writer.WriteNumber("random", world.Random.State);
            writer.WritePropertyName("parked_jobs");
            Codecs.Of(typeof(ImmutableArray<ParkedEntry>)).Write(writer, ParkedEntry.Of(world));
            foreach (var list in WorldLayout.Lists)
            {
                writer.WriteStartObject(list.Name);
                foreach (var (number, entry) in list.Changes(nothing, world).OrderBy(change => change.Number))
                {
                    writer.WritePropertyName(number.ToString(CultureInfo.InvariantCulture));
                    list.Codec.Write(writer, entry!);
                    writer.Flush();
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

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
