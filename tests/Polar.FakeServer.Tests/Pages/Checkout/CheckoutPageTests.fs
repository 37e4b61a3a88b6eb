/// The page of a checkout: what it shows and asks, and what may be chosen there.
module Polar.FakeServer.Tests.Pages.Checkout.CheckoutPageTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Pages.Checkout.CheckoutVisits

/// When a session's page was looked at first.
let private opened (session: JsonNode) (fake: FakePolar) =
    fake.World.Table<Polar.FakeServer.Sales.Checkouts.CheckoutRow>().[Guid.Parse(Json.text "id" session)].OpenedAt

[<Tests>]
let tests =
    testList
        "checkout page"
        [ testTask "shows what is bought, by whom it is sold, and what it comes to" {
              use! fake = Fake.start ()

              let! session =
                  open' ""","customer_billing_address":{"country":"US","state":"NY"}""" fake

              let! answer = visit (page session) fake
              Expect.equal answer.Status 200 answer.Text
              contains answer fake.Organization.Name
              contains answer "$19.00"
              contains answer "Pay now"
              Expect.equal answer.Headers["content-type"] "text/html; charset=utf-8" "type"
              Expect.stringContains answer.Headers["content-security-policy"] "frame-ancestors *" "other pages may frame it"
              Expect.stringContains answer.Headers["content-security-policy"] "script-src 'self'" "no scripts but its own"
          }

          testTask "says that it was opened, once and to nobody" {
              use! fake = Fake.start ()
              let! session = open' "" fake
              let events = fake.Webhooks.Events.Count
              let! _ = visit (page session) fake
              let first = opened session fake
              Expect.equal first (Nullable Fake.startTime) "when"
              do! fake.Clock.AdvanceAsync "PT1M"
              let! _ = visit (page session) fake
              let again = opened session fake
              Expect.equal again first "the first time counts"
              Expect.equal fake.Webhooks.Events.Count events "no webhook"
          }

          testTask "puts the API's messages where they belong" {
              use! fake = Fake.start ()
              let! session = open' "" fake

              let! answer =
                  submit (page session) [ "action", "update"; "customer_email", "not an address"; "seats", "many" ] fake

              Expect.equal answer.Status 422 answer.Text
              contains answer "id=\"customer_email-problem\""
              contains answer "seats: "
              contains answer "value=\"not an address\""
          }

          testTask "asks the seller's questions, each in its kind" {
              use! fake = Fake.start ()

              let! fields =
                  task {
                      let ids = ResizeArray()

                      for kind, slug, properties in
                          [ "text", "note", "{}"
                            "number", "guests", "{}"
                            "checkbox", "news", "{}"
                            "date", "since", "{}"
                            "select", "size", """{"options":[{"value":"s","label":"Small"}]}""" ] do
                          let! (field: JsonNode) =
                              Given.create
                                  "/v1/custom-fields/"
                                  $"""{{"type":"{kind}","slug":"{slug}","name":"{slug} <b>","properties":{properties}}}"""
                                  fake

                          ids.Add $"""{{"custom_field_id":"{Json.text "id" field}","required":false}}"""

                      return String.Join(',', ids)
                  }

              let! product = Buying.once (Buying.fixedPrice 1900) fake

              let! _ =
                  Http.patch $"/v1/products/{product}" $"""{{"attached_custom_fields":[{fields}]}}""" fake

              let! session = Buying.session product "" fake
              let! shown = visit (page session) fake
              Expect.isFalse (shown.Text.Contains "note <b>") "names are text, not markup"
              Expect.stringContains shown.Text "note &lt;b&gt;" "names are shown"

              let! answer =
                  pay
                      "tok_visa"
                      [ "custom_field_data.note", "hello"
                        "custom_field_data.guests", "3"
                        "custom_field_data.news", "true"
                        "custom_field_data.since", "2026-01-31"
                        "custom_field_data.size", "s" ]
                      session
                      fake

              location answer |> ignore
              let! (merchant: Answer) = Http.get $"""/v1/checkouts/{Json.text "id" session}""" fake

              Expect.equal
                  ((Json.at "custom_field_data" merchant.Json).ToJsonString())
                  """{"note":"hello","guests":3,"news":true,"since":"2026-01-31T00:00:00","size":"s"}"""
                  "answers"
          }

          testTask "applies a discount's code and takes it back" {
              use! fake = Fake.start ()

              let! _ =
                  Given.create
                      "/v1/discounts/"
                      """{"name":"Half","type":"percentage","basis_points":5000,"duration":"once","code":"HALF"}"""
                      fake

              let! session = open' "" fake

              let! wrong =
                  submit (page session) [ "action", "apply_discount"; "discount_code", "NONE" ] fake

              contains wrong "id=\"discount_code-problem\""

              let! applied =
                  submit (page session) [ "action", "apply_discount"; "discount_code", "HALF" ] fake

              contains applied "-$9.50"
              let! removed = submit (page session) [ "action", "remove_discount" ] fake
              Expect.isFalse (removed.Text.Contains "-$9.50") "gone"
          }

          testTask "lets the buyer choose among products, seats and prices of one's own" {
              use! fake = Fake.start ()
              let! small = Buying.once (Buying.fixedPrice 1900) fake

              let! free = Buying.monthly """{"amount_type":"custom","minimum_amount":500}""" fake

              let! session =
                  Given.create "/v1/checkouts/" $"""{{"products":["{small}","{free}"]}}""" fake

              let! switched = submit (page session) [ "action", "update"; "product_id", free ] fake
              contains switched "Name a fair price"
              let! named = submit (page session) [ "action", "update"; "amount", "12.34" ] fake
              contains named "$12.34"
              let! tooLittle = submit (page session) [ "action", "update"; "amount", "1" ] fake
              contains tooLittle "id=\"amount-problem\""
          }

          testTask "a payment that fails later leads back to the form" {
              use! fake = Fake.start ()
              let! session = open' "" fake
              let! answer = pay "tok_async_decline" [] session fake
              let! confirmation = visit (location answer) fake
              Expect.equal (location confirmation) (page session) "where to"
              let! now = status session fake
              Expect.equal now "open" "the session"
              let! second = pay "tok_visa" [] session fake
              Expect.stringContains (location second) "/confirmation?customer_session_token=" "another card pays"
          }

          testTask "has a page for what is unknown, expired, open, and done" {
              use! fake = Fake.start ()
              let! unknown = visit "/checkout/polar_c_nothing" fake
              Expect.equal unknown.Status 404 "unknown"
              contains unknown "does not exist"
              let! session = open' "" fake
              let! early = visit (page session + "/confirmation?theme=dark") fake
              Expect.equal (location early) (page session + "?theme=dark") "an open one goes back"
              let! _ = pay "tok_visa" [] session fake
              let! shown = visit (page session + "/confirmation") fake
              contains shown "Your order was successful"
              let! late = open' "" fake
              do! fake.Clock.AdvanceAsync "P2D"
              let! expired = visit (page late) fake
              Expect.equal expired.Status 410 "expired"
              contains expired "has expired"
          }

          testTask "in a frame tells the seller's page, and goes nowhere itself" {
              use! fake = Fake.start ()

              let! session =
                  open' ""","success_url":"https://shop.example/thanks","embed_origin":"https://shop.example" """ fake

              let! shown = visit (page session + "?embed=true") fake
              contains shown "data-embed-origin=\"https://shop.example\""

              let! confirmed =
                  submit (page session + "?embed=true") ([ "action", "pay"; "card", "tok_visa" ] @ buyer) fake

              contains confirmed "data-event=\"confirmed\""
              let next = (decoded confirmed).Split("data-next=\"").[1].Split('"').[0]
              let! finished = visit next fake
              contains finished "data-event=\"success\""
              contains finished "data-redirect=\"true\""
              contains finished "data-success-url=\"https://shop.example/thanks?customer_session_token=polar_cst_"
              Expect.isFalse (finished.Text.Contains "data-next") "the seller's page goes on, not the frame"
          }

          testTask "names of sellers and products are text" {
              use! fake = Fake.start ()

              let! product =
                  Given.create
                      "/v1/products/"
                      """{"name":"<script>alert(1)</script>","prices":[{"amount_type":"fixed","price_amount":1900}]}"""
                      fake

              let! session = Buying.session (Json.text "id" product) "" fake
              let! shown = visit (page session) fake
              Expect.isFalse (shown.Text.Contains "<script>alert") "no markup of the seller's"
              Expect.stringContains shown.Text "&lt;script&gt;alert(1)&lt;/script&gt;" "but its text"
          }

          testTask "style sheet and scripts are the fake's own" {
              use! fake = Fake.start ()

              for name, kind in
                  [ "pages.css", "text/css; charset=utf-8"
                    "checkout.js", "text/javascript; charset=utf-8"
                    "embed.js", "text/javascript; charset=utf-8" ] do
                  let! answer = visit $"/assets/{name}" fake
                  Expect.equal (answer.Status, answer.Headers["content-type"]) (200, kind) name
                  Expect.isFalse (answer.Text.Contains "https://") $"{name} asks nobody else"

              let! missing = visit "/assets/secrets.txt" fake
              Expect.equal missing.Status 404 "nothing else"
          }

          testTask "is no request of the app's" {
              use! fake = Fake.start ()
              let! session = open' "" fake
              fake.Requests.Clear()
              let! _ = visit (page session) fake
              Expect.isEmpty fake.Requests.All "requests"
          } ]
