/// Purchases with a card.
module internal Polar.FakeServer.Tests.Simulation.CardPurchases

open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions

let paying (card: string) =
    (Buying.french "ada@acme.dev").Replace("tok_visa", card)

let bought (product: string) (card: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! session = Buying.session product "" fake
        let! answer = Buying.confirm (paying card) session fake
        Buying.succeeds answer |> ignore
        return session
    }
