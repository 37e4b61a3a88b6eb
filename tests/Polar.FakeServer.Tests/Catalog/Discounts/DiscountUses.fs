/// Discounts, and purchases with them.
module internal Polar.FakeServer.Tests.Catalog.Discounts.DiscountUses

open Polar.FakeServer
open Polar.FakeServer.Tests

let price = Buying.fixedPrice 1000

let fifth = ""","type":"percentage","basis_points":2000,"duration":"once" """

let discount (members: string) (fake: FakePolar) =
    task {
        let! made =
            Given.create "/v1/discounts/" $"""{{"name":"Spring","code":"SPRING"{members}}}""" fake

        return Json.text "id" made
    }

/// What a buyer confirms with.
let paying (email: string) (card: string) =
    (Buying.french email).Replace("tok_visa", card)

let uses (id: string) (fake: FakePolar) =
    task {
        let! seen = Http.get $"/v1/discounts/{id}" fake
        return Json.whole "redemptions_count" seen.Json
    }
