using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Webhooks;

/// <summary>Signs deliveries as Polar does.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The three headers of one attempt.</summary>
    /// <param name="secret">The endpoint's secret.</param>
    /// <param name="standard">Whether the key is what the secret decodes to, rather than its text.</param>
    /// <param name="id">The event.</param>
    /// <param name="now">The time of the attempt.</param>
    /// <param name="body">What is sent.</param>
    public static (string Timestamp, string Signature) Sign(string secret, bool standard, string id, DateTimeOffset now, ReadOnlySpan<byte> body)
    {
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = standard ? Convert.FromBase64String(secret[Prefix.Length..]) : Encoding.UTF8.GetBytes(secret);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var mac = HMACSHA256.HashData(key, signed);
        return (timestamp, $"v1,{Convert.ToBase64String(mac)}");
    }

    /// <summary>A secret as Polar generates them: the base64 of random bytes.</summary>
    public static string NewSecret(RandomDraw random)
    {
        const int KeyBytes = 32;
        return Prefix + Convert.ToBase64String(random.Bytes(KeyBytes));
    }
}
