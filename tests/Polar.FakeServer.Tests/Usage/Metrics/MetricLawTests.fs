/// Metrics of histories made at random, against what their definitions say, period by period and thing by thing.
module Polar.FakeServer.Tests.Usage.Metrics.MetricLawTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Billing.Orders
open Polar.FakeServer.Billing.Seats
open Polar.FakeServer.Billing.Subscriptions
open Polar.FakeServer.Tests
open Polar.FakeServer.Usage.Metrics
open Polar.Functional.Contracts
open Polar.FakeServer.Tests.Usage.Metrics.MetricDefinitions

let private days (question: Question) : DateTime list =
    let last = question.Last.ToDateTime TimeOnly.MinValue

    beginning question.Interval (question.First.ToDateTime TimeOnly.MinValue)
    |> List.unfold (fun day ->
        if day <= last then
            Some(day, next question.Interval day)
        else
            None)

/// Writes a history down at random: subscriptions, their orders and seats, from the summer of 2023 to the end of 2025.
let private write (random: Random) (fake: FakePolar) : Task<unit> =
    task {
        let! product = Figures.monthly fake

        let moment () =
            DateTime(2023, 7, 1).AddMinutes(float (random.Next(60 * 24 * 915))).ToString "yyyy-MM-ddTHH:mm:ss"

        let perhaps chance =
            if random.NextDouble() < chance then
                Some(moment ())
            else
                None

        let mutable customers = []

        for number in 1..6 do
            let! customer = Figures.customer $"customer{number}@acme.dev" fake
            customers <- customer :: customers

        for _ in 1..30 do
            let customer = customers[random.Next customers.Length]

            let! subscription =
                Figures.subscribe
                    { Figures.running product customer (int64 (random.Next 10000)) (moment ()) with
                        Every = int64 (1 + random.Next 3), RecurringInterval.KnownValues[random.Next 4]
                        TrialEnd = perhaps 0.4
                        Canceled = perhaps 0.4
                        Ends = perhaps 0.3
                        Ended = perhaps 0.2 }
                    fake

            for _ in 1 .. random.Next 4 do
                let! _ =
                    Figures.sell
                        { Figures.sale product customer (int64 (random.Next 10000)) (moment ()) with
                            Subscription = (if random.Next 3 = 0 then None else Some subscription)
                            Fee = int64 (random.Next 300)
                            Refunded = int64 (random.Next 50)
                            Status = OrderStatus.KnownValues[random.Next OrderStatus.KnownValues.Count] }
                        fake

                ()

            for _ in 1 .. random.Next 3 do
                let! _ =
                    Figures.seat
                        { Container = Choice1Of2 subscription
                          Given = moment ()
                          Claimed = perhaps 0.6
                          Revoked = perhaps 0.6 }
                        fake

                ()
    }

let private checkPeriod (period: JsonNode) (numbers: (string * decimal) list) (message: string) =
    for slug, number in numbers do
        let actual = (Json.at slug period).GetValue<decimal>()
        Expect.isTrue (abs (actual - number) < 0.000000001m) $"{slug} is {actual} rather than {number}, {message}"

[<Tests>]
let tests =
    testList
        "metrics are what their definitions say"
        [ for seed in 1..8 do
              testCaseTask $"of history {seed}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let random = Random seed
                      do! write random fake
                      let world = fake.World

                      let subscriptions =
                          List.ofSeq (world.Table<SubscriptionRow>().Of fake.Organization.Id)

                      let orders = List.ofSeq (world.Table<OrderRow>().Of fake.Organization.Id)
                      let seats = List.ofSeq (world.Table<CustomerSeatRow>().Of fake.Organization.Id)

                      for _ in 1..8 do
                          let question = question random

                          let first, last =
                              question.First.ToString "yyyy-MM-dd", question.Last.ToString "yyyy-MM-dd"

                          let! metrics =
                              Figures.read (Figures.asked first last question.Interval $"&timezone={question.Zone.Id}") fake

                          let days = days question
                          let periods = Json.items "periods" metrics
                          Expect.hasLength periods days.Length $"periods of {question}"

                          for day, period in List.zip days periods do
                              checkPeriod period (expected question subscriptions orders seats day) $"on {day:d}, {question}"
                  }) ]
