using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.LicenseKeys;

/// <summary>Keys as the merchant handles them.</summary>
internal sealed class LicenseKeysOperations : ILicenseKeysOperations
{
    public Outcome<ListResource<LicenseKeyRead>> List(Transaction transaction, LicenseKeysListQuery query) =>
        transaction.World.LicenseKeys.Visible(transaction, query.OrganizationId)
            .In(query.BenefitId, LicenseKeyRow.ByBenefit)
            .In(query.Status?.Select(status => status.Value).ToValueList(), LicenseKeyRow.ByStatus)
            .Page(query.Page, query.Limit, row => LicenseKeyRules.ToResource(transaction.World, row));

    public Outcome<LicenseKeyWithActivations> Get(Transaction transaction, Guid id) =>
        transaction.World.LicenseKeys.Visible(transaction, id) is { } row
            ? LicenseKeyRules.ShowWithActivations(transaction.World, row)
            : Failure.NotFound;

    public Outcome<LicenseKeyRead> Update(Transaction transaction, Guid id, LicenseKeyUpdate body)
    {
        if (transaction.World.LicenseKeys.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var changed = LicenseKeyRules.Update(transaction, row, row with
        {
            Status = body.Status.Value ?? row.Status,
            Usage = body.Usage ?? row.Usage,
            LimitActivations = body.LimitActivations.Or(row.LimitActivations),
            LimitUsage = body.LimitUsage.Or(row.LimitUsage),
            ExpiresAt = body.ExpiresAt.Or(row.ExpiresAt),
        });
        var grant = transaction.World.BenefitGrants[row.GrantId];
        if (changed.Status == row.Status)
        {
            return LicenseKeyRules.ToResource(transaction.World, changed);
        }

        if (changed.Status == LicenseKeyStatus.Revoked)
        {
            transaction.Enqueue(new RevokeBenefitJob(grant.Id));
        }
        else if (!grant.IsGranted)
        {
            transaction.Enqueue(new GrantBenefitJob(GrantScope.Of(grant), grant.BenefitId));
        }

        return LicenseKeyRules.ToResource(transaction.World, changed);
    }

    public Outcome<LicenseKeyActivationRead> GetActivation(Transaction transaction, Guid id, Guid activationId) =>
        transaction.World.LicenseKeys.Visible(transaction, id) is { } row
        && row.Activations.FirstOrDefault(activation => activation.Id == activationId) is { } activation
            ? LicenseKeyChecks.ToResource(transaction.World, row, activation)
            : Failure.NotFound;

    public Outcome<ValidatedLicenseKey> Validate(Transaction transaction, LicenseKeyValidate body) =>
        transaction.CanSee(body.OrganizationId) ? LicenseKeyChecks.Validate(transaction, body) : Failure.NotFound;

    public Outcome<LicenseKeyActivationCreated> Activate(Transaction transaction, LicenseKeyActivate body) =>
        transaction.CanSee(body.OrganizationId) ? LicenseKeyChecks.Activate(transaction, body) : Failure.NotFound;

    public Outcome<Nothing> Deactivate(Transaction transaction, LicenseKeyDeactivate body) =>
        transaction.CanSee(body.OrganizationId) ? LicenseKeyChecks.Deactivate(transaction, body) : Failure.NotFound;

    public Outcome<RotatedLicenseKey> Rotate(Transaction transaction, Guid id) =>
        transaction.World.LicenseKeys.Visible(transaction, id) is { } row ? LicenseKeyChecks.Rotate(transaction, row) : Failure.NotFound;
}

/// <summary>Keys as apps in the field ask for them, without a token, and as their owners see them.</summary>
internal sealed class PortalLicenseKeysOperations : ICustomerPortalLicenseKeysOperations
{
    public Outcome<ListResource<LicenseKeyRead>> List(Transaction transaction, CustomerPortalLicenseKeysListQuery query) =>
        transaction.World.LicenseKeys.Visible(transaction, query.OrganizationId)
            .In(query.BenefitId is { } benefit ? [benefit] : null, LicenseKeyRow.ByBenefit)
            .Page(query.Page, query.Limit, row => LicenseKeyRules.ToResource(transaction.World, row));

    public Outcome<LicenseKeyWithActivations> Get(Transaction transaction, Guid id)
    {
        if (transaction.World.LicenseKeys.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        var benefit = (BenefitLicenseKeys)transaction.World.Benefits[row.BenefitId].Resource;
        var shown = LicenseKeyRules.ShowWithActivations(transaction.World, row);
        return benefit.Properties.Activations?.EnableCustomerAdmin == true
            ? shown
            : shown with { Activations = ValueList<LicenseKeyActivationBase>.Empty };
    }

    public Outcome<ValidatedLicenseKey> Validate(Transaction transaction, LicenseKeyValidate body) => LicenseKeyChecks.Validate(transaction, body);

    public Outcome<LicenseKeyActivationCreated> Activate(Transaction transaction, LicenseKeyActivate body) =>
        LicenseKeyChecks.Activate(transaction, body);

    public Outcome<Nothing> Deactivate(Transaction transaction, LicenseKeyDeactivate body) => LicenseKeyChecks.Deactivate(transaction, body);

    public Outcome<RotatedLicenseKey> Rotate(Transaction transaction, Guid id) =>
        transaction.World.LicenseKeys.Visible(transaction, id) is { } row ? LicenseKeyChecks.Rotate(transaction, row) : Failure.NotFound;
}
