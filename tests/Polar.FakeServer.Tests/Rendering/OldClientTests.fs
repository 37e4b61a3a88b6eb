/// What clients made for the API of mid-2025 send, and what they rely on in answers.
module Polar.FakeServer.Tests.Rendering.OldClientTests

open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private has (names: string list) (node: JsonNode) =
    for name in names do
        Expect.isTrue (Json.has name node) name

/// Bodies that such clients send to this path; members that they need in the answer.
let private sent =
    [ "a product whose interval is null",
      "/v1/products/",
      """{"name":"Book","recurring_interval":null,"prices":[{"amount_type":"fixed","price_amount":500,"price_currency":"usd"}]}""",
      [ "is_recurring"; "is_archived"; "medias"; "attached_custom_fields" ]
      "a product that is free",
      "/v1/products/",
      """{"name":"Book","recurring_interval":null,"prices":[{"amount_type":"free"}]}""",
      [ "prices" ]
      "a monthly product that is free",
      "/v1/products/",
      """{"name":"Book","recurring_interval":"month","prices":[{"amount_type":"free"}]}""",
      [ "recurring_interval" ]
      "a discount of one amount",
      "/v1/discounts/",
      """{"name":"Spring","type":"fixed","duration":"once","amount":500,"currency":"usd"}""",
      [ "amount"; "currency" ]
      "a discount for some months",
      "/v1/discounts/",
      """{"name":"Spring","type":"percentage","duration":"repeating","duration_in_months":3,"basis_points":1000}""",
      [ "duration_in_months"; "basis_points" ]
      "a link of one product",
      "/v1/checkout-links/",
      """{"payment_processor":"stripe","product_id":"{product}"}""",
      [ "product_id"; "product_price_id"; "product"; "product_price"; "discount_id" ] ]

let private sending =
    [ for name, path, body, members in sent do
          testCaseTask $"{name} is taken" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake
                  let! answer = Http.post path (body.Replace("{product}", Json.text "id" product)) fake
                  Expect.equal answer.Status 201 answer.Text
                  has members answer.Json
              }) ]

let private receiving =
    [ testCaseTask
          "no price is of the kind that is free any more; every price says its type and interval, and more than it used to"
          (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! product =
                      Given.create "/v1/products/" """{"name":"Pro","recurring_interval":"month","prices":[{"amount_type":"free"}]}""" fake

                  let price = Json.at "prices.0" product
                  Expect.equal (Json.text "amount_type" price, Json.whole "price_amount" price) ("fixed", 0L) "fixed, of nothing"
                  Expect.equal (Json.text "type" price, Json.text "recurring_interval" price) ("recurring", "month") "hidden members"
                  has [ "source"; "tax_behavior" ] price
                  has [ "visibility"; "trial_interval"; "recurring_interval_count"; "meter_interval" ] product
              })

      testCaseTask "a custom price has a minimum, always" (fun () ->
          task {
              use! fake = Fake.start ()

              let! product =
                  Given.create "/v1/products/" """{"name":"Gift","prices":[{"amount_type":"custom"}]}""" fake

              Expect.equal (Json.whole "prices.0.minimum_amount" product) 50L "the usual one"
          })

      testCaseTask "whether members are kicked must be said" (fun () ->
          task {
              use! fake = Fake.start ()

              let! answer =
                  Http.post "/v1/benefits/" """{"type":"discord","description":"abc","properties":{"guild_id":"1","role_id":"2"}}""" fake

              Refusal.malformed [ "missing", "body.discord.properties.kick_member", "Field required" ] answer
          })

      testCaseTask "benefits and grants say more than they used to" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake
              has [ "visibility"; "is_deleted"; "visibility_configurable"; "is_tax_applicable" ] benefit
              let! _ = Benefits.bought [ benefit ] fake
              let! grant = Benefits.grant benefit fake
              has [ "benefit"; "member"; "member_id"; "user_id" ] grant
          }) ]

/// The versions that a client may ask for; catalogs are the same in all of them.
let private versions =
    [ for version in [ "2026-04"; "2026-10" ] do
          testCaseTask $"the catalog of {version}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 500L fake

                  let request =
                      Http.request "GET" $"""/v1/products/{Json.text "id" product}""" (Some fake.AccessToken) None

                  request.Headers.Add("Polar-Version", version)
                  let! answer = Http.raw fake request
                  Expect.equal answer.Status 200 answer.Text
                  Expect.isTrue (JsonNode.DeepEquals(answer.Json, product)) "the same"
              }) ]

[<Tests>]
let tests = testList "old clients" (sending @ receiving @ versions)
