using System.Text.Json.Nodes;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.FakeServer.Validation;
using Polar.FakeServer.Generated;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

/// <summary>How the merchant makes a customer.</summary>
internal static class CustomerCreation
{
    public static Outcome<CustomerRow> Create(Transaction transaction, CustomerCreate body) =>
        transaction.TryOrganization(body.OrganizationId, out var organization, out var fault)
            ? Unique(transaction.World, organization.Id, body).Then(_ => TaxId(body)).Then<CustomerRow>(taxId =>
                CustomerRules.Add(transaction, Made(transaction, organization.Id, body, taxId.Value), body.Owner))
            : fault;

    private static string? Email(CustomerCreate body) => body is CustomerTeamCreate team ? team.Email : ((CustomerIndividualCreate)body).Email;

    private static Outcome<Nothing> Unique(World world, Guid organization, CustomerCreate body)
    {
        var faults = new List<RequestError>();
        if (Email(body) is { } email && CustomerRules.ByEmail(world, organization, email) is not null)
        {
            faults.Add(CustomerFaults.EmailTaken(email));
        }

        if (StringNormalization.ToNull(body.ExternalId) is { } externalId && CustomerRules.ByExternalId(world, organization, externalId) is not null)
        {
            faults.Add(CustomerFaults.ExternalIdTaken(externalId));
        }

        return faults.Count > 0 ? Failure.Invalid(faults) : default(Nothing);
    }

    private static Outcome<TaxIdChoice> TaxId(CustomerCreate body) => StringNormalization.ToNull(body.TaxId) is { } number
        ? CustomerFaults.TaxId(number, Addresses.Kept(body.BillingAddress))
        : new TaxIdChoice(null);

    private static Customer Made(Transaction transaction, Guid organization, CustomerCreate body, ValueList<string>? taxId)
    {
        var email = Email(body);
        var individual = new CustomerIndividual
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Metadata = body.Metadata.OrEmpty(),
            ExternalId = StringNormalization.ToNull(body.ExternalId),
            Email = email ?? "",
            EmailVerified = false,
            Name = StringNormalization.ToNull(body.Name),
            BillingName = null,
            BillingAddress = Addresses.Kept(body.BillingAddress),
            TaxId = taxId,
            Locale = body.Locale,
            OrganizationId = organization,
            DefaultPaymentMethodId = null,
            DeletedAt = null,
            FirstUserEventAt = null,
            AvatarUrl = CustomerRules.Avatar(email ?? body.Owner?.Email),
        };
        Customer customer = body is CustomerTeamCreate ? individual.ToCustomerTeam() with { Email = email } : individual;
        return customer;
    }
}

/// <summary>A customer's tax id as it is to be kept; none where there is none.</summary>
internal readonly record struct TaxIdChoice(ValueList<string>? Value);

/// <summary>What may be wrong with a customer, whoever sends it.</summary>
internal static class CustomerFaults
{
    public static RequestError EmailTaken(string email) =>
        RequestError.Value("A customer with this email address already exists.", JsonValue.Create(email), "email");

    public static RequestError ExternalIdTaken(string externalId) =>
        RequestError.Value("A customer with this external ID already exists.", JsonValue.Create(externalId), "external_id");

    /// <summary>The tax id in the form that the address's country gives it.</summary>
    public static Outcome<TaxIdChoice> TaxId(string number, Address? address)
    {
        if (address is null)
        {
            return Failure.Invalid(new RequestError("missing", ["body", "billing_address"], "Country is required to validate tax ID."));
        }

        return TaxIds.Validated(number, address.Country) is { } taxId
            ? new TaxIdChoice(taxId)
            : Failure.Invalid(new RequestError("invalid", ["body", "tax_id"], "Invalid tax ID.", JsonValue.Create(number)));
    }
}
