using System.Text.Json;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Control;

/// <summary>Reads a fault of webhooks: <c>{"webhook":"duplicate","event":"order.paid","times":1}</c>.</summary>
internal static class WebhookFaultInput
{
    private static readonly string[] s_members = ["webhook", "event", "endpoint", "percentage", "times", "delay_ms"];

    public static FakeWebhookFault Read(ControlInput input)
    {
        if (input.Members.Select(member => member.Key).FirstOrDefault(name => !s_members.Contains(name)) is { } strange)
        {
            throw new WrongInputException($"'{strange}' does not go with 'webhook'; what goes with it is {string.Join(", ", s_members[1..])}.");
        }

        var type = input.Text("event");
        return type is not null && !new WebhookEventType(type).IsKnown
            ? throw new WrongInputException($"There is no event '{type}'; events are named as order.paid is.")
            : new FakeWebhookFault
            {
                Kind = input.Choice<FakeWebhookFaultKind>("webhook") ?? throw new WrongInputException("'webhook' is missing."),
                Type = type,
                EndpointId = input.Id("endpoint"),
                Percentage = input.Whole("percentage") ?? 100,
                Times = input.Whole("times"),
                Delay = TimeSpan.FromMilliseconds(input.Whole("delay_ms") ?? 0),
            };
    }

    /// <summary>A kind as it is written.</summary>
    public static string NameOf(FakeWebhookFaultKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
