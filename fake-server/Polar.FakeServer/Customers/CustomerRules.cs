using System.Security.Cryptography;
using System.Text;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What happens to customers whoever makes or changes them.</summary>
internal static class CustomerRules
{
    private static readonly Failure s_ambiguous = new(
        409,
        "AmbiguousExternalCustomerID",
        "Several customers across your organizations share this external customer ID. Use an organization-scoped token, the Polar customer ID, or a "
        + "unique external ID to disambiguate.");

    private static readonly DateTimeOffset s_shortIdsBegin = new(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Live customers by e-mail address, in whatever case.</summary>
    public static CustomerRow? ByEmail(World world, Guid organization, string email) =>
        world.Customers.Find(organization, CustomerRow.ByEmail, email);

    public static CustomerRow? ByExternalId(World world, Guid organization, string externalId) =>
        world.Customers.Find(organization, CustomerRow.ByExternalId, externalId);

    /// <summary>The customer that the caller calls so; a user may have several organizations whose customers are called the same.</summary>
    public static CustomerRow? ByExternalId(Transaction transaction, string externalId)
    {
        var found = transaction.Organizations
            .Select(organization => ByExternalId(transaction.World, organization, externalId))
            .OfType<CustomerRow>()
            .Take(2)
            .ToArray();
        if (found.Length > 1)
        {
            transaction.Refuse(s_ambiguous);
        }

        return found.FirstOrDefault().Visible(transaction);
    }

    /// <summary>Adds a customer with its owner, and has the events sent that follow.</summary>
    public static CustomerRow Add(Transaction transaction, Customer customer, MemberOwnerCreate? owner = null)
    {
        var row = new CustomerRow(customer) { ShortId = ShortId(transaction) };
        transaction.World = transaction.World with { Customers = transaction.World.Customers.Add(row) };
        if ((owner?.Email ?? row.Email) is { } email)
        {
            var member = new Member
            {
                Id = transaction.NewId(),
                CreatedAt = customer.CreatedAt,
                ModifiedAt = null,
                CustomerId = customer.Id,
                Email = email,
                Name = owner is null ? customer.Name : owner.Name,
                ExternalId = owner is null ? customer.ExternalId : owner.ExternalId,
                Role = MemberRole.Owner,
            };
            transaction.World = transaction.World with
            {
                Members = transaction.World.Members.Add(new MemberRow(member, customer.OrganizationId)),
            };
            transaction.Publish(customer.OrganizationId, "member.created", member);
        }

        transaction.Soon(new CustomerEventJob(customer.Id, "customer.created"));
        return row;
    }

    /// <summary>Changes a customer and has the events sent that follow, whether or not anything is different.</summary>
    public static CustomerRow Change(Transaction transaction, CustomerRow row, Customer customer)
    {
        var changed = row with { Shown = customer with { ModifiedAt = transaction.Now } };
        transaction.World = transaction.World with { Customers = transaction.World.Customers.Update(changed) };
        transaction.Soon(new CustomerEventJob(customer.Id, "customer.updated"));
        return changed;
    }

    /// <summary>The picture that goes with an e-mail address.</summary>
    public static string? Avatar(string? email)
    {
        if (email is null)
        {
            return null;
        }

        // The picture service names its files after the lower-case address.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(email.ToLowerInvariant()));
        return $"https://www.gravatar.com/avatar/{Convert.ToHexStringLower(hash)}?d=404";
    }

    /// <summary>Milliseconds since 2023 and a running number, in letters.</summary>
    private static string ShortId(Transaction transaction)
    {
        const int Sequences = 1024;
        const int ShortestLength = 8;
        var number = ((long)(transaction.Now - s_shortIdsBegin).TotalMilliseconds * Sequences) + transaction.Random.Below(Sequences);
        var letters = new StringBuilder();
        for (; number > 0; number /= 26)
        {
            letters.Insert(0, (char)('A' + (int)(number % 26)));
        }

        return letters.ToString().PadLeft(ShortestLength, 'A');
    }
}
