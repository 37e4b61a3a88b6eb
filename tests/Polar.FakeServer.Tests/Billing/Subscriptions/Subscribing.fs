namespace Polar.FakeServer.Tests.Billing.Subscriptions

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Subscriptions step by step.
[<RequireQualifiedAccess>]
module Subscribing =

    /// A fake whose clock stands at this time.
    let startAt (moment: string) : Task<FakePolar> =
        let moment = DateTimeOffset.Parse moment

        Fake.startWith (fun options ->
            options.StartTime <- moment
            options.WallClock <- StandingClock moment)

    /// Moves the clock to this time.
    let until (moment: string) (fake: FakePolar) =
        fake.Clock.SetAsync(DateTimeOffset.Parse moment)

    /// Changes the organization as only Polar itself can.
    let organization (members: string) (fake: FakePolar) : Task<unit> =
        task {
            let! answer =
                Http.anonymous "PATCH" $"/_fake/organizations/{fake.Organization.Id}" (Some members) fake

            Expect.equal answer.Status 200 answer.Text
        }

    /// Taxes are on top of prices, as the worked examples have them.
    let taxOnTop (fake: FakePolar) =
        organization """{"default_tax_behavior":"exclusive"}""" fake

    /// Periods may begin anew with a change.
    let allowReset (fake: FakePolar) =
        organization """{"feature_settings":{"reset_proration_behavior_enabled":true}}""" fake

    let seatPrice (tiers: string) =
        $"""{{"amount_type":"seat_based","seat_tiers":{{"seat_tier_type":"volume","tiers":[{tiers}]}}}}"""

    /// So much a seat, from one seat on.
    let perSeat (cents: int) =
        seatPrice $"""{{"min_seats":1,"max_seats":null,"price_per_seat":{cents}}}"""

    let product (name: string) (interval: string) (prices: string) (members: string) (fake: FakePolar) : Task<string> =
        task {
            let! made =
                Given.create "/v1/products/" $"""{{"name":"{name}","recurring_interval":"{interval}","prices":[{prices}]{members}}}""" fake

            return Json.text "id" made
        }

    let monthly (name: string) (cents: int) (fake: FakePolar) =
        product name "month" (Buying.fixedPrice cents) "" fake

    /// Somebody with a card, and without an address where taxes are: what is shown is what is paid.
    let untaxed (email: string) (card: string) =
        $"""{{"customer_email":"{email}","customer_name":"Ada","customer_billing_address":{{"country":"MX"}},"confirmation_token_id":"{card}"}}"""

    let only (fake: FakePolar) = Buying.only "/v1/subscriptions/" fake

    /// A subscription that somebody bought; members are more of the checkout's body.
    let boughtWith (product: string) (members: string) (confirmation: string) (fake: FakePolar) : Task<string> =
        task {
            let! session = Buying.session product members fake
            let! answer = Buying.confirm confirmation session fake
            Buying.succeeds answer |> ignore
            let! listed = Http.get "/v1/subscriptions/?sorting=-started_at" fake
            return Json.text "items.0.id" listed.Json
        }

    let bought (product: string) (fake: FakePolar) =
        boughtWith product "" (untaxed "ada@acme.dev" "tok_visa") fake

    /// One that is given away.
    let given (product: string) (email: string) (fake: FakePolar) : Task<string> =
        task {
            let! customer = Given.customer email fake

            let! made =
                Given.create "/v1/subscriptions/" $"""{{"product_id":"{product}","customer_id":"{Json.text "id" customer}"}}""" fake

            return Json.text "id" made
        }

    let get (id: string) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! answer = Http.get $"/v1/subscriptions/{id}" fake
            return Buying.succeeds answer
        }

    let patch (id: string) (body: string) (fake: FakePolar) : Task<Answer> =
        Http.patch $"/v1/subscriptions/{id}" body fake

    let patched (id: string) (body: string) (fake: FakePolar) : Task<JsonNode> =
        task {
            let! answer = patch id body fake
            return Buying.succeeds answer
        }

    /// The orders, latest first.
    let orders (fake: FakePolar) : Task<JsonNode list> =
        task {
            let! answer = Http.get "/v1/orders/?sorting=-created_at&limit=100" fake
            return Json.items "items" answer.Json
        }

    let latestOrder (fake: FakePolar) : Task<JsonNode> =
        task {
            let! all = orders fake
            return List.head all
        }

    /// The lines of an order: what they are for, how much, and whether they settle a change.
    let lines (order: JsonNode) =
        [ for item in Json.items "items" order -> Json.text "label" item, Json.whole "amount" item, Json.flag "proration" item ]

    /// What a step tells of, and nothing before it.
    let toldDuring (fake: FakePolar) (step: unit -> Task<'a>) : Task<string list> =
        task {
            let! _, types = Events.during fake step
            return types
        }

    let passing (fake: FakePolar) (time: string) : Task<string list> =
        toldDuring fake (fun () -> task { do! fake.Clock.AdvanceAsync time })

    /// What a change tells of.
    let patching (fake: FakePolar) (id: string) (body: string) : Task<string list> =
        toldDuring fake (fun () -> patched id body fake)
