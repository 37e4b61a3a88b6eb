using System.Buffers;
using System.Text;

namespace Polar.FakeServer.Webhooks;

/// <summary>The text of an endpoint's answer, as much as is kept of it. No more than that is read, whatever the answer unpacks to.</summary>
internal static class WebhookAnswerText
{
    private const int Longest = 2048;
    private const int MostBytes = 16 * 1024;

    /// <summary>Reads the beginning of an answer.</summary>
    public static async Task<string> ReadAsync(HttpContent content, CancellationToken stop)
    {
        var stream = await content.ReadAsStreamAsync(stop).ConfigureAwait(false);
        await using var answer = stream.ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(MostBytes);
        try
        {
            var count = await stream.ReadAtLeastAsync(buffer.AsMemory(0, MostBytes), MostBytes, throwOnEndOfStream: false, stop).ConfigureAwait(false);
            return count == 0 ? "" : Encoding(content).GetString(buffer, 0, count);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What is kept of a text.</summary>
    public static string Short(string text)
    {
        var clean = text.Replace("\0", "", StringComparison.Ordinal);
        return clean.Length > Longest ? clean[..Longest] : clean;
    }

    private static Encoding Encoding(HttpContent content)
    {
        try
        {
            return content.Headers.ContentType?.CharSet is { } name ? System.Text.Encoding.GetEncoding(name.Trim('"')) : System.Text.Encoding.UTF8;
        }
        catch (ArgumentException)
        {
            return System.Text.Encoding.UTF8;
        }
    }
}
