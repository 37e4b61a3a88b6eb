using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>What customers get with products: custom notes and license keys.</summary>
internal sealed class BenefitsOperations : IBenefitsOperations
{
    public Outcome<ListResource<Benefit>> List(Transaction transaction, BenefitsListQuery query) =>
        transaction.World.Benefits.Visible(transaction, query.OrganizationId)
            .In(query.Id, row => row.Id)
            .Asked(query.ExcludeId, (row, excluded) => !excluded.Contains(row.Id))
            .Asked(query.Type, (row, types) => types.Any(type => type.Value == row.Shown.Type))
            .Containing(query.Query, row => row.Shown.Description)
            .WithMetadata(query.Metadata, row => row.Shown.Metadata)
            .Sorted(query.Sorting, BenefitSortProperty.CreatedAtDescending, key => SortKey(query.Id, key))
            .Page(query.Page, query.Limit, row => row.Shown);

    public Outcome<Benefit> Get(Transaction transaction, Guid id) => Find(transaction, id) is { } row ? row.Shown : Failure.NotFound;

    public Outcome<Benefit> Create(Transaction transaction, BenefitCreate body)
    {
        if (!transaction.TryOrganization(body.OrganizationId, out var organization, out var fault))
        {
            return fault;
        }

        Benefit? benefit = body switch
        {
            BenefitCustomCreate custom => new BenefitCustom
            {
                Id = transaction.NewId(),
                CreatedAt = transaction.Now,
                ModifiedAt = null,
                Description = custom.Description,
                Selectable = true,
                Deletable = true,
                IsDeleted = false,
                OrganizationId = organization.Id,
                Metadata = custom.Metadata.OrEmpty(),
                Visibility = custom.Visibility ?? BenefitVisibility.Public,
                VisibilityConfigurable = true,
                Properties = new BenefitCustomProperties { Note = custom.Properties.Note },
            },
            BenefitLicenseKeysCreate keys => new BenefitLicenseKeys
            {
                Id = transaction.NewId(),
                CreatedAt = transaction.Now,
                ModifiedAt = null,
                Description = keys.Description,
                Selectable = true,
                Deletable = true,
                IsDeleted = false,
                OrganizationId = organization.Id,
                Metadata = keys.Metadata.OrEmpty(),
                Visibility = keys.Visibility ?? BenefitVisibility.Public,
                VisibilityConfigurable = true,
                Properties = Properties(keys.Properties),
            },
            _ => null,
        };
        if (benefit is null)
        {
            return Failure.NotBuilt($"benefits:create of the type {body.Type}");
        }

        transaction.World = transaction.World with { Benefits = transaction.World.Benefits.Add(new BenefitRow(benefit)) };
        transaction.Publish(benefit.OrganizationId, "benefit.created", benefit);
        return benefit;
    }

    public Outcome<Benefit> Update(Transaction transaction, Guid id, BenefitUpdate body)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        Benefit? benefit = (row.Shown, body) switch
        {
            (BenefitCustom current, BenefitCustomUpdate change) => current with
            {
                Description = change.Description.Value ?? current.Description,
                Visibility = change.Visibility.Value ?? current.Visibility,
                Metadata = change.Metadata ?? current.Metadata,
                Properties = change.Properties.Value ?? current.Properties,
                ModifiedAt = transaction.Now,
            },
            (BenefitLicenseKeys current, BenefitLicenseKeysUpdate change) => current with
            {
                Description = change.Description.Value ?? current.Description,
                Visibility = change.Visibility.Value ?? current.Visibility,
                Metadata = change.Metadata ?? current.Metadata,
                Properties = change.Properties.Value is { } properties ? Properties(properties) : current.Properties,
                ModifiedAt = transaction.Now,
            },
            _ => null,
        };
        return benefit is null
            ? Failure.Invalid(Issue.Value("The type of a benefit can't be changed.", null, "type"))
            : Change(transaction, row, benefit);
    }

    public Outcome<Nothing> Delete(Transaction transaction, Guid id)
    {
        if (Find(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        Change(transaction, row, row.Shown with { IsDeleted = true, ModifiedAt = transaction.Now });
        foreach (var grant in transaction.World.BenefitGrants.Of(row.OrganizationId, BenefitGrantRow.ByBenefit, id).Where(grant => grant.IsGranted).ToArray())
        {
            transaction.Soon(new RevokeBenefitJob(grant.Id));
        }

        return default(Nothing);
    }

    public Outcome<ListResource<BenefitGrant>> Grants(Transaction transaction, Guid id, BenefitsGrantsQuery query) =>
        Find(transaction, id) is null
            ? Failure.NotFound
            : transaction.World.BenefitGrants.Visible(transaction)
                .In([id], BenefitGrantRow.ByBenefit)
                .OfCustomers(query.CustomerId)
                .Asked(query.IsGranted, (row, granted) => row.IsGranted == granted)
                .In(query.MemberId, row => row.MemberId)
                .Reverse()
                .Page(query.Page, query.Limit, row => BenefitProjection.Show(transaction.World, row));

    private static Func<BenefitRow, IComparable?> SortKey(ValueList<Guid>? asked, string key) => key switch
    {
        "user_order" when asked is not null => row => asked.TakeWhile(id => id != row.Id).Count(),
        "description" => row => row.Shown.Description,
        "type" => row => row.Shown.Type,
        _ => row => row.CreatedAt,
    };

    private static BenefitLicenseKeysProperties Properties(BenefitLicenseKeysCreateProperties given) => new()
    {
        Prefix = string.IsNullOrWhiteSpace(given.Prefix) ? null : given.Prefix.Trim(),
        Expires = given.Expires,
        Activations = given.Activations is { } activations
            ? new BenefitLicenseKeyActivationProperties { Limit = activations.Limit, EnableCustomerAdmin = activations.EnableCustomerAdmin }
            : null,
        LimitUsage = given.LimitUsage,
    };

    private static BenefitRow? Find(Transaction transaction, Guid id) =>
        transaction.World.Benefits.Visible(transaction, id) is { Shown.IsDeleted: false } row ? row : null;

    private static Benefit Change(Transaction transaction, BenefitRow row, Benefit benefit)
    {
        transaction.World = transaction.World with { Benefits = transaction.World.Benefits.Update(row with { Shown = benefit }) };
        transaction.Publish(row.OrganizationId, "benefit.updated", benefit);
        return benefit;
    }
}

/// <summary>Grants of all benefits.</summary>
internal sealed class BenefitGrantsOperations : IBenefitGrantsOperations
{
    public Outcome<ListResource<BenefitGrant>> List(Transaction transaction, BenefitGrantsListQuery query)
    {
        var world = transaction.World;
        return world.BenefitGrants.Visible(transaction, query.OrganizationId)
            .OfCustomers(query.CustomerId)
            .OfExternalCustomers(transaction, query.ExternalCustomerId)
            .Asked(query.IsGranted, (row, granted) => row.IsGranted == granted)
            .Sorted(query.Sorting, BenefitGrantSortProperty.CreatedAtDescending, SortKey)
            .Page(query.Page, query.Limit, row => BenefitProjection.Show(world, row));
    }

    private static Func<BenefitGrantRow, IComparable?> SortKey(string key) => key switch
    {
        "granted_at" => row => row.GrantedAt,
        "revoked_at" => row => row.RevokedAt,
        _ => row => row.CreatedAt,
    };
}
