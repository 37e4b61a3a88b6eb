/// Prices of every kind, as bodies have them.
module internal Polar.FakeServer.Tests.Catalog.Products.PriceBodies

open Polar.FakeServer
open Polar.FakeServer.Tests

/// A fake with sample data, which has a meter.
let withMeter () =
    Fake.startWith (fun options -> options.Empty <- false)

/// The meter of the sample data's metered product.
let meterOf (fake: FakePolar) =
    task {
        let! listed = Http.get "/v1/products/?query=API" fake
        return Json.text "items.0.prices.1.meter_id" listed.Json
    }

let post (fake: FakePolar) (interval: string) (prices: string) =
    Http.post "/v1/products/" $$"""{"name":"Pro"{{interval}},"prices":[{{prices}}]}""" fake

let monthly = ""","recurring_interval":"month" """

let fixedPrice (more: string) =
    $$$"""{"amount_type":"fixed","price_amount":50000{{{more}}}}"""

let custom (more: string) =
    $$$"""{"amount_type":"custom"{{{more}}}}"""

let seats (more: string) =
    $$$"""{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"price_per_seat":100}]}{{{more}}}}"""

let metered (meter: string) (more: string) =
    $$$"""{"amount_type":"metered_unit","meter_id":"{{{meter}}}","unit_amount":"0.5"{{{more}}}}"""
