module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutSessionTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer.Tests

let private price = Buying.fixedPrice 1000

/// Members of a new session with nothing but a product, as JSON.
let private blank =
    [ "status", "\"open\""
      "amount", "1000"
      "discount_id", "null"
      "discount", "null"
      "customer_id", "null"
      "customer_email", "null"
      "customer_name", "null"
      "customer_billing_name", "null"
      "customer_billing_address", "null"
      "customer_tax_id", "null"
      "external_customer_id", "null"
      "tax_amount", "null"
      "tax_behavior", "null"
      "allow_discount_codes", "true"
      "allow_trial", "true"
      "active_trial_interval", "null"
      "trial_end", "null"
      "require_billing_address", "false"
      "is_business_customer", "false"
      "is_discount_applicable", "true"
      "is_free_product_price", "false"
      "seats", "null"
      "units", "null"
      "locale", "\"en\""
      "return_url", "null"
      "embed_origin", "null"
      "subscription_id", "null"
      "metadata", "{}"
      "customer_metadata", "{}"
      "custom_field_data", "{}"
      "payment_method_type", "null"
      "payment_processor", "\"stripe\""
      "modified_at", "null"
      "created_at", "\"2026-03-01T12:00:00Z\""
      "expires_at", "\"2026-03-02T12:00:00Z\""
      "attached_custom_fields", "[]"
      "billing_address_fields",
      """{"country":"required","state":"disabled","city":"disabled","postal_code":"disabled","line1":"disabled","line2":"disabled"}""" ]

/// What is in the body, and what the buyer has to fill in: country, state, city, postal code, line 1, line 2.
let private addressFields =
    [ """{"country":"FR"}""", "", "required disabled disabled disabled disabled disabled"
      """{"country":"CA"}""", "", "required required disabled disabled disabled disabled"
      """{"country":"US"}""", "", "required required required required required optional"
      """{"country":"FR"}""", ""","require_billing_address":true""", "required optional required required required optional"
      """{"country":"FR"}""", ""","is_business_customer":true""", "required optional required required required optional"
      """{"country":"FR","city":"Paris"}""", "", "required optional required required required optional"
      """{"country":"BR","state":"SP"}""", "", "required optional required required required optional"
      """{"country":"CA","state":"QC"}""", "", "required required disabled disabled disabled disabled" ]

let private text (path: string) (node: JsonNode) =
    match Json.find path node with
    | null -> "null"
    | found -> found.ToJsonString()

[<Tests>]
let tests =
    testList
        "checkout session"
        [ testList
              "a new one says"
              [ for name, expected in blank ->
                    testCaseTask $"{name} {expected}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.once price fake
                            let! session = Buying.session product "" fake
                            Expect.equal (text name session) expected name
                        }) ]

          testList
              "asks for the address"
              [ for address, body, expected in addressFields ->
                    testCaseTask $"{address}{body}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.once price fake

                            let! session =
                                Buying.session product $""","customer_billing_address":{address}{body}""" fake

                            let modes =
                                [ "country"; "state"; "city"; "postal_code"; "line1"; "line2" ]
                                |> List.map (fun field -> Json.text $"billing_address_fields.{field}" session)

                            Expect.equal (String.Join(' ', modes)) expected "modes"
                        }) ]

          testCaseTask "its secret is Polar's, its address is made of it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake
                  let! session = Buying.session product "" fake
                  let secret = Json.text "client_secret" session
                  Expect.stringStarts secret "polar_c_" "prefix"
                  Expect.equal secret.Length 51 "length"
                  Expect.stringEnds (Json.text "url" session) $"/checkout/{secret}" "url"
                  Expect.equal (Json.text "success_url" session) (Json.text "url" session + "/confirmation") "success"
              })

          testCaseTask "a success address gets the session's id" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake

                  let! session =
                      Buying.session product ""","success_url":"https://example.com/thanks?id={CHECKOUT_ID}" """ fake

                  Expect.equal (Json.text "success_url" session) $"""https://example.com/thanks?id={Json.text "id" session}""" "success"
              })

          testCaseTask "the buyer sees the organization, and not what is the merchant's" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake
                  let! session = Buying.session product ""","metadata":{"order":"7"}""" fake
                  let! answer = Http.anonymous "GET" (Buying.path session) None fake
                  let shown = Buying.succeeds answer
                  Expect.equal (Json.text "organization.slug" shown) fake.Organization.Slug "organization"

                  for hidden in
                      [ "metadata"
                        "customer_metadata"
                        "external_customer_id"
                        "subscription_id"
                        "trial_interval" ] do
                      Expect.isFalse (Json.has hidden shown) hidden
              })

          testCaseTask "a known customer fills it in" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! customer =
                      Given.create
                          "/v1/customers/"
                          """{"email":"ada@acme.dev","name":"Ada","external_id":"u-1","tax_id":"DE136695976","billing_address":{"country":"DE"}}"""
                          fake

                  let! product = Buying.once price fake

                  for by in
                      [ $""","customer_id":"{Json.text "id" customer}" """
                        ""","external_customer_id":"u-1" """ ] do
                      let! session = Buying.session product by fake

                      Expect.equal
                          ([ "customer_id"
                             "customer_email"
                             "customer_name"
                             "customer_billing_name"
                             "customer_tax_id" ]
                           |> List.map (fun name -> Json.text name session))
                          [ Json.text "id" customer; "ada@acme.dev"; "Ada"; "Ada"; "DE136695976" ]
                          by

                      Expect.equal (Json.text "customer_billing_address.country" session) "DE" "address"
                      Expect.isFalse (Json.flag "is_business_customer" session) "no business"

                  let! own =
                      Buying.session product ""","external_customer_id":"u-1","customer_email":"b@acme.dev" """ fake

                  Expect.equal (Json.text "customer_email" own) "b@acme.dev" "what was sent stays"
              })

          testCaseTask "an external id that nobody has waits for the purchase" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake
                  let! session = Buying.session product ""","external_customer_id":"u-9" """ fake
                  Expect.isTrue (Json.isNull "customer_id" session) "nobody yet"
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds answer |> ignore
                  let! customer = Http.get "/v1/customers/external/u-9" fake
                  Expect.equal (Json.text "email" (Buying.succeeds customer)) "ada@acme.dev" "customer"
              })

          testCaseTask "the buyer's way in closes after a day, the merchant's does not" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake
                  let! session = Buying.session product "" fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 24.0)
                  let! inTime = Http.anonymous "GET" (Buying.path session) None fake
                  Expect.equal inTime.Status 200 "to the second"

                  let! _, types =
                      Events.during fake (fun () -> task { do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 15.0) })

                  Expect.equal types [ "checkout.expired" ] "the sweep tells of it"
                  let! late = Http.anonymous "GET" (Buying.path session) None fake
                  Faults.domain late 410 "ExpiredCheckoutError" "This checkout session has expired."
                  let! confirmed = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Expect.equal confirmed.Status 410 "nothing can be bought"
                  let! seen = Buying.seen session fake
                  Expect.equal (Json.text "status" seen) "expired" "status"
                  let id = Json.text "id" session
                  let! changed = Http.patch $"/v1/checkouts/{id}" "{}" fake
                  Faults.domain changed 403 "NotOpenCheckout" $"Checkout {id} is not open: expired"
              })

          testCaseTask "nobody gets in with another secret" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.anonymous "GET" "/v1/checkouts/client/polar_c_none" None fake
                  Faults.domain answer 404 "ResourceNotFound" "Not found"
              })

          testCaseTask "lists are narrowed by what was sent and what was typed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! book = Buying.once price fake
                  let! other = Buying.once price fake
                  let! first = Buying.session book ""","customer_email":"Ada@acme.dev" """ fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.0)
                  let! second = Buying.session other "" fake

                  let ids (answer: Answer) =
                      Json.items "items" answer.Json |> List.map (Json.text "id")

                  for query, expected in
                      [ "", [ second; first ]
                        $"?product_id={book}", [ first ]
                        "?query=ada%40", [ first ]
                        "?status=open&sorting=created_at", [ first; second ]
                        "?status=succeeded", [] ] do
                      let! answer = Http.get $"/v1/checkouts/{query}" fake
                      Expect.equal (ids answer) (expected |> List.map (Json.text "id")) query
              }) ]
