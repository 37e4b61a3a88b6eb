using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Rendering;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Organizations;

/// <summary>Whether an organization can take money: what the checkout's and the portal's own pages ask; the API description leaves it out.</summary>
internal static class OrganizationPaymentStatus
{
    public static Route Route { get; } = new()
    {
        Id = "organizations:payment_status",
        Method = "GET",
        Template = "/v1/organizations/{id}/payment-status",
        Status = 200,
        Scopes = [],
        Subjects = [nameof(SubjectKind.Anonymous)],
        Path = [new("id", static () => new TextSchema(null, null, null, "uuid4"), true, false, false)],
        Query = [],
        Handle = static (_, transaction, request) => Get(transaction, request.PathUuid("id")),
    };

    private static Reply Get(Transaction transaction, Guid id)
    {
        if (transaction.World.Organizations.Find(id) is not { } row || row.Status == OrganizationStatus.Blocked)
        {
            return Reply.Of(Failure.NotFound);
        }

        using var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
        writer.WriteStartObject();
        writer.WriteBoolean("payment_ready", row.Resource.Capabilities.CheckoutPayments);
        writer.WriteString("organization_status", row.Status.Value);
        writer.WritePropertyName("onboarding_resubmission_requested_at");
        if (row.Resource.OnboardingResubmissionRequestedAt is { } moment)
        {
            WireWriter.Instant(writer, moment);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteEndObject();
        return Reply.Json(200, buffer.Written);
    }
}
