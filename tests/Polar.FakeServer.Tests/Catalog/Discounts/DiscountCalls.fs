/// Calls that make discounts.
module internal Polar.FakeServer.Tests.Catalog.Discounts.DiscountCalls

open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Tests

let path (discount: JsonNode) =
    $"""/v1/discounts/{Json.text "id" discount}"""

let create (body: string) (fake: FakePolar) = Given.create "/v1/discounts/" body fake

let percentage (more: string) =
    $$$"""{"type":"percentage","name":"Spring","duration":"once","basis_points":2000{{{more}}}}"""

let fixedAmount (more: string) =
    $$$"""{"type":"fixed","name":"Ten off","duration":"once","amounts":{"usd":1000}{{{more}}}}"""
