using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Entitlements.Grants.Strategies;
using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Storage;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>What customers and members see of their benefits, and what they do for them.</summary>
internal sealed class PortalBenefitGrantsOperations : ICustomerPortalBenefitGrantsOperations
{
    private static readonly CustomerBenefitGrantSortProperty[] s_order =
        [CustomerBenefitGrantSortProperty.ProductBenefit, CustomerBenefitGrantSortProperty.GrantedAtDescending];

    public Outcome<ListResource<CustomerBenefitGrant>> List(Transaction transaction, CustomerPortalBenefitGrantsListQuery query)
    {
        var world = transaction.World;
        return world.BenefitGrants.Visible(transaction, query.OrganizationId)
            .Where(row => IsShown(world, row))
            .Containing(query.Query, row => world.Benefits[row.BenefitId].Resource.Description)
            .WhereIf(query.Type, (row, types) => types.Any(type => type.Value == world.Benefits[row.BenefitId].Resource.Type))
            .In(query.BenefitId, row => row.BenefitId)
            .In(query.CheckoutId, row => CheckoutOf(world, row))
            .In(query.OrderId, row => row.OrderId)
            .In(query.SubscriptionId, row => row.SubscriptionId)
            .In(query.MemberId, row => row.MemberId)
            .Sorted(query.Sorting ?? s_order, default, key => SortKey(world, key))
            .Page(query.Page, query.Limit, row => PortalBenefitProjection.ToResource(world, row));
    }

    public Outcome<CustomerBenefitGrant> Get(Transaction transaction, Guid id) =>
        Find(transaction, id) is { } row ? PortalBenefitProjection.ToResource(transaction.World, row) : Failure.NotFound;

    public Outcome<CustomerBenefitGrant> Update(Transaction transaction, Guid id, CustomerBenefitGrantUpdate body)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var benefit = transaction.World.Benefits[row.BenefitId].Resource;
        if (body.BenefitType != benefit.Type)
        {
            return Failure.Invalid(RequestError.Value(
                "Benefit type must match the existing granted benefit type.", JsonValue.Create(body.BenefitType), "benefit_type"));
        }

        var account = body switch
        {
            CustomerBenefitGrantDiscordUpdate discord => discord.Properties.AccountId,
            CustomerBenefitGrantGitHubRepositoryUpdate github => github.Properties.AccountId,
            _ => null,
        };
        var strategy = BenefitStrategy.Of(benefit);
        IWritable? properties = null;
        if (strategy is IAccountStrategy accounts)
        {
            if (account is not null && LinkedAccounts.Find(transaction.World, row, accounts.Service, account) is null)
            {
                return Failure.Invalid(RequestError.Value("OAuth account does not exist.", JsonValue.Create(account), "properties", "account_id"));
            }

            properties = accounts.WithAccount(row, account);
        }
        else if (body is CustomerBenefitGrantSlackSharedChannelUpdate slack)
        {
            properties = SlackSharedChannelStrategy.WithInvited(row, slack.Properties.InvitedEmail);
        }

        if (properties is not null)
        {
            row = GrantRows.Save(transaction, row with { Properties = properties, Error = null });
            transaction.Enqueue(new UpdateGrantJob(row.Id));
        }

        return PortalBenefitProjection.ToResource(transaction.World, row);
    }

    private static BenefitGrantRow? Find(Transaction transaction, Guid id) =>
        transaction.World.BenefitGrants.Visible(transaction, id) is { } row && IsShown(transaction.World, row) ? row : null;

    private static bool IsShown(World world, BenefitGrantRow row) =>
        !row.IsRevoked && world.Benefits[row.BenefitId].Resource.Visibility == BenefitVisibility.Public;

    private static Guid? CheckoutOf(World world, BenefitGrantRow row) => row.SubscriptionId is { } subscription
        ? world.Subscriptions[subscription].CheckoutId
        : row.OrderId is { } order ? world.Orders[order].CheckoutId : null;

    private static Func<BenefitGrantRow, IComparable?> SortKey(World world, string key) => key switch
    {
        "type" => row => world.Benefits[row.BenefitId].Resource.Type,
        "organization" => row => world.Organizations[row.OrganizationId].Resource.Slug,
        "granted_at" => row => row.GrantedAt,
        _ => row => PlaceInProduct(world, row),
    };

    /// <summary>Where the benefit stands in the product that it came with; null where the product has it no more.</summary>
    private static int? PlaceInProduct(World world, BenefitGrantRow row)
    {
        var product = row.SubscriptionId is { } subscription ? world.Subscriptions[subscription].ProductId : world.Orders[row.OrderId!.Value].ProductId;
        var place = product is { } id ? world.Products[id].Benefits.IndexOf(row.BenefitId) : -1;
        return place < 0 ? null : place;
    }
}
