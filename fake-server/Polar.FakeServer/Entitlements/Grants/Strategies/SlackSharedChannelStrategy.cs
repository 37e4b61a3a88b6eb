using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants.Strategies;

/// <summary>A Slack channel shared with the customer's workspace.</summary>
internal sealed class SlackSharedChannelStrategy : BenefitStrategy<BenefitSlackSharedChannel, BenefitGrantSlackSharedChannelProperties>
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const int IdLetters = 10;

    public static SlackSharedChannelStrategy Instance { get; } = new();

    protected override IEnumerable<RequestError> Validate(Transaction transaction, BenefitSlackSharedChannel benefit)
    {
        var id = benefit.Properties.SlackIntegrationId;
        if (Integration(transaction.World, benefit) is not { } integration)
        {
            yield return Fault("value_error", "Slack integration not found.", id.ToString(), "slack_integration_id");
        }
        else if (!integration.IsInstalled)
        {
            yield return Fault("value_error", "The Slack integration is not installed.", id.ToString(), "slack_integration_id");
        }
    }

    protected override bool NeedsRegrant(BenefitSlackSharedChannel before, BenefitSlackSharedChannel after) =>
        !(before.Properties.TeamInvitees ?? []).ToHashSet().SetEquals(after.Properties.TeamInvitees ?? []);

    protected override GrantOutcome Grant(
        Transaction transaction,
        BenefitSlackSharedChannel benefit,
        BenefitGrantRow grant,
        BenefitGrantSlackSharedChannelProperties kept,
        bool update)
    {
        const string NotInstalled = "The Slack integration is not installed for this benefit.";
        if (string.IsNullOrEmpty(kept.InvitedEmail))
        {
            return GrantOutcome.RequireAction("Enter the email of an admin in your Slack workspace to receive the Slack Connect invite.");
        }

        var isInstalled = Integration(transaction.World, benefit) is { IsInstalled: true };
        if (update && kept.ChannelId is not null && kept.InviteId is not null)
        {
            return isInstalled || benefit.Properties.TeamInvitees is null or { Count: 0 } ? GrantOutcome.Done(kept) : GrantOutcome.RequireAction(NotInstalled);
        }

        if (!isInstalled)
        {
            return GrantOutcome.RequireAction(NotInstalled);
        }

        if (!TryOpen(transaction, benefit, grant, kept, out var opened, out var fault))
        {
            return GrantOutcome.RequireAction(fault);
        }

        if (transaction.World.Integrations.Refusal(FakeIntegration.Slack) is { } refusal)
        {
            return GrantOutcome.RequireAction($"Slack invite error: {refusal}", opened);
        }

        var invite = "I" + transaction.Random.Text(IdLetters, Letters);
        return GrantOutcome.Done(opened with { InviteId = invite, InviteUrl = $"https://slack.com/shared-invite/{invite}" });
    }

    protected override GrantOutcome Revoke(
        Transaction transaction, BenefitSlackSharedChannel benefit, BenefitGrantRow grant, BenefitGrantSlackSharedChannelProperties kept) =>
        GrantOutcome.Done(new BenefitGrantSlackSharedChannelProperties
        {
            InvitedEmail = kept.InvitedEmail ?? "",
            ChannelId = kept.ChannelId,
            ChannelName = kept.ChannelName,
        });

    /// <summary>What is kept about a grant, with whom to invite; another address gets an invitation of its own.</summary>
    public static IWritable WithInvited(BenefitGrantRow grant, string email)
    {
        var kept = Kept(grant);
        return kept.InvitedEmail == email ? kept : kept with { InvitedEmail = email, InviteId = null, InviteUrl = null };
    }

    private static SlackIntegrationRow? Integration(World world, BenefitSlackSharedChannel benefit) =>
        world.SlackIntegrations.Find(benefit.Properties.SlackIntegrationId) is { } row && row.OrganizationId == benefit.OrganizationId ? row : null;

    /// <summary>The channel: the one that the grant had, one that the customer has by another purchase, or one of this name, old or new.</summary>
    private static bool TryOpen(
        Transaction transaction,
        BenefitSlackSharedChannel benefit,
        BenefitGrantRow grant,
        BenefitGrantSlackSharedChannelProperties kept,
        out BenefitGrantSlackSharedChannelProperties opened,
        out string fault)
    {
        (opened, fault) = (kept, "");
        if (kept.ChannelId is not null)
        {
            return true;
        }

        var grants = transaction.World.BenefitGrants;
        var sibling = grants.OfCustomer(grant.OrganizationId, grant.CustomerId)
            .Where(row => row.BenefitId == benefit.Id && row.IsGranted)
            .Select(Kept)
            .FirstOrDefault(other => other.ChannelId is not null);
        if (sibling is not null)
        {
            opened = kept with { ChannelId = sibling.ChannelId, ChannelName = sibling.ChannelName };
            return true;
        }

        var (name, wrong) = ChannelName.Of(benefit.Properties.ChannelNameTemplate, transaction.World.Customers[grant.CustomerId]);
        if (name is null)
        {
            fault = wrong!;
            return false;
        }

        var existing = grants.Find(grant.OrganizationId, BenefitGrantRow.ByChannel, name) is { } namesake ? Kept(namesake).ChannelId : null;
        opened = kept with { ChannelId = existing ?? "C" + transaction.Random.Text(IdLetters, Letters), ChannelName = name };
        return true;
    }
}
