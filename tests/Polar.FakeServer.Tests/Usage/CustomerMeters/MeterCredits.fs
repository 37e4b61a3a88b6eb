/// Credit of meters, and customers who buy it.
module internal Polar.FakeServer.Tests.Usage.CustomerMeters.MeterCredits

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.Meters

let credit (meter: string) (units: int) (rollover: bool) (fake: FakePolar) : Task<string> =
    task {
        let! benefit =
            Given.create
                "/v1/benefits/"
                $"""{{"type":"meter_credit","description":"Credit","properties":{{"meter_id":"{meter}","units":{units},"rollover":{string rollover |> fun text -> text.ToLowerInvariant()}}}}}"""
                fake

        return Json.text "id" benefit
    }

let attach (product: string) (benefits: string list) (fake: FakePolar) =
    task {
        let list = String.Join(',', [ for benefit in benefits -> $"\"{benefit}\"" ])

        let! answer =
            Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":[{list}]}}""" fake

        Expect.equal answer.Status 200 answer.Text
    }

/// Somebody who buys a product; the customer's id.
let buy (product: string) (customer: string) (fake: FakePolar) =
    task {
        let! checkout =
            Given.create "/v1/checkouts/" $"""{{"products":["{product}"],"customer_id":"{customer}"}}""" fake

        let! _ = Given.confirmed checkout fake
        return ()
    }

let units (customer: string) (meter: string) (fake: FakePolar) =
    task {
        let! row = Measuring.row customer meter fake
        return Measuring.numbers row
    }
