using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Entitlements.LicenseKeys;

/// <summary>How keys are made, taken back, and shown.</summary>
internal static class LicenseKeyRules
{
    /// <summary>A key for a grant: a new one, or the one that the grant had, with the benefit's limits and a time that starts over.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="grant">The grant.</param>
    /// <param name="existing">The key that the grant had.</param>
    /// <param name="benefit">The benefit.</param>
    /// <param name="anew">Whether a key that was revoked is valid again.</param>
    /// <returns>The key.</returns>
    public static LicenseKeyRow Grant(
        Transaction transaction, BenefitGrantRow grant, LicenseKeyRow? existing, BenefitLicenseKeys benefit, bool anew)
    {
        var properties = benefit.Properties;

        // What a subscription grants lives as long as the subscription; only what an order grants expires.
        var expires = grant.OrderId is not null && properties.Expires is { } after ? LicenseKeyExpiry.After(transaction.Now, after) : (DateTimeOffset?)null;
        if (existing is not null)
        {
            return Update(transaction, existing, existing with
            {
                Status = anew && existing.Status == LicenseKeyStatus.Revoked ? LicenseKeyStatus.Granted : existing.Status,
                LimitActivations = properties.Activations?.Limit,
                LimitUsage = properties.LimitUsage,
                ExpiresAt = expires,
            });
        }

        var row = new LicenseKeyRow
        {
            Id = transaction.NewId(),
            OrganizationId = grant.OrganizationId,
            CreatedAt = transaction.Now,
            CustomerId = grant.CustomerId,
            MemberId = grant.MemberId,
            BenefitId = benefit.Id,
            GrantId = grant.Id,
            Key = NewKey(transaction, properties.Prefix),
            LimitActivations = properties.Activations?.Limit,
            LimitUsage = properties.LimitUsage,
            ExpiresAt = expires,
        };
        transaction.Save(row);
        return row;
    }

    /// <summary>Keeps a changed key; one that is as it was has not been modified.</summary>
    public static LicenseKeyRow Update(Transaction transaction, LicenseKeyRow before, LicenseKeyRow after)
    {
        if (after == before)
        {
            return before;
        }

        var row = after with { ModifiedAt = transaction.Now };
        transaction.Save(row);
        return row;
    }

    /// <summary>Keeps the places where a key is in use; the key itself stays as it was.</summary>
    public static LicenseKeyRow Use(Transaction transaction, LicenseKeyRow row)
    {
        transaction.Save(row);
        return row;
    }

    /// <summary>An upper-case UUID, behind the prefix where there is one.</summary>
    public static string NewKey(Transaction transaction, string? prefix)
    {
        var key = transaction.NewId().ToString().ToUpperInvariant();
        return prefix is null ? key : $"{prefix.Trim().ToUpperInvariant()}-{key}";
    }

    public static LicenseKeyRead ToResource(World world, LicenseKeyRow row) => new()
    {
        Id = row.Id,
        CreatedAt = row.CreatedAt,
        ModifiedAt = row.ModifiedAt,
        OrganizationId = row.OrganizationId,
        CustomerId = row.CustomerId,
        Customer = ToCustomer(world.Customers[row.CustomerId]),
        BenefitId = row.BenefitId,
        Key = row.Key,
        DisplayKey = row.DisplayKey,
        Status = row.Status,
        LimitActivations = row.LimitActivations,
        Usage = row.Usage,
        LimitUsage = row.LimitUsage,
        Validations = row.Validations,
        LastValidatedAt = row.LastValidatedAt,
        ExpiresAt = row.ExpiresAt,
        MemberId = row.MemberId,
        Member = row.MemberId is { } id && world.Members.Find(id) is { } member ? member.Resource.ToLicenseKeyMember() : null,
    };

    public static LicenseKeyWithActivations ShowWithActivations(World world, LicenseKeyRow row) =>
        ToResource(world, row).ToLicenseKeyWithActivations(row.Activations.Select(activation => ToResource(row, activation)).ToValueList());

    public static LicenseKeyActivationBase ToResource(LicenseKeyRow row, LicenseKeyActivation activation) => new()
    {
        Id = activation.Id,
        LicenseKeyId = row.Id,
        Label = activation.Label,
        Meta = activation.Meta,
        CreatedAt = activation.CreatedAt,
        ModifiedAt = null,
    };

    private static LicenseKeyCustomer ToCustomer(CustomerRow row) => row.Resource.ToLicenseKeyCustomer(row.Email);
}
