using Polar.FakeServer.Execution;
using Polar.FakeServer.Http;

namespace Polar.FakeServer.Billing.Customers;

/// <summary>
/// What pages of a customer's listen to: benefits that come and go with purchases, seats that are claimed, invoices and receipts that are ready.
/// </summary>
internal static class CustomerStream
{
    /// <summary>The stream of a customer, from now on.</summary>
    public static Reply Of(Transaction transaction, Guid customer)
    {
        var feed = transaction.Settings.Feed;
        return EventStream.Of(feed, noticed: notice => notice.Of == customer ? [EventStream.Message(feed, notice)] : []);
    }
}
