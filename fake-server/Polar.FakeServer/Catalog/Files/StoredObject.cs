using System.Collections.Immutable;
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
    : IRow<StoredObject>
{
    /// <inheritdoc/>
    public static TableDefinition<StoredObject> Table { get; } = new("stored_objects");

    public Guid Id => Key.Id;

    /// <summary>Nobody's: whoever holds a signed address may read it.</summary>
    public Guid OrganizationId => Guid.Empty;

    public DateTimeOffset CreatedAt => LastModified;
}

/// <summary>One part of an upload.</summary>
internal sealed record StoredPart(ImmutableArray<byte> Bytes, string ETag, string Sha256);

/// <summary>An upload that is not complete.</summary>
/// <param name="UploadId">What the storage calls it.</param>
/// <param name="Key">What it will be stored under.</param>
/// <param name="ContentType">Of what type it is.</param>
/// <param name="CreatedAt">When it began.</param>
internal sealed record StoredUpload(string UploadId, ObjectKey Key, string ContentType, DateTimeOffset CreatedAt) : IRow<StoredUpload>
{
    /// <inheritdoc/>
    public static TableDefinition<StoredUpload> Table { get; } = new("stored_uploads");

    public Guid Id => IdOf(UploadId);

    /// <summary>Nobody's: whoever holds a signed address may go on with it.</summary>
    public Guid OrganizationId => Guid.Empty;

    /// <summary>The parts that have come, by number.</summary>
    public ImmutableSortedDictionary<int, StoredPart> Parts { get; init; } = ImmutableSortedDictionary<int, StoredPart>.Empty;

    public static Guid IdOf(string uploadId) => RowId.Of(uploadId);
}
