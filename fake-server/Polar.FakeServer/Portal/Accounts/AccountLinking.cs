using System.Buffers.Binary;
using System.Globalization;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;

namespace Polar.FakeServer.Portal.Accounts;

/// <summary>
/// How people connect a Discord or GitHub account: they are sent there, agree, and come back. Here the service agrees for them: the address that they
/// are sent to is the one that it would send them back to.
/// </summary>
internal static class AccountLinking
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(15);

    private static readonly Failure s_invalidState = Failure.NotPermitted("Invalid state");

    private static readonly Failure s_invalidCustomer = Failure.NotPermitted("Invalid customer");

    /// <summary>The address to send somebody to.</summary>
    public static string Begin(Transaction transaction, FakeIntegration service, string? returnTo)
    {
        var customer = PortalCustomers.Of(transaction);
        var row = transaction.Save(new AccountRequestRow
        {
            Id = transaction.NewId(),
            OrganizationId = customer.OrganizationId,
            CreatedAt = transaction.Now,
            CustomerId = customer.Id,
            MemberId = transaction.Caller.Member,
            Service = service,
            State = transaction.Random.Text(32),
            ReturnTo = ReturnAddress.Safe(transaction.Settings.BaseAddress, returnTo),
        });
        transaction.Schedule(transaction.Now + s_lifetime, new ForgetAccountRequestJob(row.Id));
        return $"{transaction.Settings.BaseAddress}{AccountRoutes.CallbackPath}?code={transaction.Random.Text(20)}&state={row.State}";
    }

    /// <summary>Connects the account of somebody who comes back, and sends them where they wanted to be; who brought no session gets one.</summary>
    public static Reply Complete(Transaction transaction, string state, string? code, string? error)
    {
        var world = transaction.World;
        if (world.AccountRequests.Find(AccountRequestRow.ByState, state) is not { } row)
        {
            return Reply.Of(s_invalidState);
        }

        var caller = transaction.Caller;
        var customer = world.Customers[caller.Customer ?? row.CustomerId];
        if (customer.DeletedAt is not null)
        {
            return Reply.Of(s_invalidCustomer);
        }

        var member = (caller.Kind == SubjectKind.Customer ? row.MemberId : caller.Member ?? row.MemberId) is { } id && world.Members.Find(id) is { IsDeleted: false } found
            ? found
            : null;
        var platform = row.Service.ToString().ToLowerInvariant();
        if (code is null || error is not null)
        {
            return Back(row.ReturnTo, ("error", error ?? "Failed to authorize."), ("error_platform", platform));
        }

        if (world.Integrations.Refusal(row.Service) is not null)
        {
            return Back(row.ReturnTo, ("error", "Failed to get access token. Please try again later."), ("error_platform", platform));
        }

        var address = row.ReturnTo;
        if (caller.Kind == SubjectKind.Anonymous)
        {
            var session = member is not null
                ? CustomerTokens.OfMember(transaction, member)
                : CustomerTokens.OfCustomer(transaction, customer.OrganizationId, customer.Id);
            address = ReturnAddress.With(address, (member is not null ? "member_session_token" : "customer_session_token", session.Begin(transaction)));
        }

        Link(transaction, row.Service, customer, member);
        return new Reply(307, default, null, ("Location", address));
    }

    private static void Link(Transaction transaction, FakeIntegration service, CustomerRow customer, MemberRow? member)
    {
        var email = member?.Resource.Email ?? customer.Email;
        if (member is null)
        {
            CustomerRules.Change(transaction, customer, customer.Resource);
        }

        LinkedAccounts.Link(transaction, new LinkedAccountRow
        {
            Id = transaction.NewId(),
            OrganizationId = customer.OrganizationId,
            CreatedAt = transaction.Now,
            CustomerId = customer.Id,
            MemberId = member?.Id,
            Service = service,
            AccountId = AccountId(member?.Id ?? customer.Id),
            Username = email?[..email.LastIndexOf('@')],
        });
    }

    /// <summary>Everybody has one account in each service, with a number.</summary>
    private static string AccountId(Guid person) =>
        BinaryPrimitives.ReadUInt32BigEndian(person.ToByteArray(bigEndian: true)).ToString(CultureInfo.InvariantCulture);

    private static Reply Back(string address, params (string Name, string Value)[] query) =>
        new(303, default, null, ("Location", ReturnAddress.With(address, query)));
}
