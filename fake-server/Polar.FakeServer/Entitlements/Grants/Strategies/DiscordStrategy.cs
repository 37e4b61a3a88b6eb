using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants.Strategies;

/// <summary>A role on a Discord server.</summary>
internal sealed class DiscordStrategy : BenefitStrategy<BenefitDiscord, BenefitGrantDiscordProperties>, IAccountStrategy
{
    private const string NotConnected = "The customer needs to connect their Discord account";

    public static DiscordStrategy Instance { get; } = new();

    public FakeIntegration Service => FakeIntegration.Discord;

    public IWritable WithAccount(BenefitGrantRow grant, string? accountId) => Kept(grant) with { AccountId = accountId };

    protected override IEnumerable<RequestError> Validate(Transaction transaction, BenefitDiscord benefit) =>
        transaction.World.Integrations.Setup(FakeIntegration.Discord) is { } fault
            ? [Fault(fault.Type, fault.Message, benefit.Properties.RoleId, "role_id")]
            : [];

    protected override bool NeedsRegrant(BenefitDiscord before, BenefitDiscord after) =>
        after.Properties.GuildId != before.Properties.GuildId || after.Properties.RoleId != before.Properties.RoleId;

    protected override GrantOutcome Grant(
        Transaction transaction, BenefitDiscord benefit, BenefitGrantRow grant, BenefitGrantDiscordProperties kept, bool update)
    {
        var (guild, role) = (benefit.Properties.GuildId, benefit.Properties.RoleId);
        var hadAnother = (kept.GuildId is { } oldGuild && oldGuild != guild)
            || (kept.RoleId is { } oldRole && oldRole != role)
            || (kept.GrantedAccountId is { } oldAccount && oldAccount != kept.AccountId);
        if (update && hadAnother && Revoke(transaction, benefit, grant, kept) is { ActionRequired: { } failed })
        {
            return GrantOutcome.RequireAction(failed);
        }

        if (kept.AccountId is not { } id || LinkedAccounts.Find(transaction.World, grant, FakeIntegration.Discord, id) is not { } account)
        {
            return GrantOutcome.RequireAction(NotConnected);
        }

        if (account.IsExpired)
        {
            return GrantOutcome.RequireAction("The customer needs to reconnect their Discord account");
        }

        return transaction.World.Integrations.Refusal(FakeIntegration.Discord) is { } text
            ? GrantOutcome.RequireAction($"Discord error: {text}")
            : GrantOutcome.Done(kept with { GuildId = guild, RoleId = role, GrantedAccountId = id });
    }

    protected override GrantOutcome Revoke(
        Transaction transaction, BenefitDiscord benefit, BenefitGrantRow grant, BenefitGrantDiscordProperties kept)
    {
        if (string.IsNullOrEmpty(kept.GuildId) || string.IsNullOrEmpty(kept.RoleId) || string.IsNullOrEmpty(kept.GrantedAccountId))
        {
            return GrantOutcome.Done(Nothing);
        }

        return transaction.World.Integrations.Refusal(FakeIntegration.Discord) is { } text
            ? GrantOutcome.RequireAction($"Discord error: {text}")
            : GrantOutcome.Done(new BenefitGrantDiscordProperties { AccountId = kept.AccountId });
    }
}
