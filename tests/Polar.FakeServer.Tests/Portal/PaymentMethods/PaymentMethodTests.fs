/// How customers put cards on file, and choose among them.
module Polar.FakeServer.Tests.Portal.PaymentMethods.PaymentMethodTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Portal.PaymentMethods.CardsOnFile

let private confirm (token: string) (intent: string) (isDefault: bool) (fake: FakePolar) : Task<Answer> =
    let isDefault = if isDefault then "true" else "false"
    Portal.post token (cards + "/confirm") $"""{{"setup_intent_id":"{intent}","set_default":{isDefault}}}""" fake

let private adding =
    testList
        "a card that a customer adds"
        [ testCaseTask "is kept, and is the default only where that was asked for" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, token = ada fake
                  let! first, events = Events.during fake (fun () -> add token "ctoken_ok" false fake)
                  let id = kept first

                  Expect.equal
                      ((Json.at "payment_method" first.Json).ToJsonString())
                      $"""{{"id":"{id}","created_at":"2026-03-01T12:00:00Z","modified_at":null,"processor":"stripe","customer_id":"{customer}","type":"card","method_metadata":{{"brand":"visa","last4":"4242","exp_month":12,"exp_year":2034,"wallet":null}}}}"""
                      "the card"

                  Expect.equal events told "the processor knows the customer now"
                  let! none = usual customer fake
                  Expect.isNone none "no default"
                  let! second, events = Events.during fake (fun () -> add token "ctoken_ok" false fake)
                  Expect.isEmpty events "another one is not told of"
                  let! third, events = Events.during fake (fun () -> add token "anything" true fake)
                  Expect.equal events told "a new default is"
                  let! chosen = usual customer fake
                  Expect.equal chosen (Some(kept third)) "the default"
                  let! all = listed token fake
                  Expect.equal all [ kept third; kept second; id ] "newest first"

                  let! merchants = Http.get $"/v1/customers/{customer}/payment-methods" fake

                  Expect.equal
                      [ for item in Json.items "items" merchants.Json -> Json.text "id" item, Json.flag "is_default" item ]
                      [ kept third, true; kept second, false; id, false ]
                      "as the merchant sees them"
              })

          testCaseTask "at first is told of twice where it is the default at once" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, token = ada fake
                  let! answer, events = Events.during fake (fun () -> add token "ctoken_ok" true fake)
                  kept answer |> ignore
                  Expect.equal events (told @ told) "the customer is saved twice"
              })

          for card, reason in
              [ "ctoken_decline", "Your card was declined."
                "ctoken_decline_insufficient_funds", "Your card has insufficient funds."
                "tok_expired_card", "Your card has expired." ] do
              testCaseTask $"with {card} is declined, and nothing has happened" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! _, token = ada fake
                      let! answer, events = Events.during fake (fun () -> add token card true fake)

                      Refusal.domain
                          400
                          "PaymentMethodSetupFailed"
                          $"Could not add this payment method: {reason} Please try again with a different card."
                          answer

                      Expect.isEmpty events "nothing is told"
                      let! all = listed token fake
                      Expect.isEmpty all "none is kept"
                      let! early = confirm token "seti_x" false fake
                      Refusal.domain 403 "CustomerNotReady" "Customer is not ready for this operation." early
                  })

          testCaseTask "needs a card, a choice and a place to come back to" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, token = ada fake
                  let! answer = Portal.post token cards "{}" fake

                  Refusal.malformed
                      [ "missing", "body.confirmation_token_id", "Field required"
                        "missing", "body.set_default", "Field required"
                        "missing", "body.return_url", "Field required" ]
                      answer
              })

          testCaseTask "waits for the bank to have seen its customer, and is one card however often that is confirmed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, token = ada fake
                  let! answer = add token "ctoken_requires_action" false fake
                  Expect.equal (answer.Status, Json.text "status" answer.Json) (201, "requires_action") answer.Text
                  let secret = Json.text "client_secret" answer.Json
                  let intent = (secret.Split "_secret_")[0]
                  Expect.stringStarts intent "seti_" "what the processor calls it"
                  let! none = listed token fake
                  Expect.isEmpty none "not yet"
                  let! early = confirm token intent false fake
                  Expect.equal early.Text answer.Text "still to be seen"
                  do! fake.Payments.AuthenticateIntentAsync secret
                  let! first, events = Events.during fake (fun () -> confirm token intent false fake)
                  let id = kept first
                  Expect.isEmpty events "not told of"
                  let! again = confirm token intent true fake
                  Expect.equal (kept again) id "the same card"
                  let! chosen = usual customer fake
                  Expect.equal chosen (Some id) "the default now"
                  let! gone = delete token id fake
                  Expect.equal gone.Status 204 gone.Text
                  let! back = confirm token intent false fake
                  Expect.equal (kept back) id "it comes back"
              })

          testCaseTask "is not kept where the bank did not believe its customer, or the intent is another's" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, token = ada fake
                  let! answer = add token "ctoken_requires_action" false fake
                  let intent = ((Json.text "client_secret" answer.Json).Split "_secret_")[0]
                  let! bob = Given.customer "bob@acme.dev" fake
                  let! bobs = Portal.session (Json.text "id" bob) fake
                  let! _ = add bobs "ctoken_ok" false fake
                  let invalid = [ "invalid", "body.setup_intent_id", "Invalid setup_intent_id." ]
                  let! foreign = confirm bobs intent false fake
                  Refusal.invalid invalid foreign

                  let! acted =
                      Http.anonymous "POST" $"/_fake/intents/{intent}/authenticate" (Some """{"succeeds":false}""") fake

                  Expect.equal acted.Text $"""{{"id":"{intent}","status":"requires_payment_method"}}""" "by control"
                  let! failed = confirm token intent false fake
                  Refusal.invalid invalid failed
                  let! unknown = confirm token "seti_unknown" false fake
                  Refusal.invalid invalid unknown

                  let! twice =
                      Http.anonymous "POST" $"/_fake/intents/{intent}/authenticate" (Some "{}") fake

                  Expect.stringContains twice.Text "waits for nobody any more" "once only"
              }) ]

let private choosing =
    testList
        "a customer's default card"
        [ testCaseTask "is chosen among those on file, and is told of twice" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, token = ada fake
                  let! id = added token fake

                  let! answer, events =
                      Events.during fake (fun () -> Portal.patch token "customers/me" $"""{{"default_payment_method_id":"{id}"}}""" fake)

                  Expect.equal (Json.text "default_payment_method_id" (Portal.succeeds answer)) id "as the customer sees it"
                  Expect.equal events (told @ told) "told twice"
                  let! chosen = usual customer fake
                  Expect.equal chosen (Some id) "as the merchant sees it"
                  let! bob = Given.customer "bob@acme.dev" fake
                  let! bobs = Portal.session (Json.text "id" bob) fake

                  let! foreign =
                      Portal.patch bobs "customers/me" $"""{{"default_payment_method_id":"{id}"}}""" fake

                  Refusal.invalid [ "invalid", "body.default_payment_method_id", "Payment method not found." ] foreign
              })

          for how in [ "by adding it"; "by choosing it" ] do
              testCaseTask $"pays at once what is overdue, {how}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! product = Subscribing.monthly "Pro" 1000 fake
                      let! customer, _ = Portal.subscriber product "ctoken_decline_renewal" fake
                      do! fake.Clock.AdvanceAsync "P1M"
                      let! late = Subscribing.only fake
                      Expect.equal (Json.text "status" late) "past_due" "overdue"
                      let! token = Portal.session customer fake

                      let! card, events =
                          if how = "by adding it" then
                              Events.during fake (fun () ->
                                  task {
                                      let! answer = add token "ctoken_ok" true fake
                                      return kept answer
                                  })
                          else
                              task {
                                  let! id = added token fake

                                  return!
                                      Events.during fake (fun () ->
                                          task {
                                              let! _ =
                                                  Portal.patch token "customers/me" $"""{{"default_payment_method_id":"{id}"}}""" fake

                                              return id
                                          })
                              }

                      let paid =
                          [ "subscription.updated"
                            "subscription.active"
                            "order.updated"
                            "order.paid"
                            "order.updated"
                            "order.updated"
                            "customer.state_changed" ]

                      Expect.equal events ((if how = "by adding it" then told else told @ told) @ paid) "told"
                      let! subscription = Subscribing.only fake
                      Expect.equal (Json.text "status" subscription) "active" "it goes on"
                      let! order = Subscribing.latestOrder fake
                      Expect.equal (Json.text "status" order) "paid" "paid"

                      let! payments =
                          Http.get $"""/v1/payments/?order_id={Json.text "id" order}&sorting=created_at""" fake

                      Expect.equal
                          [ for payment in Json.items "items" payments.Json -> Json.text "trigger" payment, Json.text "status" payment ]
                          [ "subscription_cycle", "failed"; "retry_payment_method_update", "succeeded" ]
                          "payments"

                      // The subscription has the card now: without it, it needs another one.
                      let! needed = delete token card fake
                      Expect.equal needed.Status 204 "the card that was declined takes its place"
                  })

          testCaseTask "that is declined uses up no try of dunning" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Subscribing.monthly "Pro" 1000 fake
                  let! customer, _ = Portal.subscriber product "ctoken_decline_renewal" fake
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! before = Subscribing.latestOrder fake
                  let! token = Portal.session customer fake

                  let! answer, events =
                      Events.during fake (fun () -> add token "ctoken_decline_off_session" true fake)

                  kept answer |> ignore
                  Expect.equal events told "the order is not told of"
                  let! after = Subscribing.latestOrder fake

                  Expect.equal
                      (Json.text "status" after, Json.text "next_payment_attempt_at" after)
                      ("pending", Json.text "next_payment_attempt_at" before)
                      "as before"
              }) ]

[<Tests>]
let tests = testList "payment methods in the portal" [ adding; choosing ]
