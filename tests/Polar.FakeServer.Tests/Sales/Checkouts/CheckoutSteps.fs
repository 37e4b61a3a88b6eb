/// Steps of a checkout session.
module internal Polar.FakeServer.Tests.Sales.Checkouts.CheckoutSteps

open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Tests

let patch (body: string) (session: JsonNode) (fake: FakePolar) =
    Http.patch $"""/v1/checkouts/{Json.text "id" session}""" body fake
