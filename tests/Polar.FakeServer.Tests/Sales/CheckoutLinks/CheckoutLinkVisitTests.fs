/// What a visit to a link depends on: the organization, its settings, and what is left of its products.
module Polar.FakeServer.Tests.Sales.CheckoutLinks.CheckoutLinkVisitTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Sales.CheckoutLinks.CheckoutLinks

/// A further organization, made of these members: its token.
let private shop (members: string) (fake: FakePolar) : Task<string> =
    task {
        let! founded =
            Http.anonymous "POST" "/_fake/organizations" (Some $$"""{"slug":"shop"{{members}}}""") fake

        Expect.equal founded.Status 201 founded.Text
        return Json.text "access_token" founded.Json
    }

let private post (token: string) (path: string) (body: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = Benefits.sendAs token "POST" path (Some body) fake

        if answer.Status <> 201 then
            failwith answer.Text

        return answer.Json
    }

let private product (token: string) (prices: string) (fake: FakePolar) =
    post token "/v1/products/" $$"""{"name":"Pro","recurring_interval":"month","prices":[{{prices}}]}""" fake

let private link (token: string) (product: JsonNode) (more: string) (fake: FakePolar) =
    post token "/v1/checkout-links/" $$"""{"payment_processor":"stripe","products":["{{Json.id product}}"]{{more}}}""" fake

/// The session that a visit begins.
let private visit (token: string) (link: JsonNode) (query: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = opened link query fake
        Expect.equal answer.Status 307 answer.Text
        let! listed = Benefits.sendAs token "GET" "/v1/checkouts/" None fake
        return Json.at "items.0" listed.Json
    }

let private price = Buying.fixedPrice 1000

[<Tests>]
let tests =
    testList
        "visits to checkout links"
        [ testCaseTask "units of the link are locked while they fit, else the least are taken" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let units least most =
                      $$$"""{"amount_type":"unit_based","minimum_units":{{{least}}},"tiers":{"type":"volume","tiers":[{"bound":{{{most}}},"unit_amount":"5"}]}}"""

                  let! fleet = product fake.AccessToken (units 2 20) fake
                  let! link = link fake.AccessToken fleet ",\"units\":12" fake
                  let! locked = visit fake.AccessToken link "" fake

                  Expect.equal
                      [ for name in [ "units"; "min_units"; "max_units"; "amount" ] -> Json.whole name locked ]
                      [ 12L; 12L; 12L; 60L ]
                      "locked"

                  let! _ =
                      Http.patch $"/v1/products/{Json.id fleet}" $$"""{"prices":[{{units 3 5}}]}""" fake

                  let! loose = visit fake.AccessToken link "" fake
                  Expect.equal (Json.whole "units" loose, Json.whole "amount" loose) (3L, 15L) "the least"
                  Expect.isTrue (Json.isNull "min_units" loose && Json.isNull "max_units" loose) "not locked"
              })

          testCaseTask "private products are sold by links" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = Given.monthly 1000L fake

                  let! _ =
                      Http.patch $"/v1/products/{Json.id made}" """{"visibility":"private"}""" fake

                  let! link = link fake.AccessToken made "" fake
                  let! session = visit fake.AccessToken link "" fake
                  Expect.equal (Json.text "product_id" session) (Json.id made) "sold"
              })

          for localized, query, expected in [ false, "?locale=fr", "en"; true, "?locale=fr", "fr"; true, "", "null" ] do
              testCaseTask $"the language of a visit{query} where sessions are {localized} localized" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let! token =
                          shop
                              $$$""","feature_settings":{"checkout_localization_enabled":{{{localized.ToString().ToLowerInvariant()}}}}"""
                              fake

                      let! made = product token price fake
                      let! link = link token made "" fake
                      let! session = visit token link query fake

                      let locale =
                          match Json.find "locale" session with
                          | null -> "null"
                          | found -> found.GetValue<string>()

                      Expect.equal locale expected "language"
                  })

          for origin, allowed in
              [ "https://shop.example", true
                "https://www.acme.example", true
                "https://evil.example", false
                "*", true ] do
              testCaseTask $"""a page at {origin} may {if allowed then "" else "not "}embed where hosts are listed""" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let! token =
                          shop
                              ""","embed_hosts":["shop.example","*.acme.example"],"feature_settings":{"frame_ancestors_enforced":true}"""
                              fake

                      let! made = product token price fake
                      let! link = link token made "" fake
                      let! answer = opened link $"?embed_origin={Uri.EscapeDataString origin}" fake

                      if allowed then
                          Expect.equal answer.Status 307 answer.Text
                      else
                          Refusal.domain 403 "EmbedHostNotAllowed" $"{origin} is not allowed to embed this checkout." answer
                  })

          testCaseTask "a session takes the first price that is charged whatever is used, else the first there is" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.Empty <- false)
                  let! listed = Http.get "/v1/products/?query=API" fake
                  let meter = Json.text "items.0.prices.1.meter_id" listed.Json

                  let metered =
                      $$"""{"amount_type":"metered_unit","meter_id":"{{meter}}","unit_amount":"5"}"""

                  for prices, kind, amount in [ $"{metered},{price}", "fixed", 1000L; metered, "metered_unit", 0L ] do
                      let! made = product fake.AccessToken prices fake
                      let! link = link fake.AccessToken made "" fake
                      let! session = visit fake.AccessToken link "" fake
                      Expect.equal (Json.text "product_price.amount_type" session, Json.whole "amount" session) (kind, amount) kind
              })

          testCaseTask "a product without a price in the organization's currency can't be had" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = Given.monthly 1000L fake

                  // Only what is not sold may lack the new currency; it comes back later.
                  let! _ = Http.patch $"/v1/products/{Json.id made}" """{"is_archived":true}""" fake

                  let! changed =
                      Http.patch $"/v1/organizations/{fake.Organization.Id}" """{"default_presentment_currency":"eur"}""" fake

                  Expect.equal changed.Status 200 changed.Text
                  let! _ = Http.patch $"/v1/products/{Json.id made}" """{"is_archived":false}""" fake
                  let! link = link fake.AccessToken made "" fake
                  let! answer = opened link "" fake
                  Refusal.invalid [ "value_error", "body.products", "Product is not available in the specified currency." ] answer
              })

          testCaseTask "a link's discount that does not hold now is left out" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = Given.monthly 1000L fake

                  let! discount =
                      Given.create
                          "/v1/discounts/"
                          """{"name":"Spring","type":"fixed","amounts":{"usd":100},"duration":"once","starts_at":"2026-03-02T00:00:00Z"}"""
                          fake

                  let! link =
                      link fake.AccessToken made $$""","discount_id":"{{Json.id discount}}" """ fake

                  let! early = visit fake.AccessToken link "" fake
                  Expect.isTrue (Json.isNull "discount_id" early) "not yet"
                  do! fake.Clock.AdvanceAsync "P1D"
                  let! later = visit fake.AccessToken link "" fake
                  Expect.equal (Json.whole "discount_amount" later) 100L "now"
              })

          testCaseTask "answers to a product's questions come from the query, all of them or none" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! field =
                      Given.create
                          "/v1/custom-fields/"
                          """{"type":"select","slug":"size","name":"Size","properties":{"options":[{"value":"s","label":"S"},{"value":"l","label":"L"}]}}"""
                          fake

                  let! note =
                      Given.create "/v1/custom-fields/" """{"type":"text","slug":"note","name":"Note","properties":{}}""" fake

                  let! made =
                      Given.create
                          "/v1/products/"
                          $$"""{"name":"Shirt","prices":[{{price}}],"attached_custom_fields":[{"custom_field_id":"{{Json.id field}}","required":true},{"custom_field_id":"{{Json.id note}}","required":false}]}"""
                          fake

                  let! link = link fake.AccessToken made "" fake

                  for query, expected in
                      [ "?custom_field_data.size=s&custom_field_data.note=hi&custom_field_data.other=x", """{"size":"s","note":"hi"}"""
                        "?custom_field_data.note=hi", """{"note":"hi"}"""
                        "?custom_field_data.size=xxl&custom_field_data.note=hi", "{}" ] do
                      let! session = visit fake.AccessToken link query fake

                      let answers =
                          [ for entry in (Json.at "custom_field_data" session).AsObject() do
                                match entry.Value with
                                | null -> ()
                                | value -> $"\"{entry.Key}\":{value.ToJsonString()}" ]

                      Expect.equal ("{" + String.Join(',', answers) + "}") expected query
              }) ]
