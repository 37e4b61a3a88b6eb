using Polar.FakeServer.Billing.Disputes;
using Polar.FakeServer.Billing.Orders;
using Polar.FakeServer.Billing.Refunds;
using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Entitlements.Grants;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Http;
using Polar.FakeServer.Identity;
using Polar.FakeServer.Persistence;
using Polar.FakeServer.Registration;
using Polar.FakeServer.Sales.Checkouts;
using Polar.FakeServer.Usage.EventTypes;
using Polar.FakeServer.Usage.Events;
using Polar.FakeServer.Usage.History;
using Polar.FakeServer.Validation;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Usage;

/// <summary>What customers use: events and their types.</summary>
internal sealed class UsageModule : IModule
{
    /// <inheritdoc/>
    public void Register(ModuleBuilder module) => module
        .Handle<IEventsOperations>(new EventsOperations())
        .Keep<EventMetadata>(static () => new OwnJsonCodec<EventMetadata>())
        .Handle<IEventTypesOperations>(new EventTypesOperations())
        .Inspect(static () => new UsageEventKind())
        .Inspect(static () => ResourceKind.Of<EventTypeRow, EventType>(
            "Event types",
            (_, row) => row.Resource,
            (_, row) => row.Resource.Label,
            ("Name", (_, row) => row.Resource.Name)))
        .Direct("events:ingest", new DirectBody(
            static (body, context) => EventBatchReader.Read(body.Span, context.Now),
            static (transaction, events) => Reply.Of(transaction, 200, EventIngestion.Run(transaction, (List<IncomingEvent>)events))))
        .Access("events:", Permission.ViewAnalytics, null)
        .Access("events:ingest", Permission.IngestEvents, null)
        .Access("event-types:", Permission.ViewAnalytics, Permission.ManageAnalytics)
        .Body("EventCreateCustomer", new EventRule())
        .Body("EventCreateExternalCustomer", new EventRule())
        .Body("EventTypeUpdate", new EventTypeRule())
        .Amend("EventCreateCustomer", body => body.WithZone("timestamp"))
        .Amend("EventCreateExternalCustomer", body => body.WithZone("timestamp"))
        .Amend("EventMetadataInput", Dictionary)
        .Amend("CostMetadata-Input", Dictionary)
        .Amend("LLMMetadata", Dictionary)
        .On<EventsRecorded>(FirstUserEvents.Note)
        .On<CustomerTold>(CustomerHistory.Note)
        .On<SubscriptionNoted>(SubscriptionHistory.Note)
        .On<OrderNoted>(OrderHistory.Note)
        .On<OrderBooked>(BalanceHistory.Note)
        .On<RefundBooked>(BalanceHistory.Note)
        .On<DisputeBooked>(BalanceHistory.Note)
        .On<GrantNoted>(OtherHistory.Note)
        .On<CheckoutOpened>(OtherHistory.Note);

    private static ObjectSchema Dictionary(ObjectSchema members) => members with { IsDictionary = true };
}
