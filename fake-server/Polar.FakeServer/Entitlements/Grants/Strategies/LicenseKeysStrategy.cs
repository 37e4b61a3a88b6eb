using Polar.FakeServer.Entitlements.LicenseKeys;
using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.Grants.Strategies;

/// <summary>A key of its own for each grant.</summary>
internal sealed class LicenseKeysStrategy : BenefitStrategy<BenefitLicenseKeys, BenefitGrantLicenseKeysProperties>
{
    public static LicenseKeysStrategy Instance { get; } = new();

    public override bool RevokesEachGrant => true;

    protected override bool NeedsRegrant(BenefitLicenseKeys before, BenefitLicenseKeys after) =>
        after.Properties with { Prefix = before.Properties.Prefix } != before.Properties;

    protected override GrantOutcome Grant(
        Transaction transaction, BenefitLicenseKeys benefit, BenefitGrantRow grant, BenefitGrantLicenseKeysProperties kept, bool update)
    {
        var key = LicenseKeyRules.Grant(transaction, grant, KeyOf(transaction, kept), benefit, anew: !update);
        return GrantOutcome.Done(kept with { LicenseKeyId = key.Id.ToString(), DisplayKey = key.DisplayKey });
    }

    protected override GrantOutcome Revoke(
        Transaction transaction, BenefitLicenseKeys benefit, BenefitGrantRow grant, BenefitGrantLicenseKeysProperties kept)
    {
        if (KeyOf(transaction, kept) is { } key)
        {
            LicenseKeyRules.Update(transaction, key, key with { Status = LicenseKeyStatus.Revoked });
        }

        return GrantOutcome.Done(kept);
    }

    private static LicenseKeyRow? KeyOf(Transaction transaction, BenefitGrantLicenseKeysProperties kept) =>
        kept.LicenseKeyId is { } id ? transaction.World.LicenseKeys.Find(Guid.Parse(id)) : null;
}
