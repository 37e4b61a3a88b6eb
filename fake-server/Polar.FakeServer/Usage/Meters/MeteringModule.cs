using System.Globalization;
using System.Text.Json.Nodes;
using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Usage.CustomerMeters;
using Polar.FakeServer.Usage.Events;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage.Meters;

/// <summary>Meters, and what follows for bills and customers from events that they measure.</summary>
internal sealed class MeteringModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IMetersOperations>(new MetersOperations())
        .Handle<ICustomerMetersOperations>(new CustomerMetersOperations())
        .Inspect(static () => ResourceKind.Of<CustomerMeterRow, CustomerMeter>(
            "Customer meters",
            (transaction, row) => CustomerMetersOperations.ToResource(transaction.World, row),
            (world, row) => CustomerLabel.Of(world, row.CustomerId),
            ("Meter", (world, row) => world.Meters.Find(row.MeterId)?.Resource.Name),
            ("Balance", (_, row) => row.Balance.ToString(CultureInfo.InvariantCulture))))
        .Inspect(static () => ResourceKind.Of<PendingUsageRow>(
            "Usage to be billed",
            row => new JsonObject
            {
                ["id"] = row.Id,
                ["created_at"] = row.CreatedAt.UtcDateTime,
                ["organization_id"] = row.OrganizationId,
                ["entries"] = row.Usage.Count,
            },
            (_, _) => null,
            ("Entries", (_, row) => $"{row.Usage.Count}")))
        .On<EventsRecorded>(Measure)
        .On<MeterCredited>(CustomerMeterPeriods.Credit)
        .On<MeterPeriodEnded>((transaction, ended) => CustomerMeterPeriods.End(transaction, ended.Organization, ended.Customer, ended.Meter, ended.At))
        .On<MeterCreditRenewing>(CustomerMeterPeriods.Renew);

    private static void Measure(Transaction transaction, EventsRecorded recorded)
    {
        // Where nothing is measured, as in most shops, nothing is looked at.
        if (transaction.World.Meters.Count == 0)
        {
            return;
        }

        var organizations = new List<Guid>();
        foreach (var row in recorded.Added)
        {
            if (!organizations.Contains(row.OrganizationId))
            {
                organizations.Add(row.OrganizationId);
            }
        }

        organizations.RemoveAll(organization => !transaction.World.Meters.Of(organization).Any(meter => !meter.IsArchived));
        if (organizations.Count > 0)
        {
            organizations.ForEach(organization => BillUsageJob.Queue(transaction, organization));
            Update(transaction, recorded.Completed, organizations);
        }
    }

    private static void Update(Transaction transaction, IReadOnlyList<EventRow> completed, List<Guid> organizations)
    {
        var subjects = new HashSet<EventSubject>();
        var customers = new HashSet<Guid>();
        foreach (var row in completed)
        {
            if (organizations.Contains(row.OrganizationId)
                && subjects.Add(row.Subject)
                && transaction.World.CustomerOf(row) is { DeletedAt: null } customer
                && customers.Add(customer.Id))
            {
                UpdateCustomerMetersJob.Queue(transaction, customer.Id);
            }
        }
    }
}
