using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>How keys are made, taken back, and shown.</summary>
internal static class LicenseKeyRules
{
    /// <summary>A key for a grant: a new one, or the one that the grant had, valid again.</summary>
    public static LicenseKeyRow Grant(Transaction transaction, BenefitGrantRow grant, BenefitLicenseKeys benefit)
    {
        var properties = benefit.Properties;

        // What a subscription grants lives as long as the subscription; only what an order grants expires.
        var expires = grant.OrderId is not null && properties.Expires is { } after ? Expiry(transaction.Now, after) : (DateTimeOffset?)null;
        var existing = grant.LicenseKeyId is { } id ? transaction.World.LicenseKeys.Find(id) : null;
        var row = (existing ?? new LicenseKeyRow
        {
            Id = transaction.NewId(),
            OrganizationId = grant.OrganizationId,
            CreatedAt = transaction.Now,
            CustomerId = grant.CustomerId,
            MemberId = grant.MemberId,
            BenefitId = benefit.Id,
            GrantId = grant.Id,
            Key = NewKey(transaction, properties.Prefix),
        }) with
        {
            Status = existing is null || existing.Status == LicenseKeyStatus.Revoked ? LicenseKeyStatus.Granted : existing.Status,
            LimitActivations = properties.Activations?.Limit,
            LimitUsage = properties.LimitUsage,
            ExpiresAt = expires,
            ModifiedAt = existing is null ? null : transaction.Now,
        };
        transaction.World = transaction.World with
        {
            LicenseKeys = existing is null ? transaction.World.LicenseKeys.Add(row) : transaction.World.LicenseKeys.Update(row),
        };
        return row;
    }

    public static void Revoke(Transaction transaction, Guid id) =>
        Update(transaction, transaction.World.LicenseKeys[id] with { Status = LicenseKeyStatus.Revoked, ModifiedAt = transaction.Now });

    public static LicenseKeyRow Update(Transaction transaction, LicenseKeyRow row)
    {
        transaction.World = transaction.World with { LicenseKeys = transaction.World.LicenseKeys.Update(row) };
        return row;
    }

    /// <summary>An upper-case UUID, behind the prefix where there is one.</summary>
    public static string NewKey(Transaction transaction, string? prefix)
    {
        var key = transaction.NewId().ToString().ToUpperInvariant();
        return prefix is null ? key : $"{prefix.Trim().ToUpperInvariant()}-{key}";
    }

    public static LicenseKeyRead Show(World world, LicenseKeyRow row) => new()
    {
        Id = row.Id,
        CreatedAt = row.CreatedAt,
        ModifiedAt = row.ModifiedAt,
        OrganizationId = row.OrganizationId,
        CustomerId = row.CustomerId,
        Customer = Recast.To<Customer, LicenseKeyCustomer>(world.Customers[row.CustomerId].Shown),
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
        Member = row.MemberId is { } member ? Recast.To<Member, LicenseKeyMember>(world.Members[member].Shown) : null,
    };

    public static LicenseKeyWithActivations ShowWithActivations(World world, LicenseKeyRow row) =>
        Recast.To<LicenseKeyRead, LicenseKeyWithActivations>(
            Show(world, row),
            ("activations", new JsonArray([.. row.Activations.Select(activation => Recast.Node(Show(row, activation)))])));

    public static LicenseKeyActivationBase Show(LicenseKeyRow row, LicenseKeyActivation activation) => new()
    {
        Id = activation.Id,
        LicenseKeyId = row.Id,
        Label = activation.Label,
        Meta = activation.Meta,
        CreatedAt = activation.CreatedAt,
        ModifiedAt = null,
    };

    private static DateTimeOffset Expiry(DateTimeOffset now, BenefitLicenseKeyExpirationProperties after) => after.Timeframe.Value switch
    {
        LicenseKeyTimeframe.Values.Year => now.AddYears((int)after.Ttl),
        LicenseKeyTimeframe.Values.Month => now.AddMonths((int)after.Ttl),
        _ => now.AddDays(after.Ttl),
    };
}
