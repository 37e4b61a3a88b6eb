/// Metadata and buyers' answers may have any names, those of members too that objects of other kinds are known by.
module Polar.FakeServer.Tests.Rendering.MetadataNameTests

open System.Collections.Concurrent
open System.Net
open System.Net.Http
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Names that the members of some shape have.
let private shapes =
    [ "an organization", """{"slug":"a","allow_customer_updates":true}"""
      "a price", """{"amount_type":"x","source":"y","product_id":"z"}"""
      "a subscription", """{"current_period_start":"x","cancel_at_period_end":"y"}"""
      "a benefit", """{"visibility_configurable":true,"properties":"p","type":"github_repository","metadata":"m"}"""
      "a grant", """{"benefit_id":"b","is_granted":true,"customer_id":"c","member":"m"}"""
      "a license key", """{"display_key":"k","limit_activations":1,"customer":"c"}"""
      "a link", """{"client_secret":"s","label":"l","products":"p"}"""
      "a checkout", """{"billing_address_fields":"b","net_amount":1,"is_payment_form_required":false,"external_customer_id":"e"}"""
      "an order", """{"applied_balance_amount":1,"net_amount":2,"items":"i","product_id":"p"}"""
      "a user", """{"user_id":"u","user":"v","product_price":"p","price_id":"q"}"""
      "nothing in particular", """{"\"":"\\","Zoë — 😀 <b>&":"😀","$ref":1.5,"__proto__":false}""" ]

/// Every object under one of these names in a document.
let rec private under (names: string list) (node: JsonNode | null) : JsonObject list =
    match node with
    | :? JsonObject as members ->
        [ for entry in members do
              match entry.Value with
              | :? JsonObject as found when List.contains entry.Key names -> found
              | value -> yield! under names value ]
    | :? JsonArray as items ->
        [ for item in items do
              yield! under names item ]
    | _ -> []

let private untouched (sent: JsonNode) (what: string) (document: JsonNode) =
    for found in under [ "metadata"; "customer_metadata"; "meta" ] document do
        if found.Count > 0 then
            Expect.isTrue (JsonNode.DeepEquals(found, sent)) $"{what}: {found.ToJsonString()}"

/// What a merchant may list or look at.
let private paths =
    [ "/v1/products/"
      "/v1/customers/"
      "/v1/checkouts/"
      "/v1/checkout-links/"
      "/v1/orders/"
      "/v1/subscriptions/"
      "/v1/discounts/"
      "/v1/benefits/"
      "/v1/benefit-grants/"
      "/v1/custom-fields/"
      "/v1/license-keys/"
      "/v1/organizations/"
      "/v1/payments/" ]

/// One of everything that has metadata, all with the same.
let private furnish (metadata: string) (fake: FakePolar) =
    task {
        let with' (body: string) = body.Replace("{metadata}", metadata)

        let! keys =
            Given.create
                "/v1/benefits/"
                (with' """{"type":"license_keys","description":"Keys","properties":{},"metadata":{metadata}}""")
                fake

        let! note =
            Given.create "/v1/benefits/" (with' """{"type":"custom","description":"Note","properties":{},"metadata":{metadata}}""") fake

        let! product =
            Given.create
                "/v1/products/"
                (with'
                    """{"name":"Pro","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":900}],"metadata":{metadata}}""")
                fake

        let! attached =
            Http.post $"/v1/products/{Json.id product}/benefits" $$"""{"benefits":["{{Json.id keys}}","{{Json.id note}}"]}""" fake

        Expect.equal attached.Status 200 attached.Text

        let! discount =
            Given.create
                "/v1/discounts/"
                (with' """{"name":"Ten","type":"percentage","duration":"once","basis_points":1000,"metadata":{metadata}}""")
                fake

        let! _ =
            Given.create
                "/v1/checkout-links/"
                (with' $$$"""{"payment_processor":"stripe","products":["{{{Json.id product}}}"],"metadata":{metadata}}""")
                fake

        let! _ =
            Given.create
                "/v1/custom-fields/"
                (with' """{"type":"text","slug":"shoe-size","name":"Shoe size","properties":{},"metadata":{metadata}}""")
                fake

        let! customer =
            Given.create "/v1/customers/" (with' """{"email":"ada@polar.sh","name":"Ada","metadata":{metadata}}""") fake

        let! checkout =
            Given.create
                "/v1/checkouts/"
                (with'
                    $$$"""{"products":["{{{Json.id product}}}"],"customer_id":"{{{Json.id customer}}}","discount_id":"{{{Json.id discount}}}","metadata":{metadata},"customer_metadata":{metadata}}""")
                fake

        let! _ = Given.confirmed checkout fake
        return customer, checkout
    }

let private passing =
    [ for name, metadata in shapes do
          testCaseTask $"names of the members of {name} pass through, in answers and in events" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let sent = Json.parse metadata
                  let! customer, checkout = furnish metadata fake

                  for path in paths do
                      let! answer = Http.get path fake
                      Expect.equal answer.Status 200 $"{path}: {answer.Text}"
                      Expect.isNonEmpty (Json.items "items" answer.Json) path
                      untouched sent path answer.Json

                  let! state = Http.get $"/v1/customers/{Json.id customer}/state" fake
                  untouched sent "the state" state.Json

                  let! shown =
                      Http.anonymous "GET" $"""/v1/checkouts/client/{Json.text "client_secret" checkout}""" None fake

                  Expect.equal shown.Status 200 shown.Text
                  let! order = Http.get "/v1/orders/" fake

                  for part in
                      [ "items.0"
                        "items.0.customer"
                        "items.0.product"
                        "items.0.subscription"
                        "items.0.discount" ] do
                      let found = Json.at $"{part}.metadata" order.Json
                      Expect.isTrue (JsonNode.DeepEquals(found, sent)) $"{part} of an order"

                  for published in fake.Webhooks.Events do
                      untouched sent published.Type (Json.parse published.Json)
              }) ]

let private nested =
    [ for path, body in
          [ "/v1/products/", """{"name":"Pro","prices":[{"amount_type":"free"}],"metadata":{metadata}}"""
            "/v1/customers/", """{"email":"ada@polar.sh","metadata":{metadata}}"""
            "/v1/benefits/", """{"type":"custom","description":"Note","properties":{},"metadata":{metadata}}"""
            "/v1/discounts/", """{"name":"Ten","type":"percentage","duration":"once","basis_points":1000,"metadata":{metadata}}""" ] do
          testCaseTask $"objects and lists are no metadata of {path}" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for value in [ """{"slug":"a"}"""; """["a"]""" ] do
                      let! answer =
                          Http.post path (body.Replace("{metadata}", $$"""{"a":{{value}}}""")) fake

                      let faults = Refusal.faults answer
                      Expect.isNonEmpty faults answer.Text

                      for fault in faults do
                          Expect.stringContains fault.Place "metadata.a" "where"
              }) ]

/// A product that asks a question under this name, and an answer to it.
let private asked (slug: string) (fake: FakePolar) =
    task {
        let! field =
            Given.create "/v1/custom-fields/" $$$"""{"type":"text","slug":"{{{slug}}}","name":"Question","properties":{}}""" fake

        let! product =
            Given.create
                "/v1/products/"
                $$"""{"name":"Pro","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":900}],"attached_custom_fields":[{"custom_field_id":"{{Json.id field}}","required":false}]}"""
                fake

        let! customer = Given.customer "ada@polar.sh" fake

        let! checkout = Given.checkout product customer fake

        let! answer =
            Buying.confirm
                $$$"""{"confirmation_token_id":"tok_visa","customer_billing_address":{"country":"SE"},"custom_field_data":{"{{{slug}}}":"x"}}"""
                checkout
                fake

        return Buying.succeeds answer
    }

let private answers =
    [ for slug in
          [ "slug"
            "amount_type"
            "current_period_start"
            "display_key"
            "items"
            "metadata"
            "type" ] do
          testCaseTask $"an answer may be called {slug}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = asked slug fake

                  for path in [ "/v1/checkouts/"; "/v1/orders/"; "/v1/subscriptions/" ] do
                      let! answer = Http.get path fake
                      Expect.equal answer.Status 200 answer.Text
                      Expect.equal (Json.text $"items.0.custom_field_data.{slug}" answer.Json) "x" path
                      Expect.equal ((Json.at "items.0.custom_field_data" answer.Json).AsObject().Count) 1 path

                  for published in fake.Webhooks.Events do
                      for found in under [ "custom_field_data" ] (Json.parse published.Json) do
                          Expect.isLessThan found.Count 2 published.Type
              }) ]

let private name = "Zoë — 😀 <b>&"

let private written =
    testCaseTask "characters stand for themselves in a raw event, as in an answer" (fun () ->
        task {
            let bodies = ConcurrentQueue<string>()

            let handler =
                { new HttpMessageHandler() with
                    override _.SendAsync(request, token) =
                        task {
                            match request.Content with
                            | null -> ()
                            | content ->
                                let! body = content.ReadAsStringAsync token
                                bodies.Enqueue body

                            return new HttpResponseMessage(HttpStatusCode.OK)
                        } }

            use! fake = Fake.startWith (fun options -> options.WebhookHandler <- handler)

            let! _ =
                Given.create
                    "/v1/webhooks/endpoints"
                    """{"url":"https://acme.dev/hook","format":"raw","events":["customer.created"]}"""
                    fake

            let! answer =
                Http.post "/v1/customers/" $$$"""{"email":"zoe@polar.sh","name":"{{{name}}}","metadata":{"n":"{{{name}}}"}}""" fake

            do! fake.Webhooks.SettleAsync()
            let said = $"\"name\":\"{name}\""
            Expect.stringContains answer.Text said "the answer"
            Expect.hasLength bodies 1 "deliveries"

            for body in bodies do
                Expect.stringContains body said "the event"
                Expect.stringContains body $"{{\"n\":\"{name}\"}}" "its metadata"
        })

[<Tests>]
let tests =
    testList "metadata of any names" (passing @ nested @ answers @ [ written ])
