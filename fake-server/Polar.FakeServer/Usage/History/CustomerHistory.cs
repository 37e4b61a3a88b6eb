using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Usage.Events;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.History;

/// <summary>What Polar notes about customers.</summary>
internal static class CustomerHistory
{
    private const string KeptExternalId = "__external_id";

    /// <summary>Notes that a customer is new, was changed, or is gone.</summary>
    public static void Note(Transaction transaction, CustomerTold told)
    {
        var customer = told.Customer;
        var externalId = customer.Resource.ExternalId
            ?? (customer.Resource.Metadata.TryGetValue(KeptExternalId, out var kept) ? kept.AsText : null);
        var metadata = EventMetadata.Of(
            ("customer_id", customer.Id),
            ("customer_email", ((EventValue)customer.Email).OrNull()),
            ("customer_name", ((EventValue)customer.Resource.Name).OrNull()),
            ("customer_external_id", ((EventValue)externalId).OrNull()));
        if (told.Name == "customer.updated")
        {
            metadata = metadata.With("updated_fields", told.Change is { } change ? Updated(change) : EventMetadata.Empty);
        }

        DateTimeOffset? created = told.Name == "customer.created" ? customer.CreatedAt : null;
        EventWriter.WriteSystem(transaction, customer.OrganizationId, told.Name, customer.Id, metadata, created);
        if (told.Name == "customer.created" || told.Change is { } named && named.Before.Resource.ExternalId != named.After.Resource.ExternalId)
        {
            FirstUserEvents.Find(transaction, customer);
        }
    }

    private static EventMetadata Updated(CustomerDifference change)
    {
        var (before, after) = (change.Before, change.After);
        var fields = EventMetadata.Empty;
        Add("name", before.Resource.Name, after.Resource.Name);
        Add("billing_name", before.OwnBillingName, after.OwnBillingName);
        Add("email", before.Email, after.Email);
        if (before.Resource.BillingAddress != after.Resource.BillingAddress)
        {
            fields = fields.With("billing_address", after.Resource.BillingAddress is { } address ? Address(address) : EventValue.Null);
        }

        Add("tax_id", before.Resource.TaxId?[0], after.Resource.TaxId?[0]);
        return before.Resource.Metadata == after.Resource.Metadata ? fields : fields.With("metadata", Metadata(after.Resource.Metadata));

        void Add(string name, string? was, string? text)
        {
            fields = was == text ? fields : fields.With(name, ((EventValue)text).OrNull());
        }
    }

    private static EventMetadata Address(Address address) => EventMetadata.Of(
        ("line1", address.Line1),
        ("line2", address.Line2),
        ("postal_code", address.PostalCode),
        ("city", address.City),
        ("state", address.State),
        ("country", address.Country.Value));

    private static EventMetadata Metadata(ValueMap<JsonScalar> own) =>
        EventMetadata.Of([.. own.Select(entry => (entry.Key, EventValue.Of(entry.Value).OrNull()))]);
}
