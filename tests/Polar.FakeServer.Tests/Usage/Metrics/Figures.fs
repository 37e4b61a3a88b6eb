/// History for metrics, written straight into a fake's tables, and what the metrics say of it.
namespace Polar.FakeServer.Tests.Usage.Metrics

open System
open System.Collections.Immutable
open System.Globalization
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Billing.Orders
open Polar.FakeServer.Billing.Seats
open Polar.FakeServer.Billing.Subscriptions
open Polar.FakeServer.Sales.Checkouts
open Polar.FakeServer.Tests
open Polar.Functional.Contracts

/// A subscription as metrics see it.
type internal Running =
    { Product: Guid
      Customer: Guid
      Net: int64
      Every: int64 * RecurringInterval
      Started: string
      TrialEnd: string option
      Canceled: string option
      Reason: CustomerCancellationReason option
      Ends: string option
      Ended: string option
      Status: SubscriptionStatus }

/// An order as metrics see it.
type internal Sale =
    { Product: Guid
      Customer: Guid
      Subscription: Guid option
      Net: int64
      Created: string
      Status: OrderStatus
      Fee: int64
      Refunded: int64 }

/// A seat as metrics see it.
type internal Place =
    { Container: Choice<Guid, Guid>
      Given: string
      Claimed: string option
      Revoked: string option }

[<RequireQualifiedAccess>]
module internal Figures =

    /// An instant of UTC: a day, or a day and a time.
    let instant (text: string) : DateTimeOffset =
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)

    let private instantOf (text: string option) =
        text |> Option.map instant |> Option.toNullable

    let running (product: Guid) (customer: Guid) (net: int64) (started: string) : Running =
        { Product = product
          Customer = customer
          Net = net
          Every = 1L, RecurringInterval.Month
          Started = started
          TrialEnd = None
          Canceled = None
          Reason = None
          Ends = None
          Ended = None
          Status = SubscriptionStatus.Active }

    let sale (product: Guid) (customer: Guid) (net: int64) (created: string) : Sale =
        { Product = product
          Customer = customer
          Subscription = None
          Net = net
          Created = created
          Status = OrderStatus.Paid
          Fee = 0L
          Refunded = 0L }

    let private idOf (node: JsonNode) = Guid.Parse(Json.text "id" node)

    let customer (email: string) (fake: FakePolar) : Task<Guid> =
        task {
            let! made = Given.customer email fake
            return idOf made
        }

    let monthly (fake: FakePolar) : Task<Guid> =
        task {
            let! made = Given.monthly 10000L fake
            return idOf made
        }

    let oneTime (fake: FakePolar) : Task<Guid> =
        task {
            let! made = Given.oneTime 10000L fake
            return idOf made
        }

    let subscribe (row: Running) (fake: FakePolar) : Task<Guid> =
        fake.Engine.ExecuteAsync(fun transaction ->
            let started = instant row.Started

            transaction
                .Save(
                    SubscriptionRow(
                        Id = transaction.NewId(),
                        OrganizationId = fake.Organization.Id,
                        CreatedAt = started,
                        CustomerId = row.Customer,
                        ProductId = row.Product,
                        Prices = ImmutableList<ProductPrice>.Empty,
                        Amount = row.Net,
                        NetAmount = row.Net,
                        Currency = "usd",
                        Interval = snd row.Every,
                        IntervalCount = fst row.Every,
                        Status = row.Status,
                        PeriodStart = started,
                        PeriodEnd = started.AddMonths 1,
                        AnchorDay = started.Day,
                        TrialEnd = instantOf row.TrialEnd,
                        CanceledAt = instantOf row.Canceled,
                        CancellationReason = Option.toNullable row.Reason,
                        EndsAt = instantOf row.Ends,
                        EndedAt = instantOf row.Ended,
                        Metadata = ValueMap<JsonScalar>.Empty,
                        CustomFieldData = ValueMap<JsonScalar>.Empty
                    )
                )
                .Id)

    let sell (row: Sale) (fake: FakePolar) : Task<Guid> =
        fake.Engine.ExecuteAsync(fun transaction ->
            transaction
                .Save(
                    OrderRow(
                        Id = transaction.NewId(),
                        OrganizationId = fake.Organization.Id,
                        CreatedAt = instant row.Created,
                        Status = row.Status,
                        Subtotal = row.Net,
                        Net = row.Net,
                        Tax = row.Net / 4L,
                        Refunded = row.Refunded,
                        PlatformFee = row.Fee,
                        Currency = "usd",
                        BillingReason = OrderBillingReason.Purchase,
                        CustomerId = row.Customer,
                        ProductId = Nullable row.Product,
                        SubscriptionId = Option.toNullable row.Subscription,
                        Items = ImmutableList<OrderItemSchema>.Empty,
                        Metadata = ValueMap<JsonScalar>.Empty,
                        CustomFieldData = ValueMap<JsonScalar>.Empty
                    )
                )
                .Id)

    let seat (row: Place) (fake: FakePolar) : Task<Guid> =
        fake.Engine.ExecuteAsync(fun transaction ->
            let subscription, order =
                match row.Container with
                | Choice1Of2 subscription -> Nullable subscription, Nullable()
                | Choice2Of2 order -> Nullable(), Nullable order

            transaction
                .Save(
                    CustomerSeatRow(
                        Id = transaction.NewId(),
                        OrganizationId = fake.Organization.Id,
                        CreatedAt = instant row.Given,
                        SubscriptionId = subscription,
                        OrderId = order,
                        Status =
                            (if row.Revoked.IsSome then SeatStatus.Revoked
                             elif row.Claimed.IsSome then SeatStatus.Claimed
                             else SeatStatus.Pending),
                        ClaimedAt = instantOf row.Claimed,
                        RevokedAt = instantOf row.Revoked
                    )
                )
                .Id)

    let session (product: Guid) (created: string) (opened: string option) (status: CheckoutStatus) (fake: FakePolar) : Task<Guid> =
        fake.Engine.ExecuteAsync(fun transaction ->
            transaction
                .Save(
                    CheckoutRow(
                        Id = transaction.NewId(),
                        OrganizationId = fake.Organization.Id,
                        CreatedAt = instant created,
                        OpenedAt = instantOf opened,
                        ExpiresAt = (instant created).AddDays 1.0,
                        ClientSecret = transaction.Random.Token "polar_c_",
                        Status = status,
                        Products = ImmutableList.Create product,
                        ProductId = product,
                        PriceId = Guid.NewGuid(),
                        AdHocPrices = ImmutableDictionary<Guid, ImmutableList<ProductPrice>>.Empty,
                        Currency = "usd",
                        Amount = 10000L,
                        Metadata = ValueMap<JsonScalar>.Empty,
                        CustomerMetadata = ValueMap<JsonScalar>.Empty,
                        CustomFieldData = ValueMap<JsonScalar>.Empty
                    )
                )
                .Id)

    /// What is asked: the days, the interval, and further members of the query, each with an ampersand in front.
    let asked (first: string) (last: string) (interval: string) (more: string) =
        $"/v1/metrics/?start_date={first}&end_date={last}&interval={interval}{more}"

    let read (path: string) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! answer = Http.get path fake
            Expect.equal answer.Status 200 answer.Text
            return answer.Json
        }

    /// The numbers of one metric as they are written, the earliest period first.
    let of' (slug: string) (metrics: JsonNode) : string list =
        Json.items "periods" metrics
        |> List.map (fun period -> (Json.at slug period).ToJsonString())

    let total (slug: string) (metrics: JsonNode) : string =
        (Json.at $"totals.{slug}" metrics).ToJsonString()

    /// Asserts on metrics by their slugs: the numbers of the periods, and the total behind them.
    let check (expected: (string * string list * string) list) (metrics: JsonNode) =
        for slug, periods, sum in expected do
            Expect.equal (of' slug metrics, total slug metrics) (periods, sum) slug

    /// Asserts on metrics of months.
    let checkMonths
        (first: string)
        (last: string)
        (more: string)
        (expected: (string * string list * string) list)
        (fake: FakePolar)
        : Task =
        task {
            let! metrics = read (asked first last "month" more) fake
            check expected metrics
        }
