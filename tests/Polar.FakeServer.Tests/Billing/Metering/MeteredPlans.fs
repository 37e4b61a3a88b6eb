/// Plans that charge for use, customers who have them, and what is charged.
module internal Polar.FakeServer.Tests.Billing.Metering.MeteredPlans

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.Meters

let quarter = TimeSpan.FromMinutes 15.

let perUnit (meter: string) (rate: string) (members: string) =
    $"""{{"amount_type":"metered_unit","meter_id":"{meter}","unit_amount":"{rate}"{members}}}"""

/// Five dollars, and so much a unit.
let feeAnd (meter: string) (rate: string) =
    Buying.fixedPrice 500 + "," + perUnit meter rate ""

/// Ada with a card, on a monthly plan of these prices.
type Plan =
    { Fake: FakePolar
      Customer: string
      Product: string
      Subscription: string }

let subscribedTo (product: string) (customer: string) (fake: FakePolar) =
    task {
        let! checkout =
            Given.create "/v1/checkouts/" $"""{{"products":["{product}"],"customer_id":"{customer}"}}""" fake

        let! confirmed =
            Buying.confirm
                """{"confirmation_token_id":"tok_visa","customer_billing_name":"Ada","customer_billing_address":{"country":"MX"}}"""
                checkout
                fake

        Buying.succeeds confirmed |> ignore
        let! subscriptions = Http.get $"/v1/subscriptions/?customer_id={customer}" fake

        return
            { Fake = fake
              Customer = customer
              Product = product
              Subscription = Json.text "items.0.id" subscriptions.Json }
    }

let subscribed (prices: string) (members: string) (fake: FakePolar) =
    task {
        let! customer = Measuring.customer "ada@polar.sh" ""","external_id":"ada" """ fake
        let! product = Buying.monthlyWith prices members fake
        return! subscribedTo product customer fake
    }

let subscription (plan: Plan) =
    task {
        let! answer = Http.get $"/v1/subscriptions/{plan.Subscription}" plan.Fake
        return answer.Json
    }

/// Consumed, credited, amount of the only meter.
let shown (plan: Plan) =
    task {
        let! subscription = subscription plan

        match Json.items "meters" subscription with
        | [ meter ] -> return Measuring.decimal "consumed_units" meter, Json.whole "credited_units" meter, Json.whole "amount" meter
        | other -> return failwith $"{other.Length} meters"
    }

let orders (plan: Plan) =
    task {
        let! answer = Http.get "/v1/orders/?sorting=created_at&limit=100" plan.Fake
        return Json.items "items" answer.Json
    }

/// The lines of an order: label and amount.
let lines (order: JsonNode) =
    [ for item in Json.items "items" order -> Json.text "label" item, Json.whole "amount" item ]

/// The lines for use of the latest order.
let billed (plan: Plan) =
    task {
        let! all = orders plan

        return
            [ for label, amount in lines (List.last all) do
                  if label.Contains "consumed units" then
                      label, amount ]
    }

let renew (plan: Plan) =
    Measuring.pass (TimeSpan.FromDays 31.) plan.Fake

let use' (plan: Plan) (numbers: decimal list) =
    Measuring.callsOf plan.Customer numbers plan.Fake

let meterOf func fake =
    Measuring.calls
        (if func = "count" then
             Measuring.count
         else
             Measuring.ofN func)
        fake

let creditOf (meter: string) (units: int) (plan: Plan) =
    task {
        let! benefit =
            Given.create
                "/v1/benefits/"
                $"""{{"type":"meter_credit","description":"Credit","properties":{{"meter_id":"{meter}","units":{units},"rollover":false}}}}"""
                plan.Fake

        let! answer =
            Http.post $"/v1/products/{plan.Product}/benefits" $"""{{"benefits":["{Json.text "id" benefit}"]}}""" plan.Fake

        Expect.equal answer.Status 200 answer.Text
    }
