module Polar.FakeServer.Tests.Sales.CheckoutLinks.CheckoutLinkOpeningTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Sales.CheckoutLinks.CheckoutLinks

let private link (products: JsonNode list) (more: string) (fake: FakePolar) =
    let ids = String.Join(',', [ for product in products -> $"\"{Json.id product}\"" ])
    Given.create "/v1/checkout-links/" $$$"""{"payment_processor":"stripe","products":[{{{ids}}}]{{{more}}}}""" fake

let private discount (code: string) (basisPoints: int) (fake: FakePolar) =
    Given.create
        "/v1/discounts/"
        $$"""{"type":"percentage","name":"Spring","code":"{{code}}","duration":"once","basis_points":{{basisPoints}} }"""
        fake

/// Where the browser is sent.
let private target (answer: Answer) =
    Expect.equal answer.Status 307 answer.Text
    answer.Headers["location"]

/// The newest session.
let private session (fake: FakePolar) : Task<JsonNode> =
    task {
        let! listed = Http.get "/v1/checkouts/" fake
        return Json.at "items.0" listed.Json
    }

/// Opens the link and gives the session that begins.
let private visit (link: JsonNode) (query: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = opened link query fake
        target answer |> ignore
        return! session fake
    }

[<Tests>]
let tests =
    testList
        "opening a checkout link"
        [ testCaseTask "every visit begins a session and sends the browser to it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! pro = Given.monthly 1000L fake
                  let! book = Given.oneTime 500L fake

                  let! made =
                      link
                          [ pro; book ]
                          ""","success_url":"https://a.example/{CHECKOUT_ID}","return_url":"https://a.example/","allow_discount_codes":false,"require_billing_address":true,"trial_interval":"day","trial_interval_count":3,"metadata":{"a":"1"}"""
                          fake

                  let! answer, events = Events.during fake (fun () -> opened made "" fake)
                  Expect.equal events [ "checkout.created" ] "events"
                  let! session = session fake
                  Expect.equal (target answer) (Json.text "url" session) "to the session"
                  Expect.equal [ for product in Json.items "products" session -> Json.id product ] [ Json.id pro; Json.id book ] "products"
                  Expect.equal (Json.text "product_id" session, Json.whole "amount" session) (Json.id pro, 1000L) "the first is selected"
                  Expect.equal (Json.text "success_url" session) $"https://a.example/{Json.id session}" "success"
                  Expect.equal (Json.text "return_url" session) "https://a.example/" "return"
                  Expect.isFalse (Json.flag "allow_discount_codes" session) "codes"
                  Expect.isTrue (Json.flag "require_billing_address" session && Json.flag "allow_trial" session) "address and trial"
                  Expect.equal (Json.text "active_trial_interval" session) "day" "trial"
                  Expect.equal ((Json.at "metadata" session).ToJsonString()) """{"a":"1"}""" "metadata"
                  Expect.equal (Json.text "locale" session) "en" "locale"
                  let! _ = opened made "" fake
                  let! listed = Http.get "/v1/checkouts/" fake
                  Expect.equal (Json.whole "pagination.total_count" listed.Json) 2L "one a visit"
              })

          testCaseTask "links that are unknown or deleted lead nowhere" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! book = Given.oneTime 500L fake
                  let! made = link [ book ] "" fake

                  let! unknown =
                      Http.anonymous "GET" "/v1/checkout-links/polar_cl_nothing/redirect" None fake

                  Refusal.domain 404 "ResourceNotFound" "Not found" unknown
                  let! _ = Http.delete $"/v1/checkout-links/{Json.id made}" fake
                  let! deleted = opened made "" fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" deleted
              })

          testCaseTask "drafts are left out; nothing left is refused" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! pro = Given.monthly 1000L fake
                  let! book = Given.oneTime 500L fake
                  let! made = link [ pro; book ] "" fake
                  let! _ = Http.patch $"/v1/products/{Json.id pro}" """{"visibility":"draft"}""" fake
                  let! session = visit made "" fake
                  Expect.equal [ for product in Json.items "products" session -> Json.id product ] [ Json.id book ] "the other one"
                  let! _ = Http.patch $"/v1/products/{Json.id book}" """{"visibility":"draft"}""" fake
                  let! refused = opened made "" fake
                  Refusal.invalid [ "value_error", "body.products", "No valid products." ] refused
              })

          testCaseTask "the query selects a product; an unknown one is passed over, a malformed one refused" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! pro = Given.monthly 1000L fake
                  let! book = Given.oneTime 500L fake
                  let! made = link [ pro; book ] "" fake
                  let! chosen = visit made $"?product_id={Json.id book}" fake
                  Expect.equal (Json.text "product_id" chosen, Json.whole "amount" chosen) (Json.id book, 500L) "chosen"
                  let! other = visit made "?product_id=a8098c1a-f86e-41da-bd1a-00112444be1e" fake
                  Expect.equal (Json.text "product_id" other) (Json.id pro) "passed over"
                  let! malformed = opened made "?product_id=book" fake

                  Expect.equal
                      [ for fault in Refusal.faults malformed -> fault.Type, fault.Place ]
                      [ "uuid_parsing", "query.product_id" ]
                      "refused"
              })

          for query, expected in
              [ "", 700L
                "?amount=900", 900L
                "?amount=900.9", 900L
                "?amount=9e2", 900L
                "?amount=199", 700L
                "?amount=2001", 700L
                "?amount=lots", 700L
                "?amount=", 700L ] do
              testCaseTask $"the amount of a custom price from the query {query}" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let! gift =
                          Given.create
                              "/v1/products/"
                              """{"name":"Gift","prices":[{"amount_type":"custom","minimum_amount":200,"maximum_amount":2000,"preset_amount":700}]}"""
                              fake

                      let! made = link [ gift ] "" fake
                      let! session = visit made query fake
                      Expect.equal (Json.whole "amount" session) expected "amount"
                  })

          testCaseTask "seats of the link are locked while they fit, else the least are taken" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! team =
                      Given.create
                          "/v1/products/"
                          """{"name":"Team","prices":[{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":2,"max_seats":9,"price_per_seat":100}]}}]}"""
                          fake

                  let! made = link [ team ] ""","seats":5""" fake
                  let! locked = visit made "" fake
                  let numbers (session: JsonNode) name = Json.whole name session

                  Expect.equal (List.map (numbers locked) [ "seats"; "min_seats"; "max_seats"; "amount" ]) [ 5L; 5L; 5L; 500L ] "locked"

                  let! _ =
                      Http.patch
                          $"/v1/products/{Json.id team}"
                          """{"prices":[{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":3,"max_seats":4,"price_per_seat":100}]}}]}"""
                          fake

                  let! loose = visit made "" fake
                  Expect.equal (numbers loose "seats") 3L "the least"
                  Expect.isTrue (Json.isNull "min_seats" loose && Json.isNull "max_seats" loose) "not locked"
              })

          testCaseTask
              "the link's discount is applied while it holds; a code in the query takes its place, even where none may be typed"
              (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! book = Given.oneTime 1000L fake
                      let! tenth = discount "TENTH" 1000 fake
                      let! half = discount "HALF" 5000 fake

                      let! made =
                          link [ book ] $$""","discount_id":"{{Json.id tenth}}","allow_discount_codes":false""" fake

                      let! preset = visit made "" fake
                      Expect.equal (Json.whole "discount_amount" preset) 100L "the link's"
                      let! typed = visit made "?discount_code=half" fake
                      Expect.equal (Json.text "discount_id" typed, Json.whole "discount_amount" typed) (Json.id half, 500L) "the query's"
                      let! wrong = visit made "?discount_code=NOPE" fake
                      Expect.equal (Json.text "discount_id" wrong) (Json.id tenth) "a wrong code is passed over"
                      let! _ = Http.delete $"/v1/discounts/{Json.id tenth}" fake
                      let! without = visit made "" fake
                      Expect.isTrue (Json.isNull "discount_id" without) "dropped when it is gone"
                  })

          testCaseTask "the query fills in the customer; what is wrong is passed over" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! book = Given.oneTime 1000L fake
                  let! made = link [ book ] "" fake

                  let! filled =
                      visit made "?customer_email=ada%40polar.sh&customer_name=Ada%20Lovelace&locale=fr" fake

                  Expect.equal (Json.text "customer_email" filled) "ada@polar.sh" "address"
                  Expect.equal (Json.text "customer_name" filled) "Ada Lovelace" "name"
                  Expect.equal (Json.text "locale" filled) "en" "no localization, no other language"
                  let! wrong = visit made "?customer_email=ada&customer_name=" fake
                  Expect.isTrue (Json.isNull "customer_email" wrong && Json.isNull "customer_name" wrong) "passed over"
              })

          testCaseTask "references and campaigns go into the metadata, where the link does not say otherwise" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! book = Given.oneTime 1000L fake
                  let! made = link [ book ] ""","metadata":{"utm_source":"link","a":1}""" fake

                  let! session =
                      visit made "?reference_id=r1&utm_source=query&utm_medium=mail&utm_campaign=c&utm_term=t&utm_content=x&other=y" fake

                  Expect.equal
                      ((Json.at "metadata" session).ToJsonString())
                      """{"utm_source":"link","a":1,"reference_id":"r1","utm_medium":"mail","utm_campaign":"c","utm_term":"t","utm_content":"x"}"""
                      "metadata"
              })

          testCaseTask "the address keeps what the query did not fill in" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      Http.patch $"/v1/organizations/{fake.Organization.Id}" """{"embed_hosts":["a.example"]}""" fake

                  let! book = Given.oneTime 1000L fake
                  let! made = link [ book ] "" fake

                  let! answer =
                      opened
                          made
                          "?amount=1&customer_email=a%40polar.sh&customer_name=A&discount_code=x&locale=en&embed_origin=https%3A%2F%2Fa.example&theme=dark&utm_source=a%20b&custom_field_data.size=xl"
                          fake

                  let! session = session fake

                  Expect.equal
                      (target answer)
                      $"""{Json.text "url" session}?theme=dark&utm_source=a+b&custom_field_data.size=xl"""
                      "address"
              })

          for origin, kept in
              [ "https://shop.example", Some "https://shop.example"
                "https://shop.example:443/path?x=1#y", Some "https://shop.example"
                "http://localhost:3000/", Some "http://localhost:3000"
                "*", None
                "", None ] do
              testCaseTask $"an embedding page at '{origin}'" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let! _ =
                          Http.patch
                              $"/v1/organizations/{fake.Organization.Id}"
                              """{"embed_hosts":["shop.example","localhost:3000"]}"""
                              fake

                      let! book = Given.oneTime 1000L fake
                      let! made = link [ book ] "" fake
                      let! session = visit made $"?embed_origin={Uri.EscapeDataString origin}" fake

                      match kept with
                      | Some expected -> Expect.equal (Json.text "embed_origin" session) expected "origin"
                      | None -> Expect.isTrue (Json.isNull "embed_origin" session) "no origin"
                  }) ]
