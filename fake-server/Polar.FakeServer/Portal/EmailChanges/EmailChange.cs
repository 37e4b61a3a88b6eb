using System.Text.Json.Nodes;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Mail;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal.EmailChanges;

/// <summary>How customers get another e-mail address: a token goes to the new one, and whoever has it makes the change.</summary>
internal static class EmailChange
{
    private const string TokenPrefix = "polar_cev_";

    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(30);

    private static readonly Failure s_notEnabled = Failure.NotPermitted("Email changes are not enabled for this organization.");

    private static readonly Failure s_invalid = new(401, "InvalidCustomerEmailUpdate", "This email update request is invalid or has expired.");

    /// <summary>Sends a token to the new address; an earlier one is good for nothing any more. Whose address it is by then is not looked at yet.</summary>
    public static Outcome<Nothing> Request(Transaction transaction, CustomerRow customer, string email)
    {
        var organization = transaction.World.Organizations[customer.OrganizationId].Resource;
        if (organization.CustomerPortalSettings.Customer?.AllowEmailChange != true)
        {
            return s_notEnabled;
        }

        if (Fault(customer, email) is { } fault)
        {
            return Failure.Invalid(RequestError.Value(fault, JsonValue.Create(email), "email"));
        }

        foreach (var earlier in transaction.World.EmailChanges.OfCustomer(customer.OrganizationId, customer.Id).ToArray())
        {
            transaction.Remove(earlier);
        }

        var change = transaction.Save(new EmailChangeRow
        {
            Id = transaction.NewId(),
            OrganizationId = customer.OrganizationId,
            CreatedAt = transaction.Now,
            CustomerId = customer.Id,
            Email = email,
            Token = transaction.Random.Token(TokenPrefix),
            ExpiresAt = transaction.Now + s_lifetime,
        });
        transaction.SendEmail(new EmailDraft
        {
            OrganizationId = customer.OrganizationId,
            To = email,
            Kind = "customer_email_update_verification",
            Subject = "Verify your new email address",
            Token = change.Token,
            Link = $"{transaction.Settings.BaseAddress}/{organization.Slug}/portal/verify-email?token={change.Token}",
        });
        return default(Nothing);
    }

    /// <summary>The change that a token is for.</summary>
    public static Outcome<EmailChangeRow> Find(Transaction transaction, string token) =>
        transaction.World.EmailChanges.Find(EmailChangeRow.ByToken, token) is { } row
        && row.ExpiresAt > transaction.Now
        && transaction.World.Customers[row.CustomerId].DeletedAt is null
            ? row
            : s_invalid;

    /// <summary>Makes the change, and gives a token of a new session.</summary>
    public static Outcome<string> Verify(Transaction transaction, string token) => Find(transaction, token).Then<string>(change =>
    {
        var customer = transaction.World.Customers[change.CustomerId];
        if (CustomerRules.ByEmail(transaction.World, change.OrganizationId, change.Email) is { } owner && owner.Id != customer.Id)
        {
            return Failure.Invalid(RequestError.Value("This email address is already in use.", JsonValue.Create(change.Email), "token"));
        }

        CustomerRules.SetOwnersEmail(transaction, customer, change.Email);
        CustomerRules.Change(transaction, customer, CustomerRules.WithEmail(customer.Resource, change.Email, isVerified: true));
        transaction.Remove(change);
        if (customer.Email is { } before)
        {
            transaction.SendEmail(new EmailDraft
            {
                OrganizationId = customer.OrganizationId,
                To = before,
                Kind = "customer_email_changed_notification",
                Subject = "Your email address has been changed",
            });
        }

        return CustomerTokens.OfCustomer(transaction, customer.OrganizationId, customer.Id).Begin(transaction);
    });

    private static string? Fault(CustomerRow customer, string email) =>
        customer.Resource is CustomerTeam ? "Only individual customers can change their email."
        : string.Equals(customer.Email, email, StringComparison.OrdinalIgnoreCase) ? "New email is the same as your current email."
        : null;
}
