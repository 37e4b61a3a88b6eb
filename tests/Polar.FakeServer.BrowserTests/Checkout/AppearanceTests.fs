/// How the checkout looks: light and dark, on a phone, for everybody.
module Polar.FakeServer.BrowserTests.Checkout.AppearanceTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Microsoft.Playwright
open Polar.FakeServer.BrowserTests
open Polar.FakeServer.BrowserTests.Checkout.CheckoutPage
open Polar.FakeServer.Tests

/// A checkout that shows much: benefits, a description, a question, seats, a discount, a back arrow.
let rich (stage: Stage) : Task<JsonNode> =
    task {
        let fake = stage.Fake

        let benefit (description: string) =
            task {
                let! made =
                    Given.create "/v1/benefits/" $"""{{"type":"custom","description":"{description}","properties":{{}}}}""" fake

                return Json.text "id" made
            }

        let! (product: JsonNode) =
            Given.create
                "/v1/products/"
                """{"name":"Studio","description":"Everything that a small team needs to ship.","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":4900}]}"""
                fake

        let id = Json.text "id" product
        let! first = benefit "Unlimited projects"
        let! second = benefit "Priority support"
        let! third = benefit "Early access to new releases"

        let! _ =
            Http.post $"/v1/products/{id}/benefits" $"""{{"benefits":["{first}","{second}","{third}"]}}""" fake

        let! discount =
            Given.create
                "/v1/discounts/"
                """{"name":"Welcome","type":"percentage","basis_points":2000,"duration":"once","code":"WELCOME"}"""
                fake

        let! session =
            sessionOf
                id
                $""","discount_id":"{Json.text "id" discount}","return_url":"{stage.Shop.Origin}/","customer_name":"Ada Lovelace","customer_email":"ada@acme.dev","customer_billing_address":{{"country":"FR"}}"""
                stage

        return session
    }

let private background (stage: Stage) =
    stage.Page.EvaluateAsync<string> "() => getComputedStyle(document.body).backgroundColor"

/// The settings under which every page is looked at.
let private looks =
    [ "light", Setting.refused
      "dark", { Setting.dark with Refusals = [ 422 ] }
      "on a phone",
      { Setting.phone with
          Refusals = [ 422 ] } ]

[<Tests>]
let tests =
    testList
        "checkout in a browser: looks"
        [ for name, setting in looks do
              Stage.test setting $"{name}: the form, a refusal and the confirmation can be read, steered and told apart" (fun stage ->
                  task {
                      let! session = rich stage
                      do! visit session stage
                      do! Accessibility.check stage.Page
                      do! Stage.picture $"checkout {name}" stage.Page
                      do! fill "Email" "nobody" stage
                      do! pickCard "ctoken_decline" stage
                      do! press "Subscribe now" stage
                      do! Shows.problem "customer_email" "email" stage
                      do! Accessibility.check stage.Page
                      do! fill "Email" "ada@acme.dev" stage
                      do! press "Subscribe now" stage
                      do! Shows.general "declined" stage
                      do! Accessibility.check stage.Page
                      do! Stage.picture $"checkout {name} declined" stage.Page
                      let! product = Buying.once (Buying.fixedPrice 1900) stage.Fake
                      let! other = Buying.session product "" stage.Fake
                      do! visit other stage
                      do! fillBuyer stage
                      do! press "Pay now" stage
                      do! Shows.words "Your order was successful" stage
                      do! Accessibility.check stage.Page
                      do! Stage.picture $"checkout {name} confirmation" stage.Page
                  })

          Stage.test Setting.dark "the system's dark colours are the page's, unless its address names others" (fun stage ->
              task {
                  let! session = book "" stage
                  do! visit session stage
                  let! dark = background stage
                  let! _ = stage.Page.GotoAsync(Json.text "url" session + "?theme=light")
                  let! light = background stage
                  Expect.equal (dark, light) ("rgb(18, 18, 20)", "rgb(246, 246, 244)") "grounds"
              })

          Stage.test Setting.usual "an address that wants dark colours gets them" (fun stage ->
              task {
                  let! session = book "" stage
                  let! _ = stage.Page.GotoAsync(Json.text "url" session + "?theme=dark")
                  let! dark = background stage
                  Expect.equal dark "rgb(18, 18, 20)" "ground"
                  do! fillBuyer stage
                  do! pickCard "tok_async_decline" stage
                  do! press "Pay now" stage
                  do! stage.Page.WaitForURLAsync(Json.text "url" session + "?theme=dark")
              }) ]
