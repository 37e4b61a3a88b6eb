using Polar.FakeServer.Execution;

namespace Polar.FakeServer.Billing.Seats;

/// <summary>Why a seat is not given, claimed or taken back.</summary>
internal static class SeatFailures
{
    public static Failure NotFound { get; } = new(404, "ResourceNotFound", "Seat not found");

    public static Failure NotPending { get; } = new(400, "SeatNotPending", "Seat is not in pending status");

    public static Failure Unpaid { get; } = NotAvailable("Order must be paid before assigning seats");

    public static Failure NoProduct { get; } = NotAvailable("Container has no associated product");

    /// <summary>A token that was never given, or is of no use any more, to whoever claims with it.</summary>
    public static Failure InvalidToken { get; } = new(400, "InvalidInvitationToken", "Invalid or expired invitation token");

    /// <summary>The same, to whoever only looks.</summary>
    public static Failure UnknownToken { get; } = new(404, "ResourceNotFound", "Invalid or expired invitation token");

    public static Failure NobodyNamed { get; } = InvalidRequest(
        "At least one of email, external_member_id, or member_id must be provided when member_model_enabled is true.");

    public static Failure UnknownCustomer { get; } = InvalidRequest("Customer not found for the provided customer_id or external_customer_id.");

    public static Failure NoneLeft(Guid container) => NotAvailable($"No available seats for {container}");

    public static Failure AlreadyAssigned(string who) => new(400, "SeatAlreadyAssigned", $"Seat already assigned to customer {who}");

    public static Failure NoMember(string called) => new(404, "MemberNotFound", $"Member not found: {called}");

    public static Failure NoCustomer(string called) => new(404, "CustomerNotFound", $"Customer not found: {called}");

    public static Failure OtherEmail(string externalMemberId, string email) => new(
        400,
        "MemberEmailMismatch",
        $"Member with external_member_id '{externalMemberId}' exists but has a different email than '{email}'");

    private static Failure NotAvailable(string detail) => new(400, "SeatNotAvailable", detail);

    private static Failure InvalidRequest(string detail) => new(400, "InvalidSeatAssignmentRequest", detail);
}
