/// Orders that a merchant drafts and charges to a card on file.
module Polar.FakeServer.Tests.Billing.Orders.DraftOrderTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// A fake whose merchant may charge cards on file, with a product and a customer who has bought a subscription with a card.
let private charging (card: string) (fake: FakePolar) : Task<string * string> =
    task {
        let! changed =
            Http.anonymous
                "PATCH"
                $"/_fake/organizations/{fake.Organization.Id}"
                (Some """{"feature_settings":{"off_session_charges_enabled":true}}""")
                fake

        Expect.equal changed.Status 200 changed.Text
        let! monthly = Buying.monthly (Buying.fixedPrice 500) fake
        let! session = Buying.session monthly "" fake

        let! answer =
            Buying.confirm ((Buying.french "ada@acme.dev").Replace("tok_visa", card)) session fake

        Buying.succeeds answer |> ignore
        let! product = Buying.once (Buying.fixedPrice 1000) fake
        let! customers = Http.get "/v1/customers/" fake
        return product, Json.text "items.0.id" customers.Json
    }

let private drafted (product: string) (customer: string) (members: string) (fake: FakePolar) : Task<Answer> =
    Http.post "/v1/orders/" $"""{{"product_id":"{product}","customer_id":"{customer}"{members}}}""" fake

let private drafts =
    testList
        "drafts"
        [ testCaseTask "are taxed at once, numbered when they are paid, and charged to the card on file" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product, customer = charging "tok_visa" fake
                  let before = fake.Webhooks.Events.Count

                  let! draft =
                      drafted product customer ""","description":" 5,000 tokens ","metadata":{"run":1}""" fake

                  Expect.equal draft.Status 201 draft.Text
                  Expect.equal (Events.since before fake) [ "order.created" ] "events"
                  Expect.equal (Json.text "status" draft.Json) "draft" "status"
                  Expect.isNull (Json.find "invoice_number" draft.Json) "no number"
                  Expect.equal (Json.text "items.0.label" draft.Json) "5,000 tokens" "label"
                  Expect.equal ((Json.at "total_amount" draft.Json).GetValue<int64>()) 1000L "total, tax included in France"
                  Expect.equal ((Json.at "tax_amount" draft.Json).GetValue<int64>()) 167L "tax"
                  let before = fake.Webhooks.Events.Count
                  let! paid = Http.post $"""/v1/orders/{Json.text "id" draft.Json}/finalize""" "" fake
                  Expect.equal paid.Status 200 paid.Text
                  Expect.equal (Json.text "status" paid.Json) "paid" "status"
                  Expect.isNotNull (Json.find "invoice_number" paid.Json) "number"
                  Expect.equal (List.truncate 2 (Events.since before fake)) [ "order.updated"; "order.paid" ] "events"

                  let! payments =
                      Http.get $"""/v1/payments/?order_id={Json.text "id" paid.Json}""" fake

                  Expect.equal (Json.text "items.0.status" payments.Json) "succeeded" "payment"
                  Expect.isNull (Json.find "items.0.trigger" payments.Json) "nothing of the service's own has triggered it"
                  let! again = Http.post $"""/v1/orders/{Json.text "id" draft.Json}/finalize""" "" fake
                  Expect.equal again.Status 412 again.Text
                  Expect.equal (Json.text "error" again.Json) "OrderNotDraft" again.Text
              })

          testCaseTask "stay drafts where there is nothing to charge" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product, _ = charging "tok_visa" fake

                  let! eve =
                      Given.create "/v1/customers/" """{"email":"eve@acme.dev","billing_address":{"country":"FR"}}""" fake

                  let! draft = drafted product (Json.text "id" eve) "" fake
                  let order = Json.text "id" draft.Json
                  let! refused = Http.post $"/v1/orders/{order}/finalize" "" fake
                  Expect.equal refused.Status 402 refused.Text
                  Expect.equal (Json.text "detail" refused.Json) "Payment failed with reason: missing_payment_method." refused.Text
                  let! after = Http.get $"/v1/orders/{order}" fake
                  Expect.equal (Json.text "status" after.Json) "draft" "still one"
              })

          for card, error, sentence in
              [ "ctoken_decline_off_session", "PaymentFailed", "Payment failed with reason: card_error."
                "ctoken_decline_2_lost_card", "PaymentFailed", "Payment failed with reason: card_error."
                "ctoken_decline_off_session_authentication_required", "PaymentActionRequired", "" ] do
              testCaseTask $"stay drafts where {card} is charged" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! product, customer = charging card fake
                      let! draft = drafted product customer "" fake
                      let order = Json.text "id" draft.Json
                      let before = fake.Webhooks.Events.Count
                      let! refused = Http.post $"/v1/orders/{order}/finalize" "" fake
                      Expect.equal (refused.Status, Json.text "error" refused.Json) (402, error) refused.Text

                      Expect.equal
                          (Json.text "detail" refused.Json)
                          (if sentence = "" then
                               $"Order {order} payment requires customer authentication (e.g. 3DS challenge); off-session charge cannot complete."
                           else
                               sentence)
                          refused.Text

                      Expect.isEmpty (Events.since before fake) "nobody is told"
                      let! after = Http.get $"/v1/orders/{order}" fake
                      Expect.equal (Json.text "status" after.Json, Json.isNull "invoice_number" after.Json) ("draft", true) "still one"
                      let! payments = Http.get $"/v1/payments/?order_id={order}" fake

                      Expect.equal
                          [ for payment in Json.items "items" payments.Json ->
                                Json.text "status" payment, Json.isNull "trigger" payment, Json.isNull "checkout_id" payment ]
                          (if sentence = "" then [] else [ "failed", true, true ])
                          "what the processor reports"

                      let! again = Http.post $"/v1/orders/{order}/finalize" "" fake

                      Expect.equal again.Status (if card = "ctoken_decline_2_lost_card" then 200 else 402) "the third charge"
                  })

          testCaseTask "that cost nothing need a card all the same, and are paid without a charge" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product, customer = charging "ctoken_decline_off_session" fake
                  let! draft = drafted product customer ""","amount":0""" fake
                  let order = Json.text "id" draft.Json
                  let! paid = Http.post $"/v1/orders/{order}/finalize" "" fake
                  Expect.equal (paid.Status, Json.text "status" paid.Json) (200, "paid") paid.Text
                  Expect.isTrue (Json.isNull "receipt_number" paid.Json) "no receipt"
                  let! payments = Http.get $"/v1/payments/?order_id={order}" fake
                  Expect.equal (Json.whole "pagination.total_count" payments.Json) 0L "no payment"
              })

          let refused name (members: string) (status: int) (sentence: string) =
              testCaseTask $"are refused {name}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! product, customer = charging "tok_visa" fake
                      let! answer = drafted product customer members fake
                      Expect.equal answer.Status status answer.Text
                      Expect.equal (Json.text "detail.0.msg" answer.Json) sentence answer.Text
                  })

          refused "for too little" ""","amount":49""" 422 "Amount must be at least $0.50."
          refused "for too much" ""","amount":100000000""" 422 "Amount must be at most $999,999.99."
          refused "in a currency without a price" ""","currency":"chf" """ 422 "Product has no price in currency 'chf'."

          testCaseTask "need the merchant to be let" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! customer = Given.create "/v1/customers/" """{"email":"ada@acme.dev"}""" fake
                  let! answer = drafted product (Json.text "id" customer) "" fake
                  Expect.equal answer.Status 403 answer.Text

                  Expect.equal
                      (Json.text "detail" answer.Json)
                      $"Off-session charges are not enabled for this organization ({fake.Organization.Id}). Contact Polar support to opt in."
                      answer.Text
              })

          testCaseTask "need an address for their tax" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product, _ = charging "tok_visa" fake
                  let! eve = Given.create "/v1/customers/" """{"email":"eve@acme.dev"}""" fake
                  let! answer = drafted product (Json.text "id" eve) "" fake
                  Expect.equal (Json.text "detail.0.loc.1" answer.Json) "customer_id" answer.Text
              })

          testCaseTask "show the cards that a customer has on file" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, customer = charging "tok_visa" fake
                  let! answer = Http.get $"/v1/customers/{customer}/payment-methods" fake
                  Expect.equal (Json.text "items.0.type" answer.Json) "card" answer.Text
                  Expect.equal (Json.text "items.0.method_metadata.last4" answer.Json) "4242" answer.Text
                  Expect.isFalse ((Json.at "items.0.is_default" answer.Json).GetValue<bool>()) "no default"
              }) ]

[<Tests>]
let tests = testList "papers of orders" [ drafts ]
