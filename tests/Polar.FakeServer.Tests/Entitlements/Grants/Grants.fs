/// Grants that tests need, and what is told of them.
module internal Polar.FakeServer.Tests.Entitlements.Grants.Grants

open System
open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Tests

let revoke (subscription: JsonNode) (fake: FakePolar) =
    Http.delete $"""/v1/subscriptions/{Json.text "id" subscription}""" fake

let onlySubscription (fake: FakePolar) =
    task {
        let! answer = Http.get "/v1/subscriptions/" fake
        return Json.at "items.0" answer.Json
    }

let types (bodies: JsonNode list) = bodies |> List.map (Json.text "type")

let linked (customer: JsonNode) (service: FakeIntegration) =
    FakeAccount(Service = service, CustomerId = Guid.Parse(Json.text "id" customer), AccountId = "4711", Username = "ada")
