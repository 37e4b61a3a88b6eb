/// How customers take cards off file, and which ones are still needed.
module Polar.FakeServer.Tests.Portal.PaymentMethods.PaymentMethodRemovalTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Portal.PaymentMethods.CardsOnFile

/// Somebody with a subscription to this product and its card: customer, session, subscription, card.
let private subscribed (prices: string) (fake: FakePolar) : Task<string * string * string * string> =
    task {
        let! product = Subscribing.product "Pro" "month" prices "" fake
        let! customer, token = Portal.subscriber product "ctoken_ok" fake
        let! subscription = Subscribing.only fake
        let! cards = listed token fake
        return customer, token, Json.text "id" subscription, List.exactlyOne cards
    }

let private stillNeeded (answer: Answer) =
    Refusal.domain
        400
        "PaymentMethodInUseByActiveSubscription"
        "This payment method is still needed to bill a subscription. Add another one or cancel the subscription first."
        answer

/// How a subscription stands: what brings it there, and whether it needs its only card.
let private standings: (string * string * (string -> FakePolar -> Task<unit>) * bool) list =
    let patch body id fake =
        task {
            let! _ = Subscribing.patched id body fake
            ()
        }

    [ "an active one", Buying.fixedPrice 1000, (fun _ _ -> Task.FromResult()), true
      "one that ends with its period", Buying.fixedPrice 1000, patch """{"cancel_at_period_end":true}""", false
      "one that is revoked", Buying.fixedPrice 1000, patch """{"revoke":true}""", false
      "one that is paused for good",
      Buying.fixedPrice 1000,
      (fun id fake ->
          task {
              do! patch """{"pause_at_period_end":true}""" id fake
              do! fake.Clock.AdvanceAsync "P1M"
          }),
      false
      "one that is paused for a while",
      Buying.fixedPrice 1000,
      (fun id fake ->
          task {
              do! patch """{"pause_at_period_end":true,"resumes_at":"2026-08-01T00:00:00Z"}""" id fake
              do! fake.Clock.AdvanceAsync "P1M"
          }),
      true ]

let private deleting =
    testList
        "a card that a customer takes off"
        [ testCaseTask "is not the default any more, which is told" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, token = ada fake
                  let! answer = add token "ctoken_ok" true fake
                  let id = kept answer
                  let! gone, events = Events.during fake (fun () -> delete token id fake)
                  Expect.equal (gone.Status, gone.Text) (204, "") "gone"
                  Expect.equal events told "told"
                  let! none = usual customer fake
                  Expect.isNone none "no default"
                  let! all = listed token fake
                  Expect.isEmpty all "none is left"

                  for id in [ id; unknown ] do
                      let! again = delete token id fake
                      Refusal.domain 404 "ResourceNotFound" "Not found" again
              })

          testCaseTask "is not another's" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, token = ada fake
                  let! id = added token fake
                  let! bob = Given.customer "bob@acme.dev" fake
                  let! bobs = Portal.session (Json.text "id" bob) fake
                  let! foreign = delete bobs id fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" foreign
                  let! all = listed token fake
                  Expect.equal all [ id ] "still there"
              })

          for name, prices, change, isNeeded in standings do
              let needs = if isNeeded then "needs" else "needs no more"

              testCaseTask $"is what {name} {needs}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! customer, _, subscription, card = subscribed prices fake
                      do! change subscription fake
                      let! token = Portal.session customer fake
                      let! answer = delete token card fake

                      if isNeeded then
                          stillNeeded answer
                          let! all = listed token fake
                          Expect.equal all [ card ] "still there"
                      else
                          Expect.equal answer.Status 204 answer.Text
                  })

          testCaseTask "is what one that is past due needs" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Subscribing.monthly "Pro" 1000 fake
                  let! customer, _ = Portal.subscriber product "ctoken_decline_renewal" fake
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! token = Portal.session customer fake
                  let! cards = listed token fake
                  let! answer = delete token (List.exactlyOne cards) fake
                  stillNeeded answer
              })

          testCaseTask "gives way to the default one, else to the first of the others" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, token, _, card = subscribed (Buying.fixedPrice 1000) fake
                  let! first = added token fake
                  let! second = added token fake

                  let! _ =
                      Portal.patch token "customers/me" $"""{{"default_payment_method_id":"{second}"}}""" fake

                  let! gone = delete token card fake
                  Expect.equal gone.Status 204 gone.Text

                  // The default one pays now, and when it goes, the other one.
                  let! gone = delete token second fake
                  Expect.equal gone.Status 204 gone.Text
                  let! last = delete token first fake
                  stillNeeded last
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Json.text "status" order) "paid" "the renewal"
                  let! none = usual customer fake
                  Expect.isNone none "no default"
              }) ]

[<Tests>]
let tests = testList "payment methods in the portal" [ deleting ]
