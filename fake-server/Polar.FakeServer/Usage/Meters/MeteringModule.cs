using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Usage.CustomerMeters;
using Polar.FakeServer.Usage.Events;

namespace Polar.FakeServer.Usage.Meters;

/// <summary>Meters, and what follows for bills and customers from events that they measure.</summary>
internal sealed class MeteringModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IMetersOperations>(new MetersOperations())
        .Handle<ICustomerMetersOperations>(new CustomerMetersOperations())
        .On<EventsRecorded>(Measure)
        .On<MeterCredited>(CustomerMeterPeriods.Credit)
        .On<MeterPeriodEnded>((transaction, ended) => CustomerMeterPeriods.End(transaction, ended.Organization, ended.Customer, ended.Meter, ended.At))
        .On<MeterCreditRenewing>(CustomerMeterPeriods.Renew);

    private static void Measure(Transaction transaction, EventsRecorded recorded)
    {
        var organizations = new Dictionary<Guid, bool>();
        foreach (var organization in recorded.Added.Select(row => row.OrganizationId).Distinct())
        {
            if (organizations[organization] = transaction.World.Meters.Of(organization).Any(meter => !meter.IsArchived))
            {
                BillUsageJob.Queue(transaction, organization);
            }
        }

        var subjects = new HashSet<EventSubject>();
        var customers = new HashSet<Guid>();
        foreach (var row in recorded.Completed)
        {
            if (organizations.GetValueOrDefault(row.OrganizationId)
                && subjects.Add(row.Subject)
                && transaction.World.CustomerOf(row) is { DeletedAt: null } customer
                && customers.Add(customer.Id))
            {
                UpdateCustomerMetersJob.Queue(transaction, customer.Id);
            }
        }
    }
}
