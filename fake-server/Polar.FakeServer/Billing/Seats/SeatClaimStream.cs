using Polar.FakeServer.Billing.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>What the page listens to on which an invitation to a seat is accepted; the API description leaves it out.</summary>
internal static class SeatClaimStream
{
    public static Route Route { get; } = new()
    {
        Id = "customer-seats:claim_stream",
        Method = "GET",
        Template = "/v1/customer-seats/claim/{invitation_token}/stream",
        Status = 200,
        Scopes = [],
        Subjects = [nameof(SubjectKind.Anonymous)],
        Path = [new("invitation_token", static () => Schema.PlainText, true, false, false)],
        Query = [],
        Handle = static (_, transaction, request) => Listen(transaction, request.PathText("invitation_token")),
    };

    private static Reply Listen(Transaction transaction, string token) =>
        SeatInvitations.Find(transaction, token) is { CustomerId: { } customer }
            ? CustomerStream.Of(transaction, customer)
            : Reply.Of(SeatFailures.UnknownToken);
}
