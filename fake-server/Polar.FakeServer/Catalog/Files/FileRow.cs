using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>A file of an organization: what is known of it; its bytes are a <see cref="StoredObject"/>.</summary>
internal sealed record FileRow : IRow<FileRow>
{
    /// <inheritdoc/>
    public static TableDefinition<FileRow> Table { get; } = new("files");

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required FileServiceTypes Service { get; init; }

    public required string Name { get; init; }

    /// <summary>Where its bytes are; a change of the name does not move them.</summary>
    public required string Path { get; init; }

    public required string MimeType { get; init; }

    public required long Size { get; init; }

    /// <summary>Where anybody may read it; null where nobody may without a signed address.</summary>
    public string? PublicUrl { get; init; }

    public string? ChecksumEtag { get; init; }

    public string? ChecksumSha256Base64 { get; init; }

    public DateTimeOffset? LastModifiedAt { get; init; }

    public string? Version { get; init; }

    public bool IsUploaded { get; init; }

    /// <summary>When a scan found something bad in it; it is handed out no more.</summary>
    public DateTimeOffset? FlaggedMaliciousAt { get; init; }

    /// <inheritdoc/>
    public bool IsDeleted { get; init; }

    public bool IsPublic => Service == FileServiceTypes.ProductMedia || Service == FileServiceTypes.OrganizationAvatar;

    /// <summary>Where its bytes are in the storage.</summary>
    public ObjectKey Object => new(IsPublic ? FileStorage.PublicBucket : FileStorage.PrivateBucket, Path);
}
