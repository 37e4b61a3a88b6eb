using System.Security.Cryptography;
using System.Text;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>How a customer goes: out of sight, while what it bought stays.</summary>
internal static class CustomerDeletion
{
    private const string KeptExternalId = "__external_id";
    private const string AnonymizedAt = "__anonymized_at";
    private const string AnonymousDomain = "@anonymized.polar.sh";

    public static Outcome<Nothing> Delete(Transaction transaction, CustomerRow row, bool anonymize)
    {
        foreach (var member in transaction.World.Members.OfCustomer(row.OrganizationId, row.Id))
        {
            transaction.World = transaction.World with { Members = transaction.World.Members.Remove(member.Id) };
            transaction.Publish(row.OrganizationId, "member.deleted", () => member.Shown);
        }

        var shown = row.Shown with
        {
            DeletedAt = transaction.Now,
            ModifiedAt = transaction.Now,
            Metadata = row.Shown.ExternalId is { } externalId ? row.Shown.Metadata.With(KeptExternalId, externalId) : row.Shown.Metadata,
        };
        var deleted = row with { Shown = shown };
        transaction.World = transaction.World with
        {
            Customers = transaction.World.Customers.Update(anonymize && !IsAnonymous(row) ? Anonymous(deleted, transaction.Now) : deleted),
        };
        transaction.Soon(new DeletedCustomerJob(row.Id));
        return default(Nothing);
    }

    private static bool IsAnonymous(CustomerRow row) =>
        row.Shown.Metadata.ContainsKey(AnonymizedAt) || row.Email?.EndsWith(AnonymousDomain, StringComparison.Ordinal) == true;

    private static CustomerRow Anonymous(CustomerRow row, DateTimeOffset now)
    {
        var name = row.Shown is { Name: { } known, TaxId: null } ? Hash(row, known) : row.Shown.Name;
        var billingName = row.OwnBillingName is { } own ? Hash(row, own) : null;
        var email = row.Email is { } address ? Hash(row, address) + AnonymousDomain : null;
        var shown = row.Shown with
        {
            Name = name,
            BillingName = billingName ?? name,
            BillingAddress = null,
            Metadata = row.Shown.Metadata.With(AnonymizedAt, IsoInstant.Of(now)),
        };
        return row with
        {
            OwnBillingName = billingName,
            Shown = shown switch
            {
                CustomerIndividual individual => individual with { Email = email!, EmailVerified = false, AvatarUrl = CustomerRules.Avatar(email) },
                CustomerTeam team => team with { Email = email, EmailVerified = false, AvatarUrl = CustomerRules.Avatar(email) },
                _ => shown,
            },
        };
    }

    private static string Hash(CustomerRow row, string value) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(IsoInstant.Of(row.CreatedAt) + value)));
}

/// <summary>What a customer had ends behind it: its subscriptions, then its benefits; then everybody is told.</summary>
internal sealed record DeletedCustomerJob(Guid Customer) : IJob
{
    public void Run(Transaction transaction)
    {
        var world = transaction.World;
        var organization = world.Customers[Customer].OrganizationId;
        foreach (var subscription in world.Subscriptions.OfCustomer(organization, Customer).Where(subscription => subscription.IsBillable))
        {
            SubscriptionRules.Revoke(transaction, subscription);
        }

        CustomerSeatRules.RevokeAll(transaction, transaction.World.CustomerSeats.OfCustomer(organization, Customer));
        foreach (var grant in world.BenefitGrants.OfCustomer(organization, Customer).Where(grant => grant.IsGranted))
        {
            transaction.Soon(new DeleteGrantJob(grant.Id));
        }

        transaction.Soon(new CustomerEventJob(Customer, "customer.deleted"));
    }
}
