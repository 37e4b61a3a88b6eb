/// How prices show, in which order, and what they become when a product changes.
module Polar.FakeServer.Tests.Catalog.Products.PriceFormTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Products.PriceBodies

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
