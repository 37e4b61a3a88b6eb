module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutConfirmTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer.Tests

let private price = Buying.fixedPrice 1000

let private missing (name: string) =
    "missing", $"""["body",{name}]""", "Field is required."

let private part (name: string) =
    missing $"\"customer_billing_address\",\"{name}\""

let private token =
    "missing", """["body","confirmation_token_id"]""", "Confirmation token is required."

let private fullAddress =
    "value_error", """["body","customer_billing_address"]""", "Full billing address is required."

/// What the session begins with, what the buyer sends, and what is missing.
let private incomplete =
    [ "nothing",
      "",
      "{}",
      [ missing "\"customer_email\""
        missing "\"customer_billing_address\""
        part "country"
        token ]
      "no card", "", """{"customer_email":"a@acme.dev","customer_billing_address":{"country":"FR"}}""", [ token ]
      "no province",
      "",
      """{"customer_email":"a@acme.dev","customer_billing_address":{"country":"CA"},"confirmation_token_id":"tok_visa"}""",
      [ part "state" ]
      "a country only, where it is the United States",
      "",
      """{"customer_email":"a@acme.dev","customer_billing_address":{"country":"US"},"confirmation_token_id":"tok_visa"}""",
      [ part "state"; part "line1"; part "city"; part "postal_code" ]
      "a means of payment that needs the whole address",
      "",
      """{"customer_email":"a@acme.dev","customer_billing_address":{"country":"IN"},"payment_method_type":"upi","confirmation_token_id":"tok_visa"}""",
      [ part "line1"; part "city"; part "postal_code"; fullAddress ]
      "a business without a name",
      ""","is_business_customer":true""",
      """{"customer_email":"a@acme.dev","customer_billing_address":{"country":"FR","line1":"1 rue","city":"Paris","postal_code":"75001"},"confirmation_token_id":"tok_visa"}""",
      [ missing "\"customer_billing_name\"" ] ]

/// Cards that do not pay: what the buyer is told, and the processor's word for it.
let private declined =
    [ "tok_decline", "Your card was declined.", "card_declined"
      "tok_insufficient_funds", "Your card has insufficient funds.", "insufficient_funds"
      "tok_expired_card", "Your card has expired.", "expired_card"
      "tok_incorrect_cvc", "Your card's security code is incorrect.", "incorrect_cvc" ]

let private frenchWith (card: string) =
    (Buying.french "ada@acme.dev").Replace("tok_visa", card)

[<Tests>]
let tests =
    testList
        "confirmation of a checkout"
        [ testList
              "is refused for"
              [ for name, members, body, expected in incomplete ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.once price fake
                            let! session = Buying.session product members fake
                            let! answer = Buying.confirm body session fake
                            Expect.equal (Json.text "error" answer.Json) "PolarRequestValidationError" "error"
                            Expect.equal (Faults.all answer |> List.sort) (List.sort expected) "faults"
                        }) ]

          testList
              "with a card that does not pay:"
              [ for card, message, reason in declined ->
                    testCaseTask card (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.once price fake
                            let! session = Buying.session product "" fake

                            let! answer, types =
                                Events.during fake (fun () -> Buying.confirm (frenchWith card) session fake)

                            Faults.domain
                                answer
                                400
                                "PaymentError"
                                $"The payment failed: {message} Please try again with a different payment method."

                            Expect.equal types [ "checkout.updated" ] "the processor's report"
                            let! seen = Buying.seen session fake
                            Expect.equal (Json.text "status" seen) "open" "another try"
                            Expect.isTrue (Json.isNull "customer_id" seen) "nobody became a customer"
                            let! customers = Http.get "/v1/customers/" fake
                            Expect.isEmpty (Json.items "items" customers.Json) "no customer"
                            let! payment = Buying.only "/v1/payments/" fake
                            Expect.equal (Json.text "status" payment) "failed" "payment"
                            Expect.equal (Json.text "decline_reason" payment) reason "reason"
                            Expect.equal (Json.text "decline_message" payment) message "message"
                            Expect.equal (Json.text "checkout_id" payment) (Json.text "id" session) "checkout"
                            Expect.isTrue (Json.isNull "order_id" payment) "no order"
                            let! again = Buying.confirm (frenchWith "tok_visa") session fake
                            Expect.equal again.Status 200 "the next card pays"
                        }) ]

          testCaseTask "a card may be refused behind the confirmation" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly price fake
                  let! session = Buying.session product "" fake

                  let! answer, types =
                      Events.during fake (fun () -> Buying.confirm (frenchWith "tok_async_decline") session fake)

                  Expect.equal (Json.text "status" (Buying.succeeds answer)) "confirmed" "confirmed for now"

                  Expect.equal
                      (types |> List.filter (fun kind -> kind.StartsWith "checkout"))
                      [ "checkout.updated"; "checkout.updated" ]
                      "confirmed, and open again"

                  let! seen = Buying.seen session fake
                  Expect.equal (Json.text "status" seen) "open" "open"
                  Expect.isFalse (Json.isNull "customer_id" seen) "the customer stays linked"
                  Expect.isFalse (Json.has "intent_status" (Json.at "payment_processor_metadata" seen)) "no intent"
                  let! subscriptions = Http.get "/v1/subscriptions/" fake
                  Expect.isEmpty (Json.items "items" subscriptions.Json) "no subscription"
              })

          testCaseTask "what is free needs an address to write to, and nothing else" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 0) fake
                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm "{}" session fake
                  Expect.equal (Faults.all answer) [ missing "\"customer_email\"" ] "faults"
                  let! answer = Buying.confirm """{"customer_email":"ada@acme.dev"}""" session fake
                  Buying.succeeds answer |> ignore
                  let! order = Buying.only "/v1/orders/" fake
                  Expect.equal (Json.text "status" order) "paid" "paid"
                  Expect.equal (Json.whole "total_amount" order) 0L "total"
                  Expect.isTrue (Json.isNull "receipt_number" order) "no receipt"
                  Expect.isTrue (Json.isNull "billing_address" order) "no address"
                  let! payments = Http.get "/v1/payments/" fake
                  Expect.isEmpty (Json.items "items" payments.Json) "no payment"
                  let! seen = Buying.seen session fake
                  Expect.equal (Json.text "status" seen) "succeeded" "succeeded"
                  Expect.equal (Json.text "payment_processor_metadata.intent_status" seen) "succeeded" "and says so"
              })

          testCaseTask "who is new or linked gets a session for the portal, who was found by address does not" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake
                  let! first = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") first fake
                  Expect.stringStarts (Json.text "customer_session_token" (Buying.succeeds answer)) "polar_cst_" "new"
                  let! second = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ADA@acme.dev") second fake
                  let found = Buying.succeeds answer
                  Expect.isTrue (Json.isNull "customer_session_token" found) "found by address"
                  let! customer = Buying.only "/v1/customers/" fake
                  Expect.equal (Json.text "customer_id" found) (Json.text "id" customer) "the same customer"

                  let! third =
                      Buying.session product $""","customer_id":"{Json.text "id" customer}" """ fake

                  Expect.isTrue
                      (Json.has "customer_session_client_secret" (Json.at "payment_processor_metadata" third))
                      "kept cards are offered"

                  let! answer = Buying.confirm """{"confirmation_token_id":"tok_visa"}""" third fake
                  Expect.stringStarts (Json.text "customer_session_token" (Buying.succeeds answer)) "polar_cst_" "linked"
              })

          testCaseTask "a customer keeps its name and gets the rest" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! named = Given.customer "ada@acme.dev" fake
                  let! product = Buying.once price fake

                  let! session =
                      Buying.session product $""","customer_id":"{Json.text "id" named}","customer_metadata":{{"source":"web"}}""" fake

                  let! answer =
                      Buying.confirm
                          """{"customer_name":"Cardholder","customer_billing_name":"Engines Ltd","customer_billing_address":{"country":"FR"},"confirmation_token_id":"tok_visa"}"""
                          session
                          fake

                  Buying.succeeds answer |> ignore
                  let! customer = Buying.only "/v1/customers/" fake
                  Expect.equal (Json.text "name" customer) "Ada Lovelace" "name"
                  Expect.equal (Json.text "billing_name" customer) "Engines Ltd" "billing name"
                  Expect.equal (Json.text "billing_address.country" customer) "FR" "address"
                  Expect.equal (Json.text "metadata.source" customer) "web" "metadata"
                  Expect.equal (Json.text "locale" customer) "en" "locale"
                  let! order = Buying.only "/v1/orders/" fake
                  Expect.equal (Json.text "billing_name" order) "Engines Ltd" "on the order"
              })

          testCaseTask "an external id that meanwhile is somebody else's is refused in a sentence" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake
                  let! session = Buying.session product ""","external_customer_id":"u-1" """ fake

                  let! _ =
                      Given.create "/v1/customers/" """{"email":"other@acme.dev","external_id":"u-1"}""" fake

                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake

                  Faults.domain
                      answer
                      422
                      "CheckoutCustomerExternalIdMismatch"
                      "A customer with this external ID already exists but with a different email address."
              })

          testCaseTask "a deleted customer buys nothing" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! product = Buying.once price fake

                  let! session =
                      Buying.session product $""","customer_id":"{Json.text "id" customer}" """ fake

                  let! _ = Http.delete $"""/v1/customers/{Json.text "id" customer}""" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake

                  Faults.domain answer 409 "CheckoutCustomerDeleted" "The customer associated with this checkout has been deleted."
              })

          testCaseTask "twice is once too often" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once price fake
                  let! session = Buying.session product "" fake
                  let! _ = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Faults.domain answer 403 "NotOpenCheckout" $"""Checkout {Json.text "id" session} is not open: succeeded"""
              })

          testCaseTask "one trial for everybody, where the organization says so" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! settings =
                      Http.patch
                          $"/v1/organizations/{fake.Organization.Id}"
                          """{"subscription_settings":{"allow_multiple_subscriptions":true,"proration_behavior":"prorate","benefit_revocation_grace_period":0,"prevent_trial_abuse":true,"allow_customer_updates":true}}"""
                          fake

                  Expect.equal settings.Status 200 settings.Text

                  let! product =
                      Buying.monthlyWith price ""","trial_interval":"week","trial_interval_count":1""" fake

                  let! first = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") first fake
                  Buying.succeeds answer |> ignore
                  let! second = Buying.session product "" fake

                  let other =
                      (Buying.french "ada+again@acme.dev").Replace("tok_visa", "tok_mastercard")

                  let! answer = Buying.confirm other second fake

                  Faults.domain
                      answer
                      403
                      "TrialAlreadyRedeemed"
                      "You have already used a trial for this product. Trials can only be used once per customer."

                  let! _ = Buying.fill """{"allow_trial":false}""" second fake
                  let! paid = Buying.confirm other second fake
                  Expect.equal paid.Status 200 "without a trial"
              }) ]
