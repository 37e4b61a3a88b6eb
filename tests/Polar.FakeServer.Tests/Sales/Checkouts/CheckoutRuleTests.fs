/// Rules of a checkout that hold while it is made and changed.
module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutRuleTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Sales.Checkouts.CheckoutSteps

let private custom =
    """{"amount_type":"custom","minimum_amount":500,"maximum_amount":10000}"""

let private seats =
    """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":2,"max_seats":9,"price_per_seat":300}]}}"""

/// What is in the body of a new session of a product at 1000, the member that is looked at, and what it is.
let private kept =
    [ ""","customer_name":"  " """, "customer_name", "null"
      ""","customer_billing_name":" " """, "customer_billing_name", "null"
      ""","customer_tax_id":" " """, "customer_tax_id", "null"
      ""","amount":5""", "amount", "1000"
      ""","locale":"fr" """, "locale", "en"
      ""","embed_origin":"anything" """, "embed_origin", "anything"
      ""","return_url":"https://acme.dev" """, "return_url", "https://acme.dev/"
      ""","success_url":"https://acme.dev?id=%7BCHECKOUT_ID%7D" """, "return_url", "null"
      ""","customer_billing_address":{"country":"us","state":"NY"}""", "customer_billing_address.state", "US-NY"
      ""","customer_billing_address":{"country":"ca","state":"CA-QC"}""", "customer_billing_address.state", "CA-QC"
      ""","customer_billing_address":{"country":"fr","city":" "}""", "customer_billing_address.city", "null"
      ""","custom_field_data":{"nobody":"asks"}""", "custom_field_data", "{}"
      ""","payment_processor":"stripe","unknown":1""", "payment_processor", "stripe"
      ""","customer_email":"Ada@ACME.dev" """, "customer_email", "Ada@acme.dev"
      ""","is_business_customer":true""", "is_business_customer", "true"
      ""","customer_ip_address":"203.0.113.7" """, "customer_ip_address", "203.0.113.7" ]

/// Price, a change of the session, and the one fault that it has.
let private refused =
    [ custom, """{"amount":499}""", ("greater_than_equal", """["body","amount"]""", "Amount is below minimum.")
      custom, """{"amount":10001}""", ("less_than_equal", """["body","amount"]""", "Amount is above maximum.")
      """{"amount_type":"custom","minimum_amount":0}""",
      """{"amount":49}""",
      ("invalid_amount", """["body","amount"]""", "Amount must be 0 or at least $0.50.")
      seats, """{"seats":1}""", ("greater_than_equal", """["body","seats"]""", "Minimum 2 seats required.")
      seats, """{"seats":10}""", ("less_than_equal", """["body","seats"]""", "Maximum 9 seats allowed.")
      custom, """{"units":1}""", ("value_error", """["body","units"]""", "Units can only be set for unit-based pricing.")
      custom,
      """{"customer_billing_address":{"country":"FR"},"customer_tax_id":"FR61954506078"}""",
      ("value_error", """["body","customer_tax_id"]""", "Invalid tax ID.") ]

/// Price, a change, the member that is looked at, and what it is then.
let private changed =
    [ Buying.fixedPrice 1000, """{"amount":5}""", "amount", "1000"
      custom, """{"amount":900}""", "amount", "900"
      custom, """{"amount":null}""", "amount", "500"
      seats, """{"seats":3}""", "amount", "900"
      seats, """{"seats":null}""", "seats", "null"
      seats, """{"seats":null}""", "amount", "600"
      custom, """{"product_price_id":"0e0e0e0e-0000-4000-8000-000000000001"}""", "amount", "500"
      Buying.fixedPrice 0, """{"payment_method_type":"card"}""", "payment_method_type", "null"
      Buying.fixedPrice 0, """{"is_business_customer":true}""", "is_business_customer", "false"
      Buying.fixedPrice 1000, """{"payment_method_type":"card"}""", "payment_method_type", "card"
      Buying.fixedPrice 1000, """{"payment_method_type":"upi"}""", "billing_address_fields.line1", "required" ]

[<Tests>]
let tests =
    testList
        "rules of checkouts"
        [ testList
              "a new one keeps"
              [ for members, name, expected in kept ->
                    testCaseTask members (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.once (Buying.fixedPrice 1000) fake
                            let! session = Buying.session product members fake
                            Expect.equal (Json.shown name session) expected name
                        }) ]

          testList
              "a change is refused:"
              [ for price, body, expected in refused ->
                    testCaseTask $"{body} at {price}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.once price fake
                            let! session = Buying.session product "" fake
                            let! answer = Buying.fill body session fake
                            Faults.one answer expected
                            let! same = Buying.seen session fake
                            Expect.isTrue (Json.isNull "modified_at" same) "nothing was changed"
                        }) ]

          testList
              "a change is kept:"
              [ for price, body, name, expected in changed ->
                    testCaseTask $"{body} at {price}, {name}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.once price fake
                            let! session = Buying.session product "" fake
                            let! answer = Buying.fill body session fake
                            Expect.equal (Json.shown name (Buying.succeeds answer)) expected name
                        }) ]

          testCaseTask "addresses get the session's id however the placeholder is written" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake

                  let! session =
                      Buying.session product ""","success_url":"https://acme.dev?id=%7BCHECKOUT_ID%7D" """ fake

                  Expect.equal (Json.text "success_url" session) $"""https://acme.dev/?id={Json.text "id" session}""" "address"
              })

          testCaseTask "who has bought as a business is one, unless the body says otherwise" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! first = Buying.session product ""","is_business_customer":true""" fake

                  let! answer =
                      Buying.confirm
                          """{"customer_email":"ada@acme.dev","customer_billing_name":"Engines Ltd","customer_billing_address":{"country":"FR","line1":"1 rue","city":"Paris","postal_code":"75001"},"confirmation_token_id":"tok_visa"}"""
                          first
                          fake

                  let customer = Json.text "customer_id" (Buying.succeeds answer)
                  let! again = Buying.session product $""","customer_id":"{customer}" """ fake

                  Expect.equal
                      (Json.shown "is_business_customer" again, Json.shown "customer_billing_name" again)
                      ("true", "Engines Ltd")
                      "a business"

                  let! privately =
                      Buying.session product $""","customer_id":"{customer}","is_business_customer":false""" fake

                  Expect.equal (Json.shown "is_business_customer" privately) "false" "as was said"
              })

          testCaseTask "a team's name is not its buyer's, and its owner's address is taken where it has none" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake

                  let! team =
                      Given.create
                          "/v1/customers/"
                          """{"type":"team","name":"Engines","owner":{"email":"ada@acme.dev","name":"Ada"}}"""
                          fake

                  let! session =
                      Buying.session product $""","customer_id":"{Json.text "id" team}" """ fake

                  Expect.equal
                      [ for name in [ "customer_name"; "customer_email"; "customer_billing_name" ] -> Json.shown name session ]
                      [ "null"; "ada@acme.dev"; "Engines" ]
                      "filled in"
              })

          testCaseTask "locales are kept where the organization wants them, the customer's too" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! localized =
                      Http.patch
                          $"/v1/organizations/{fake.Organization.Id}"
                          """{"feature_settings":{"checkout_localization_enabled":true}}"""
                          fake

                  Expect.equal localized.Status 200 localized.Text
                  let! product = Buying.once (Buying.fixedPrice 1000) fake

                  let! customer =
                      Given.create "/v1/customers/" """{"email":"ada@acme.dev","locale":"de-AT"}""" fake

                  for members, expected in
                      [ "", "null"
                        ""","locale":"fr" """, "fr"
                        $""","customer_id":"{Json.text "id" customer}" """, "de-AT"
                        $""","customer_id":"{Json.text "id" customer}","locale":"fr" """, "fr" ] do
                      let! session = Buying.session product members fake
                      Expect.equal (Json.shown "locale" session) expected members
              })

          testCaseTask "another product keeps the currency where it can, else the organization's is taken" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let euros = """{"amount_type":"fixed","price_amount":900,"price_currency":"eur"}"""
                  let! both = Buying.once (Buying.fixedPrice 1000 + "," + euros) fake
                  let! other = Buying.once (Buying.fixedPrice 2000 + "," + euros) fake
                  let! dollars = Buying.once (Buying.fixedPrice 3000) fake

                  let! session =
                      Given.create "/v1/checkouts/" $"""{{"products":["{both}","{other}","{dollars}"],"currency":"eur"}}""" fake

                  for product, currency, expected in [ other, "eur", 900L; dollars, "usd", 3000L; both, "usd", 1000L ] do
                      let! answer = Buying.fill $"""{{"product_id":"{product}"}}""" session fake
                      Expect.equal (Json.text "currency" answer.Json, Json.whole "amount" answer.Json) (currency, expected) answer.Text

                  let! asked = patch $"""{{"product_id":"{other}","currency":"eur"}}""" session fake
                  Expect.equal (Json.text "currency" (Buying.succeeds asked)) "eur" "asked for"

                  let! neither =
                      patch $"""{{"product_id":"{dollars}","currency":"eur"}}""" session fake

                  Faults.one neither ("value_error", """["body","currency"]""", "Product is not available in the specified currency.")
                  let! _ = Http.patch $"/v1/products/{other}" """{"is_archived":true}""" fake
                  let! archived = Buying.fill $"""{{"product_id":"{other}"}}""" session fake
                  Faults.one archived ("value_error", """["body","product_id"]""", "Product is archived.")
              })

          testCaseTask "several subscriptions are allowed where the organization says so" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! settings =
                      Http.patch
                          $"/v1/organizations/{fake.Organization.Id}"
                          """{"subscription_settings":{"allow_multiple_subscriptions":true,"proration_behavior":"prorate","benefit_revocation_grace_period":0,"prevent_trial_abuse":false,"allow_customer_updates":true}}"""
                          fake

                  Expect.equal settings.Status 200 settings.Text
                  let! product = Buying.monthly (Buying.fixedPrice 1000) fake

                  for _ in 1..2 do
                      let! session = Buying.session product "" fake
                      let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                      Expect.equal answer.Status 200 answer.Text
              }) ]
