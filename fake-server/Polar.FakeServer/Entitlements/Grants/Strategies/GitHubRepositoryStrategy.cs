using Polar.FakeServer.Entitlements.Integrations;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants.Strategies;

/// <summary>Access to a GitHub repository.</summary>
internal sealed class GitHubRepositoryStrategy : BenefitStrategy<BenefitGitHubRepository, BenefitGrantGitHubRepositoryProperties>, IAccountStrategy
{
    private const string NotConnected = "The customer needs to connect their GitHub account";

    private const string NoAccess =
        "The benefit has no longer access to the repository. Please check that the GitHub App is still installed on the repository.";

    public static GitHubRepositoryStrategy Instance { get; } = new();

    public FakeIntegration Service => FakeIntegration.GitHub;

    public IWritable WithAccount(BenefitGrantRow grant, string? accountId) => Kept(grant) with { AccountId = accountId };

    protected override IEnumerable<RequestError> Validate(Transaction transaction, BenefitGitHubRepository benefit)
    {
        var (owner, name) = (benefit.Properties.RepositoryOwner, benefit.Properties.RepositoryName);
        if (transaction.Caller.Kind == SubjectKind.Organization)
        {
            yield return Fault(
                "invalid_auth_subject", "We do not yet support creating this benefit with an organization token.", owner, "repository_owner");
        }
        else if (transaction.World.Integrations.Setup(FakeIntegration.GitHub) is { } fault)
        {
            yield return fault.IsOfAccount
                ? Fault(fault.Type, fault.Message, owner, "repository_owner")
                : Fault(fault.Type, fault.Message, name, "repository_name");
        }
    }

    protected override bool NeedsRegrant(BenefitGitHubRepository before, BenefitGitHubRepository after) => after.Properties != before.Properties;

    protected override GrantOutcome Grant(
        Transaction transaction,
        BenefitGitHubRepository benefit,
        BenefitGrantRow grant,
        BenefitGrantGitHubRepositoryProperties kept,
        bool update)
    {
        if (transaction.World.Integrations.Refusal(FakeIntegration.GitHub) is not null)
        {
            return GrantOutcome.RequireAction(NoAccess);
        }

        var properties = benefit.Properties;
        var hadAnother = (kept.RepositoryOwner is { } oldOwner && oldOwner != properties.RepositoryOwner)
            || (kept.RepositoryName is { } oldName && oldName != properties.RepositoryName)
            || (kept.Permission is { } oldPermission && oldPermission != properties.Permission)
            || (kept.GrantedAccountId is { } oldAccount && oldAccount != kept.AccountId);
        if (update && hadAnother && Revoke(transaction, benefit, grant, kept) is { ActionRequired: { } failed })
        {
            return GrantOutcome.RequireAction(failed);
        }

        return kept.AccountId is { } id && LinkedAccounts.Find(transaction.World, grant, FakeIntegration.GitHub, id) is { Username: not null }
            ? GrantOutcome.Done(kept with
            {
                RepositoryOwner = properties.RepositoryOwner,
                RepositoryName = properties.RepositoryName,
                Permission = properties.Permission,
                GrantedAccountId = id,
            })
            : GrantOutcome.RequireAction(NotConnected);
    }

    protected override GrantOutcome Revoke(
        Transaction transaction, BenefitGitHubRepository benefit, BenefitGrantRow grant, BenefitGrantGitHubRepositoryProperties kept)
    {
        if (transaction.World.Integrations.Refusal(FakeIntegration.GitHub) is not null)
        {
            return GrantOutcome.RequireAction(NoAccess);
        }

        if (kept.GrantedAccountId is not { } id)
        {
            return GrantOutcome.RequireAction("The benefit was never granted to the customer");
        }

        return LinkedAccounts.Find(transaction.World, grant, FakeIntegration.GitHub, id) is { Username: not null }
            ? GrantOutcome.Done(new BenefitGrantGitHubRepositoryProperties { AccountId = kept.AccountId })
            : GrantOutcome.RequireAction(NotConnected);
    }
}
