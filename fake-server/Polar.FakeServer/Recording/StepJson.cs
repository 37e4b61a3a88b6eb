using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Webhooks;

namespace Polar.FakeServer.Recording;

/// <summary>Steps as lines of a recording.</summary>
internal static class StepJson
{
    /// <summary>A step as JSON.</summary>
    /// <exception cref="ArgumentException">There is no way to write it.</exception>
    public static JsonObject Write(long number, DateTimeOffset time, RecordedStep step)
    {
        var line = new JsonObject { ["step"] = number, ["time"] = Instant(time) };
        switch (step)
        {
            case CallStep call:
                WriteCall(line, call);
                break;
            case DeliveryStep delivery:
                WriteDelivery(line, delivery);
                break;
            case NextDueStep next:
                line["kind"] = "next_due";
                line["until"] = Instant(next.Until);
                break;
            case ArrivalStep arrival:
                line["kind"] = "arrival";
                line["until"] = Instant(arrival.Moment);
                break;
            case AlarmStep:
                line["kind"] = "alarm";
                break;
            case ResetStep:
                line["kind"] = "reset";
                break;
            case ReceiverStep receiver:
                line["kind"] = "receiver";
                line["events"] = new JsonArray([.. receiver.Types.Select(type => JsonValue.Create(type))]);
                break;
            case ReceiverEndStep end:
                line["kind"] = "receiver_end";
                line["endpoint"] = end.Endpoint.ToString();
                break;
            case CheckoutBankStep bank:
                line["kind"] = "bank";
                line["checkout"] = bank.ClientSecret;
                line["approved"] = bank.IsApproved;
                break;
            case IntentBankStep bank:
                line["kind"] = "bank";
                line["intent"] = bank.Intent.ToString();
                line["approved"] = bank.IsApproved;
                break;
            case InProcessStep inProcess:
                line["kind"] = "in_process";
                line["member"] = inProcess.Name;
                break;
            case EndStep end:
                line["kind"] = "end";
                line["world"] = end.World;
                break;
            default:
                throw new ArgumentException($"A recording has no form for {step.GetType().Name}.", nameof(step));
        }

        return line;
    }

    /// <summary>The step that a line is.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static (DateTimeOffset Time, RecordedStep Step) Read(JsonObject line) => (Moment(line, "time"), Text(line, "kind") switch
    {
        "call" => ReadCall(line),
        "delivery" => ReadDelivery(line),
        "next_due" => new NextDueStep(Moment(line, "until")),
        "arrival" => new ArrivalStep(Moment(line, "until")),
        "alarm" => new AlarmStep(),
        "reset" => new ResetStep(),
        "receiver" => new ReceiverStep([.. Items(line, "events").Select(type => $"{type}")]),
        "receiver_end" => new ReceiverEndStep(Guid.Parse(Text(line, "endpoint"))),
        "bank" when line["checkout"] is not null => new CheckoutBankStep(Text(line, "checkout"), Value<bool>(line, "approved")),
        "bank" => new IntentBankStep(Guid.Parse(Text(line, "intent")), Value<bool>(line, "approved")),
        "in_process" => new InProcessStep(Text(line, "member")),
        "end" => new EndStep(Text(line, "world")),
        var other => throw new FormatException($"there is no step of the kind \"{other}\""),
    });

    /// <summary>A time to the tick.</summary>
    public static string Instant(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public static string Text(JsonObject line, string name) => Value<string>(line, name);

    /// <summary>A member that must be there.</summary>
    public static T Value<T>(JsonObject line, string name) =>
        line[name] is JsonValue value && value.TryGetValue<T>(out var found) ? found : throw new FormatException($"it has no \"{name}\"");

    public static DateTimeOffset Moment(JsonObject line, string name) =>
        DateTimeOffset.Parse(Text(line, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static void WriteCall(JsonObject line, CallStep call)
    {
        line["kind"] = "call";
        line["method"] = call.Method;
        line["target"] = call.Target;
        line["scheme"] = call.Scheme;
        line["headers"] = Pairs(call.Headers);
        line["address"] = call.Address;
        if (call.Body is { } body)
        {
            var isText = Utf8.IsValid(body.Span);
            line[isText ? "body" : "body_base64"] = isText ? Encoding.UTF8.GetString(body.Span) : Convert.ToBase64String(body.Span);
        }

        if (!call.IsRepeated)
        {
            line["repeated"] = false;
        }

        line["answer"] = new JsonObject
        {
            ["status"] = call.Answer.Status,
            ["content_type"] = call.Answer.ContentType,
            ["headers"] = Pairs(call.Answer.Headers),
            ["length"] = call.Answer.Length,
            ["sha256"] = call.Answer.Digest,
        };
    }

    private static CallStep ReadCall(JsonObject line)
    {
        var answer = line["answer"] as JsonObject ?? throw new FormatException("it has no \"answer\"");
        return new CallStep
        {
            Method = Text(line, "method"),
            Target = Text(line, "target"),
            Scheme = Text(line, "scheme"),
            Headers = Pairs(line),
            Address = line["address"]?.GetValue<string>(),
            Body = line["body"] is { } text ? Encoding.UTF8.GetBytes(text.GetValue<string>())
                : line["body_base64"] is { } bytes ? Convert.FromBase64String(bytes.GetValue<string>())
                : null,
            IsRepeated = line["repeated"]?.GetValue<bool>() ?? true,
            Answer = new RecordedAnswer
            {
                Status = Value<int>(answer, "status"),
                ContentType = answer["content_type"]?.GetValue<string>(),
                Headers = Pairs(answer),
                Length = answer["length"]?.GetValue<int>(),
                Digest = answer["sha256"]?.GetValue<string>(),
            },
        };
    }

    private static void WriteDelivery(JsonObject line, DeliveryStep delivery)
    {
        line["kind"] = "delivery";
        line["event"] = delivery.Request.EventId.ToString();
        line["endpoint"] = delivery.Request.EndpointId.ToString();
        line["redelivery"] = delivery.Request.IsRedelivery;
        line["outcome"] = delivery.Outcome.ToString();
        line["code"] = delivery.Answer.Code;
        line["response"] = delivery.Answer.Response;
    }

    private static DeliveryStep ReadDelivery(JsonObject line) => new(
        new DeliveryRequest(Guid.Parse(Text(line, "event")), Guid.Parse(Text(line, "endpoint")), line["redelivery"]?.GetValue<bool>() ?? false),
        Enum.Parse<DeliveryOutcome>(Text(line, "outcome")),
        new WebhookAnswer(line["code"]?.GetValue<int>(), line["response"]?.GetValue<string>()));

    private static JsonArray Pairs(IReadOnlyList<(string Name, string Value)> pairs) =>
        new([.. pairs.Select(pair => new JsonArray(pair.Name, pair.Value))]);

    private static IReadOnlyList<(string Name, string Value)> Pairs(JsonObject line) =>
        [.. Items(line, "headers").OfType<JsonArray>().Select(pair => ($"{pair[0]}", $"{pair[1]}"))];

    private static JsonArray Items(JsonObject line, string name) => line[name] as JsonArray ?? throw new FormatException($"it has no \"{name}\"");
}

/// <summary>The fake was stopped.</summary>
/// <param name="World">The digest of its world.</param>
internal sealed record EndStep(string World) : RecordedStep;
