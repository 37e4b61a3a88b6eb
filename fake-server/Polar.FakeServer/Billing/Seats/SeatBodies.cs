using System.Text.Json.Nodes;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>Who is to have a seat of what: one container, and one person however it is named.</summary>
/// <param name="containers">The members that name the container.</param>
/// <param name="choice">The same as a sentence lists them.</param>
internal sealed class SeatAssignRule(string[] containers, string choice) : BodyRule
{
    private const int MostKeys = 10;
    private const int MostCharacters = 1024;

    public override JsonNode? Member(Validator validator, string name, JsonNode value, JsonObject siblings, ErrorLocation place) =>
        name != "metadata" || value is not JsonObject metadata ? value
        : metadata.Count > MostKeys ? Refuse(validator, place, "Metadata cannot have more than 10 keys", value)
        : PythonText.Json(metadata).Length > MostCharacters ? Refuse(validator, place, "Metadata size cannot exceed 1KB", value)
        : value;

    public override void Whole(Validator validator, JsonObject body, JsonObject given, ErrorLocation place)
    {
        var sentence = containers.Count(name => body[name] is not null) == 1 ? PersonFault(body) : $"Exactly one of {choice} must be provided";
        if (sentence is not null)
        {
            Refuse(validator, place, sentence, given);
        }
    }

    private static string? PersonFault(JsonObject body)
    {
        int Count(params string[] names) => names.Count(name => body[name] is not null);
        var (emails, customers, members) = (Count("email"), Count("external_customer_id", "customer_id"), Count("external_member_id", "member_id"));
        return emails + customers + members == 0
                ? "At least one of email, external_customer_id, customer_id, external_member_id, or member_id must be provided"
            : customers > 0 && members > 0 ? "Cannot combine external_customer_id/customer_id with external_member_id/member_id"
            : members > 1 ? "Cannot provide both external_member_id and member_id"
            : customers > 0 && customers + emails != 1 ? "Exactly one of email, external_customer_id, or customer_id must be provided"
            : emails > 0 && Count("member_id") > 0 ? "Cannot combine member_id with email"
            : null;
    }
}
