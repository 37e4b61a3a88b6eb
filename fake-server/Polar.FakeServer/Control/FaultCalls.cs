using System.Text.Json.Nodes;
using Polar.FakeServer.Http;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer.Control;

/// <summary>What goes wrong between an app and the API, and with webhooks.</summary>
internal sealed class FaultCalls : IControlCalls
{
    public IReadOnlyList<ControlRoute> Routes { get; } =
    [
        new("GET", "faults", List),
        new("POST", "faults", AddAsync),
        new("DELETE", "faults", Clear),
        new("DELETE", "faults/{id}", Remove),
    ];

    private static Reply List(ControlCall call)
    {
        call.Query();
        return Reply.Json(200, new JsonObject
        {
            ["faults"] = new JsonArray([.. call.Services.Faults.All.Select(Show), .. call.Services.WebhookFaults.All.Select(Show)]),
        }.ToJsonString());
    }

    private static async Task<Reply> AddAsync(ControlCall call)
    {
        var input = await call.ReadAsync(
            "operation", "method", "path", "percentage", "times", "delay_ms", "status", "body", "retry_after", "drop", "truncate", "webhook", "event", "endpoint")
            .ConfigureAwait(false);
        if (input.Members.ContainsKey("webhook"))
        {
            return Add(() => Show(call.Services.WebhookFaults.Add(WebhookFaultInput.Read(input))));
        }

        if (input.Members.ContainsKey("event") || input.Members.ContainsKey("endpoint"))
        {
            throw new WrongInputException("'event' and 'endpoint' go with 'webhook', which says what goes wrong with webhooks.");
        }

        var fault = new FakeFault
        {
            Operation = input.Text("operation"),
            Method = input.Text("method"),
            PathPrefix = input.Text("path"),
            Percentage = input.Whole("percentage") ?? 100,
            Times = input.Whole("times"),
            Delay = TimeSpan.FromMilliseconds(input.Whole("delay_ms") ?? 0),
            Status = input.Whole("status"),
            Body = input.Members["body"]?.ToJsonString(),
            RetryAfter = input.Whole("retry_after"),
            DropsConnection = input.Flag("drop") ?? false,
            TruncatesBody = input.Flag("truncate") ?? false,
        };
        if (fault.Operation is { } operation && !call.Services.Operations.Contains(operation))
        {
            throw new WrongInputException($"There is no operation '{operation}'; operations are named as customers:create is.");
        }

        return Add(() => Show(call.Services.Faults.Add(fault)));
    }

    private static Reply Add(Func<JsonObject> add)
    {
        try
        {
            return Reply.Json(201, add().ToJsonString());
        }
        catch (ArgumentException wrong)
        {
            throw new WrongInputException(wrong.Message.Split(" (Parameter")[0]);
        }
    }

    private static Reply Clear(ControlCall call)
    {
        // Who names a fault in the query means one of them, not all.
        call.Query();
        call.Services.Faults.Clear();
        call.Services.WebhookFaults.Clear();
        return new Reply(204, default, null);
    }

    private static Reply Remove(ControlCall call) => call.Services.Faults.Remove(call.Values["id"]) || call.Services.WebhookFaults.Remove(call.Values["id"])
        ? new Reply(204, default, null)
        : ControlCall.NotFound("There is no such fault.");

    private static JsonObject Show(WebhookFaultRule rule) => new()
    {
        ["id"] = rule.Id,
        ["webhook"] = WebhookFaultInput.NameOf(rule.Fault.Kind),
        ["event"] = rule.Fault.Type,
        ["endpoint"] = rule.Fault.EndpointId?.ToString(),
        ["percentage"] = rule.Fault.Percentage,
        ["times_left"] = rule.Left,
        ["delay_ms"] = (long)rule.Fault.Delay.TotalMilliseconds,
    };

    private static JsonObject Show(FaultRule rule) => new()
    {
        ["id"] = rule.Id,
        ["operation"] = rule.Fault.Operation,
        ["method"] = rule.Fault.Method,
        ["path"] = rule.Fault.PathPrefix,
        ["percentage"] = rule.Fault.Percentage,
        ["times_left"] = rule.Left,
        ["delay_ms"] = (long)rule.Fault.Delay.TotalMilliseconds,
        ["status"] = rule.Fault.Status,
        ["body"] = rule.Fault.Body is { } body ? JsonNode.Parse(body) : null,
        ["retry_after"] = rule.Fault.RetryAfter,
        ["drop"] = rule.Fault.DropsConnection,
        ["truncate"] = rule.Fault.TruncatesBody,
    };
}
