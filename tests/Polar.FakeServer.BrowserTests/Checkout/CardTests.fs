/// Each test card of the checkout does what it says.
module Polar.FakeServer.BrowserTests.Checkout.CardTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Microsoft.Playwright
open Polar.FakeServer.BrowserTests
open Polar.FakeServer.BrowserTests.Checkout.CheckoutPage
open Polar.FakeServer.Tests

let private pay (token: string) (stage: Stage) =
    task {
        do! pickCard token stage
        do! press "Pay now" stage
    }

let private pays (token: string) (stage: Stage) : Task<unit> =
    task {
        let! session = book "" stage
        do! visit session stage
        do! fillBuyer stage
        do! pay token stage
        do! arrives stage
        let! now = status session stage
        Expect.equal now "succeeded" "the session"
    }

let private declined (words: string) (token: string) (stage: Stage) : Task<unit> =
    task {
        let! session = book "" stage
        do! visit session stage
        do! fillBuyer stage
        do! pay token stage
        do! Shows.general words stage
        do! Assertions.Expect(stage.Page.GetByRole AriaRole.Alert).ToBeInViewportAsync()
        do! Assertions.Expect(stage.Page.GetByLabel "Email").ToHaveValueAsync "ada@acme.dev"
        let! before = status session stage
        Expect.equal before "open" "the session"
        do! pay "tok_visa" stage
        do! arrives stage
    }

let private declinedLater (token: string) (stage: Stage) : Task<unit> =
    task {
        let! session = book "" stage
        do! visit session stage
        do! fillBuyer stage
        do! pay token stage
        do! stage.Page.WaitForURLAsync(Json.text "url" session)
        do! Shows.general "The payment failed" stage
        let! before = status session stage
        Expect.equal before "open" "the session"
        do! pay "tok_visa" stage
        do! arrives stage
    }

let private declinedAtRenewal (token: string) (stage: Stage) : Task<unit> =
    task {
        let! product = Buying.monthly (Buying.fixedPrice 1900) stage.Fake
        let! session = sessionOf product "" stage
        do! visit session stage
        do! fillBuyer stage
        do! pickCard token stage
        do! press "Subscribe now" stage
        do! arrives stage
        do! stage.Fake.Clock.AdvanceAsync "P1M"
        let! (subscription: JsonNode) = Buying.only "/v1/subscriptions/" stage.Fake
        Expect.equal (Json.text "status" subscription) "past_due" "the subscription a month later"
    }

/// To the page of the bank, which asks who it is.
let private toBank (token: string) (stage: Stage) : Task<JsonNode> =
    task {
        let! session = book "" stage
        do! visit session stage
        do! fillBuyer stage
        do! pay token stage
        do! Shows.words "Your bank asks: is it you?" stage
        do! Shows.words "$19.00" stage
        do! Accessibility.check stage.Page
        return session
    }

let private asksTheBank (token: string) (stage: Stage) : Task<unit> =
    task {
        let! session = toBank token stage
        do! press "Yes, it is me" stage
        do! arrives stage
        let! now = status session stage
        Expect.equal now "succeeded" "the session"
    }

let private refusedByTheBuyer (stage: Stage) : Task<unit> =
    task {
        let! session = toBank "ctoken_requires_action" stage
        do! press "No, refuse it" stage
        do! Shows.general "The payment failed" stage
        let! before = status session stage
        Expect.equal before "open" "the session"
        do! pay "tok_visa" stage
        do! arrives stage
    }

/// Pays, and looks at the page that waits.
let private waits (token: string) (stage: Stage) : Task<unit> =
    task {
        let! session = book "" stage
        do! visit session stage
        do! fillBuyer stage
        do! pay token stage
        do! Shows.words "Your order is being processed" stage
        let! before = status session stage
        Expect.equal before "confirmed" "the session"
        do! stage.Fake.Clock.AdvanceAsync "PT1M"
    }

let private paysLater (token: string) (stage: Stage) : Task<unit> =
    task {
        do! waits token stage
        do! Shows.words "Your order was successful" stage
    }

let private isDeclinedLater (token: string) (stage: Stage) : Task<unit> =
    task {
        do! waits token stage
        do! Shows.general "The payment failed" stage
        do! pay "tok_visa" stage
        do! arrives stage
    }

/// The cards of the page, what each does, and whether a form is refused on the way.
let private cards =
    [ "tok_visa", "pays", Setting.usual, pays
      "ctoken_decline", "is declined", Setting.refused, declined "Your card was declined"
      "tok_insufficient_funds", "has not enough money", Setting.refused, declined "insufficient funds"
      "ctoken_requires_action", "has the bank ask", Setting.usual, asksTheBank
      "ctoken_async", "pays a minute later", Setting.usual, paysLater
      "ctoken_async_decline", "is declined a minute later", Setting.usual, isDeclinedLater
      "tok_async_decline", "is declined behind the confirmation", Setting.usual, declinedLater
      "ctoken_decline_renewal", "is declined at the renewal", Setting.usual, declinedAtRenewal ]

[<Tests>]
let tests =
    testList
        "checkout in a browser: cards"
        [ for token, name, setting, play in cards do
              Stage.test setting $"{token} {name}" (play token)

          Stage.test Setting.usual "a buyer who says no to the bank is back at the form" refusedByTheBuyer

          Stage.test Setting.usual "no card of the page is left out here" (fun stage ->
              task {
                  let! session = book "" stage
                  do! visit session stage

                  let! shown =
                      stage.Page.Locator("input[name=card]").EvaluateAllAsync<string[]> "cards => cards.map(card => card.value)"

                  Expect.equal (List.ofArray shown) [ for token, _, _, _ in cards -> token ] "cards"
              })

          Stage.test Setting.usual "any other token can be typed" (fun stage ->
              task {
                  let! session = book "" stage
                  do! visit session stage
                  do! fillBuyer stage
                  do! fill "Another confirmation token" "tok_mastercard" stage
                  do! press "Pay now" stage
                  do! arrives stage
              })

          Stage.test Setting.withoutScripts "pays without scripts too" (fun stage -> pays "tok_visa" stage) ]
