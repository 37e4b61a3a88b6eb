/// The schema of products.
module Polar.FakeServer.Tests.Catalog.Products.ProductSchemaTests

open System
open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Products.ProductBodies

let private trialMessage =
    "Both trial_interval and trial_interval_count must be set together."

let private meterMessage =
    "Value error, The meter interval must evenly divide the billing interval, so the meter cycle re-aligns with the billing cycle at every renewal."

let private cycle (meter: string) (meterCount: int) (billing: string) (count: int) =
    create
        $$"""{"name":"Pro","recurring_interval":"{{billing}}","recurring_interval_count":{{count}},"meter_interval":"{{meter}}","meter_interval_count":{{meterCount}},"prices":[{"amount_type":"fixed","price_amount":500}]}"""

let private fixedPrice = """{"amount_type":"fixed","price_amount":500}"""

[<Tests>]
let products =
    testList
        "schemas of products"
        [ testCaseTask "names are trimmed and then measured" (fun () ->
              task {
                  let! short = create $$"""{"name":"  ab  ","prices":[{{fixedPrice}}]}"""

                  Refusal.malformed
                      [ "too_short", "body.one_time.name", "Value should have at least 3 items after validation, not 2" ]
                      short

                  let! long = create $$"""{"name":"{{String('n', 65)}}","prices":[{{fixedPrice}}]}"""

                  Refusal.malformed
                      [ "too_long", "body.one_time.name", "Value should have at most 64 items after validation, not 65" ]
                      long

                  let! fits =
                      create $$"""{"name":"  {{String('n', 64)}} ","description":"  ","prices":[{{fixedPrice}}]}"""

                  Expect.equal (Json.text "name" fits.Json) (String('n', 64)) "the name"
                  Expect.isTrue (Json.isNull "description" fits.Json) "a blank description is none"
              })

          testCaseTask "a product without an interval, and one with the null, are one-time products" (fun () ->
              task {
                  for interval in [ ""; "\"recurring_interval\":null," ] do
                      let! answer =
                          create $$"""{{{interval}}"name":"Book","trial_interval":"day","prices":[{{fixedPrice}}]}"""

                      Expect.equal answer.Status 201 answer.Text
                      Expect.isFalse (Json.flag "is_recurring" answer.Json) "recurring"
                      Expect.isTrue (Json.isNull "recurring_interval_count" answer.Json) "count"
                      Expect.isTrue (Json.isNull "trial_interval" answer.Json) "a trial is no member of it"
              })

          testCaseTask "an unknown interval is one of a recurring product" (fun () ->
              task {
                  let! answer =
                      create $$"""{"name":"Pro","recurring_interval":"decade","prices":[{{fixedPrice}}]}"""

                  Refusal.malformed
                      [ "enum", "body.recurring.recurring_interval", "Input should be 'day', 'week', 'month' or 'year'" ]
                      answer
              })

          testCaseTask "a count does not go without an interval" (fun () ->
              task {
                  let! answer =
                      create $$"""{"name":"Book","recurring_interval_count":2,"prices":[{{fixedPrice}}]}"""

                  Refusal.malformed [ "none_required", "body.one_time.recurring_interval_count", "Input should be None" ] answer
              })

          for half in [ "\"trial_interval\":\"day\""; "\"trial_interval_count\":3" ] do
              testCaseTask $"half a trial is refused: {half}" (fun () ->
                  task {
                      let! answer =
                          create $$"""{"name":"Pro","recurring_interval":"month",{{half}},"prices":[{{fixedPrice}}]}"""

                      Refusal.malformed [ "missing", "body.recurring", trialMessage ] answer
                  })

          for meter, meterCount, billing, count in
              [ "month", 2, "month", 3
                "day", 2, "week", 1
                "day", 2, "month", 1
                "week", 1, "month", 1
                "month", 5, "year", 1
                "year", 1, "month", 12
                "week", 1, "year", 1 ] do
              testCaseTask $"{meterCount} {meter} does not divide {count} {billing}" (fun () ->
                  task {
                      let! answer = cycle meter meterCount billing count
                      Refusal.malformed [ "value_error", "body.recurring", meterMessage ] answer
                  })

          for meter, meterCount, billing, count in
              [ "month", 2, "month", 4
                "day", 7, "week", 1
                "day", 14, "week", 2
                "day", 1, "month", 1
                "day", 1, "year", 1
                "month", 1, "year", 1
                "month", 24, "year", 2 ] do
              testCaseTask $"{meterCount} {meter} divides {count} {billing}, but the feature is off" (fun () ->
                  task {
                      let! answer = cycle meter meterCount billing count

                      Refusal.invalid
                          [ "value_error", "body.meter_interval", "Separate meter cycling is not enabled for this organization." ]
                          answer
                  })

          testCaseTask "an unknown and a missing kind of price are told apart" (fun () ->
              task {
                  let! answer =
                      create """{"name":"Book","prices":[{"amount_type":"gold"},{"price_amount":5}]}"""

                  Expect.equal
                      [ for fault in Refusal.faults answer -> fault.Type, fault.Place ]
                      [ "union_tag_invalid", "body.one_time.prices.0"
                        "union_tag_not_found", "body.one_time.prices.1" ]
                      "faults"
              })

          testCaseTask "all faults of a body come at once" (fun () ->
              task {
                  let! answer =
                      create """{"name":"x","visibility":"secret","prices":[],"medias":["y"]}"""

                  Expect.equal
                      [ for fault in Refusal.faults answer -> fault.Type, fault.Place ]
                      [ "too_short", "body.one_time.name"
                        "enum", "body.one_time.visibility"
                        "too_short", "body.one_time.prices"
                        "uuid_parsing", "body.one_time.medias.0" ]
                      "faults"
              }) ]
