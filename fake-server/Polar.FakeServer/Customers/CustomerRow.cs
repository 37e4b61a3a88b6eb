using Polar.FakeServer.Lists;
using Polar.FakeServer.Storage;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

/// <summary>Who buys.</summary>
internal sealed record CustomerRow(Customer Resource) : ICustomerOwned, IRow<CustomerRow>
{
    public Guid Id => Resource.Id;

    public Guid OrganizationId => Resource.OrganizationId;

    /// <inheritdoc/>
    public Guid? OwnerId => Id;

    public DateTimeOffset CreatedAt => Resource.CreatedAt;

    public DateTimeOffset? DeletedAt => Resource.DeletedAt;

    /// <inheritdoc/>
    public bool IsDeleted => DeletedAt is not null;

    /// <summary>Addresses differ by more than upper and lower case.</summary>
    public static OrganizationKey<CustomerRow, string> ByEmail { get; } =
        Keys.RareText<CustomerRow>(row => row.Email, StringComparer.OrdinalIgnoreCase);

    /// <summary>What the merchant calls the customer.</summary>
    public static OrganizationKey<CustomerRow, string> ByExternalId { get; } = Keys.RareText<CustomerRow>(row => row.Resource.ExternalId);

    /// <summary>The merchant's own data.</summary>
    public static OrganizationKey<CustomerRow, MetadataEntry> ByMetadata { get; } =
        Keys.Several<CustomerRow, MetadataEntry>(row => MetadataEntry.Of(row.Resource.Metadata));

    public static SortKeys<CustomerRow> Orders { get; } = new(new("email", row => row.Email), new("name", row => row.Resource.Name));

    /// <inheritdoc/>
    public static TableDefinition<CustomerRow> Table { get; } = new("customers", [ByEmail, ByExternalId, ByMetadata, .. Orders]);

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

    public string? Email => Resource switch
    {
        CustomerIndividual individual => individual.Email,
        CustomerTeam team => team.Email,
        _ => null,
    };
}
