/// Previews of what subscriptions cost.
module internal Polar.FakeServer.Tests.Billing.Subscriptions.Previews

open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Billing.Subscriptions

let names =
    [ "subtotal_amount"
      "discount_amount"
      "net_amount"
      "tax_amount"
      "total_amount"
      "applied_balance_amount"
      "due_amount" ]

let amounts (node: JsonNode) =
    [ for name in names -> Json.whole name node ]

let private french =
    """{"customer_email":"ada@acme.dev","customer_name":"Ada","customer_billing_address":{"country":"FR"},"confirmation_token_id":"tok_visa"}"""

let preview (id: string) (body: string) (fake: FakePolar) : Task<Answer> =
    Http.post $"/v1/subscriptions/{id}/change-preview" body fake

/// Somebody in France on Basic at 100 dollars since June 1, on June 16; taxes on top.
let halfway () : Task<FakePolar * string> =
    task {
        let! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
        do! Subscribing.taxOnTop fake
        let! basic = Subscribing.monthly "Basic" 10000 fake
        let! id = Subscribing.boughtWith basic "" french fake
        do! fake.Clock.AdvanceAsync "P15D"
        return fake, id
    }
