/// Metrics as their definitions say, worked out in the plainest way.
module internal Polar.FakeServer.Tests.Usage.Metrics.MetricDefinitions

open System
open Polar.FakeServer
open Polar.FakeServer.Billing.Orders
open Polar.FakeServer.Billing.Seats
open Polar.FakeServer.Billing.Subscriptions
open Polar.FakeServer.Tests
open Polar.FakeServer.Usage.Metrics
open Polar.Functional.Contracts

/// A question: the days, the interval, the zone.
type Question =
    { First: DateOnly
      Last: DateOnly
      Interval: string
      Zone: TimeZoneInfo }

let private local (question: Question) (instant: DateTimeOffset) =
    TimeZoneInfo.ConvertTime(instant, question.Zone).DateTime

/// The day with which the calendar's period begins that a local time is in.
let beginning (interval: string) (time: DateTime) : DateTime =
    match interval with
    | "day" -> time.Date
    | "week" -> time.Date.AddDays(-float((int time.DayOfWeek + 6) % 7))
    | "month" -> DateTime(time.Year, time.Month, 1)
    | _ -> DateTime(time.Year, 1, 1)

let next (interval: string) (day: DateTime) : DateTime =
    match interval with
    | "day" -> day.AddDays 1.0
    | "week" -> day.AddDays 7.0
    | "month" -> day.AddMonths 1
    | _ -> day.AddYears 1

let private midnight (question: Question) (day: DateTime) : DateTimeOffset =
    DateTimeOffset(day, question.Zone.GetUtcOffset day).ToUniversalTime()

let private instantOf (value: Nullable<DateTimeOffset>) = Option.ofNullable value

let private average (revenue: decimal) (customers: int) =
    if customers = 0 then
        0m
    else
        Math.Round(revenue / decimal customers, MidpointRounding.AwayFromZero)

/// What the definitions say of one period.
let expected
    (question: Question)
    (subscriptions: SubscriptionRow list)
    (orders: OrderRow list)
    (seats: CustomerSeatRow list)
    (day: DateTime)
    =
    let period (instant: DateTimeOffset) =
        beginning question.Interval (local question instant)

    let first = midnight question (question.First.ToDateTime TimeOnly.MinValue)

    let last =
        midnight question ((question.Last.AddDays 1).ToDateTime TimeOnly.MinValue)

    let covers (instant: DateTimeOffset) = instant >= first && instant < last
    let start = midnight question day
    let ending = midnight question (next question.Interval day)
    let isIn (instant: DateTimeOffset) = covers instant && period instant = day

    let endOf (row: SubscriptionRow) =
        instantOf row.EndedAt |> Option.orElse (instantOf row.EndsAt)

    let active =
        subscriptions
        |> List.filter (fun row ->
            row.CreatedAt < last
            && period row.CreatedAt <= day
            && endOf row |> Option.forall (fun over -> over >= first && period over > day))

    let inTrial (row: SubscriptionRow) =
        instantOf row.TrialEnd |> Option.exists (fun trial -> trial >= ending)

    let revenue rows =
        rows |> List.sumBy (fun row -> decimal (SubscriptionMetrics.MonthlyAmount row))

    let paying, trying = active |> List.partition (inTrial >> not)
    let committed = List.filter (fun (row: SubscriptionRow) -> (endOf row).IsNone)
    let customers = active |> List.distinctBy _.CustomerId |> List.length

    let from, before =
        if question.Interval = "year" then
            start, ending
        else
            midnight question (day.AddDays -30.0), start

    let ran =
        subscriptions
        |> List.filter (fun row -> row.CreatedAt <= from && endOf row |> Option.forall (fun over -> over > from))

    let left =
        subscriptions
        |> List.filter (fun row -> instantOf row.CanceledAt |> Option.exists (fun at -> at >= from && at < before))

    let sold = orders |> List.filter (fun row -> row.IsPaid && isIn row.CreatedAt)

    let net (row: OrderRow) =
        row.Net - row.PlatformFee - row.Refunded

    let until =
        orders
        |> List.filter (fun row ->
            row.IsPaid
            && row.CreatedAt < last
            && (row.CreatedAt < first || period row.CreatedAt <= day))

    let ofSubscription isNew =
        sold
        |> List.filter (fun row ->
            row.SubscriptionId.HasValue
            && (let subscription =
                    subscriptions |> List.find (fun one -> one.Id = row.SubscriptionId.Value)

                (period subscription.CreatedAt = day) = isNew))

    let buyer (seat: CustomerSeatRow) =
        (subscriptions |> List.find (fun one -> one.Id = seat.SubscriptionId.Value)).CustomerId

    let given =
        seats
        |> List.filter (fun seat ->
            seat.CreatedAt < last
            && period seat.CreatedAt <= day
            && instantOf seat.RevokedAt
               |> Option.forall (fun revoked -> revoked >= first && period revoked > day))

    let claimed =
        given
        |> List.filter (fun seat -> instantOf seat.ClaimedAt |> Option.exists (fun claimed -> period claimed <= day))

    let won =
        given
        |> List.filter (fun seat ->
            period seat.CreatedAt = day
            && seats
               |> List.forall (fun other -> buyer other <> buyer seat || period other.CreatedAt >= day))
        |> List.distinctBy buyer

    let lost =
        seats
        |> List.groupBy buyer
        |> List.filter (fun (_, own) ->
            own |> List.forall _.RevokedAt.HasValue
            && period (own |> List.map _.RevokedAt.Value |> List.max) = day)

    [ "active_subscriptions", decimal active.Length
      "committed_subscriptions", decimal (committed active).Length
      "monthly_recurring_revenue", revenue paying
      "trial_monthly_recurring_revenue", revenue trying
      "committed_monthly_recurring_revenue", revenue (committed paying)
      "trial_committed_monthly_recurring_revenue", revenue (committed trying)
      "average_revenue_per_user", average (revenue paying) customers
      "churned_subscriptions",
      subscriptions
      |> List.filter (fun row -> endOf row |> Option.exists isIn)
      |> List.length
      |> decimal
      "canceled_subscriptions",
      subscriptions
      |> List.filter (fun row -> instantOf row.CanceledAt |> Option.exists isIn)
      |> List.length
      |> decimal
      "churn_rate",
      (if ran.IsEmpty then
           0m
       else
           decimal (float left.Length / float ran.Length))
      "new_subscriptions",
      subscriptions
      |> List.filter (fun row ->
          row.CreatedAt < last
          && period row.CreatedAt = day
          && endOf row |> Option.forall (fun over -> period over > day))
      |> List.length
      |> decimal
      "orders", decimal sold.Length
      "revenue", decimal (sold |> List.sumBy _.Net)
      "net_revenue", decimal (sold |> List.sumBy net)
      "cumulative_revenue", decimal (until |> List.sumBy _.Net)
      "net_cumulative_revenue", decimal (until |> List.sumBy net)
      "new_subscriptions_revenue", decimal (ofSubscription true |> List.sumBy _.Net)
      "renewed_subscriptions", decimal (ofSubscription false |> List.distinctBy _.SubscriptionId |> List.length)
      "renewed_subscriptions_net_revenue", decimal (ofSubscription false |> List.sumBy net)
      "one_time_products", decimal (sold |> List.filter (fun row -> not row.SubscriptionId.HasValue) |> List.length)
      "seats_total", decimal given.Length
      "seats_claimed", decimal claimed.Length
      "seats_pending", decimal (given.Length - claimed.Length)
      "seat_customers", decimal (given |> List.distinctBy buyer |> List.length)
      "new_seat_customers", decimal won.Length
      "churned_seat_customers", decimal lost.Length ]

let private zones =
    [ "UTC"
      "Europe/Paris"
      "America/New_York"
      "Asia/Kolkata"
      "Pacific/Auckland" ]
    |> List.map TimeZoneInfo.FindSystemTimeZoneById

let question (random: Random) : Question =
    let first = DateOnly(2023, 7, 1).AddDays(random.Next 700)
    let interval = [ "day"; "week"; "month"; "year" ][random.Next 4]

    { First = first
      Last = first.AddDays(random.Next(if interval = "year" then 900 else 200))
      Interval = interval
      Zone = zones[random.Next zones.Length] }
