using System.Collections.Immutable;

namespace Polar.FakeServer;

/// <summary>A name in the storage.</summary>
internal readonly record struct ObjectKey(string Bucket, string Path);

/// <summary>Bytes that are stored under a name.</summary>
internal sealed record StoredObject(ImmutableArray<byte> Bytes, string ContentType, string ETag, DateTimeOffset LastModified);

/// <summary>One part of an upload.</summary>
internal sealed record StoredPart(ImmutableArray<byte> Bytes, string ETag, string Sha256);

/// <summary>An upload that is not complete.</summary>
/// <param name="Key">What it will be stored under.</param>
/// <param name="ContentType">Of what type it is.</param>
/// <param name="Parts">The parts that have come, by number.</param>
internal sealed record StoredUpload(ObjectKey Key, string ContentType, ImmutableSortedDictionary<int, StoredPart> Parts);
