using Polar.FakeServer.Billing.Subscriptions;
using Polar.FakeServer.Catalog.Products;
using Polar.FakeServer.Customers;
using Polar.FakeServer.Customers.PaymentMethods;
using Polar.FakeServer.Execution;
using Polar.FakeServer.Generated;
using Polar.FakeServer.Lists;
using Polar.FakeServer.Organizations;
using Polar.Functional.Contracts;

namespace Polar.FakeServer.Portal;

/// <summary>Subscriptions as those see and change them who pay for them.</summary>
internal sealed class PortalSubscriptionsOperations : ICustomerPortalSubscriptionsOperations
{
    public Outcome<ListResource<CustomerSubscription>> List(Transaction transaction, CustomerPortalSubscriptionsListQuery query)
    {
        var world = transaction.World;
        return world.Subscriptions.Visible(transaction, query.OrganizationId)
            .In(query.ProductId, SubscriptionRow.ByProduct)
            .WhereIf(query.Active, (row, active) => active ? row.IsActive : row.IsRevoked)
            .ContainingLiterally(query.Query, row => world.Products[row.ProductId].Resource.Name)
            .Sorted(query.Sorting, CustomerSubscriptionSortProperty.StartedAtDescending, key => SortKey(world, key), "started_at")
            .Page(query.Page, query.Limit, row => PortalSubscriptionProjection.ToResource(world, row));
    }

    public Outcome<CustomerSubscription> Get(Transaction transaction, Guid id) =>
        transaction.World.Subscriptions.Visible(transaction, id) is { } row
            ? PortalSubscriptionProjection.ToResource(transaction.World, row)
            : Failure.NotFound;

    public Outcome<CustomerSubscription> Update(Transaction transaction, Guid id, CustomerSubscriptionUpdate body)
    {
        if (transaction.World.Subscriptions.Visible(transaction, id) is not { } row)
        {
            return Failure.NotFound;
        }

        return Command(body) is not { } command ? PortalSubscriptionProjection.ToResource(transaction.World, row)
            : Gate(transaction.World, row, command) is { } closed ? closed
            : Do(transaction, row, command);
    }

    public Outcome<CustomerSubscription> Cancel(Transaction transaction, Guid id) =>
        transaction.World.Subscriptions.Visible(transaction, id) is { } row ? Do(transaction, row, new Cancel(null, null)) : Failure.NotFound;

    private static Outcome<CustomerSubscription> Do(Transaction transaction, SubscriptionRow row, SubscriptionCommand command) =>
        MethodFault(transaction.World, row, command) is { } fault
            ? fault
            : SubscriptionProcess.Try(transaction, row, command)
                .Then<CustomerSubscription>(changed => PortalSubscriptionProjection.ToResource(transaction.World, changed));

    /// <summary>Why the organization leaves that to itself; null where it does not.</summary>
    public static Failure? Gate(World world, SubscriptionRow row, SubscriptionCommand command)
    {
        var allowed = world.Organizations[row.OrganizationId].Resource.CustomerPortalSettings.Subscription;
        return command switch
        {
            ChangeProduct when !allowed.UpdatePlan =>
                new Failure(403, "UpdateSubscriptionPlanNotAllowed", "Updating subscription plan is not allowed."),
            ChangeQuantity change when change.Quantity == Quantity.Seats && !allowed.UpdateSeats =>
                new Failure(403, "UpdateSubscriptionSeatsNotAllowed", "Updating subscription seats is not allowed."),
            ChangeQuantity change when change.Quantity == Quantity.Units && allowed.UpdateUnits == false =>
                new Failure(403, "UpdateSubscriptionUnitsNotAllowed", "Updating subscription units is not allowed."),
            SchedulePause or UnschedulePause or Resume when allowed.Pause != true =>
                new Failure(403, "PauseResumeNotAllowed", "Pausing or resuming a subscription is not allowed."),
            _ => null,
        };
    }

    /// <summary>What is asked for; null where a body asks for nothing.</summary>
    private static SubscriptionCommand? Command(CustomerSubscriptionUpdate body) => body switch
    {
        CustomerSubscriptionUpdateProduct product => new ChangeProduct(product.ProductId, null, default, IsCustomers: true),
        CustomerSubscriptionUpdateSeats seats => new ChangeQuantity(Quantity.Seats, seats.Seats, null),
        CustomerSubscriptionUpdateUnits units => new ChangeQuantity(Quantity.Units, units.Units, null),
        CustomerSubscriptionPause { PauseAtPeriodEnd: true } pause => new SchedulePause(pause.ResumesAt.Value),
        CustomerSubscriptionPause => new UnschedulePause(),
        CustomerSubscriptionResume => new Resume(),
        CustomerSubscriptionUpdateClear => new ClearPendingUpdate(),
        CustomerSubscriptionCancel { CancelAtPeriodEnd.Value: true } cancel => new Cancel(cancel.CancellationReason.Value, cancel.CancellationComment.Value),
        CustomerSubscriptionCancel { CancelAtPeriodEnd.Value: false } => new Uncancel(),
        _ => null,
    };

    /// <summary>Whoever wants to go on has to have something to pay with, unless there is nothing to pay.</summary>
    private static Failure? MethodFault(World world, SubscriptionRow row, SubscriptionCommand command)
    {
        var action = command switch
        {
            Resume when row.IsPaused && SubscriptionCycleJob.MayRenew(world, row) => "resuming",
            Uncancel when row is { CancelAtPeriodEnd: true, IsBillable: true } => "uncancelling",
            _ => null,
        };
        return action is null || row.Prices.All(PriceKinds.IsFree) || PaymentMethodRules.Usual(world, world.Customers[row.CustomerId]) is not null
            ? null
            : new Failure(409, "PaymentMethodRequired", $"Add a payment method before {action} this subscription.");
    }

    private static Func<SubscriptionRow, IComparable?> SortKey(World world, string key) => key switch
    {
        "amount" => row => SubscriptionProjection.Amount(world, row),
        "status" => row => row.Status.Value,
        "organization" => row => world.Organizations[row.OrganizationId].Resource.Slug,
        "product" => row => world.Products[row.ProductId].Resource.Name,
        _ => row => row.CreatedAt,
    };
}
