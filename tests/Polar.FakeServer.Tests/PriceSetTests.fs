module Polar.FakeServer.Tests.PriceSetTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// A fake with sample data, which has a meter.
let private withMeter () =
    Fake.startWith (fun options -> options.Empty <- false)

/// The meter of the sample data's metered product.
let private meterOf (fake: FakePolar) =
    task {
        let! listed = Http.get "/v1/products/?query=API" fake
        return Json.text "items.0.prices.1.meter_id" listed.Json
    }

let private post (fake: FakePolar) (interval: string) (prices: string) =
    Http.post "/v1/products/" $$"""{"name":"Pro"{{interval}},"prices":[{{prices}}]}""" fake

let private monthly = ""","recurring_interval":"month" """

let private fixedPrice (more: string) =
    $$$"""{"amount_type":"fixed","price_amount":50000{{{more}}}}"""

let private custom (more: string) =
    $$$"""{"amount_type":"custom"{{{more}}}}"""

let private seats (more: string) =
    $$$"""{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"price_per_seat":100}]}{{{more}}}}"""

let private units (more: string) =
    $$$"""{"amount_type":"unit_based","tiers":{"type":"volume","tiers":[{"unit_amount":"100"}]}{{{more}}}}"""

let private metered (meter: string) (more: string) =
    $$$"""{"amount_type":"metered_unit","meter_id":"{{{meter}}}","unit_amount":"0.5"{{{more}}}}"""

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

let private kinds (product: JsonNode) =
    [ for price in Json.items "prices" product -> Json.text "amount_type" price ]

[<Tests>]
let prices =
    testList
        "prices"
        [ testCaseTask "a new product shows its prices as they were sent, later fixed ones first and units last" (fun () ->
              task {
                  use! fake = withMeter ()
                  let! meter = meterOf fake

                  let! created =
                      post fake monthly (String.Join(',', [ seats ""; metered meter ""; fixedPrice "" ]))

                  Expect.equal (kinds created.Json) [ "seat_based"; "metered_unit"; "fixed" ] "as sent"
                  let! read = Http.get $"""/v1/products/{Json.text "id" created.Json}""" fake
                  Expect.equal (kinds read.Json) [ "fixed"; "metered_unit"; "seat_based" ] "in rank"
              })

          testCaseTask "a rate echoes its digits once and has twelve places ever after" (fun () ->
              task {
                  use! fake = withMeter ()
                  let! meter = meterOf fake
                  let! created = post fake monthly (metered meter "")
                  Expect.equal (Json.text "prices.0.unit_amount" created.Json) "0.5" "as sent"
                  let! read = Http.get $"""/v1/products/{Json.text "id" created.Json}""" fake
                  Expect.equal (Json.text "prices.0.unit_amount" read.Json) "0.500000000000" "as kept"
                  Expect.equal (Json.text "prices.0.meter.name" read.Json) "API calls" "with its meter"
              })

          testCaseTask "a free price is a fixed one of nothing, in both create and update" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! created = post fake "" """{"amount_type":"free","price_amount":77}"""
                  Expect.equal (Json.text "prices.0.amount_type" created.Json) "fixed" "kind"
                  Expect.equal (Json.whole "prices.0.price_amount" created.Json) 0L "amount"

                  let! updated =
                      Http.patch
                          $"""/v1/products/{Json.text "id" created.Json}"""
                          """{"prices":[{"amount_type":"free","tax_behavior":"exclusive"}]}"""
                          fake

                  Expect.equal updated.Status 200 updated.Text
                  Expect.equal (Json.text "prices.0.amount_type" updated.Json) "fixed" "kind"
                  Expect.equal (Json.text "prices.0.tax_behavior" updated.Json) "exclusive" "tax"
              })

          testCaseTask "a custom price has its minimum by default, which no currency's minimum is compared with" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let yen = custom ""","price_currency":"jpy" """
                  let! created = post fake "" (String.Join(',', [ custom ""; yen ]))
                  Expect.equal created.Status 201 created.Text

                  Expect.equal
                      [ for price in Json.items "prices" created.Json -> Json.whole "minimum_amount" price ]
                      [ 50L; 50L ]
                      "minimums"
              })

          testCaseTask "tiers are sorted, and seats say how many there may be" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! created =
                      post
                          fake
                          ""
                          """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":5,"max_seats":9,"price_per_seat":90},{"min_seats":2,"max_seats":4,"price_per_seat":100}]}}"""

                  let tiers = Json.at "prices.0.seat_tiers" created.Json
                  Expect.equal (Json.text "seat_tier_type" tiers) "volume" "type"
                  Expect.equal [ for tier in Json.items "tiers" tiers -> Json.whole "min_seats" tier ] [ 2L; 5L ] "order"
                  Expect.equal (Json.whole "minimum_seats" tiers, Json.whole "maximum_seats" tiers) (2L, 9L) "bounds"
              })

          testCaseTask "units are sorted by bound and say how many there may be" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! created =
                      post
                          fake
                          monthly
                          """{"amount_type":"unit_based","minimum_units":2,"unit_label":{"en":{"=1":" device ","other":"devices"}},"tiers":{"type":"graduated","tiers":[{"bound":20,"unit_amount":"90"},{"bound":10,"unit_amount":100}]}}"""

                  let price = Json.at "prices.0" created.Json
                  Expect.equal [ for tier in Json.items "tiers.tiers" price -> Json.whole "bound" tier ] [ 10L; 20L ] "order"
                  Expect.equal [ for tier in Json.items "tiers.tiers" price -> Json.text "unit_amount" tier ] [ "100"; "90" ] "rates"
                  Expect.equal (Json.whole "minimum_units" price, Json.whole "maximum_units" price) (2L, 20L) "bounds"
                  Expect.equal (Json.text "unit_label.en.=1" price) "device" "label"
              })

          for seats, kind, expected in
              [ 1, "volume", 100L
                4, "volume", 400L
                5, "volume", 450L
                10, "volume", 800L
                4, "graduated", 400L
                5, "graduated", 490L
                10, "graduated", 930L ] do
              testCaseTask $"{seats} seats cost {expected} in {kind} tiers" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let! product =
                          post
                              fake
                              ""
                              $$"""{"amount_type":"seat_based","seat_tiers":{"seat_tier_type":"{{kind}}","tiers":[{"min_seats":1,"max_seats":4,"price_per_seat":100},{"min_seats":5,"max_seats":9,"price_per_seat":90},{"min_seats":10,"price_per_seat":80}]} }"""

                      let! checkout =
                          Http.post "/v1/checkouts/" $$$"""{"products":["{{{Json.text "id" product.Json}}}"],"seats":{{{seats}}}}""" fake

                      Expect.equal (Json.whole "amount" checkout.Json) expected checkout.Text
                  }) ]
