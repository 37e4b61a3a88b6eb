using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.Members;
using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;

namespace Polar.FakeServer.Control;

/// <summary>What a test does to the services outside, whether it asks in-process or over HTTP.</summary>
internal static class IntegrationControl
{
    /// <summary>Has a service refuse what grants and revocations ask of it, with these words; or do it again.</summary>
    public static IntegrationStates Refuse(Transaction transaction, FakeIntegration service, string? reason) =>
        Set(transaction, transaction.World.Integrations.Refusing(service, reason));

    /// <summary>Has a merchant lack something that a benefit needs; or lack nothing.</summary>
    public static IntegrationStates Lack(Transaction transaction, FakeIntegration service, string? fault)
    {
        if (fault is null)
        {
            return Set(transaction, transaction.World.Integrations.WithSetup(service, null));
        }

        var faults = SetupFault.All.Where(known => known.Service == service).Select(known => known.Type).ToArray();
        return SetupFault.Find(service, fault) is { } found
            ? Set(transaction, transaction.World.Integrations.WithSetup(service, found))
            : throw new WrongInputException(faults.Length == 0
                ? $"Nothing can be lacking in {service}; install it, or don't."
                : $"'{fault}' is none of {string.Join(", ", faults)}.");
    }

    /// <summary>Connects an account, as a customer does in the portal.</summary>
    public static Guid Link(Transaction transaction, FakeAccount account)
    {
        if (transaction.World.Customers.Find(account.CustomerId) is not { DeletedAt: null } customer)
        {
            throw new WrongInputException($"There is no customer {account.CustomerId}.");
        }

        if (account.MemberId is { } member && MemberRules.Of(transaction.World, account.CustomerId, member) is null)
        {
            throw new WrongInputException($"The customer has no member {member}.");
        }

        if (account.Service == FakeIntegration.Slack)
        {
            throw new WrongInputException("Slack needs no account; the customer tells an address to invite.");
        }

        var row = new LinkedAccountRow
        {
            Id = transaction.NewId(),
            OrganizationId = customer.OrganizationId,
            CreatedAt = transaction.Now,
            CustomerId = account.CustomerId,
            MemberId = account.MemberId,
            Service = account.Service,
            AccountId = account.AccountId,
            Username = account.Username,
            IsExpired = account.IsExpired,
        };
        LinkedAccounts.Link(transaction, row);
        return row.Id;
    }

    /// <summary>Puts Polar's app into a merchant's Slack workspace.</summary>
    public static Guid InstallSlack(Transaction transaction, Guid organization, bool installed)
    {
        if (transaction.World.Organizations.Find(organization) is null)
        {
            throw new WrongInputException($"There is no organization {organization}.");
        }

        var row = new SlackIntegrationRow
        {
            Id = transaction.NewId(),
            OrganizationId = organization,
            CreatedAt = transaction.Now,
            IsInstalled = installed,
        };
        transaction.Save(row);
        return row.Id;
    }

    private static IntegrationStates Set(Transaction transaction, IntegrationStates states)
    {
        return transaction.Save(states);
    }
}
