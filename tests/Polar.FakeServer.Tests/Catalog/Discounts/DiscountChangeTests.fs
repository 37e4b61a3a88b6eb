/// Discounts as merchants change, delete and list them.
module Polar.FakeServer.Tests.Catalog.Discounts.DiscountChangeTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Discounts.DiscountCalls

[<Tests>]
let changes =
    testList
        "discount changes"
        [ for name, body, fault in
              [ "another duration", """{"duration":"forever"}""", ("body.duration", "Duration cannot be changed.")
                "no duration", """{"duration":null}""", ("body.duration", "Duration cannot be changed.")
                "another type", """{"type":"fixed"}""", ("body.type", "Type cannot be changed.")
                "another's code", """{"code":"TAKEN"}""", ("body.code", "Discount with this code already exists.")
                "an unknown product", $$"""{"products":["{{unknown}}"]}""", ("body.products.0", "Product not found.") ] do
              testCaseTask $"{name}: refused" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! _ = create (percentage ""","code":"taken" """) fake
                      let! discount = create (percentage ""","code":"mine" """) fake
                      let! answer = Http.patch (path discount) body fake
                      Refusal.invalid [ "value_error", fst fault, snd fault ] answer
                  })

          testCaseTask "everything else changes, and the discount is told of" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 1000L fake

                  let! discount =
                      create (percentage $$""","code":"mine","products":["{{Json.text "id" product}}"]""") fake

                  let! changed, events =
                      Events.during fake (fun () ->
                          Http.patch
                              (path discount)
                              """{"name":"Summer","code":"MINE","duration":"once","type":"percentage","basis_points":5000,"max_redemptions":7,"ends_at":"2027-01-01T00:00:00Z","products":[],"metadata":{"a":1}}"""
                              fake)

                  Expect.equal events [ "discount.updated" ] "events"
                  Expect.equal (Json.text "name" changed.Json, Json.text "code" changed.Json) ("Summer", "MINE") "texts"
                  Expect.equal (Json.whole "basis_points" changed.Json, Json.whole "max_redemptions" changed.Json) (5000L, 7L) "numbers"
                  Expect.isEmpty (Json.items "products" changed.Json) "no restriction any more"

                  let! cleared =
                      Http.patch (path discount) """{"code":null,"max_redemptions":null,"ends_at":null,"products":null}""" fake

                  for name in [ "code"; "max_redemptions"; "ends_at" ] do
                      Expect.isTrue (Json.isNull name cleared.Json) name
              })

          testCaseTask "an amount with its currency replaces all amounts; a percentage ignores both" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! fixedOne = create (fixedAmount "") fake

                  let! changed =
                      Http.patch (path fixedOne) """{"amount":300,"currency":"eur","basis_points":50}""" fake

                  Expect.equal ((Json.at "amounts" changed.Json).ToJsonString()) """{"eur":300}""" "amounts"
                  let! percentageOne = create (percentage "") fake
                  let! ignored = Http.patch (path percentageOne) """{"amounts":{"usd":5}}""" fake
                  Expect.equal (Json.whole "basis_points" ignored.Json) 2000L "unchanged"
              })

          testCaseTask "amount and amounts don't go together" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! discount = create (fixedAmount "") fake
                  let! answer = Http.patch (path discount) """{"amount":1,"amounts":{"usd":1}}""" fake
                  Refusal.malformed [ "value_error", "body", "Value error, Cannot specify both `amount` and `amounts`." ] answer
              })

          testCaseTask "a deleted one is gone and told of" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! discount = create (percentage "") fake
                  let! answer, events = Events.during fake (fun () -> Http.delete (path discount) fake)
                  Expect.equal (answer.Status, events) (204, [ "discount.deleted" ]) "deleted"
                  let! read = Http.get (path discount) fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" read
                  let! listed = Http.get "/v1/discounts/" fake
                  Expect.isEmpty (Json.items "items" listed.Json) "not listed"
              })

          testCaseTask "lists filter by name and code, and sort" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for body in
                      [ percentage ""","code":"zulu","ends_at":"2027-01-01T00:00:00Z" """
                        fixedAmount ""","ends_at":"2026-12-01T00:00:00Z" """
                        """{"type":"percentage","name":"apple","code":"Alpha","duration":"once","basis_points":1}""" ] do
                      let! _ = create body fake
                      do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.)

                  for query, expected in
                      [ "", [ "apple"; "Ten off"; "Spring" ]
                        "sorting=created_at", [ "Spring"; "Ten off"; "apple" ]
                        "sorting=name", [ "apple"; "Spring"; "Ten off" ]
                        "sorting=code", [ "apple"; "Spring"; "Ten off" ]
                        "sorting=ends_at", [ "Ten off"; "Spring"; "apple" ]
                        "sorting=-ends_at", [ "apple"; "Spring"; "Ten off" ]
                        "sorting=redemptions_count&sorting=created_at", [ "Spring"; "Ten off"; "apple" ]
                        "query=ALPH", [ "apple" ]
                        "query=ring", [ "Spring" ] ] do
                      let! answer = Http.get $"/v1/discounts/?{query}" fake
                      Expect.equal [ for item in Json.items "items" answer.Json -> Json.text "name" item ] expected query
              }) ]
