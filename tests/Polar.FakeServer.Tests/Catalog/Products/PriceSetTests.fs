/// Which prices may stand together on a product.
module Polar.FakeServer.Tests.Catalog.Products.PriceSetTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Products.PriceBodies

let private units (more: string) =
    $$$"""{"amount_type":"unit_based","tiers":{"type":"volume","tiers":[{"unit_amount":"100"}]}{{{more}}}}"""

let private meteredTiers (meter: string) (more: string) =
    $$$"""{"amount_type":"metered_tiers","meter_id":"{{{meter}}}","tiers":{"type":"graduated","tiers":[{"bound":10,"unit_amount":"0.5"},{"unit_amount":"0.25"}]}{{{more}}}}"""

let private eur = ""","price_currency":"eur" """
let private inclusive = ""","tax_behavior":"inclusive" """
let private set (message: string) = "value_error", "body.prices", message

let private noDefault =
    set "The organization's default presentment currency must be present in the prices."

let private structure =
    set "All price currencies must define the same set of price types."

let private none = "too_short", "body.prices", "At least one price is required."

/// Sets of prices that are refused; where a meter is needed, `{meter}` stands for it.
let private refusals =
    [ "two fixed prices", monthly, [ fixedPrice ""; fixedPrice "" ], [ set "Only one fixed price is allowed." ]
      "two seat prices", monthly, [ seats ""; seats "" ], [ set "Only one seat-based price is allowed." ]
      "two custom prices", monthly, [ custom ""; custom "" ], [ set "Only one custom price is allowed." ]
      "two unit prices", monthly, [ units ""; units "" ], [ set "Only one unit-based price is allowed." ]
      "seats and units", monthly, [ seats ""; units "" ], [ set "A seat-based price cannot be combined with a unit-based price." ]
      "custom and fixed",
      monthly,
      [ custom ""; fixedPrice "" ],
      [ set "A custom price cannot be combined with a fixed, seat-based or unit-based price." ]
      "custom and seats",
      monthly,
      [ custom ""; seats "" ],
      [ set "A custom price cannot be combined with a fixed, seat-based or unit-based price." ]
      "custom and units",
      monthly,
      [ custom ""; units "" ],
      [ set "A custom price cannot be combined with a fixed, seat-based or unit-based price." ]
      "different tax behaviors",
      monthly,
      [ fixedPrice ""; seats inclusive ],
      [ set "All prices for the same currency must have the same tax behavior." ]
      "a currency with another structure", monthly, [ fixedPrice ""; custom eur ], [ structure ]
      "a currency with more", monthly, [ fixedPrice ""; fixedPrice eur; seats eur ], [ structure ]
      "a currency with less use", monthly, [ fixedPrice ""; metered "{meter}" ""; fixedPrice eur ], [ structure ]
      "no default currency", monthly, [ fixedPrice eur ], [ noDefault ]
      "units of a one-time product",
      "",
      [ units "" ],
      [ "value_error", "body.prices.0", "Unit-based pricing is not supported on one-time products."
        none
        noDefault ]
      "use of a one-time product",
      "",
      [ fixedPrice ""; metered "{meter}" "" ],
      [ "value_error", "body.prices.1", "Metered pricing is not supported on one-time products." ]
      "tiers of use of a one-time product",
      "",
      [ meteredTiers "{meter}" "" ],
      [ "value_error", "body.prices.0", "Metered pricing is not supported on one-time products."
        none
        noDefault ]
      "an unknown meter",
      monthly,
      [ fixedPrice ""; metered unknown "" ],
      [ "value_error", "body.prices.1.meter_id", "Meter does not exist." ]
      "nothing but an unknown meter",
      monthly,
      [ metered unknown "" ],
      [ "value_error", "body.prices.0.meter_id", "Meter does not exist."
        none
        noDefault ]
      "one meter twice",
      monthly,
      [ metered "{meter}" ""; meteredTiers "{meter}" "" ],
      [ "value_error", "body.prices.1.meter_id", "Meter is already used for another price." ]
      "several faults at once",
      monthly,
      [ metered unknown ""; fixedPrice eur; fixedPrice eur; seats (eur + inclusive) ],
      [ "value_error", "body.prices.0.meter_id", "Meter does not exist."
        set "Only one fixed price is allowed."
        set "All prices for the same currency must have the same tax behavior."
        noDefault ] ]

let private accepted =
    [ "a fixed price", "", [ fixedPrice "" ]
      "a custom price", "", [ custom "" ]
      "seats of a one-time product", "", [ seats "" ]
      "fixed with seats", monthly, [ fixedPrice ""; seats "" ]
      "fixed with units", monthly, [ fixedPrice ""; units "" ]
      "custom with use", monthly, [ custom ""; metered "{meter}" "" ]
      "nothing but use", monthly, [ meteredTiers "{meter}" "" ]
      "two currencies",
      monthly,
      [ fixedPrice ""
        metered "{meter}" ""
        fixedPrice eur
        meteredTiers "{meter}" eur ] ]

[<Tests>]
let rules =
    testList
        "price sets"
        [ for name, interval, prices, faults in refusals do
              testCaseTask $"{name}: refused" (fun () ->
                  task {
                      use! fake = withMeter ()
                      let! meter = meterOf fake
                      let! answer = post fake interval (String.Join(',', prices).Replace("{meter}", meter))
                      Refusal.invalid faults answer
                  })

          for name, interval, prices in accepted do
              testCaseTask $"{name}: accepted" (fun () ->
                  task {
                      use! fake = withMeter ()
                      let! meter = meterOf fake
                      let! answer = post fake interval (String.Join(',', prices).Replace("{meter}", meter))
                      Expect.equal answer.Status 201 answer.Text
                      Expect.equal (Json.items "prices" answer.Json |> List.length) prices.Length "prices"
                  })

          testCaseTask "a fault of the set repeats it, with the defaults of what was not sent" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = post fake monthly (custom eur)

                  Expect.equal
                      ((Json.at "detail.0.input" answer.Json).ToJsonString())
                      """[{"amount_type":"custom","price_currency":"eur","tax_behavior":null,"minimum_amount":50,"maximum_amount":null,"preset_amount":null}]"""
                      "the input"
              })

          testCaseTask "the same rules hold for a checkout's own prices" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 1000L fake
                  let id = Json.text "id" product

                  let! answer =
                      Http.post "/v1/checkouts/" $$"""{"products":["{{id}}"],"prices":{"{{id}}":[{{fixedPrice eur}}]} }""" fake

                  Refusal.invalid
                      [ "value_error",
                        $"body.prices.{id}",
                        "The organization's default presentment currency must be present in the prices." ]
                      answer
              }) ]
