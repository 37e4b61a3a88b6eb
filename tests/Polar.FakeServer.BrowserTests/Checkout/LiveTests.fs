/// The sum follows what the buyer does, without another page, and takes nothing away from under the buyer's hands.
module Polar.FakeServer.BrowserTests.Checkout.LiveTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Microsoft.Playwright
open Polar.FakeServer.BrowserTests
open Polar.FakeServer.BrowserTests.Checkout.CheckoutPage
open Polar.FakeServer.Tests

/// Marks the document, to know later that it is still the same one.
let private mark (stage: Stage) : Task<unit> =
    task {
        let! _ = stage.Page.EvaluateAsync "() => { window.isSame = true; }"
        ()
    }

let private isSame (stage: Stage) : Task<unit> =
    task {
        let! same = stage.Page.EvaluateAsync<bool> "() => window.isSame === true"
        Expect.isTrue same "the page is still the same"
    }

/// Keeps the page's own calls back until the test lets them go. What is given completes when the first one has come.
let private hold (stage: Stage) : Task<Task * (unit -> unit)> =
    task {
        let come = TaskCompletionSource()
        let gate = TaskCompletionSource()

        let! _ =
            stage.Page.RouteAsync(
                "**/checkout/**",
                Func<IRoute, Task>(fun route ->
                    task {
                        come.TrySetResult() |> ignore
                        do! gate.Task
                        do! route.ContinueAsync()
                    })
            )

        return come.Task, (fun () -> gate.TrySetResult() |> ignore)
    }

[<Tests>]
let tests =
    testList
        "checkout in a browser: live"
        [ Stage.test Setting.usual "another country has another tax and another total" (fun stage ->
              task {
                  let! session = book "" stage
                  do! visit session stage
                  do! mark stage
                  do! Shows.line "Taxes" "—" stage
                  do! choose "Country" "FR" stage
                  do! Shows.line "Taxes (included)" "$3.17" stage
                  do! Shows.line "Total" "$19.00" stage
                  do! choose "Country" "SE" stage
                  do! Shows.line "Taxes (included)" "$3.80" stage
                  do! choose "Country" "CH" stage
                  do! Shows.line "Taxes" "$1.42" stage
                  do! isSame stage
              })

          Stage.test Setting.usual "a country whose taxes are added asks for the state, and has another total" (fun stage ->
              task {
                  let! session = book "" stage
                  do! visit session stage
                  do! choose "Country" "US" stage
                  let state = stage.Page.Locator "[name='customer_billing_address.state']"
                  do! state.FillAsync "NY"
                  do! state.BlurAsync()
                  do! Shows.line "Taxes" "$1.69" stage
                  do! Shows.line "Total" "$20.69" stage
              })

          Stage.test Setting.usual "seats multiply the price" (fun stage ->
              task {
                  let! product =
                      Buying.monthly
                          """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"price_per_seat":300}]}}"""
                          stage.Fake

                  let! session = sessionOf product "" stage
                  do! visit session stage
                  do! mark stage
                  do! Shows.line "1 seat" "$3" stage
                  do! fill "Seats" "3" stage
                  do! stage.Page.GetByLabel("Seats").BlurAsync()
                  do! Shows.line "3 seats" "$9" stage
                  do! isSame stage
                  do! fillBuyer stage
                  do! press "Subscribe now" stage
                  do! arrives stage
                  let! (subscription: JsonNode) = Buying.only "/v1/subscriptions/" stage.Fake
                  Expect.equal (Json.whole "seats" subscription) 3L "seats"
              })

          Stage.test Setting.usual "another product has another price, and one's own price counts" (fun stage ->
              task {
                  let! small = Buying.once (Buying.fixedPrice 1900) stage.Fake

                  let! free =
                      Buying.monthly """{"amount_type":"custom","minimum_amount":500}""" stage.Fake

                  let! session =
                      Given.create
                          "/v1/checkouts/"
                          $"""{{"products":["{small}","{free}"],"success_url":"{stage.Shop.Thanks}"}}"""
                          stage.Fake

                  do! visit session stage
                  do! mark stage
                  do! stage.Page.GetByLabel("Pro").CheckAsync()
                  let amount = stage.Page.GetByLabel "Name a fair price"
                  do! amount.FillAsync "12.34"
                  do! amount.BlurAsync()
                  do! Shows.line "Subtotal" "$12.34" stage
                  do! isSame stage
                  do! fillBuyer stage
                  do! press "Subscribe now" stage
                  do! arrives stage
              })

          Stage.test Setting.usual "what is typed while an answer is on its way stays, and so does the place of the cursor" (fun stage ->
              task {
                  let! session = book "" stage
                  do! visit session stage
                  let! come, letGo = hold stage
                  do! choose "Country" "FR" stage
                  do! come
                  let name = stage.Page.GetByLabel "Cardholder name"
                  do! name.PressSequentiallyAsync "Adda"
                  do! name.PressAsync "ArrowLeft"
                  do! pickCard "ctoken_decline" stage
                  do! name.FocusAsync()
                  do! name.PressAsync "Backspace"
                  letGo ()
                  do! Shows.line "Taxes" "$3.17" stage
                  do! Assertions.Expect(name).ToHaveValueAsync "Ada"
                  do! Assertions.Expect(name).ToBeFocusedAsync()
                  do! name.PressAsync "X"
                  do! Assertions.Expect(name).ToHaveValueAsync "AdXa"
                  do! Assertions.Expect(stage.Page.Locator "input[name=card][value=ctoken_decline]").ToBeCheckedAsync()
              })

          Stage.test Setting.usual "a button that is being pressed is still there when it is let go" (fun stage ->
              task {
                  let! session = book "" stage
                  do! visit session stage
                  do! fillBuyer stage
                  do! Shows.line "Taxes" "$3.17" stage
                  let! come, letGo = hold stage
                  do! choose "Country" "SE" stage
                  do! come
                  do! stage.Page.GetByRole(AriaRole.Button, PageGetByRoleOptions(Name = "Pay now")).HoverAsync()
                  do! stage.Page.Mouse.DownAsync()

                  let answered =
                      stage.Page.WaitForResponseAsync(fun response -> response.Url.Contains "/checkout/")

                  letGo ()
                  let! response = answered
                  let! _ = response.FinishedAsync()
                  do! stage.Page.Mouse.UpAsync()
                  do! arrives stage
                  let! (order: JsonNode) = Buying.only "/v1/orders/" stage.Fake
                  Expect.equal (Json.whole "tax_amount" order) 380L "the tax of the country that was chosen last"
              }) ]
