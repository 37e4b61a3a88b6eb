/// How customers pay themselves what a renewal could not get.
module Polar.FakeServer.Tests.Portal.PaymentMethods.PaymentRetryTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Billing.Subscriptions

/// A subscription whose renewal was declined.
type private Overdue =
    { Fake: FakePolar
      Customer: string
      Order: string }

    member overdue.Session() =
        Portal.session overdue.Customer overdue.Fake

    member overdue.Pay(body: string) : Task<Answer> =
        task {
            let! token = overdue.Session()
            return! Portal.post token $"orders/{overdue.Order}/confirm-payment" body overdue.Fake
        }

    member overdue.Pay(how: string, what: string) : Task<Answer> = overdue.Pay $"""{{"{how}":"{what}"}}"""

    member overdue.Status() : Task<string * string option> =
        task {
            let! order = Subscribing.latestOrder overdue.Fake

            return Json.text "status" order, Json.find "next_payment_attempt_at" order |> Option.ofObj |> Option.map string
        }

    /// The payments: what brought them about, and how they went.
    member overdue.Payments() : Task<(string * string) list> =
        task {
            let! payments =
                Http.get $"/v1/payments/?order_id={overdue.Order}&sorting=created_at&limit=100" overdue.Fake

            return [ for payment in Json.items "items" payments.Json -> Json.text "trigger" payment, Json.text "status" payment ]
        }

let private overdue (card: string) : Task<Overdue> =
    task {
        let! fake = Fake.start ()
        let! product = Subscribing.monthly "Pro" 1000 fake
        let! customer, _ = Portal.subscriber product card fake
        do! fake.Clock.AdvanceAsync "P1M"
        let! order = Subscribing.latestOrder fake

        return
            { Fake = fake
              Customer = customer
              Order = Json.text "id" order }
    }

let private first = "subscription_cycle", "failed"

let private paid =
    [ "subscription.updated"
      "subscription.active"
      "order.updated"
      "order.paid"
      "order.updated"
      "order.updated"
      "customer.state_changed" ]

let private notEligible (overdue: Overdue) (answer: Answer) =
    Refusal.domain 422 "OrderNotEligibleForRetry" $"Order {overdue.Order} is not eligible for payment retry." answer

let private is (expected: string) (answer: Answer) =
    Expect.equal (answer.Status, answer.Text) (200, expected) "the answer"

[<Tests>]
let tests =
    testList
        "a customer who pays what is overdue"
        [ testCaseTask "pays with another card, which the subscription keeps" (fun () ->
              task {
                  let! overdue = overdue "ctoken_decline_renewal"
                  use fake = overdue.Fake

                  let! answer, told =
                      Events.during fake (fun () -> overdue.Pay("confirmation_token_id", "ctoken_ok"))

                  is """{"status":"succeeded","client_secret":null,"error":null}""" answer
                  Expect.equal told paid "told"
                  let! status = overdue.Status()
                  Expect.equal status ("paid", None) "paid"
                  let! payments = overdue.Payments()
                  Expect.equal payments [ first; "retry_customer", "succeeded" ] "payments"
                  let! subscription = Subscribing.only fake
                  Expect.equal (Json.text "status" subscription) "active" "it goes on"
                  let! methods = Http.get $"/v1/customers/{overdue.Customer}/payment-methods" fake

                  Expect.equal
                      [ for item in Json.items "items" methods.Json -> Json.flag "is_default" item ]
                      [ false; false ]
                      "a second card, and no default"

                  do! fake.Clock.AdvanceAsync "P1M"
                  let! next = Subscribing.latestOrder fake
                  Expect.equal (Json.text "status" next) "paid" "it pays the next renewal"
              })

          testCaseTask "pays with a card on file" (fun () ->
              task {
                  let! overdue = overdue "ctoken_decline_off_session"
                  use fake = overdue.Fake
                  let! methods = Http.get $"/v1/customers/{overdue.Customer}/payment-methods" fake
                  let card = Json.text "items.0.id" methods.Json

                  let! answer, told =
                      Events.during fake (fun () -> overdue.Pay("payment_method_id", card))

                  is """{"status":"succeeded","client_secret":null,"error":null}""" answer
                  Expect.equal told paid "told"
                  let! methods = Http.get $"/v1/customers/{overdue.Customer}/payment-methods" fake
                  Expect.equal (Json.whole "pagination.total_count" methods.Json) 1L "no other card"
              })

          testCaseTask "is declined with the card whose renewals are, and may try another one" (fun () ->
              task {
                  let! overdue = overdue "ctoken_decline_renewal"
                  use fake = overdue.Fake
                  let! before = overdue.Status()
                  let! methods = Http.get $"/v1/customers/{overdue.Customer}/payment-methods" fake

                  let! answer, told =
                      Events.during fake (fun () -> overdue.Pay("payment_method_id", Json.text "items.0.id" methods.Json))

                  is """{"status":"failed","client_secret":null,"error":"Your card was declined."}""" answer
                  Expect.isEmpty told "nothing is told"

                  let! answer =
                      overdue.Pay("confirmation_token_id", "ctoken_decline_insufficient_funds")

                  is """{"status":"failed","client_secret":null,"error":"Your card has insufficient funds."}""" answer
                  let! payments = overdue.Payments()
                  Expect.equal payments [ first; "retry_customer", "failed"; "retry_customer", "failed" ] "payments"
                  let! after = overdue.Status()
                  Expect.equal after before "dunning goes on as it was to"
                  let! token = overdue.Session()
                  let! status = Portal.get token $"orders/{overdue.Order}/payment-status" fake
                  Expect.equal status.Text """{"status":"failed","error":"Your card has insufficient funds."}""" "the latest"
              })

          testCaseTask "may try five times" (fun () ->
              task {
                  let! overdue = overdue "ctoken_decline_renewal"
                  use _ = overdue.Fake

                  for _ in 1..5 do
                      let! answer = overdue.Pay("confirmation_token_id", "ctoken_decline")
                      Expect.equal (Json.text "status" answer.Json) "failed" answer.Text

                  let! answer = overdue.Pay("confirmation_token_id", "ctoken_ok")

                  Refusal.domain
                      429
                      "ManualRetryLimitExceeded"
                      $"Maximum number of manual payment retry attempts has been reached for order {overdue.Order}."
                      answer
              })

          testCaseTask "shows its bank who it is, and keeps other payments away meanwhile" (fun () ->
              task {
                  let! overdue = overdue "ctoken_decline_renewal"
                  use fake = overdue.Fake
                  let! answer = overdue.Pay("confirmation_token_id", "ctoken_requires_action")
                  let secret = Json.text "client_secret" answer.Json
                  is $"""{{"status":"requires_action","client_secret":"{secret}","error":null}}""" answer
                  Expect.stringStarts secret "pi_" "a payment"
                  let! second = overdue.Pay("confirmation_token_id", "ctoken_ok")

                  Refusal.domain 409 "PaymentAlreadyInProgress" $"Payment for order {overdue.Order} is already in progress" second

                  let! told =
                      Subscribing.toldDuring fake (fun () -> task { do! fake.Payments.AuthenticateIntentAsync secret })

                  Expect.equal told paid "told"
                  let! status = overdue.Status()
                  Expect.equal status ("paid", None) "paid"
              })

          testCaseTask "whom the bank does not believe may try again" (fun () ->
              task {
                  let! overdue = overdue "ctoken_decline_renewal"
                  use fake = overdue.Fake
                  let! before = overdue.Status()
                  let! answer = overdue.Pay("confirmation_token_id", "ctoken_requires_action")
                  do! fake.Payments.AuthenticateIntentAsync(Json.text "client_secret" answer.Json, false)
                  let! payments = overdue.Payments()
                  Expect.equal payments [ first; "retry_customer", "failed" ] "payments"
                  let! after = overdue.Status()
                  Expect.equal after before "as before"
                  let! answer = overdue.Pay("confirmation_token_id", "ctoken_ok")
                  is """{"status":"succeeded","client_secret":null,"error":null}""" answer
              })

          testCaseTask "who walks away keeps others from paying for an hour" (fun () ->
              task {
                  let! overdue = overdue "ctoken_decline_renewal"
                  use fake = overdue.Fake
                  let! _ = overdue.Pay("confirmation_token_id", "ctoken_requires_action")
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 74.)
                  let! locked = overdue.Pay("confirmation_token_id", "ctoken_ok")
                  Expect.equal locked.Status 409 locked.Text
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
                  let! answer = overdue.Pay("confirmation_token_id", "ctoken_ok")
                  is """{"status":"succeeded","client_secret":null,"error":null}""" answer
              })

          testCaseTask "who walks away does not stop dunning" (fun () ->
              task {
                  let! overdue = overdue "ctoken_decline_2"
                  use fake = overdue.Fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 47.5)
                  let! _ = overdue.Pay("confirmation_token_id", "ctoken_requires_action")
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)
                  let! waiting = overdue.Status()
                  Expect.equal (fst waiting) "pending" "the try that was due then is left out"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.5)
                  let! status = overdue.Status()
                  Expect.equal status ("paid", None) "the next look tries it"
              })

          testCaseTask "is told later of a card that takes its time" (fun () ->
              task {
                  let! overdue = overdue "ctoken_decline_renewal"
                  use fake = overdue.Fake
                  let! answer = overdue.Pay("confirmation_token_id", "ctoken_async")
                  is """{"status":"failed","client_secret":null,"error":"Payment failed"}""" answer
                  let! locked = overdue.Pay("confirmation_token_id", "ctoken_ok")
                  Expect.equal locked.Status 409 locked.Text
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
                  let! status = overdue.Status()
                  Expect.equal status ("paid", None) "paid after all"
              })

          testCaseTask "names one card" (fun () ->
              task {
                  let! overdue = overdue "ctoken_decline_renewal"
                  use _ = overdue.Fake
                  let! none = overdue.Pay "{}"

                  Refusal.malformed
                      [ "value_error", "body", "Value error, Either confirmation_token_id or payment_method_id must be provided" ]
                      none

                  let! both =
                      overdue.Pay $"""{{"confirmation_token_id":"ctoken_ok","payment_method_id":"{unknown}"}}"""

                  Refusal.malformed
                      [ "value_error", "body", "Value error, Only one of confirmation_token_id or payment_method_id can be provided" ]
                      both

                  let! foreign = overdue.Pay("payment_method_id", unknown)
                  Refusal.domain 422 "PaymentRetryValidationError" "Payment method does not belong to customer" foreign
              })

          testCaseTask "owes something: what is paid, void or no subscription's is not eligible" (fun () ->
              task {
                  let! overdue = overdue "ctoken_decline_renewal"
                  use fake = overdue.Fake
                  let! _ = overdue.Pay("confirmation_token_id", "ctoken_ok")
                  let! again = overdue.Pay("confirmation_token_id", "ctoken_ok")
                  notEligible overdue again

                  let! book = Given.oneTime 500L fake
                  let! customer, _ = Given.purchase book "bob@acme.dev" fake
                  let! token = Portal.session (Json.text "id" customer) fake
                  let! orders = Portal.get token "orders/" fake
                  let order = Json.text "items.0.id" orders.Json

                  let! answer =
                      Portal.post token $"orders/{order}/confirm-payment" """{"confirmation_token_id":"ctoken_ok"}""" fake

                  Refusal.domain 422 "OrderNotEligibleForRetry" $"Order {order} is not eligible for payment retry." answer
              }) ]
