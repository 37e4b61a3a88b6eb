using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polar.FakeServer.Tool;

/// <summary>What <c>serve</c> says: to a person, to a program, or nothing.</summary>
/// <param name="terminal">Where to write.</param>
/// <param name="format">For whom.</param>
/// <param name="logsRequests">Whether each request gets a line.</param>
internal sealed class ServeReport(Terminal terminal, ReportFormat format, bool logsRequests)
{
    /// <summary>JSON with letters as they are.</summary>
    public static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _turn = new();

    /// <summary>A fake listens.</summary>
    /// <param name="fake">The fake.</param>
    /// <param name="options">What it was made from.</param>
    public void Serving(FakePolar fake, FakePolarOptions options)
    {
        if (format == ReportFormat.Text)
        {
            new Ui(terminal.Output).Serving(fake, options);
        }
        else if (format == ReportFormat.Json)
        {
            Write(new JsonObject
            {
                ["event"] = "serving",
                ["url"] = fake.Address.GetLeftPart(UriPartial.Authority),
                ["organization_id"] = fake.Organization.Id.ToString(),
                ["organization_slug"] = fake.Organization.Slug,
                ["access_token"] = fake.AccessToken,
                ["clock"] = Instant(fake.Clock.UtcNow),
                ["data_file"] = options.DataFile is { } data ? Path.GetFullPath(data) : null,
                ["webhook_url"] = options.WebhookUrl?.ToString(),
                ["webhook_secret"] = fake.WebhookSecret,
                ["recording"] = options.RecordTo,
            });
        }

        if (logsRequests)
        {
            fake.Requests.Answered += Log;
        }

        fake.Webhooks.Delivered += delivery => Safely(() => Delivered(delivery));
        fake.Webhooks.EndpointDisabled += endpoint => Safely(() => Disabled(endpoint));
    }

    /// <summary>It listens no more.</summary>
    public void Stopped()
    {
        if (format == ReportFormat.Text)
        {
            new Ui(terminal.Output).Stopped();
        }
        else if (format == ReportFormat.Json)
        {
            Write(new JsonObject { ["event"] = "stopped" });
        }
    }

    private static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    /// <summary>What was not taken is told, also to who wants nothing else told.</summary>
    private void Delivered(FakeDelivery delivery)
    {
        if (delivery.Succeeded)
        {
            return;
        }

        var answer = delivery.StatusCode is { } status ? status.ToString(CultureInfo.InvariantCulture) : FirstLine(delivery.Response);
        Tell(
            $"webhook {delivery.Type} to {delivery.Url} failed: {answer} ({delivery.EventId})",
            () => new JsonObject
            {
                ["event"] = "delivery_failed",
                ["time"] = Instant(delivery.Timestamp),
                ["type"] = delivery.Type,
                ["event_id"] = delivery.EventId.ToString(),
                ["endpoint_id"] = delivery.EndpointId.ToString(),
                ["url"] = delivery.Url,
                ["status"] = delivery.StatusCode,
                ["response"] = delivery.Response,
            });
    }

    private void Disabled(FakeDisabledEndpoint endpoint) => Tell(
        $"webhook endpoint {endpoint.Url} disabled: its last 10 events all failed ({endpoint.Id})",
        () => new JsonObject
        {
            ["event"] = "endpoint_disabled",
            ["time"] = Instant(endpoint.Timestamp),
            ["endpoint_id"] = endpoint.Id.ToString(),
            ["url"] = endpoint.Url,
        });

    private void Tell(string line, Func<JsonObject> json)
    {
        if (format == ReportFormat.Json)
        {
            Write(json());
            return;
        }

        lock (_turn)
        {
            if (format == ReportFormat.Text)
            {
                new Ui(terminal.Output).Fault(line);
            }
            else
            {
                terminal.Complain(line);
            }
        }
    }

    private static string FirstLine(string? text) => text?.Split('\n')[0] ?? "no answer";

    private void Log(FakeRequest request) => Safely(() =>
    {
        if (format == ReportFormat.Json)
        {
            Write(new JsonObject
            {
                ["event"] = "request",
                ["time"] = Instant(request.Time),
                ["method"] = request.Method,
                ["path"] = request.Path + request.Query,
                ["operation"] = request.Operation,
                ["status"] = request.Status,
                ["duration_ms"] = Math.Round(request.Duration.TotalMilliseconds, 2),
                ["refusal"] = request.Refusal,
            });
            return;
        }

        lock (_turn)
        {
            new Ui(terminal.Output).Request(request);
        }
    });

    /// <summary>Whoever asked the API, or waits for a webhook, is not to suffer because nobody reads this.</summary>
    private static void Safely(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
        }
    }

    private void Write(JsonObject line)
    {
        lock (_turn)
        {
            terminal.Write(line.ToJsonString(Readable));
        }
    }
}

/// <summary>For whom <c>serve</c> writes.</summary>
internal enum ReportFormat
{
    /// <summary>A person.</summary>
    Text,

    /// <summary>A program: an object a line.</summary>
    Json,

    /// <summary>Nobody.</summary>
    Quiet,
}
