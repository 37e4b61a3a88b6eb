/// Calls that make customers, and what is told of them.
module internal Polar.FakeServer.Tests.Customers.CustomerCalls

open Polar.FakeServer
open Polar.FakeServer.Tests

let create (body: string) fake = Http.post "/v1/customers/" body fake

/// The data of every event of a type so far.
let told (kind: string) (fake: FakePolar) =
    [ for published in fake.Webhooks.OfType kind -> Json.at "data" (Json.parse published.Json) ]
