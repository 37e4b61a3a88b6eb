/// A checkout as a buyer goes through it.
module Polar.FakeServer.BrowserTests.Checkout.CheckoutPage

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Microsoft.Playwright
open Polar.FakeServer.BrowserTests
open Polar.FakeServer.Tests

/// A session for this product whose buyer is sent to the shop, with further members of its body.
let sessionOf (product: string) (members: string) (stage: Stage) : Task<JsonNode> =
    Buying.session product $""","success_url":"{stage.Shop.Thanks}"{members}""" stage.Fake

/// A session for a book at 19 dollars.
let book (members: string) (stage: Stage) : Task<JsonNode> =
    task {
        let! product = Buying.once (Buying.fixedPrice 1900) stage.Fake
        return! sessionOf product members stage
    }

/// Goes to the page of a session.
let visit (session: JsonNode) (stage: Stage) : Task<unit> =
    task {
        let! _ = stage.Page.GotoAsync(Json.text "url" session)
        ()
    }

let fill (label: string) (text: string) (stage: Stage) : Task =
    stage.Page.GetByLabel(label).FillAsync text

let choose (label: string) (value: string) (stage: Stage) : Task<unit> =
    task {
        let! _ = stage.Page.GetByLabel(label).SelectOptionAsync value
        ()
    }

/// Who buys, where from.
let fillBuyer (stage: Stage) : Task<unit> =
    task {
        do! fill "Email" "ada@acme.dev" stage
        do! fill "Cardholder name" "Ada Lovelace" stage
        do! choose "Country" "FR" stage
    }

let pickCard (token: string) (stage: Stage) : Task =
    stage.Page.Locator($"input[name=card][value='{token}']").CheckAsync()

let press (button: string) (stage: Stage) : Task =
    stage.Page.GetByRole(AriaRole.Button, PageGetByRoleOptions(Name = button, Exact = true)).ClickAsync()

/// The buyer has come to the shop, and brings a session of the portal.
let arrives (stage: Stage) : Task<unit> =
    task {
        do! stage.Page.WaitForURLAsync(fun url -> url.StartsWith stage.Shop.Thanks)
        let address = Uri stage.Page.Url
        Expect.stringStarts address.Query "?customer_session_token=polar_cst_" "the address"
        do! Assertions.Expect(stage.Page.GetByRole AriaRole.Heading).ToHaveTextAsync "Thank you"
    }

/// The status of a session, as its seller sees it.
let status (session: JsonNode) (stage: Stage) : Task<string> =
    task {
        let! seen = Buying.seen session stage.Fake
        return Json.text "status" seen
    }
