/// What a product shows, to whom, and what its changes leave alone.
module Polar.FakeServer.Tests.Catalog.Products.ProductEffectTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Products.ProductAnswers

let private members =
    [ "id"
      "created_at"
      "modified_at"
      "name"
      "description"
      "visibility"
      "recurring_interval"
      "recurring_interval_count"
      "meter_interval"
      "meter_interval_count"
      "trial_interval"
      "trial_interval_count"
      "is_recurring"
      "is_archived"
      "is_deletable"
      "organization_id"
      "metadata"
      "prices"
      "benefits"
      "medias"
      "attached_custom_fields" ]

let private showing =
    [ testCaseTask "a product shows all that there is to it" (fun () ->
          task {
              use! fake = Fake.start ()

              let! product =
                  Given.create
                      "/v1/products/"
                      """{"name":"Pro","recurring_interval":"week","recurring_interval_count":2,"trial_interval":"day","trial_interval_count":3,"metadata":{"a":1},"prices":[{"amount_type":"fixed","price_amount":500}]}"""
                      fake

              Expect.equal (Json.sortedNames product) (List.sort members) "members"

              for name, expected in
                  [ "visibility", "public"
                    "description", "null"
                    "recurring_interval", "week"
                    "recurring_interval_count", "2"
                    "trial_interval", "day"
                    "trial_interval_count", "3"
                    "meter_interval", "null"
                    "meter_interval_count", "null"
                    "is_recurring", "true"
                    "is_archived", "false"
                    "modified_at", "null"
                    "metadata", """{"a":1}""" ] do
                  Expect.equal (shown name product) expected name
          })

      testCaseTask "the same where a separate meter cycle is allowed" (fun () ->
          task {
              use! fake = Fake.start ()

              let! founded =
                  Http.anonymous
                      "POST"
                      "/_fake/organizations"
                      (Some """{"slug":"metered","feature_settings":{"meter_cycling_enabled":true}}""")
                      fake

              for meter, interval, count in
                  [ ""","meter_interval":"month" """, "month", "1"
                    ""","meter_interval":"month","meter_interval_count":6""", "month", "6"
                    ""","meter_interval":null,"meter_interval_count":6""", "null", "null"
                    ""","meter_interval_count":6""", "null", "null" ] do
                  let! answer =
                      Benefits.sendAs
                          (Json.text "access_token" founded.Json)
                          "POST"
                          "/v1/products/"
                          (Some
                              $$"""{"name":"Pro","recurring_interval":"year"{{meter}},"prices":[{"amount_type":"fixed","price_amount":500}]}""")
                          fake

                  Expect.equal answer.Status 201 answer.Text
                  Expect.equal (shown "meter_interval" answer.Json, shown "meter_interval_count" answer.Json) (interval, count) meter
          })

      testCaseTask "buyers see public benefits only, and only what they are called" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Given.oneTime 500L fake
              let! hidden = note "Hidden" "private" fake
              let! draft = note "Draft" "draft" fake
              let! open' = note "Open" "public" fake
              let! attached = Benefits.attach product [ hidden; open'; draft ] fake

              Expect.equal
                  [ for benefit in Json.items "benefits" attached.Json -> Json.text "description" benefit ]
                  [ "Hidden"; "Open"; "Draft" ]
                  "the merchant sees all, in order"

              Expect.equal (shown "benefits.1.properties" attached.Json) """{"note":"x"}""" "as they are"
              let! session = Buying.session (Json.id product) "" fake

              let! link =
                  Given.create "/v1/checkout-links/" $$"""{"payment_processor":"stripe","products":["{{Json.id product}}"]}""" fake

              for benefits in [ Json.items "product.benefits" session; Json.items "products.0.benefits" link ] do
                  let benefit = List.exactlyOne benefits
                  Expect.equal (Json.text "description" benefit) "Open" "the public one"

                  for absent in [ "properties"; "metadata" ] do
                      Expect.isFalse (Json.has absent benefit) absent
          }) ]

/// A change, and what some members are then; all others stay.
let private changes =
    [ "a description of null", """{"description":null}""", [ "description", "null" ]
      "another visibility", """{"visibility":"private"}""", [ "visibility", "private" ]
      "only another count of intervals", """{"recurring_interval_count":3}""", [ "recurring_interval_count", "3" ]
      "an interval of null", """{"recurring_interval":null}""", [ "recurring_interval", "null" ]
      "prices of null", """{"prices":null}""", [ "prices.0.price_amount", "500" ]
      "medias of null", """{"medias":null}""", [ "medias", "[]" ]
      "fields of null", """{"attached_custom_fields":null}""", [ "attached_custom_fields", "[]" ]
      "a meter interval",
      """{"meter_interval":"day","meter_interval_count":1}""",
      [ "meter_interval", "null"; "meter_interval_count", "null" ]
      "another organization", """{"organization_id":"a8098c1a-f86e-41da-bd1a-00112444be1e"}""", []
      "a name of null", """{"name":null}""", [ "name", "Pro" ] ]

let private changing =
    [ for name, body, expected in changes do
          testCaseTask $"{name} is taken" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! product =
                      Given.create
                          "/v1/products/"
                          """{"name":"Pro","description":"Fine","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":500}]}"""
                          fake

                  let! answer = Http.patch (path product) body fake
                  Expect.equal answer.Status 200 answer.Text

                  for member', value in expected do
                      Expect.equal (shown member' answer.Json) value member'

                  Expect.equal (shown "organization_id" answer.Json) (shown "organization_id" product) "the same owner"
              })

      testCaseTask "each currency keeps the price that is named" (fun () ->
          task {
              use! fake = Fake.start ()

              let! product =
                  Given.create
                      "/v1/products/"
                      """{"name":"Pro","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":500},{"amount_type":"fixed","price_currency":"eur","price_amount":400},{"amount_type":"fixed","price_currency":"gbp","price_amount":300}]}"""
                      fake

              let price currency =
                  Json.items "prices" product
                  |> List.find (fun price -> Json.text "price_currency" price = currency)
                  |> Json.id

              let! answer =
                  Http.patch
                      (path product)
                      $$"""{"prices":[{"id":"{{price "eur"}}"},{"id":"{{price "usd"}}"},{"amount_type":"fixed","price_currency":"gbp","price_amount":350}]}"""
                      fake

              Expect.equal
                  [ for price in Json.items "prices" answer.Json -> Json.text "price_currency" price, Json.whole "price_amount" price ]
                  [ "usd", 500L; "eur", 400L; "gbp", 350L ]
                  "two stay, one is new"

              Expect.equal
                  (Json.id (Json.at "prices.0" answer.Json), Json.id (Json.at "prices.1" answer.Json))
                  (price "usd", price "eur")
                  "the same two"

              Expect.notEqual (Json.id (Json.at "prices.2" answer.Json)) (price "gbp") "another one"
          })

      testCaseTask "another product's price does not exist" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Given.monthly 500L fake
              let! other = Given.monthly 700L fake

              let! answer =
                  Http.patch
                      (path product)
                      $$"""{"prices":[{"id":"{{shown "prices.0.id" product}}"},{"id":"{{shown "prices.0.id" other}}"}]}"""
                      fake

              Refusal.invalid [ "value_error", "body.prices.1", "Price does not exist." ] answer
          })

      testCaseTask "an archived product leaves subscriptions and benefits as they are" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake
              let! product, _ = Benefits.subscribed [ benefit ] fake

              let! _, events =
                  Events.during fake (fun () -> Http.patch (path product) """{"is_archived":true}""" fake)

              Expect.equal events [ "product.updated" ] "events"
              let! grant = Benefits.grant benefit fake
              Expect.isTrue (Json.flag "is_granted" grant) "granted"
              do! fake.Clock.AdvanceAsync(TimeSpan.FromDays 32.)
              let! orders = Http.get "/v1/orders/" fake
              Expect.equal (Json.whole "pagination.total_count" orders.Json) 2L "renewed"
          }) ]

[<Tests>]
let tests = testList "effects of products" (showing @ changing)
