using System.Globalization;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>Files as the wire shows them.</summary>
internal static class FileProjection
{
    private static readonly string[] s_units = ["", "K", "M", "G", "T", "P", "E", "Z"];

    public static FileRead ToResource(FileRow row) => row.Service.Value switch
    {
        FileServiceTypes.Values.Downloadable => ShowDownloadable(row),
        FileServiceTypes.Values.ProductMedia => ShowMedia(row),
        FileServiceTypes.Values.OrganizationAvatar => ShowDownloadable(row).ToOrganizationAvatarFileRead(row.PublicUrl!),
        _ => ShowDownloadable(row).ToSupportCaseAttachmentFileRead(),
    };

    public static DownloadableFileRead ShowDownloadable(FileRow row) => new()
    {
        Id = row.Id,
        OrganizationId = row.OrganizationId,
        Name = row.Name,
        Path = row.Path,
        MimeType = row.MimeType,
        Size = row.Size,
        StorageVersion = null,
        ChecksumEtag = row.ChecksumEtag,
        ChecksumSha256Base64 = row.ChecksumSha256Base64,
        ChecksumSha256Hex = Hex(row.ChecksumSha256Base64),
        LastModifiedAt = row.LastModifiedAt,
        Version = row.Version,
        IsUploaded = row.IsUploaded,
        CreatedAt = row.CreatedAt,
        FlaggedMaliciousAt = row.FlaggedMaliciousAt,
        SizeReadable = Readable(row.Size),
    };

    public static ProductMediaFileRead ShowMedia(FileRow row) =>
        ShowDownloadable(row).ToProductMediaFileRead(row.PublicUrl!);

    /// <summary>The file with what is needed to upload it.</summary>
    public static FileUpload ShowUpload(FileRow row, S3FileUploadMultipart upload) =>
        ShowDownloadable(row).ToFileUpload(upload, row.Service);

    /// <summary>The file with an address to get it at, as those see it who have bought it.</summary>
    public static FileDownload ShowDownload(FileRow row, S3DownloadUrl download) =>
        ShowDownloadable(row).ToFileDownload(download, row.Service);

    private static string? Hex(string? base64)
    {
        var bytes = new byte[base64?.Length ?? 0];
        return base64 is not null && Convert.TryFromBase64String(base64, bytes, out var length)
            ? Convert.ToHexStringLower(bytes.AsSpan(0, length))
            : null;
    }

    private static string Readable(long size)
    {
        var unit = 0;
        var amount = (double)size;
        for (; Math.Abs(amount) >= 1024 && unit < s_units.Length - 1; unit++)
        {
            amount /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{amount:F1} {s_units[unit]}B");
    }
}
