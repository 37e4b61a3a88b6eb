using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Catalog.Files;

/// <summary>
/// The storage that files are in: Amazon's for Polar, the fake itself here. It takes the parts of uploads and gives out what is stored, to whoever
/// has a signed address, and what is public to everybody.
/// </summary>
internal sealed class FileStorage(Engine engine, Func<World, ObjectKey, byte[]?> documents)
{
    public const string PrivateBucket = "polar-sandbox-files";
    public const string PublicBucket = "polar-public-sandbox-files";

    /// <summary>Invoices and receipts, which are drawn when they are asked for.</summary>
    public const string DocumentBucket = "polar-sandbox-customer-invoices";

    /// <summary>All there are.</summary>
    public static IReadOnlyList<string> Buckets { get; } = [PrivateBucket, PublicBucket, DocumentBucket];

    /// <summary>Whether a request is for the storage.</summary>
    public static bool Has(string path) => KeyOf(path) is not null;

    /// <summary>Begins an upload.</summary>
    public static string Begin(Transaction transaction, ObjectKey key, string contentType)
    {
        var id = transaction.Random.Text(64);
        transaction.Save(new StoredUpload(id, key, contentType, transaction.Now));
        return id;
    }

    /// <summary>Makes one object of the parts of an upload; null where the storage refuses to.</summary>
    public static (StoredObject Object, ReadOnlyMemory<byte> Bytes)? Complete(
        Transaction transaction, ObjectKey key, string id, IReadOnlyList<S3FileUploadCompletedPart> parts)
    {
        if (transaction.World.Uploads.Find(StoredUpload.IdOf(id)) is not { } upload || upload.Key != key || parts.Count == 0)
        {
            return null;
        }

        var found = parts.Select(part => part.Number is >= 1 and <= int.MaxValue ? upload.Parts.GetValueOrDefault((int)part.Number) : null).ToArray();
        var inOrder = parts.Zip(parts.Skip(1)).All(pair => pair.First.Number < pair.Second.Number);
        var match = parts.Zip(found).All(pair => pair.Second is { } part
            && pair.First.ChecksumEtag.Trim().Trim('"') == part.ETag
            && (string.IsNullOrEmpty(pair.First.ChecksumSha256Base64) || pair.First.ChecksumSha256Base64 == part.Sha256));
        if (!inOrder || !match)
        {
            return null;
        }

        StoredPart[] stored = [.. found.OfType<StoredPart>()];
        var digests = stored.SelectMany(part => Convert.FromHexString(part.ETag)).ToArray();
        var now = transaction.Now.UtcDateTime;
        var empty = new StoredObject(
            key,
            [],
            upload.ContentType,
            $"\"{ObjectTag.Of(digests)}-{stored.Length}\"",
            new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, now.Second, TimeSpan.Zero));
        var whole = empty.Of(stored, transaction.Settings.FileStorage);
        transaction.Remove(upload);
        transaction.Save(whole.Object);
        return whole;
    }

    /// <summary>Answers one request.</summary>
    public async Task<Reply> AnswerAsync(HttpRequest request)
    {
        var key = KeyOf(request.Path.Value!)!.Value;
        var isRead = request.Method is "GET" or "HEAD";
        if (!isRead && request.Method != "PUT")
        {
            return Refusal(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        }

        if (!(isRead && key.Bucket == PublicBucket) && Presigner.Fault(request, engine.Clock.GetUtcNow()) is var (code, message))
        {
            return Refusal(403, code, message);
        }

        try
        {
            return isRead ? Read(request, key) : await PutAsync(request, key).ConfigureAwait(false);
        }
        catch (FileStorageException fault)
        {
            engine.Report($"{request.Method} of a file", fault);
            return Refusal(500, "InternalError", "We encountered an internal error. Please try again.");
        }
    }

    private static ObjectKey? KeyOf(string path)
    {
        var parts = path.Split('/', 3);
        return parts is ["", var bucket, { Length: > 0 } name] && Buckets.Contains(bucket) ? new ObjectKey(bucket, name) : null;
    }

    private static Reply Refusal(int status, string code, string message) => new(
        status,
        Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>"),
        "application/xml");

    private StoredObject? Find(ObjectKey key)
    {
        if (key.Bucket != DocumentBucket)
        {
            return engine.World.Objects.Find(key.Id);
        }

        var now = engine.Clock.GetUtcNow();
        return documents(engine.World, key) is { } bytes ? new StoredObject(key, [.. bytes], "application/pdf", $"\"{ObjectTag.Of(bytes)}\"", now) : null;
    }

    private Reply Read(HttpRequest request, ObjectKey key)
    {
        if (Find(key) is not { } stored)
        {
            // Who may not list a bucket is not told what is missing in it.
            return Refusal(403, "AccessDenied", "Access Denied");
        }

        var type = request.Query["response-content-type"].ToString();
        var disposition = request.Query["response-content-disposition"].ToString();
        (string, string)[] headers =
        [
            ("ETag", stored.ETag),
            ("Last-Modified", stored.LastModified.ToString("R", CultureInfo.InvariantCulture)),
            ("Accept-Ranges", "bytes"),
            .. disposition.Length > 0 ? [("Content-Disposition", disposition)] : Array.Empty<(string, string)>(),
        ];
        var contentType = type.Length > 0 ? type : stored.ContentType;
        var whole = stored.Read(engine.Settings.FileStorage);
        return ByteRange.Read(request.Headers.Range, whole.Length) switch
        {
            null => new Reply(200, whole, contentType, headers),
            { Length: 0 } => Refusal(416, "InvalidRange", "The requested range is not satisfiable"),
            { } part => new Reply(206, whole.Slice(part.Start, part.Length), contentType, [.. headers, ("Content-Range", part.Of(whole.Length))]),
        };
    }

    private async Task<Reply> PutAsync(HttpRequest request, ObjectKey key)
    {
        if (request.ContentLength is not { } length)
        {
            return Refusal(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
        }

        var bytes = new byte[length];
        await request.Body.ReadExactlyAsync(bytes).ConfigureAwait(false);
        var part = StoredPart.Of(bytes);
        var claimed = request.Headers["x-amz-checksum-sha256"].ToString();
        if (claimed.Length > 0 && claimed != part.Sha256)
        {
            return Refusal(400, "BadDigest", "The SHA256 you specified did not match the calculated checksum.");
        }

        var id = request.Query["uploadId"].ToString();
        var number = int.Parse(request.Query["partNumber"].ToString(), CultureInfo.InvariantCulture);
        var isKept = await engine.ExecuteAsync(transaction => Keep(transaction, id, key, number, part)).ConfigureAwait(false);
        return isKept
            ? new Reply(200, default, null, ("ETag", $"\"{part.ETag}\""))
            : Refusal(404, "NoSuchUpload", "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.");
    }

    /// <summary>Keeps a part of an upload; false where there is no such upload.</summary>
    public static bool Keep(Transaction transaction, string id, ObjectKey key, int number, StoredPart part)
    {
        if (transaction.World.Uploads.Find(StoredUpload.IdOf(id)) is not { } upload || upload.Key != key)
        {
            return false;
        }

        transaction.Save(upload with { Parts = upload.Parts.SetItem(number, part.In(transaction.Settings.FileStorage)) });
        return true;
    }
}
