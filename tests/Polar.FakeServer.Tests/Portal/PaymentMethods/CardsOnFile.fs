/// Cards that customers have on file.
module internal Polar.FakeServer.Tests.Portal.PaymentMethods.CardsOnFile

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Billing.Subscriptions

let cards = "customers/me/payment-methods"

let add (token: string) (card: string) (isDefault: bool) (fake: FakePolar) : Task<Answer> =
    let isDefault = if isDefault then "true" else "false"

    Portal.post
        token
        cards
        $"""{{"confirmation_token_id":"{card}","set_default":{isDefault},"return_url":"https://acme.dev/portal"}}"""
        fake

/// The id of a card that was kept.
let kept (answer: Answer) : string =
    Expect.equal (answer.Status, Json.text "status" answer.Json) (201, "succeeded") answer.Text
    Json.text "payment_method.id" answer.Json

let added (token: string) (fake: FakePolar) : Task<string> =
    task {
        let! answer = add token "ctoken_ok" false fake
        return kept answer
    }

let ada (fake: FakePolar) : Task<string * string> =
    task {
        let! customer = Given.customer "ada@acme.dev" fake
        let! token = Portal.session (Json.text "id" customer) fake
        return Json.text "id" customer, token
    }

let listed (token: string) (fake: FakePolar) : Task<string list> =
    task {
        let! answer = Portal.get token cards fake
        return [ for item in Json.items "items" (Portal.succeeds answer) -> Json.text "id" item ]
    }

let usual (customer: string) (fake: FakePolar) : Task<string option> =
    task {
        let! answer = Http.get $"/v1/customers/{customer}" fake

        return
            Json.find "default_payment_method_id" answer.Json
            |> Option.ofObj
            |> Option.map string
    }

let delete (token: string) (id: string) (fake: FakePolar) =
    Portal.send token "DELETE" $"{cards}/{id}" None fake

let told = [ "customer.updated"; "customer.state_changed" ]
