using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>The addresses at which files are uploaded and downloaded.</summary>
internal static class FileUrls
{
    /// <summary>For how long a signed address is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>An address that anyone may read, at any time.</summary>
    public static string Public(FakeSettings settings, FileRow file) => settings.BaseAddress + PathOf(file.Object);

    /// <summary>An address that whoever has it may read for an hour; what is read is saved under the file's name.</summary>
    public static S3DownloadUrl Download(Transaction transaction, FileRow file) => new()
    {
        Url = Presigner.Sign(
            "GET",
            transaction.Settings.BaseAddress,
            PathOf(file.Object),
            [("response-content-disposition", Attachment.Named(file.Name)), ("response-content-type", file.MimeType)],
            [],
            transaction.Now,
            Lifetime),
        Headers = ValueMap<string>.Empty,
        ExpiresAt = transaction.Now + Lifetime,
    };

    /// <summary>The address of a PDF file that was made for somebody, saved under a name of its own.</summary>
    public static string Document(Transaction transaction, ObjectKey key, string name, TimeSpan lifetime) => Presigner.Sign(
        "GET",
        transaction.Settings.BaseAddress,
        PathOf(key),
        [("response-content-disposition", Attachment.Named(name)), ("response-content-type", "application/pdf")],
        [],
        transaction.Now,
        lifetime);

    /// <summary>Where one part of an upload goes.</summary>
    public static S3FileUploadPart Part(Transaction transaction, FileRow file, string upload, S3FileCreatePart part)
    {
        (string, string)[] headers = string.IsNullOrEmpty(part.ChecksumSha256Base64)
            ? []
            : [("x-amz-checksum-sha256", part.ChecksumSha256Base64), ("x-amz-sdk-checksum-algorithm", "SHA256")];
        return new S3FileUploadPart
        {
            Number = part.Number,
            ChunkStart = part.ChunkStart,
            ChunkEnd = part.ChunkEnd,
            ChecksumSha256Base64 = part.ChecksumSha256Base64,
            Url = Presigner.Sign(
                "PUT",
                transaction.Settings.BaseAddress,
                PathOf(file.Object),
                [("uploadId", upload), ("partNumber", part.Number.ToString(System.Globalization.CultureInfo.InvariantCulture))],
                headers,
                transaction.Now,
                Lifetime),
            ExpiresAt = transaction.Now + Lifetime,
            Headers = headers.Select(header => KeyValuePair.Create(header.Item1, header.Item2)).ToValueMap(),
        };
    }

    private static string PathOf(ObjectKey key) => Presigner.EncodePath($"/{key.Bucket}/{key.Path}");
}
