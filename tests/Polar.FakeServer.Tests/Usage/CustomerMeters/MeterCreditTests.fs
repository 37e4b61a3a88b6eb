/// Credit of meters: when it is given, kept and taken back.
module Polar.FakeServer.Tests.Usage.CustomerMeters.MeterCreditTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.CustomerMeters.MeterCredits
open Polar.FakeServer.Tests.Usage.Meters

[<Tests>]
let credits =
    testList
        "credit of meters"
        [ testCaseTask "a purchase gives credit: the event, the numbers, the grant, the webhook, in this order" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = Measuring.calls (Measuring.ofN "sum") fake
                  let! customer = Measuring.customer "ada@polar.sh" "" fake
                  let! product = Buying.once (Buying.fixedPrice 500) fake
                  let! benefit = credit meter 10 false fake
                  do! attach product [ benefit ] fake
                  do! Measuring.callsOf customer [ 20M ] fake
                  let! _, events = Events.during fake (fun () -> buy product customer fake)
                  let! numbers = units customer meter fake
                  Expect.equal numbers (20M, 10L, -10M) "more used than given"
                  Expect.contains events "benefit_grant.created" "told"
                  let! recorded = Http.get "/v1/events/?name=meter.credited" fake

                  match Json.items "items" recorded.Json with
                  | [ event ] ->
                      Expect.equal
                          ((Json.at "metadata" event).ToJsonString())
                          $"""{{"meter_id":"{meter}","units":10,"rollover":false}}"""
                          "metadata"
                  | other -> failtest $"{other.Length} events"

                  let! grants = Http.get $"/v1/benefits/{benefit}/grants" fake
                  let grant = Json.text "items.0.id" grants.Json
                  Expect.isNotEmpty grant "granted"
                  let! _ = Http.delete $"/v1/benefits/{benefit}" fake
                  let! numbers = units customer meter fake
                  Expect.equal numbers (20M, 0L, -20M) "taken back"
              })

          testCaseTask "with each period the meter counts from nothing, and what may be kept is kept" (fun () ->
              task {
                  // Whether units may be kept, what is used in the first period, and what the second one begins with.
                  for rollover, used, kept in [ false, 30M, 0L; true, 30M, 70L; true, 0M, 100L; true, 150M, 0L ] do
                      use! fake = Fake.start ()
                      let! meter = Measuring.calls (Measuring.ofN "sum") fake
                      let! customer = Measuring.customer "ada@polar.sh" "" fake

                      let! product =
                          Buying.monthly
                              $"""{Buying.fixedPrice 500},{{"amount_type":"metered_unit","meter_id":"{meter}","unit_amount":"1"}}"""
                              fake

                      let! benefit = credit meter 100 rollover fake
                      do! attach product [ benefit ] fake
                      do! buy product customer fake
                      let! begun = units customer meter fake
                      Expect.equal begun (0M, 100L, 100M) "begun"

                      if used > 0M then
                          do! Measuring.callsOf customer [ used ] fake

                      let! inUse = units customer meter fake
                      Expect.equal inUse (used, 100L, 100M - used) "used"
                      do! Measuring.pass (TimeSpan.FromDays 31.) fake
                      let! renewed = units customer meter fake
                      Expect.equal renewed (0M, 100L + kept, decimal (100L + kept)) $"renewed after {used} were used"
                      do! Measuring.pass (TimeSpan.FromDays 30.) fake
                      let! third = units customer meter fake
                      let all = if rollover then 200L + kept else 100L
                      Expect.equal third (0M, all, decimal all) "what is kept can be kept again"
              })

          testCaseTask "credit without a metered price goes round too" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = Measuring.calls (Measuring.ofN "sum") fake
                  let! customer = Measuring.customer "ada@polar.sh" "" fake
                  let! product = Buying.monthly (Buying.fixedPrice 500) fake
                  let! benefit = credit meter 100 true fake
                  do! attach product [ benefit ] fake
                  do! buy product customer fake
                  do! Measuring.callsOf customer [ 40M ] fake
                  do! Measuring.pass (TimeSpan.FromDays 31.) fake
                  let! renewed = units customer meter fake
                  Expect.equal renewed (0M, 160L, 160M) "sixty are left of a hundred, and a hundred come"

                  let! recorded = Http.get "/v1/events/?source=system&sorting=timestamp&limit=100" fake

                  Expect.equal
                      [ for event in Json.items "items" recorded.Json do
                            if (Json.text "name" event).StartsWith "meter." then
                                Json.text "name" event ]
                      [ "meter.credited"; "meter.reset"; "meter.credited"; "meter.credited" ]
                      "what is recorded"
              })

          testCaseTask "a revoked subscription takes its credit back, never below nothing" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = Measuring.calls (Measuring.ofN "sum") fake
                  let! customer = Measuring.customer "ada@polar.sh" "" fake
                  let! product = Buying.monthly (Buying.fixedPrice 500) fake
                  let! benefit = credit meter 100 false fake
                  do! attach product [ benefit ] fake
                  do! buy product customer fake
                  let! subscriptions = Http.get "/v1/subscriptions/" fake

                  let! _ =
                      Http.delete $"""/v1/subscriptions/{Json.text "items.0.id" subscriptions.Json}""" fake

                  let! numbers = units customer meter fake
                  Expect.equal numbers (0M, 0L, 0M) "taken back"
              }) ]
