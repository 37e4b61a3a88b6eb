/// Metrics of checkouts and of seats.
module Polar.FakeServer.Tests.Usage.Metrics.CheckoutMetricTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Usage.Events
open Polar.Functional.Contracts

let private checkouts =
    testList
        "checkouts"
        [ testCaseTask "count where somebody opened their page, those of old times where they were made" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Figures.oneTime fake

                  for created, opened, status in
                      [ "2026-01-22T12:12:59", None, CheckoutStatus.Open
                        "2026-01-22T12:12:59", Some "2026-02-01T00:00:00", CheckoutStatus.Succeeded
                        "2026-01-22T12:13:00", None, CheckoutStatus.Succeeded
                        "2026-01-31T23:00:00", Some "2026-02-01T01:00:00", CheckoutStatus.Open
                        "2026-02-15T09:00:00", Some "2026-02-15T10:00:00", CheckoutStatus.Succeeded
                        "2026-02-15T09:00:00", Some "2026-02-15T10:00:00", CheckoutStatus.Expired
                        // Before the first day, though in its month, and behind the last.
                        "2026-01-05T00:00:00", None, CheckoutStatus.Succeeded
                        "2026-02-28T23:30:00", Some "2026-03-01T00:00:00", CheckoutStatus.Succeeded ] do
                      let! _ = Figures.session product created opened status fake
                      ()

                  do!
                      Figures.checkMonths
                          "2026-01-10"
                          "2026-02-28"
                          ""
                          [ "checkouts", [ "1"; "4" ], "5"
                            "succeeded_checkouts", [ "0"; "2" ], "2"
                            "checkouts_conversion", [ "0.0"; "0.5" ], "0.4" ]
                          fake

                  // Asked for alone, it is the same.
                  do!
                      Figures.checkMonths
                          "2026-01-10"
                          "2026-02-28"
                          "&metrics=checkouts_conversion"
                          [ "checkouts_conversion", [ "0.0"; "0.5" ], "0.4" ]
                          fake
              })

          testCaseTask "are opened by their page, once, and nobody is told" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake

                  let asked =
                      Figures.asked "2026-03-01" "2026-03-31" "day" "&metrics=checkouts&metrics=succeeded_checkouts"

                  let! before = Figures.read asked fake
                  Expect.equal (Figures.total "checkouts" before) "0" "nobody has looked"

                  let open' () =
                      Http.anonymous "POST" $"{Buying.path session}/opened" (Some """{"distinct_id":"x"}""") fake

                  let! opened, events = Events.during fake open'
                  Expect.equal (opened.Status, events) (200, []) opened.Text
                  Expect.equal (Json.text "id" opened.Json) (Json.text "id" session) "the session, as the public sees it"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 14.0)
                  let! again = open' ()
                  Expect.equal again.Status 200 again.Text
                  let! confirmed = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds confirmed |> ignore
                  let! metrics = Figures.read asked fake

                  Expect.equal
                      (List.take 2 (Figures.of' "checkouts" metrics), Figures.of' "succeeded_checkouts" metrics |> List.head)
                      ([ "1"; "0" ], "1")
                      "the first time counts"
              })

          testCaseTask "are opened by nobody without a body, a secret, or time" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake
                  let path = $"{Buying.path session}/opened"
                  let! bare = Http.anonymous "POST" path (Some "[]") fake
                  Expect.equal bare.Status 422 bare.Text
                  let! wrong = Http.anonymous "POST" path (Some """{"distinct_id":1}""") fake
                  Expect.equal wrong.Status 422 wrong.Text

                  let! unknown =
                      Http.anonymous "POST" "/v1/checkouts/client/polar_c_none/opened" (Some "{}") fake

                  Expect.equal unknown.Status 404 unknown.Text
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 25.0)
                  let! late = Http.anonymous "POST" path (Some "{}") fake
                  Expect.equal late.Status 410 late.Text
              }) ]

let private seats =
    testList
        "seats"
        [ testCaseTask "are given, claimed and revoked" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! monthly = Figures.monthly fake
                  let! once = Figures.oneTime fake
                  let! ada = Figures.customer "ada@acme.dev" fake
                  let! eve = Figures.customer "eve@acme.dev" fake

                  let! subscription =
                      Figures.subscribe (Figures.running monthly ada 10000L "2024-01-01") fake

                  let! order = Figures.sell (Figures.sale once ada 5000L "2024-01-01") fake
                  let! other = Figures.sell (Figures.sale once eve 5000L "2024-01-01") fake

                  for row in
                      [ { Container = Choice1Of2 subscription
                          Given = "2024-01-01"
                          Claimed = Some "2024-01-01"
                          Revoked = None }
                        { Container = Choice1Of2 subscription
                          Given = "2024-01-15"
                          Claimed = Some "2024-01-20"
                          Revoked = None }
                        { Container = Choice1Of2 subscription
                          Given = "2024-01-15"
                          Claimed = None
                          Revoked = None }
                        { Container = Choice1Of2 subscription
                          Given = "2024-01-01"
                          Claimed = Some "2024-01-01"
                          Revoked = Some "2024-02-15" }
                        { Container = Choice2Of2 order
                          Given = "2024-02-10"
                          Claimed = Some "2024-02-15"
                          Revoked = None }
                        // Another customer's, claimed in the month after it was given, and gone in the next.
                        { Container = Choice2Of2 other
                          Given = "2024-01-30"
                          Claimed = Some "2024-02-02"
                          Revoked = Some "2024-03-01" } ] do
                      let! _ = Figures.seat row fake
                      ()

                  do!
                      Figures.checkMonths
                          "2024-01-01"
                          "2024-03-31"
                          ""
                          [ "seats_total", [ "5"; "5"; "4" ], "4"
                            "seats_claimed", [ "3"; "4"; "3" ], "3"
                            "seats_pending", [ "2"; "1"; "1" ], "1"
                            "seat_customers", [ "2"; "2"; "1" ], "1"
                            "new_seat_customers", [ "2"; "0"; "0" ], "2"
                            "churned_seat_customers", [ "0"; "0"; "1" ], "1"
                            "average_seats_per_customer", [ "2.5"; "2.5"; "4.0" ], "4.0"
                            "seat_utilization_rate", [ "0.6"; "0.8"; "0.75" ], "0.75" ]
                          fake

                  for query, total, customers in
                      [ $"&product_id={once}", [ "1"; "2"; "1" ], [ "1"; "2"; "1" ]
                        $"&customer_id={eve}", [ "1"; "1"; "0" ], [ "1"; "1"; "0" ]
                        "&billing_type=recurring", [ "4"; "3"; "3" ], [ "1"; "1"; "1" ] ] do
                      let! metrics =
                          Figures.read (Figures.asked "2024-01-01" "2024-03-31" "month" query) fake

                      Expect.equal (Figures.of' "seats_total" metrics, Figures.of' "seat_customers" metrics) (total, customers) query
              }) ]

[<Tests>]
let tests = testList "figures" [ checkouts; seats ]
