using Polar.FakeServer.Execution;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Customers;

/// <summary>Tells of a customer, and then of its state.</summary>
internal sealed record CustomerEventJob(Guid Customer, string Type, CustomerDifference? Change = null) : IJob
{
    public void Run(Transaction transaction)
    {
        var row = transaction.World.Customers[Customer];
        transaction.Publish(row.OrganizationId, Type, _ => row.Resource);
        CustomerStateJob.Send(transaction, Customer);
        transaction.Raise(new CustomerTold(row, Type, Change));
    }
}

/// <summary>Tells of a customer's state; of several changes at once it tells only once.</summary>
internal sealed record CustomerStateJob(Guid Customer) : IJob
{
    public string Key => $"customer-state:{Customer}";

    public int Rank => 1;

    public static void Queue(Transaction transaction, Guid customer) => transaction.Enqueue(new CustomerStateJob(customer));

    public static void Send(Transaction transaction, Guid customer)
    {
        var row = transaction.World.Customers[customer];
        var answers = transaction.Settings.Answers;
        transaction.Publish(row.OrganizationId, "customer.state_changed", world => answers.Ask(world, new StateOfCustomer(row)));
    }

    public void Run(Transaction transaction) => Send(transaction, Customer);
}
