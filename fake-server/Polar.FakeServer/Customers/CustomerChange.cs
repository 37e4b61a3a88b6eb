using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Validation;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

/// <summary>How the merchant changes a customer.</summary>
internal static class CustomerChange
{
    public static Outcome<CustomerRow> Apply(Transaction transaction, CustomerRow row, CustomerUpdate body)
    {
        var faults = Validate(transaction.World, row, body).ToArray();
        return faults.Length > 0
            ? Failure.Invalid(faults)
            : TaxId(row, body).Then<CustomerRow>(taxId => Changed(transaction, row, body, taxId.Value));
    }

    private static IEnumerable<RequestError> Validate(World world, CustomerRow row, CustomerUpdate body)
    {
        if (OtherEmail(row, body) is { } email && CustomerRules.ByEmail(world, row.OrganizationId, email) is not null)
        {
            yield return CustomerFaults.EmailTaken(email);
        }

        if (body.BillingAddress.IsNull)
        {
            yield return RequestError.Value("Customer billing address cannot be reset to null once set.", null, "billing_address");
        }

        var externalId = StringNormalization.ToNull(body.ExternalId.Value);
        if (body.ExternalId.IsSet && externalId != row.Resource.ExternalId)
        {
            if (row.Resource.ExternalId is not null)
            {
                yield return RequestError.Value("Customer external ID cannot be updated.", JsonValue.Create(externalId), "external_id");
            }
            else if (CustomerRules.ByExternalId(world, row.OrganizationId, externalId!) is not null)
            {
                yield return CustomerFaults.ExternalIdTaken(externalId!);
            }
        }

        if (body.Type.IsSet && row.Resource is CustomerTeam && body.Type.Value != CustomerType.Team)
        {
            yield return RequestError.Value(
                "Customer type cannot be downgraded from 'team' to 'individual'.", JsonValue.Create(body.Type.Value?.Value), "type");
        }
    }

    /// <summary>The new address, where it is another one in more than its case.</summary>
    private static string? OtherEmail(CustomerRow row, CustomerUpdate body) =>
        body.Email.Value is { } email && !string.Equals(email, row.Email, StringComparison.OrdinalIgnoreCase) ? email : null;

    /// <summary>The tax id: the new one, or the one that there is, which has to fit a new address as well.</summary>
    private static Outcome<TaxIdChoice> TaxId(CustomerRow row, CustomerUpdate body)
    {
        var address = Addresses.Kept(body.BillingAddress.Value) ?? row.Resource.BillingAddress;
        if (body.TaxId.IsSet)
        {
            return StringNormalization.ToNull(body.TaxId.Value) is { } number ? CustomerFaults.TaxId(number, address) : new TaxIdChoice(null);
        }

        return body.BillingAddress.IsSet && row.Resource.TaxId is [var stored, ..] ? CustomerFaults.TaxId(stored, address) : new TaxIdChoice(row.Resource.TaxId);
    }

    private static CustomerRow Changed(Transaction transaction, CustomerRow row, CustomerUpdate body, ValueList<string>? taxId)
    {
        var shown = row.Resource with
        {
            Metadata = body.Metadata ?? row.Resource.Metadata,
            ExternalId = body.ExternalId.IsSet ? StringNormalization.ToNull(body.ExternalId.Value) : row.Resource.ExternalId,
            Name = body.Name.IsSet ? StringNormalization.ToNull(body.Name.Value) : row.Resource.Name,
            BillingAddress = Addresses.Kept(body.BillingAddress.Value) ?? row.Resource.BillingAddress,
            TaxId = taxId,
            Locale = body.Locale.Or(row.Resource.Locale),
        };
        if (OtherEmail(row, body) is { } email)
        {
            shown = CustomerRules.WithEmail(shown, email, isVerified: false);
            CustomerRules.SetOwnersEmail(transaction, row, email);
        }

        if (body.Type.Value == CustomerType.Team && shown is CustomerIndividual individual)
        {
            shown = individual.ToCustomerTeam();
        }

        return CustomerRules.Change(transaction, row, shown, touched: body != new CustomerUpdate());
    }
}
