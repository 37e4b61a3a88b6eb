/// Discounts that subscriptions have, and what they are billed with them.
module internal Polar.FakeServer.Tests.Billing.Subscriptions.SubscriptionDiscounts

open Polar.FakeServer
open Polar.FakeServer.Tests

let half (duration: string) =
    $""","type":"percentage","basis_points":5000,"duration":{duration}"""

let totals (fake: FakePolar) =
    task {
        let! orders = Http.get "/v1/orders/?sorting=created_at" fake
        return [ for order in Json.items "items" orders.Json -> Json.whole "total_amount" order ]
    }
