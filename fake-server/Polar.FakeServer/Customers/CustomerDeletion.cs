using System.Security.Cryptography;
using System.Text;
using Polar.FakeServer.Customers.Members;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Time;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

/// <summary>How a customer goes: out of sight, while what it bought stays.</summary>
internal static class CustomerDeletion
{
    private const string KeptExternalId = "__external_id";
    private const string AnonymizedAt = "__anonymized_at";
    private const string AnonymousDomain = "@anonymized.polar.sh";

    public static Outcome<Nothing> Delete(Transaction transaction, CustomerRow row, bool anonymize)
    {
        foreach (var member in transaction.World.Members.OfCustomer(row.OrganizationId, row.Id).ToArray())
        {
            MemberRules.Remove(transaction, member);
        }

        var shown = row.Resource with
        {
            DeletedAt = transaction.Now,
            ModifiedAt = transaction.Now,
            Metadata = row.Resource.ExternalId is { } externalId ? row.Resource.Metadata.With(KeptExternalId, externalId) : row.Resource.Metadata,
        };
        var deleted = row with { Resource = shown };
        transaction.Save(anonymize && !IsAnonymous(row) ? Anonymous(deleted, transaction.Now) : deleted);
        transaction.Enqueue(new DeletedCustomerJob(row.Id));
        return default(Nothing);
    }

    private static bool IsAnonymous(CustomerRow row) =>
        row.Resource.Metadata.ContainsKey(AnonymizedAt) || row.Email?.EndsWith(AnonymousDomain, StringComparison.Ordinal) == true;

    private static CustomerRow Anonymous(CustomerRow row, DateTimeOffset now)
    {
        var name = row.Resource is { Name: { } known, TaxId: null } ? Hash(row, known) : row.Resource.Name;
        var billingName = row.OwnBillingName is { } own ? Hash(row, own) : null;
        var email = row.Email is { } address ? Hash(row, address) + AnonymousDomain : null;
        var shown = row.Resource with
        {
            Name = name,
            BillingName = billingName ?? name,
            BillingAddress = null,
            Metadata = row.Resource.Metadata.With(AnonymizedAt, IsoInstant.Of(now)),
        };
        return row with
        {
            OwnBillingName = billingName,
            Resource = shown switch
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

/// <summary>What a customer had ends behind it; then everybody is told.</summary>
internal sealed record DeletedCustomerJob(Guid Customer) : IJob
{
    public void Run(Transaction transaction)
    {
        transaction.Raise(new CustomerDeleted(transaction.World.Customers[Customer]));
        transaction.Enqueue(new CustomerEventJob(Customer, "customer.deleted"));
    }
}
