using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Who buys.</summary>
internal sealed record CustomerRow(Customer Shown) : ICustomerOwned
{
    public Guid Id => Shown.Id;

    public Guid OrganizationId => Shown.OrganizationId;

    /// <inheritdoc/>
    public Guid? OwnerId => Id;

    public DateTimeOffset CreatedAt => Shown.CreatedAt;

    public DateTimeOffset? DeletedAt => Shown.DeletedAt;

    /// <inheritdoc/>
    public bool IsDeleted => DeletedAt is not null;

    /// <summary>Addresses differ by more than upper and lower case.</summary>
    public static OrganizationKey<CustomerRow, string> ByEmail { get; } =
        Keys.Text<CustomerRow>(row => row.Email, StringComparer.OrdinalIgnoreCase);

    /// <summary>What the merchant calls the customer.</summary>
    public static OrganizationKey<CustomerRow, string> ByExternalId { get; } = Keys.Text<CustomerRow>(row => row.Shown.ExternalId);

    /// <summary>The merchant's own data.</summary>
    public static OrganizationKey<CustomerRow, MetadataEntry> ByMetadata { get; } =
        Keys.Several<CustomerRow, MetadataEntry>(row => MetadataEntry.Of(row.Shown.Metadata));

    public static SortKeys<CustomerRow> Orders { get; } = new(new("email", row => row.Email), new("name", row => row.Shown.Name));

    /// <summary>The name for bills where the customer has one of its own; bills show the usual name otherwise.</summary>
    public string? OwnBillingName { get; init; }

    /// <summary>Whether the payment processor knows the customer.</summary>
    public bool IsKnownToProcessor { get; init; }

    /// <summary>How many invoices the customer has had.</summary>
    public int Invoices { get; init; }

    /// <summary>How many receipts the customer has had.</summary>
    public int Receipts { get; init; }

    /// <summary>The customer's number in invoices and receipts.</summary>
    public required string ShortId { get; init; }

    public string? Email => Shown switch
    {
        CustomerIndividual individual => individual.Email,
        CustomerTeam team => team.Email,
        _ => null,
    };
}

/// <summary>A person who acts for a customer.</summary>
internal sealed record MemberRow(Member Shown, Guid OrganizationId) : ICustomerOwned
{
    public Guid Id => Shown.Id;

    public Guid CustomerId => Shown.CustomerId;

    /// <inheritdoc/>
    public Guid? OwnerId => CustomerId;

    public DateTimeOffset CreatedAt => Shown.CreatedAt;
}
