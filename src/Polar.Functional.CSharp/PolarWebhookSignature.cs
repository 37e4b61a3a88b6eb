using System.Net.Http.Headers;

namespace Polar.Functional.CSharp;

/// <summary>The three headers that sign a delivery.</summary>
/// <param name="Id">The header <c>webhook-id</c>.</param>
/// <param name="Timestamp">The header <c>webhook-timestamp</c>.</param>
/// <param name="Signature">The header <c>webhook-signature</c>.</param>
public sealed record PolarWebhookSignature(string Id, string Timestamp, string Signature)
{
    /// <summary>Adds the three headers to a request.</summary>
    /// <param name="headers">The request's headers.</param>
    public void AddTo(HttpHeaders headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        headers.Add("webhook-id", Id);
        headers.Add("webhook-timestamp", Timestamp);
        headers.Add("webhook-signature", Signature);
    }
}
