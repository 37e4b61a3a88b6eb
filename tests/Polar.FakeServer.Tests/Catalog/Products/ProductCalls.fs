/// Calls that change products, and what is read of them.
module internal Polar.FakeServer.Tests.Catalog.Products.ProductCalls

open System
open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Tests

let path (product: JsonNode) =
    $"""/v1/products/{Json.text "id" product}"""

let priceIds (product: JsonNode) =
    [ for price in Json.items "prices" product -> Json.text "id" price ]

let names (answer: Answer) =
    [ for item in Json.items "items" answer.Json -> Json.text "name" item ]

let benefit (description: string) (fake: FakePolar) =
    Given.create "/v1/benefits/" $$$"""{"type":"custom","description":"{{{description}}}","properties":{}}""" fake

let attach (product: JsonNode) (benefits: string list) (fake: FakePolar) =
    let ids = String.Join(',', [ for id in benefits -> $"\"{id}\"" ])
    Http.post $"{path product}/benefits" $$"""{"benefits":[{{ids}}]}""" fake
