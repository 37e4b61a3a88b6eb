using System.Security.Cryptography;
using System.Text;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

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

    /// <summary>Who speaks for a customer.</summary>
    public static MemberRow? Owner(World world, CustomerRow customer) =>
        world.Members.Find(customer.OrganizationId, MemberRow.ByOwnedCustomer, customer.Id);

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
    /// <param name="transaction">The step.</param>
    /// <param name="customer">The customer; its name for bills is seen to here.</param>
    /// <param name="owner">Who speaks for it; by default whoever has its address.</param>
    /// <param name="ownBillingName">The name for bills where it has one of its own.</param>
    /// <param name="isKnownToProcessor">Whether it is about to pay.</param>
    public static CustomerRow Add(
        Transaction transaction, Customer customer, MemberOwnerCreate? owner = null, string? ownBillingName = null, bool isKnownToProcessor = false)
    {
        var row = new CustomerRow(customer with { BillingName = ownBillingName ?? customer.Name })
        {
            ShortId = ShortId(transaction),
            OwnBillingName = ownBillingName,
            IsKnownToProcessor = isKnownToProcessor,
        };
        transaction.Save(row);
        if ((owner?.Email ?? row.Email) is not null && transaction.World.Organizations[row.OrganizationId].HasMembers)
        {
            AddOwner(transaction, row, owner);
        }

        transaction.Enqueue(new CustomerEventJob(customer.Id, "customer.created"));
        return row;
    }

    /// <summary>Adds a customer of whom nothing but an address is known, without a member and without an event: someone whom a buyer gives a seat.</summary>
    public static CustomerRow AddPerson(Transaction transaction, Guid organization, string email) => transaction.Save(new CustomerRow(new CustomerIndividual
    {
        Id = transaction.NewId(),
        CreatedAt = transaction.Now,
        ModifiedAt = null,
        Metadata = ValueMap<JsonScalar>.Empty,
        ExternalId = null,
        Email = email,
        EmailVerified = false,
        Name = null,
        BillingName = null,
        BillingAddress = null,
        TaxId = null,
        Locale = null,
        OrganizationId = organization,
        DefaultPaymentMethodId = null,
        DeletedAt = null,
        FirstUserEventAt = null,
        AvatarUrl = Avatar(email),
    })
    {
        ShortId = ShortId(transaction),
    });

    /// <summary>Adds the member who speaks for a customer: by default whoever has its address.</summary>
    public static MemberRow AddOwner(Transaction transaction, CustomerRow row, MemberOwnerCreate? owner = null) => AddMember(transaction, row, new Member
    {
        Id = transaction.NewId(),
        CreatedAt = row.CreatedAt,
        ModifiedAt = null,
        CustomerId = row.Id,
        Email = owner?.Email ?? row.Email!,
        Name = owner is null ? row.Resource.Name : StringNormalization.ToNull(owner.Name),
        ExternalId = owner is null ? row.Resource.ExternalId : StringNormalization.ToNull(owner.ExternalId),
        Role = MemberRole.Owner,
    });

    /// <summary>Adds a member to a customer.</summary>
    public static MemberRow AddMember(Transaction transaction, CustomerRow row, Member member)
    {
        var added = new MemberRow(member, row.OrganizationId);
        transaction.Save(added);
        transaction.Publish(row.OrganizationId, "member.created", _ => member);
        return added;
    }

    /// <summary>Changes a customer and has the events sent that follow, whether or not anything is different.</summary>
    public static CustomerRow Change(Transaction transaction, CustomerRow row, Customer customer, bool touched = true)
    {
        var changed = row with
        {
            Resource = customer with { ModifiedAt = touched ? transaction.Now : row.Resource.ModifiedAt, BillingName = row.OwnBillingName ?? customer.Name },
        };
        transaction.Save(changed);
        transaction.Enqueue(new CustomerEventJob(customer.Id, "customer.updated", new CustomerDifference(row, changed)));
        return changed;
    }

    /// <summary>A customer with another address, and the picture that goes with it.</summary>
    public static Customer WithEmail(Customer customer, string email, bool isVerified) => customer switch
    {
        CustomerIndividual individual => individual with { Email = email, EmailVerified = isVerified, AvatarUrl = Avatar(email) },
        CustomerTeam team => team with { Email = email, EmailVerified = isVerified, AvatarUrl = Avatar(email) },
        _ => customer,
    };

    /// <summary>A person's own address is that of its only member, too; nobody is told of that.</summary>
    public static void SetOwnersEmail(Transaction transaction, CustomerRow row, string email)
    {
        if (row.Resource is CustomerIndividual
            && Owner(transaction.World, row) is { } owner
            && !string.Equals(owner.Resource.Email, email, StringComparison.OrdinalIgnoreCase))
        {
            transaction.Save(owner with { Resource = owner.Resource with { Email = email, ModifiedAt = transaction.Now } });
        }
    }

    /// <summary>Makes a team of a customer who has bought seats; a team stays one.</summary>
    public static void MakeTeam(Transaction transaction, Guid customer)
    {
        if (transaction.World.Customers[customer] is { Resource: CustomerIndividual individual } row)
        {
            Change(transaction, row, individual.ToCustomerTeam());
        }
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
        var number = ((long)(transaction.Now - s_shortIdsBegin).TotalMilliseconds * Sequences) + (transaction.World.Customers.Count % Sequences);
        var letters = new StringBuilder();
        for (; number > 0; number /= 26)
        {
            letters.Insert(0, (char)('A' + (int)(number % 26)));
        }

        return letters.ToString().PadLeft(ShortestLength, 'A');
    }
}
