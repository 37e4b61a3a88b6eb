using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.Files;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.Members;
using Polar.FakeServer.Entitlements.Downloadables;
using Polar.FakeServer.Entitlements.Grants.Strategies;
using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Persistence;
using Polar.FakeServer.Registration;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants;

/// <summary>Grants of benefits.</summary>
internal sealed class GrantsModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IBenefitGrantsOperations>(new BenefitGrantsOperations())
        .Keep<ImmutableDictionary<FakeIntegration, SetupFault>>(static () => new ImmutableDictionaryCodec<FakeIntegration, SetupFault>())
        .Inspect(static () => ResourceKind.Of<BenefitGrantRow, BenefitGrant>(
            "Benefit grants",
            (transaction, row) => GrantProjection.ToResource(transaction.World, row),
            (world, row) => world.Benefits.Find(row.BenefitId)?.Resource.Description,
            ("Customer", (world, row) => CustomerLabel.Of(world, row.CustomerId)),
            ("Status", (_, row) => row.IsRevoked ? "revoked" : row.IsGranted ? "granted" : "pending")))
        .Inspect(static () => ResourceKind.Of<DownloadableRow>(
            "Downloadables",
            row => new JsonObject
            {
                ["id"] = row.Id,
                ["created_at"] = row.CreatedAt.UtcDateTime,
                ["organization_id"] = row.OrganizationId,
                ["customer_id"] = row.CustomerId,
                ["member_id"] = row.MemberId,
                ["benefit_id"] = row.BenefitId,
                ["file_id"] = row.FileId,
                ["granted"] = row.IsGranted,
                ["downloaded"] = row.Downloaded,
                ["last_downloaded_at"] = row.LastDownloadedAt?.UtcDateTime,
            },
            (world, row) => world.Files.Find(row.FileId)?.Name,
            ("Customer", (world, row) => CustomerLabel.Of(world, row.CustomerId)),
            ("Downloads", (_, row) => $"{row.Downloaded}")))
        .Inspect(static () => ResourceKind.Of<LinkedAccountRow>(
            "Linked accounts",
            row => new JsonObject
            {
                ["id"] = row.Id,
                ["created_at"] = row.CreatedAt.UtcDateTime,
                ["organization_id"] = row.OrganizationId,
                ["customer_id"] = row.CustomerId,
                ["member_id"] = row.MemberId,
                ["service"] = row.Service.ToString(),
                ["account_id"] = row.AccountId,
                ["username"] = row.Username,
                ["expired"] = row.IsExpired,
            },
            (_, row) => row.Username ?? row.AccountId,
            ("Service", (_, row) => row.Service.ToString()),
            ("Customer", (world, row) => CustomerLabel.Of(world, row.CustomerId))))
        .Inspect(static () => ResourceKind.Of<SlackIntegrationRow>(
            "Slack workspaces",
            row => new JsonObject
            {
                ["id"] = row.Id,
                ["created_at"] = row.CreatedAt.UtcDateTime,
                ["organization_id"] = row.OrganizationId,
                ["installed"] = row.IsInstalled,
            },
            (world, row) => world.Organizations.Find(row.OrganizationId)?.Resource.Name,
            ("Status", (_, row) => row.IsInstalled ? "installed" : "removed")))
        .Access("benefit-grants:", Permission.ViewCustomers, Permission.ManageCustomers)
        .Body("BenefitSlackSharedChannelCreateProperties", new ChannelTemplateRule())
        .On<MemberDeleted>((transaction, deleted) => Delete(
            transaction, transaction.World.BenefitGrants.Of(deleted.Member.OrganizationId, BenefitGrantRow.ByMember, deleted.Member.Id)))
        .On<CustomerDeleted>((transaction, deleted) => Delete(
            transaction, transaction.World.BenefitGrants.OfCustomer(deleted.Customer.OrganizationId, deleted.Customer.Id)));

    private static void Delete(Transaction transaction, IEnumerable<BenefitGrantRow> grants)
    {
        foreach (var grant in grants.Where(grant => grant.IsGranted))
        {
            transaction.Enqueue(new DeleteGrantJob(grant.Id));
        }
    }
}
