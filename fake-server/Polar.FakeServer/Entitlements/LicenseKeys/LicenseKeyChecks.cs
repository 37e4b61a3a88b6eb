using System.Text.Json.Nodes;
using Polar.FakeServer.Catalog.Benefits;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.LicenseKeys;

/// <summary>What an app asks about a key: the merchant's routes and the public ones share this.</summary>
internal static class LicenseKeyChecks
{
    public static LicenseKeyRow? Find(World world, Guid organization, string key) =>
        world.LicenseKeys.Find(organization, LicenseKeyRow.ByKey, key);

    public static Outcome<ValidatedLicenseKey> Validate(Transaction transaction, LicenseKeyValidate body)
    {
        static Failure Refused(string detail) => new(404, "ResourceNotFound", detail);
        if (Find(transaction.World, body.OrganizationId, body.Key) is not { } row)
        {
            return Failure.NotFound;
        }

        if (row.Status != LicenseKeyStatus.Granted)
        {
            return Refused("License key is no longer active.");
        }

        if (row.ExpiresAt <= transaction.Now)
        {
            return Refused("License key has expired.");
        }

        LicenseKeyActivation? activation = null;
        if (body.ActivationId is { } wanted)
        {
            activation = row.Activations.FirstOrDefault(candidate => candidate.Id == wanted);
            if (activation is null)
            {
                return Failure.NotFound;
            }

            if (activation.Conditions.Count > 0 && activation.Conditions != body.Conditions.OrEmpty())
            {
                return Refused("License key does not match required conditions");
            }
        }

        if (body.BenefitId is { } benefit && benefit != row.BenefitId)
        {
            return Refused("License key does not match given benefit.");
        }

        if (body.CustomerId is { } customer && customer != row.CustomerId)
        {
            return Refused("License key does not match given user.");
        }

        var increment = body.IncrementUsage ?? 0;
        if (increment > 0 && row.LimitUsage is > 0 and { } limit && increment > limit - row.Usage)
        {
            return new Failure(400, "BadRequest", $"License key only has {limit - row.Usage} more usages.");
        }

        var validated = LicenseKeyRules.Update(transaction, row, row with
        {
            Validations = row.Validations + 1,
            LastValidatedAt = transaction.Now,
            Usage = row.Usage + increment,
        });
        return LicenseKeyRules.ToResource(transaction.World, validated)
            .ToValidatedLicenseKey(activation is null ? null : LicenseKeyRules.ToResource(validated, activation));
    }

    public static Outcome<LicenseKeyActivationCreated> Activate(Transaction transaction, LicenseKeyActivate body)
    {
        if (Find(transaction.World, body.OrganizationId, body.Key) is not { } row)
        {
            return Failure.NotFound;
        }

        if (row.Status != LicenseKeyStatus.Granted)
        {
            return Failure.NotPermitted("License key is no longer active. This license key can not be activated.");
        }

        if (row.ExpiresAt <= transaction.Now)
        {
            return Failure.NotPermitted("License key has expired.");
        }

        if (row.LimitActivations is null or 0)
        {
            return Failure.NotPermitted(
                "This license key does not support activations. Use the /validate endpoint instead to check license validity.");
        }

        if (row.Activations.Count >= row.LimitActivations)
        {
            return Failure.NotPermitted("License key activation limit already reached");
        }

        var activation = new LicenseKeyActivation(
            transaction.NewId(), body.Label, body.Conditions.OrEmpty(), body.Meta.OrEmpty(), transaction.Now);
        var activated = LicenseKeyRules.Use(transaction, row with { Activations = row.Activations.Add(activation) });
        return LicenseKeyRules.ToResource(activated, activation)
            .ToLicenseKeyActivationCreated(LicenseKeyRules.ToResource(transaction.World, activated).ToGrantedLicenseKey());
    }

    public static Outcome<Nothing> Deactivate(Transaction transaction, LicenseKeyDeactivate body)
    {
        if (Find(transaction.World, body.OrganizationId, body.Key) is not { } row
            || row.Activations.FirstOrDefault(activation => activation.Id == body.ActivationId) is not { } activation)
        {
            return Failure.NotFound;
        }

        LicenseKeyRules.Use(transaction, row with { Activations = row.Activations.Remove(activation) });
        return default(Nothing);
    }

    public static LicenseKeyActivationRead ToResource(World world, LicenseKeyRow row, LicenseKeyActivation activation) =>
        LicenseKeyRules.ToResource(row, activation).ToLicenseKeyActivationRead(LicenseKeyRules.ToResource(world, row));

    /// <summary>A key in the place of another: the old one stops working, everything else stays.</summary>
    public static Outcome<RotatedLicenseKey> Rotate(Transaction transaction, LicenseKeyRow row)
    {
        if (row.Status == LicenseKeyStatus.Revoked)
        {
            return new Failure(
                400,
                "RotateNotPermitted",
                "License key cannot be rotated in its current status. Current status: revoked. Allowed statuses: disabled, granted.");
        }

        var benefit = (BenefitLicenseKeys)transaction.World.Benefits[row.BenefitId].Resource;
        var rotated = LicenseKeyRules.Update(transaction, row, row with { Key = LicenseKeyRules.NewKey(transaction, benefit.Properties.Prefix) });
        var grant = transaction.World.BenefitGrants[row.GrantId];
        var properties = (BenefitGrantLicenseKeysProperties)grant.Properties;
        GrantRows.Save(transaction, grant with { Properties = properties with { DisplayKey = rotated.DisplayKey } });
        return LicenseKeyRules.ToResource(transaction.World, rotated).ToRotatedLicenseKey();
    }
}
