module Polar.FakeServer.Tests.Catalog.Products.ProductTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Products.ProductCalls

[<Tests>]
let updates =
    testList
        "product updates"
        [ testCaseTask "a price that is named stays as it is, whatever else is said of it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake
                  let id = priceIds product |> List.head

                  let! updated =
                      Http.patch (path product) $$"""{"prices":[{"id":"{{id}}","amount_type":"fixed","price_amount":9900}]}""" fake

                  Expect.equal (priceIds updated.Json) [ id ] "the same price"
                  Expect.equal (Json.whole "prices.0.price_amount" updated.Json) 1000L "the same amount"
              })

          testCaseTask "a price that is not named is archived, and can't be named again" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake
                  let old = priceIds product |> List.head

                  let! updated =
                      Http.patch (path product) """{"prices":[{"amount_type":"fixed","price_amount":2000}]}""" fake

                  Expect.equal (Json.whole "prices.0.price_amount" updated.Json) 2000L "the new price"
                  Expect.equal (priceIds updated.Json |> List.length) 1 "the old one is gone"
                  let! again = Http.patch (path product) $$"""{"prices":[{"id":"{{old}}"}]}""" fake

                  Refusal.invalid
                      [ "value_error", "body.prices.0", "Price does not exist."
                        "too_short", "body.prices", "At least one price is required."
                        "value_error", "body.prices", "The organization's default presentment currency must be present in the prices." ]
                      again

                  let! unchanged = Http.get (path product) fake
                  Expect.equal (priceIds unchanged.Json) (priceIds updated.Json) "nothing happened"
              })

          testCaseTask "a subscription stays on the price that it began with" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake

                  let! _ =
                      Http.patch (path product) """{"prices":[{"amount_type":"fixed","price_amount":2000}]}""" fake

                  do! fake.Clock.AdvanceAsync(TimeSpan.FromDays 32.)
                  let! orders = Http.get "/v1/orders/?sorting=-created_at" fake
                  Expect.equal (Json.whole "items.0.subtotal_amount" orders.Json) 1000L "the renewal"
              })

          testCaseTask "no prices at all are refused twice" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake
                  let! answer = Http.patch (path product) """{"prices":[]}""" fake

                  Refusal.invalid
                      [ "too_short", "body.prices", "At least one price is required."
                        "value_error", "body.prices", "The organization's default presentment currency must be present in the prices." ]
                      answer
              })

          testCaseTask "new and kept prices are checked as one set" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake

                  let! answer =
                      Http.patch
                          (path product)
                          $$"""{"prices":[{"id":"{{priceIds product |> List.head}}"},{"amount_type":"fixed","price_amount":700}]}"""
                          fake

                  Refusal.invalid [ "value_error", "body.prices", "Only one fixed price is allowed." ] answer
              })

          for name, body, refused in
              [ "another interval", """{"recurring_interval":"year","recurring_interval_count":1}""", true
                "another count", """{"recurring_interval":"month","recurring_interval_count":2}""", true
                "the same interval without its count", """{"recurring_interval":"month"}""", true
                "the same interval with its count", """{"recurring_interval":"month","recurring_interval_count":1}""", false
                "only another count", """{"recurring_interval_count":3}""", false ] do
              testCaseTask $"""{name} is {if refused then "refused" else "taken"}""" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! product = Given.monthly 1000L fake
                      let! answer = Http.patch (path product) body fake

                      if refused then
                          Refusal.invalid [ "value_error", "body.recurring_interval", "Recurring interval cannot be changed." ] answer
                      else
                          Expect.equal answer.Status 200 answer.Text
                  })

          testCaseTask "a trial of a one-time product is refused for both of its members" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 1000L fake

                  let! answer =
                      Http.patch (path product) """{"trial_interval":"day","trial_interval_count":3}""" fake

                  Refusal.invalid
                      [ "value_error", "body.trial_interval", "Trial configuration is only supported on recurring products."
                        "value_error", "body.trial_interval_count", "Trial configuration is only supported on recurring products." ]
                      answer
              })

          testCaseTask "half a trial is refused, a whole one is taken, nulls clear it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake
                  let! half = Http.patch (path product) """{"trial_interval":"day"}""" fake
                  Refusal.malformed [ "missing", "body", "Both trial_interval and trial_interval_count must be set together." ] half

                  let! whole =
                      Http.patch (path product) """{"trial_interval":"day","trial_interval_count":3}""" fake

                  Expect.equal (Json.text "trial_interval" whole.Json, Json.whole "trial_interval_count" whole.Json) ("day", 3L) "set"

                  let! cleared =
                      Http.patch (path product) """{"trial_interval":null,"trial_interval_count":null}""" fake

                  Expect.isTrue
                      (Json.isNull "trial_interval" cleared.Json
                       && Json.isNull "trial_interval_count" cleared.Json)
                      "cleared"
              })

          testCaseTask "faults of prices, interval and trial come together" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 1000L fake

                  let! answer =
                      Http.patch
                          (path product)
                          $$"""{"prices":[{"amount_type":"fixed","price_amount":500},{"id":"{{unknown}}"}],"recurring_interval":"month","trial_interval":"day","trial_interval_count":1}"""
                          fake

                  Expect.equal
                      [ for fault in Refusal.faults answer -> fault.Place ]
                      [ "body.prices.1"
                        "body.recurring_interval"
                        "body.trial_interval"
                        "body.trial_interval_count" ]
                      "places"
              })

          testCaseTask "metadata is replaced as a whole, a blank description cleared, a name trimmed" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! product =
                      Given.create
                          "/v1/products/"
                          """{"name":"Pro","description":"Fine","metadata":{"a":"1","b":2},"prices":[{"amount_type":"fixed","price_amount":500}]}"""
                          fake

                  Expect.isTrue (Json.isNull "modified_at" product) "not modified yet"

                  let! updated =
                      Http.patch (path product) """{"name":" Prime ","description":" ","metadata":{"c":true}}""" fake

                  Expect.equal (Json.text "name" updated.Json) "Prime" "name"
                  Expect.isTrue (Json.isNull "description" updated.Json) "description"
                  Expect.equal ((Json.at "metadata" updated.Json).ToJsonString()) """{"c":true}""" "metadata"
                  Expect.isFalse (Json.isNull "modified_at" updated.Json) "modified"
              })

          testCaseTask "every update tells of the product, also one of nothing; a refused one tells nothing" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product, created = Events.during fake (fun () -> Given.monthly 1000L fake)
                  Expect.equal created [ "product.created" ] "when created"
                  let! _, nothing = Events.during fake (fun () -> Http.patch (path product) "{}" fake)
                  Expect.equal nothing [ "product.updated" ] "an update of nothing"

                  let! _, refused =
                      Events.during fake (fun () -> Http.patch (path product) """{"prices":[]}""" fake)

                  Expect.isEmpty refused "a refused one"
              })

          testCaseTask "an archived product can't be bought, and comes back" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 1000L fake
                  let! archived = Http.patch (path product) """{"is_archived":true}""" fake
                  Expect.isTrue (Json.flag "is_archived" archived.Json) "archived"
                  let body = $$"""{"products":["{{Json.text "id" product}}"]}"""
                  let! refused = Http.post "/v1/checkouts/" body fake
                  Refusal.invalid [ "value_error", "body.products.0", "Product is archived." ] refused
                  let! _ = Http.patch (path product) """{"is_archived":false}""" fake
                  let! taken = Http.post "/v1/checkouts/" body fake
                  Expect.equal taken.Status 201 taken.Text
              }) ]
