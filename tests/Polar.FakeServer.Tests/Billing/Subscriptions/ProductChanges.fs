/// Subscriptions in the middle of a period, and the products that they go over to.
module internal Polar.FakeServer.Tests.Billing.Subscriptions.ProductChanges

open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Somebody on Basic at 100 dollars since June 1, on June 16, and a product Pro.
let halfway (prepare: FakePolar -> Task<unit>) (pro: string -> FakePolar -> Task<string>) (confirmation: string) =
    task {
        let! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
        do! prepare fake
        let! basic = Subscribing.monthly "Basic" 10000 fake
        let! target = pro "Pro" fake
        let! id = Subscribing.boughtWith basic "" confirmation fake
        do! fake.Clock.AdvanceAsync "P15D"
        return fake, id, target
    }

let unchanged (_: FakePolar) = Task.FromResult()
let pro (name: string) (fake: FakePolar) = Subscribing.monthly name 30000 fake

let change (product: string) (behavior: string) =
    $"""{{"product_id":"{product}","proration_behavior":"{behavior}"}}"""
