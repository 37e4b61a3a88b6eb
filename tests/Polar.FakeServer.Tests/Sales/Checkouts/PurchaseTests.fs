module Polar.FakeServer.Tests.Sales.Checkouts.PurchaseTests

open Expecto
open Polar.FakeServer.Tests

[<Tests>]
let tests =
    testList
        "purchase"
        [ testCaseTask "a confirmed checkout of a monthly product makes an order and a subscription" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1900L fake
                  let! customer, confirmed = Given.purchase product "ada@acme.dev" fake
                  Expect.equal (Json.text "status" confirmed) "confirmed" "the browser sees it confirmed"
                  let! orders = Http.get "/v1/orders/" fake
                  let order = orders.Json |> Json.at "items.0"
                  Expect.equal (Json.text "billing_reason" order) "subscription_create" "reason"
                  Expect.equal (Json.text "status" order) "paid" "status"
                  Expect.equal (Json.whole "total_amount" order) 1900L "total"
                  let! subscriptions = Http.get "/v1/subscriptions/" fake
                  let subscription = subscriptions.Json |> Json.at "items.0"
                  Expect.equal (Json.text "status" subscription) "active" "status"
                  Expect.equal (Json.text "current_period_end" subscription) "2026-04-01T12:00:00Z" "a month from the start"
                  let! state = Http.get $"""/v1/customers/{Json.text "id" customer}/state""" fake
                  Expect.equal (Json.items "active_subscriptions" state.Json |> List.length) 1 "in the customer's state"
              })

          testCaseTask "a purchase sends its events in the real order" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1900L fake
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! checkout = Given.checkout product customer fake
                  let! _, types = Events.during fake (fun () -> Given.confirmed checkout fake)

                  Expect.equal
                      (types |> List.filter (fun kind -> not (kind.StartsWith "customer.")))
                      [ "checkout.updated"
                        "subscription.created"
                        "subscription.active"
                        "subscription.updated"
                        "order.created"
                        "order.updated"
                        "order.paid"
                        "checkout.updated"
                        "order.updated"
                        "order.updated" ]
                      "events"
              }) ]
