using System.Text.Json.Nodes;
using Polar.Functional.Contracts;

namespace Polar.FakeServer;

/// <summary>Who buys, by Polar's id or by the merchant's own.</summary>
internal sealed class CustomersOperations : ICustomersOperations
{
    private const string ExternalIdKept = "__external_id";

    public Outcome<ListResource<Customer>> List(Transaction transaction, CustomersListQuery query)
    {
        var world = transaction.World;
        return world.Customers.Visible(transaction, query.OrganizationId)
            .In(query.Email is { } email ? [email] : null, CustomerRow.ByEmail)
            .Asked(string.IsNullOrEmpty(query.Query) ? null : query.Query, Matches)
            .Asked(query.Active, (row, active) =>
                active == world.Subscriptions.OfCustomer(row.OrganizationId, row.Id).Any(subscription => subscription.IsActive))
            .WithMetadata(query.Metadata, row => row.Shown.Metadata)
            .Sorted(query.Sorting, CustomerSortProperty.CreatedAtDescending, SortKey)
            .Page(query.Page, query.Limit, row => row.Shown);
    }

    public Outcome<Customer> Get(Transaction transaction, Guid id) => Find(transaction, id) is { } row ? row.Shown : Failure.NotFound;

    public Outcome<Customer> GetExternal(Transaction transaction, string externalId) =>
        FindExternal(transaction, externalId) is { } row ? row.Shown : Failure.NotFound;

    public Outcome<CustomerState> GetState(Transaction transaction, Guid id) =>
        Find(transaction, id) is { } row ? CustomerStates.Of(transaction.World, row) : Failure.NotFound;

    public Outcome<CustomerState> GetStateExternal(Transaction transaction, string externalId) =>
        FindExternal(transaction, externalId) is { } row ? CustomerStates.Of(transaction.World, row) : Failure.NotFound;

    public Outcome<Customer> Create(Transaction transaction, CustomerCreate body)
    {
        var team = body as CustomerTeamCreate;
        var email = team is null ? ((CustomerIndividualCreate)body).Email : team.Email;
        if (!transaction.TryOrganization(body.OrganizationId, out var owner, out var fault))
        {
            return fault;
        }

        var organization = owner.Id;

        if (team is { Email: null, Owner: null })
        {
            return Failure.Malformed(
            [
                new Issue(
                    "value_error", ["body", "team"],
                    "Value error, An owner with an email address is required when creating a team customer without an email.",
                    Recast.Node(team), [("error", new JsonObject())]),
            ]);
        }

        var externalId = string.IsNullOrWhiteSpace(body.ExternalId) ? null : body.ExternalId.Trim();
        var faults = new List<Issue>();
        if (email is not null && CustomerRules.ByEmail(transaction.World, organization, email) is not null)
        {
            faults.Add(Issue.Value("A customer with this email address already exists.", JsonValue.Create(email), "email"));
        }

        if (externalId is not null && CustomerRules.ByExternalId(transaction.World, organization, externalId) is not null)
        {
            faults.Add(Issue.Value("A customer with this external ID already exists.", JsonValue.Create(externalId), "external_id"));
        }

        if (!string.IsNullOrWhiteSpace(body.TaxId) && body.BillingAddress is null)
        {
            faults.Add(new Issue("missing", ["body", "billing_address"], "Country is required to validate tax ID."));
        }

        if (faults.Count > 0)
        {
            return Failure.Invalid(faults);
        }

        var individual = new CustomerIndividual
        {
            Id = transaction.NewId(),
            CreatedAt = transaction.Now,
            ModifiedAt = null,
            Metadata = body.Metadata.OrEmpty(),
            ExternalId = externalId,
            Email = email ?? "",
            EmailVerified = false,
            Name = string.IsNullOrWhiteSpace(body.Name) ? null : body.Name.Trim(),
            BillingName = string.IsNullOrWhiteSpace(body.Name) ? null : body.Name.Trim(),
            BillingAddress = Bodies.Kept(body.BillingAddress),
            TaxId = TaxIds.Read(body.TaxId, body.BillingAddress?.Country),
            Locale = body.Locale,
            OrganizationId = organization,
            DefaultPaymentMethodId = null,
            DeletedAt = null,
            FirstUserEventAt = null,
            AvatarUrl = CustomerRules.Avatar(email ?? body.Owner?.Email),
        };
        Customer customer = team is null
            ? individual
            : Recast.To<CustomerIndividual, CustomerTeam>(individual, ("type", "team"), ("email", email));
        return CustomerRules.Add(transaction, customer, body.Owner).Shown;
    }

    public Outcome<Customer> Update(Transaction transaction, Guid id, CustomerUpdate body) => Find(transaction, id) is { } row
        ? Update(transaction, row, body, body.ExternalId)
        : Failure.NotFound;

    public Outcome<Customer> UpdateExternal(Transaction transaction, string externalId, CustomerUpdateExternalId body) =>
        FindExternal(transaction, externalId) is { } row
            ? Update(transaction, row, Recast.To<CustomerUpdateExternalId, CustomerUpdate>(body), default)
            : Failure.NotFound;

    public Outcome<Nothing> Delete(Transaction transaction, Guid id, CustomersDeleteQuery query) =>
        Find(transaction, id) is { } row ? Delete(transaction, row) : Failure.NotFound;

    public Outcome<Nothing> DeleteExternal(Transaction transaction, string externalId, CustomersDeleteExternalQuery query) =>
        FindExternal(transaction, externalId) is { } row ? Delete(transaction, row) : Failure.NotFound;

    private static CustomerRow? Find(Transaction transaction, Guid id) =>
        transaction.World.Customers.Visible(transaction, id) is { DeletedAt: null } row ? row : null;

    private static CustomerRow? FindExternal(Transaction transaction, string externalId) =>
        CustomerRules.ByExternalId(transaction, externalId);

    private static bool Matches(CustomerRow row, string query) =>
        new[] { row.Email, row.Shown.Name, row.Shown.BillingName }.Any(text => text?.Contains(query, StringComparison.OrdinalIgnoreCase) == true)
        || row.Shown.ExternalId?.StartsWith(query, StringComparison.OrdinalIgnoreCase) == true;

    private static Func<CustomerRow, IComparable?> SortKey(string key) => key switch
    {
        "email" => row => row.Email,
        "name" => row => row.Shown.Name,
        _ => row => row.CreatedAt,
    };

    private static Outcome<Customer> Update(
        Transaction transaction, CustomerRow row, CustomerUpdate body, Optional<string?> externalId)
    {
        var faults = new List<Issue>();
        var email = body.Email.Value;
        if (email is not null
            && !string.Equals(email, row.Email, StringComparison.OrdinalIgnoreCase)
            && CustomerRules.ByEmail(transaction.World, row.OrganizationId, email) is not null)
        {
            faults.Add(Issue.Value("A customer with this email address already exists.", JsonValue.Create(email), "email"));
        }

        if (body.BillingAddress.IsNull)
        {
            faults.Add(Issue.Value("Customer billing address cannot be reset to null once set.", null, "billing_address"));
        }

        if (externalId.IsSet && row.Shown.ExternalId is { } fixedId && externalId.Value != fixedId)
        {
            faults.Add(Issue.Value("Customer external ID cannot be updated.", JsonValue.Create(externalId.Value), "external_id"));
        }
        else if (externalId.Value is { } wanted && row.Shown.ExternalId is null
            && CustomerRules.ByExternalId(transaction.World, row.OrganizationId, wanted) is not null)
        {
            faults.Add(Issue.Value("A customer with this external ID already exists.", JsonValue.Create(wanted), "external_id"));
        }

        if (faults.Count > 0)
        {
            return Failure.Invalid(faults);
        }

        var address = body.BillingAddress.Value is { } given ? Bodies.Kept(given) : row.Shown.BillingAddress;
        var name = body.Name.IsSet ? body.Name.Value : row.Shown.Name;
        var ownBillingName = row.Shown.BillingName != row.Shown.Name;
        var customer = row.Shown with
        {
            Metadata = body.Metadata ?? row.Shown.Metadata,
            ExternalId = externalId.Or(row.Shown.ExternalId),
            Name = name,
            BillingName = ownBillingName ? row.Shown.BillingName : name,
            BillingAddress = address,
            TaxId = body.TaxId.IsSet ? TaxIds.Read(body.TaxId.Value, address?.Country) : row.Shown.TaxId,
            Locale = body.Locale.Or(row.Shown.Locale),
        };
        if (email is not null && email != row.Email)
        {
            customer = customer switch
            {
                CustomerIndividual individual => individual with { Email = email, EmailVerified = false, AvatarUrl = CustomerRules.Avatar(email) },
                CustomerTeam team => team with { Email = email, EmailVerified = false, AvatarUrl = CustomerRules.Avatar(email) },
                _ => customer,
            };
        }

        return CustomerRules.Change(transaction, row, customer).Shown;
    }

    private static Outcome<Nothing> Delete(Transaction transaction, CustomerRow row)
    {
        foreach (var member in transaction.World.Members.OfCustomer(row.OrganizationId, row.Id).ToArray())
        {
            transaction.World = transaction.World with { Members = transaction.World.Members.Remove(member.Id) };
            transaction.Publish(row.OrganizationId, "member.deleted", member.Shown);
        }

        var externalId = row.Shown.ExternalId;
        var deleted = row with
        {
            Shown = row.Shown with
            {
                DeletedAt = transaction.Now,
                ModifiedAt = transaction.Now,
                Metadata = externalId is null ? row.Shown.Metadata : row.Shown.Metadata.With(ExternalIdKept, externalId),
            },
        };
        transaction.World = transaction.World with { Customers = transaction.World.Customers.Update(deleted) };
        foreach (var subscription in transaction.World.Subscriptions.OfCustomer(row.OrganizationId, row.Id)
            .Where(subscription => subscription.IsBillable).ToArray())
        {
            SubscriptionRules.Revoke(transaction, subscription);
        }

        foreach (var grant in transaction.World.BenefitGrants.OfCustomer(row.OrganizationId, row.Id)
            .Where(grant => grant.IsGranted).ToArray())
        {
            transaction.Soon(new RevokeBenefitJob(grant.Id));
        }

        transaction.Soon(new CustomerEventJob(row.Id, "customer.deleted"));
        return default(Nothing);
    }
}
