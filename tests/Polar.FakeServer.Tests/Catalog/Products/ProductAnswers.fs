/// What tests read of products, and who asks for them.
module internal Polar.FakeServer.Tests.Catalog.Products.ProductAnswers

open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Tests

let path (product: JsonNode) = $"/v1/products/{Json.id product}"

let shown (path: string) (node: JsonNode) : string =
    match Json.find path node with
    | null -> "null"
    | found -> found.ToJsonString().Trim '"'

let note (description: string) (visibility: string) (fake: FakePolar) =
    Benefits.create
        $$$"""{"type":"custom","description":"{{{description}}}","visibility":"{{{visibility}}}","metadata":{"a":1},"properties":{"note":"x"}}"""
        fake
