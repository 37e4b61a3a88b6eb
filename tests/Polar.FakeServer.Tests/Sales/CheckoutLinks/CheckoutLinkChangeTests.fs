/// What becomes of links that there are.
module Polar.FakeServer.Tests.Sales.CheckoutLinks.CheckoutLinkChangeTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Sales.CheckoutLinks.CheckoutLinks

[<Tests>]
let changes =
    testList
        "checkout link changes"
        [ testCaseTask "nulls clear, metadata is replaced, nobody is told" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 500L fake
                  let! spring = discount "" fake

                  let! link =
                      create
                          [ product ]
                          $$""","label":"Blog","discount_id":"{{Json.id spring}}","trial_interval":"day","trial_interval_count":3,"success_url":"https://a.example/","return_url":"https://a.example/","metadata":{"a":"1"}"""
                          fake

                  let! changed, events =
                      Events.during fake (fun () ->
                          Http.patch
                              (path link)
                              """{"label":null,"discount_id":null,"trial_interval":null,"trial_interval_count":null,"success_url":null,"return_url":null,"allow_discount_codes":false,"require_billing_address":true,"metadata":{"b":2}}"""
                              fake)

                  Expect.isEmpty events "nobody is told"

                  for name in
                      [ "label"
                        "discount_id"
                        "discount"
                        "trial_interval"
                        "trial_interval_count"
                        "success_url"
                        "return_url" ] do
                      Expect.isTrue (Json.isNull name changed.Json) name

                  Expect.isFalse (Json.flag "allow_discount_codes" changed.Json) "codes"
                  Expect.isTrue (Json.flag "require_billing_address" changed.Json) "address"
                  Expect.equal ((Json.at "metadata" changed.Json).ToJsonString()) """{"b":2}""" "metadata"
                  Expect.isFalse (Json.isNull "modified_at" changed.Json) "modified"
              })

          testCaseTask "half a trial and an empty list are refused by the schema" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 500L fake
                  let! link = create [ product ] "" fake
                  let! half = Http.patch (path link) """{"trial_interval":"day"}""" fake
                  Refusal.malformed [ "missing", "body", "Both trial_interval and trial_interval_count must be set together." ] half
                  let! none = Http.patch (path link) """{"products":[]}""" fake
                  Refusal.malformed [ "too_short", "body.products", "List should have at least 1 item after validation, not 0" ] none
              })

          testCaseTask "other products drop numbers and a trial that don't fit them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = seats "9" fake
                  let! small = seats "4" fake
                  let! monthly = Given.monthly 500L fake
                  let! link = create [ team ] ""","seats":5""" fake
                  let! kept = Http.patch (path link) $$"""{"products":["{{Json.id team}}"]}""" fake
                  Expect.equal (Json.whole "seats" kept.Json) 5L "still fits"
                  let! dropped = Http.patch (path link) $$"""{"products":["{{Json.id small}}"]}""" fake
                  Expect.isTrue (Json.isNull "seats" dropped.Json) "does not fit any more"
                  let! refused = Http.patch (path link) """{"seats":5}""" fake
                  Refusal.invalid [ "value_error", "body.seats", "Product 'Team' allows between 2 and 4 seats." ] refused

                  let! trial =
                      create [ monthly ] ""","trial_interval":"day","trial_interval_count":3""" fake

                  let! once = Http.patch (path trial) $$"""{"products":["{{Json.id small}}"]}""" fake
                  Expect.isTrue (Json.isNull "trial_interval" once.Json) "no trial of a one-time product"
              })

          testCaseTask "a discount is checked against the new products, and only when it is named" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! first = Given.oneTime 500L fake
                  let! second = Given.oneTime 500L fake
                  let! narrow = discount $$""","products":["{{Json.id first}}"]""" fake
                  let! link = create [ first ] $$""","discount_id":"{{Json.id narrow}}" """ fake
                  let! kept = Http.patch (path link) $$"""{"products":["{{Json.id second}}"]}""" fake
                  Expect.equal (Json.text "discount_id" kept.Json) (Json.id narrow) "kept unchecked"

                  let! refused =
                      Http.patch (path link) $$"""{"discount_id":"{{Json.id narrow}}"}""" fake

                  Refusal.invalid
                      [ "value_error", "body.discount_id", "Discount does not exist or is not applicable to this product." ]
                      refused
              })

          testCaseTask "a deleted link is gone" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake
                  let! link = create [ product ] "" fake
                  let! answer = Http.delete (path link) fake
                  Expect.equal answer.Status 204 answer.Text
                  let! read = Http.get (path link) fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" read
              })

          testCaseTask "an archived product leaves its links, and takes the last one with it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! first = Given.oneTime 500L fake
                  let! second = Given.oneTime 500L fake
                  let! both = create [ first; second ] "" fake
                  let! alone = create [ first ] "" fake
                  let! _ = Http.patch $"/v1/products/{Json.id first}" """{"is_archived":true}""" fake
                  let! left = Http.get (path both) fake
                  Expect.equal (products left.Json) [ Json.id second ] "the other one is left"
                  let! gone = Http.get (path alone) fake
                  Expect.equal gone.Status 404 "without products there is no link"
                  let! _ = Http.patch $"/v1/products/{Json.id first}" """{"is_archived":false}""" fake
                  let! still = Http.get (path both) fake
                  Expect.equal (products still.Json) [ Json.id second ] "coming back does not restore it"
              })

          testCaseTask "lists go from the oldest on, filter by product, and sort" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! book = Given.oneTime 500L fake
                  let! pro = Given.monthly 500L fake

                  for products, more in
                      [ [ book; pro ], ""","label":"b","success_url":"https://z.example/" """
                        [ pro ], ""","label":"a","allow_discount_codes":false"""
                        [ book ], ""","success_url":"https://a.example/" """ ] do
                      let! _ = create products more fake
                      do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.)

                  let label (item: JsonNode) =
                      if Json.isNull "label" item then
                          "-"
                      else
                          Json.text "label" item

                  for query, expected in
                      [ "", [ "b"; "a"; "-" ]
                        "sorting=-created_at", [ "-"; "a"; "b" ]
                        "sorting=label", [ "a"; "b"; "-" ]
                        "sorting=success_url", [ "-"; "b"; "a" ]
                        "sorting=allow_discount_codes&sorting=created_at", [ "a"; "b"; "-" ]
                        $"product_id={Json.id book}", [ "b"; "-" ]
                        $"product_id={Json.id book}&product_id={Json.id pro}", [ "b"; "a"; "-" ] ] do
                      let! answer = Http.get $"/v1/checkout-links/?{query}" fake
                      Expect.equal (Json.items "items" answer.Json |> List.map label) expected query

                  let! narrowed = Http.get $"/v1/checkout-links/?product_id={Json.id book}" fake
                  Expect.equal (products (Json.at "items.0" narrowed.Json)) [ Json.id book ] "only the product that was asked for"
              }) ]
