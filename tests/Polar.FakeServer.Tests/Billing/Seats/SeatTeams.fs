/// A team that has bought seats.
module internal Polar.FakeServer.Tests.Billing.Seats.SeatTeams

open Polar.FakeServer
open Polar.FakeServer.Tests

let statuses (bought: SeatsBought) (fake: FakePolar) =
    task {
        let! seats = Seats.list bought fake
        return [ for seat in Json.items "seats" seats -> Json.text "status" seat ]
    }

/// A subscription with three seats, one claimed by Grace, one that Eve is invited to, and a benefit.
let team (fake: FakePolar) =
    task {
        let! bought = Seats.subscription 3 fake
        let! benefit = Seats.benefit bought fake
        let! grace = Seats.claimed bought "grace@acme.dev" fake
        let! eve = Seats.invited bought "eve@acme.dev" fake
        return bought, benefit, grace, eve
    }
