using Polar.FakeServer.Billing.Metering;
using Polar.FakeServer.Catalog.Meters;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Usage.Events;
using Polar.FakeServer.Usage.Meters;

namespace Polar.FakeServer.Usage.CustomerMeters;

/// <summary>How the numbers of customers' meters are kept up to date.</summary>
internal static class CustomerMeterRules
{
    /// <summary>Only what has come in lately makes anybody look at a meter again.</summary>
    private static readonly TimeSpan s_lately = TimeSpan.FromHours(3);

    /// <summary>A customer's row of a meter; null before there is one.</summary>
    public static CustomerMeterRow? Find(World world, CustomerRow customer, Guid meter) =>
        world.CustomerMeters.OfCustomer(customer.OrganizationId, customer.Id).FirstOrDefault(row => row.MeterId == meter);

    /// <summary>Brings a customer's numbers of a meter up to date.</summary>
    /// <param name="transaction">The step.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="meter">The meter.</param>
    /// <param name="activates">Whether the meter counts from now on, whatever has happened so far.</param>
    /// <returns>Whether they have been worked out anew.</returns>
    public static bool Update(Transaction transaction, CustomerRow customer, MeterRow meter, bool activates = false)
    {
        var gauge = MeterGauge.Of(meter);
        var known = Find(transaction.World, customer, meter.Id);
        var progress = MeterCounting.Advance(
            transaction.World.UsageEvents, customer, gauge, known?.Progress ?? MeterCounting.Start(gauge), out var measured);
        var isRecent = progress.LatestIngestedAt is { } latest && latest >= transaction.Now - s_lately;
        var row = known ?? new CustomerMeterRow
        {
            Id = transaction.NewId(),
            OrganizationId = customer.OrganizationId,
            CreatedAt = transaction.Now,
            CustomerId = customer.Id,
            MeterId = meter.Id,
            IsActive = isRecent,
            Progress = progress,
        };
        if (!row.IsActive && (activates || (known is not null && measured)))
        {
            row = row with { IsActive = true, ModifiedAt = known is null ? null : transaction.Now };
        }

        var isNews = row.IsActive && isRecent && row.BalancedEvent != progress.Latest;
        row = row with { Progress = progress };
        row = isNews ? Balanced(row, transaction.Now) : row;
        if (row != known)
        {
            transaction.Save(row);
        }

        return isNews;
    }

    private static CustomerMeterRow Balanced(CustomerMeterRow row, DateTimeOffset now) => row with
    {
        ModifiedAt = now,
        ConsumedUnits = row.Progress.Usage.Value,
        CreditedUnits = Credits.Balance(row.Progress.Credits.Select(credit => credit.Units)),
        BalancedEvent = row.Progress.Latest,
    };
}

/// <summary>Brings all of a customer's meters up to date.</summary>
internal sealed record UpdateCustomerMetersJob(Guid Customer) : IJob
{
    public string Key => $"customer-meters:{Customer}";

    public static void Queue(Transaction transaction, Guid customer) => transaction.Enqueue(new UpdateCustomerMetersJob(customer));

    public void Run(Transaction transaction)
    {
        if (transaction.World.Customers.Find(Customer) is not { DeletedAt: null } customer)
        {
            return;
        }

        var isNews = false;
        foreach (var meter in transaction.World.Meters.Of(customer.OrganizationId).Where(meter => !meter.IsArchived).ToArray())
        {
            isNews |= CustomerMeterRules.Update(transaction, customer, meter);
        }

        if (isNews)
        {
            CustomerStateJob.Queue(transaction, Customer);
        }
    }
}
