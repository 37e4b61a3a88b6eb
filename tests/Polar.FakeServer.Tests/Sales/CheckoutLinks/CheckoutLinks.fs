/// Checkout links that tests need, and visits to them.
module internal Polar.FakeServer.Tests.Sales.CheckoutLinks.CheckoutLinks

open System
open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Tests

let path (link: JsonNode) = $"/v1/checkout-links/{Json.id link}"

let ids (products: JsonNode list) =
    String.Join(',', [ for product in products -> $"\"{Json.id product}\"" ])

let body (products: JsonNode list) (more: string) =
    $$$"""{"payment_processor":"stripe","products":[{{{ids products}}}]{{{more}}}}"""

let create (products: JsonNode list) (more: string) (fake: FakePolar) =
    Given.create "/v1/checkout-links/" (body products more) fake

let post (products: JsonNode list) (more: string) (fake: FakePolar) =
    Http.post "/v1/checkout-links/" (body products more) fake

let seats (most: string) (fake: FakePolar) =
    Given.create
        "/v1/products/"
        $$$"""{"name":"Team","prices":[{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":2,"max_seats":{{{most}}},"price_per_seat":100}]}}]}"""
        fake

let units (most: string) (fake: FakePolar) =
    Given.create
        "/v1/products/"
        $$$"""{"name":"Fleet","recurring_interval":"month","prices":[{"amount_type":"unit_based","minimum_units":3,"tiers":{"type":"volume","tiers":[{"bound":{{{most}}},"unit_amount":"5"}]}}]}"""
        fake

let discount (more: string) (fake: FakePolar) =
    Given.create "/v1/discounts/" $$$"""{"type":"percentage","name":"Spring","duration":"once","basis_points":2000{{{more}}}}""" fake

let products (link: JsonNode) =
    [ for product in Json.items "products" link -> Json.id product ]

let opened (link: JsonNode) (query: string) (fake: FakePolar) =
    Http.anonymous "GET" $"""/v1/checkout-links/{Json.text "client_secret" link}/redirect{query}""" None fake
