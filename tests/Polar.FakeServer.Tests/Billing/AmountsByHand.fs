/// Orders, refunds and balances whose amounts are worked out by hand.
module internal Polar.FakeServer.Tests.Billing.AmountsByHand

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions

/// Subtotal, discount, net, tax, total, applied balance, due.
let amounts (order: JsonNode) =
    [ for name in
          [ "subtotal_amount"
            "discount_amount"
            "net_amount"
            "tax_amount"
            "total_amount"
            "applied_balance_amount"
            "due_amount" ] -> Json.whole name order ]

let lines (order: JsonNode) =
    [ for item in Json.items "items" order -> Json.whole "amount" item ]

let private from (address: string) =
    $"""{{"customer_email":"ada@acme.dev","customer_name":"Ada","customer_billing_address":{address},"confirmation_token_id":"tok_visa"}}"""

let french = from """{"country":"FR"}"""
let japanese = from """{"country":"JP"}"""

let newYorker =
    from """{"country":"US","state":"US-NY","line1":"1 Main St","city":"New York","postal_code":"10001"}"""

let untaxed = from """{"country":"MX"}"""

let percent (basisPoints: int) (duration: string) (fake: FakePolar) : Task<string> =
    task {
        let! discount =
            Given.create
                "/v1/discounts/"
                $"""{{"name":"Off","type":"percentage","basis_points":{basisPoints},"duration":{duration}}}"""
                fake

        return Json.text "id" discount
    }

let at (moment: string) (fake: FakePolar) =
    fake.Clock.SetAsync(DateTimeOffset.Parse moment)

let june () =
    Subscribing.startAt "2025-06-01T00:00:00Z"

let balance (customer: string) (fake: FakePolar) : Task<int64 list> =
    task {
        let! token =
            fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse customer))

        let! answer =
            Http.raw fake (Http.request "GET" "/v1/customer-portal/wallets/" (Some token) None)

        return [ for wallet in Json.items "items" answer.Json -> Json.whole "balance" wallet ]
    }

/// Prices in dollars and in a currency without a smaller unit.
let inBoth (dollars: int) (other: int) (currency: string) =
    $"""{{"amount_type":"fixed","price_amount":{dollars}}},{{"amount_type":"fixed","price_amount":{other},"price_currency":"{currency}"}}"""
