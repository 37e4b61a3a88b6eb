using System.Globalization;

namespace Polar.FakeServer.Control;

/// <summary>What a test that has failed prints: what the app asked of the fake, and which webhooks it did not take.</summary>
internal static class FailureReport
{
    private const int MostRequests = 20;
    private const int MostDeliveries = 10;

    /// <summary>Writes the report.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="requests">What was asked, oldest first.</param>
    /// <param name="deliveries">What was delivered, oldest first.</param>
    public static void Write(TextWriter output, IReadOnlyList<FakeRequest> requests, IReadOnlyList<FakeDelivery> deliveries)
    {
        output.WriteLine(requests.Count switch
        {
            0 => "The app sent nothing to the fake Polar.",
            > MostRequests => $"The app sent {Text(requests.Count)} requests to the fake Polar; the last {Text(MostRequests)}:",
            _ => "The app sent to the fake Polar:",
        });
        foreach (var request in requests.TakeLast(MostRequests))
        {
            output.WriteLine($"  {request}");
        }

        var failed = deliveries.Where(delivery => !delivery.Succeeded).TakeLast(MostDeliveries).ToArray();
        if (failed.Length > 0)
        {
            output.WriteLine("Webhooks that were not taken:");
        }

        foreach (var delivery in failed)
        {
            output.WriteLine($"  {delivery.Type} to {delivery.Url} -> {(delivery.StatusCode is { } status ? Text(status) : "no answer")} {delivery.Response}".TrimEnd());
        }

        output.Flush();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
