/// Purchases of all kinds, with what is told of them.
module internal Polar.FakeServer.Tests.Sales.Checkouts.Purchases

open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests

let state = "customer.state_changed"

/// The same where somebody is known.
let knownBuyer = [ "checkout.updated"; "customer.updated"; state ]

let subscribed =
    [ "subscription.created"; "subscription.active"; "subscription.updated" ]

let order = [ "order.created"; "order.updated"; "order.paid" ]

/// The fee and the invoice of a card payment by somebody with a name and an address.
let booked = [ "order.updated"; "order.updated" ]

let benefit (product: string) (fake: FakePolar) : Task<string> =
    task {
        let! made = Benefits.create Benefits.note fake

        let! answer =
            Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{Json.text "id" made}"]}}""" fake

        Buying.succeeds answer |> ignore
        return product
    }

let withBenefit (make: FakePolar -> Task<string>) (fake: FakePolar) =
    task {
        let! product = make fake
        return! benefit product fake
    }

let nothing (_: FakePolar) : Task<string> = Task.FromResult ""
let always (members: string) (_: FakePolar) : Task<string> = Task.FromResult members
let french = Buying.french "ada@acme.dev"
let once = Buying.once (Buying.fixedPrice 1000)
let monthly = Buying.monthly (Buying.fixedPrice 1000)

let confirmed (make: FakePolar -> Task<string>) (members: FakePolar -> Task<string>) (body: string) (fake: FakePolar) =
    task {
        let! product = make fake
        let! more = members fake
        let! session = Buying.session product more fake
        return! Events.during fake (fun () -> Buying.confirm body session fake)
    }
