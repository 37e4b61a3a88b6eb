using System.Collections.Immutable;
using System.Security.Cryptography;
using Polar.FakeServer.Simulation;
using Polar.FakeServer.Storage;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>A name in the storage.</summary>
internal readonly record struct ObjectKey(string Bucket, string Path)
{
    /// <summary>The id of the row that is stored under the name.</summary>
    public Guid Id => RowId.Of(Bucket, Path);
}

/// <summary>Bytes that are stored under a name.</summary>
internal sealed record StoredObject(ObjectKey Key, ImmutableArray<byte> Bytes, string ContentType, string ETag, DateTimeOffset LastModified)
    : FileContent(Bytes), IRow<StoredObject>
{
    /// <inheritdoc/>
    public static TableDefinition<StoredObject> Table { get; } = new("stored_objects") { IsBulky = true };

    public Guid Id => Key.Id;

    /// <summary>Nobody's: whoever holds a signed address may read it.</summary>
    public Guid OrganizationId => Guid.Empty;

    public DateTimeOffset CreatedAt => LastModified;

    /// <summary>The object with the bytes of these parts, one behind the other; and the bytes.</summary>
    /// <exception cref="FileStorageException">The storage fails.</exception>
    public (StoredObject Object, ReadOnlyMemory<byte> Bytes) Of(IReadOnlyList<StoredPart> parts, IFileStorage? storage)
    {
        if (parts is [var only])
        {
            return (this with { Bytes = only.Bytes, ContentKey = only.ContentKey, ContentSize = only.ContentSize }, only.Read(storage));
        }

        var whole = new byte[parts.Sum(part => (long)part.Size)];
        var length = 0;
        foreach (var part in parts)
        {
            part.Read(storage).CopyTo(whole.AsMemory(length));
            length += part.Size;
        }

        return (storage is null ? this with { Bytes = Owned(whole) } : this with { ContentKey = Written(storage, whole), ContentSize = whole.Length }, whole);
    }
}

/// <summary>One part of an upload.</summary>
internal sealed record StoredPart(ImmutableArray<byte> Bytes, string ETag, string Sha256) : FileContent(Bytes)
{
    /// <summary>A part of these bytes, which nobody else may have; the world holds them until they are moved.</summary>
    public static StoredPart Of(byte[] bytes) => new(Owned(bytes), ObjectTag.Of(bytes), Convert.ToBase64String(SHA256.HashData(bytes)));

    /// <summary>The part, whose bytes a storage holds.</summary>
    /// <exception cref="FileStorageException">The storage fails.</exception>
    public StoredPart In(IFileStorage? storage) =>
        storage is null ? this : this with { Bytes = [], ContentKey = Written(storage, Bytes.AsMemory()), ContentSize = Bytes.Length };
}

/// <summary>An upload that is not complete.</summary>
/// <param name="UploadId">What the storage calls it.</param>
/// <param name="Key">What it will be stored under.</param>
/// <param name="ContentType">Of what type it is.</param>
/// <param name="CreatedAt">When it began.</param>
internal sealed record StoredUpload(string UploadId, ObjectKey Key, string ContentType, DateTimeOffset CreatedAt) : IRow<StoredUpload>
{
    /// <inheritdoc/>
    public static TableDefinition<StoredUpload> Table { get; } = new("stored_uploads") { IsBulky = true };

    public Guid Id => IdOf(UploadId);

    /// <summary>Nobody's: whoever holds a signed address may go on with it.</summary>
    public Guid OrganizationId => Guid.Empty;

    /// <summary>The parts that have come, by number.</summary>
    public ImmutableSortedDictionary<int, StoredPart> Parts { get; init; } = ImmutableSortedDictionary<int, StoredPart>.Empty;

    public static Guid IdOf(string uploadId) => RowId.Of(uploadId);
}

/// <summary>What the storage tells bytes apart by.</summary>
internal static class ObjectTag
{
    // MD5 is what the storage's entity tags are made of; nothing is protected by it.
#pragma warning disable CA5351
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351
}
