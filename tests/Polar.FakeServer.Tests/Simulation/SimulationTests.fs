/// What is outside of Polar: a test may put its own payment processor and its own tax service in the place of the simulated ones.
module Polar.FakeServer.Tests.Simulation.SimulationTests

open System.Collections.Concurrent
open Expecto
open Polar.FakeServer.Simulation
open Polar.FakeServer.Tests

/// Answers every charge alike, and remembers what it was asked.
[<Sealed>]
type private OneAnswer(outcome: CardOutcome) =
    let asked = ConcurrentQueue<CardCharge>()
    member _.Asked = List.ofSeq asked

    interface IPaymentProcessor with
        member _.Charge charge =
            asked.Enqueue charge
            outcome

let private refusal = CardRefusal("lost_card", "Your card was reported lost.")

[<Tests>]
let tests =
    testList
        "fake: what is simulated"
        [ testCaseTask "a payment processor of one's own is asked once for a purchase, for the right amount" (fun () ->
              task {
                  let processor = OneAnswer CardOutcome.Success
                  use! fake = Fake.startWith (fun options -> options.PaymentProcessor <- processor)
                  let! product = Buying.once (Buying.fixedPrice 1500) fake
                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds answer |> ignore
                  let! seen = Buying.seen session fake
                  Expect.equal (Json.text "status" seen) "succeeded" "the purchase"

                  Expect.equal
                      [ for charge in processor.Asked -> charge.Token, charge.Amount, charge.Currency, charge.Occasion ]
                      [ "tok_visa", 1500L, "usd", ChargeOccasion.Purchase ]
                      "asked once"
              })

          testCaseTask "what it refuses is refused in its own words, and its report is the payment's" (fun () ->
              task {
                  let processor = OneAnswer(CardOutcome(CardTiming.AtOnce, refusal))
                  use! fake = Fake.startWith (fun options -> options.PaymentProcessor <- processor)
                  let! product = Buying.once (Buying.fixedPrice 1500) fake
                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake

                  Faults.domain
                      answer
                      400
                      "PaymentError"
                      "The payment failed: Your card was reported lost. Please try again with a different payment method."

                  let! payment = Buying.only "/v1/payments/" fake
                  Expect.equal (Json.text "status" payment, Json.text "decline_reason" payment) ("failed", "lost_card") "the payment"
                  Expect.hasLength processor.Asked 1 "asked once"
              })

          testCaseTask "a refusal that comes later opens the session again, and nobody is asked a second time" (fun () ->
              task {
                  let processor = OneAnswer(CardOutcome(CardTiming.Later, refusal))
                  use! fake = Fake.startWith (fun options -> options.PaymentProcessor <- processor)
                  let! product = Buying.once (Buying.fixedPrice 1500) fake
                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Expect.equal (Json.text "status" (Buying.succeeds answer)) "confirmed" "for now"
                  let! seen = Buying.seen session fake
                  Expect.equal (Json.text "status" seen) "open" "open again"
                  let! payment = Buying.only "/v1/payments/" fake
                  Expect.equal (Json.text "decline_reason" payment) "lost_card" "the report"
                  Expect.hasLength processor.Asked 1 "asked once"
              })

          testCaseTask "a tax service of one's own sets the rate" (fun () ->
              task {
                  let half =
                      { new ITaxService with
                          member _.RateOf(address, _) =
                              if address.Country.Value = "FR" then 0.5m else 0m }

                  use! fake = Fake.startWith (fun options -> options.TaxService <- half)
                  let! product = Buying.once (Buying.fixedPrice 1500) fake
                  let! session = Buying.session product "" fake

                  let! answer =
                      Buying.fill """{"customer_billing_address":{"country":"FR"}}""" session fake

                  let filled = Buying.succeeds answer

                  // Prices in France include the tax: a third of them at that rate.
                  Expect.equal (Json.whole "tax_amount" filled, Json.whole "net_amount" filled) (500L, 1000L) "tax and net"
              }) ]
