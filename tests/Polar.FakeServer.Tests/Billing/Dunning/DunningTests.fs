/// Renewals that cannot be paid: when they are tried again, what they take away, and how it ends.
module Polar.FakeServer.Tests.Billing.Dunning.DunningTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions

let private state = "customer.state_changed"

let private subscribe (card: string) (fake: FakePolar) =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        return! Subscribing.boughtWith product "" (Subscribing.untaxed "ada@acme.dev" card) fake
    }

/// A benefit, and a product that has it.
let private withBenefit (fake: FakePolar) =
    task {
        let! benefit = Benefits.create Benefits.note fake
        let benefit = Json.text "id" benefit
        let! product = Subscribing.monthly "Pro" 1000 fake

        let! given =
            Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{benefit}"]}}""" fake

        Expect.equal given.Status 200 given.Text
        return benefit, product
    }

let private due (order: System.Text.Json.Nodes.JsonNode) =
    if Json.isNull "next_payment_attempt_at" order then
        None
    else
        Some(Json.text "next_payment_attempt_at" order)

[<Tests>]
let tests =
    testList
        "a renewal that is not paid"
        [ testCaseTask "is told of, and is tried four times more before the subscription ends" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = subscribe "ctoken_decline_renewal" fake
                  let! told = Subscribing.passing fake "P1M"

                  Expect.equal
                      told
                      [ "subscription.cycled"
                        "subscription.updated"
                        "order.created"
                        "subscription.updated"
                        "subscription.past_due"
                        state ]
                      "the first failure"

                  let! subscription = Subscribing.get id fake
                  Expect.equal (Json.text "status" subscription) "past_due" "status"
                  Expect.equal (Json.text "past_due_at" subscription) "2026-04-01T12:00:00Z" "since"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Json.text "status" order) "pending" "pending"
                  Expect.equal (due order) (Some "2026-04-03T12:00:00Z") "2 days"

                  for day, next in
                      [ "2026-04-03T12:00:00Z", Some "2026-04-08T12:00:00Z"
                        "2026-04-08T12:00:00Z", Some "2026-04-15T12:00:00Z"
                        "2026-04-15T12:00:00Z", Some "2026-04-22T12:00:00Z" ] do
                      let! told =
                          Subscribing.toldDuring fake (fun () -> task { do! Subscribing.until day fake })

                      Expect.isEmpty told $"a try on {day} is not told of"
                      let! order = Subscribing.latestOrder fake
                      Expect.equal (due order) next $"behind the try on {day}"

                  let! told =
                      Subscribing.toldDuring fake (fun () -> task { do! Subscribing.until "2026-04-22T12:00:00Z" fake })

                  Expect.equal
                      told
                      [ "subscription.updated"
                        "subscription.canceled"
                        "subscription.revoked"
                        "order.updated"
                        state ]
                      "the end"

                  let! subscription = Subscribing.get id fake
                  Expect.equal (Json.text "status" subscription) "canceled" "status"
                  Expect.equal (Json.text "past_due_at" subscription) "2026-04-01T12:00:00Z" "it stays"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Json.text "status" order, due order) ("void", None) "void"

                  let! payments =
                      Http.get $"""/v1/payments/?order_id={Json.text "id" order}&sorting=created_at""" fake

                  Expect.equal
                      [ for payment in Json.items "items" payments.Json -> Json.text "trigger" payment, Json.text "status" payment ]
                      (("subscription_cycle", "failed") :: List.replicate 4 ("retry_dunning", "failed"))
                      "payments"
              })

          testCaseTask "is paid by the next try, and the subscription goes on" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = subscribe "ctoken_decline_2" fake
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! late = Subscribing.get id fake
                  Expect.equal (Json.text "status" late) "past_due" "status"

                  let! told = Subscribing.passing fake "P2D"

                  Expect.equal
                      told
                      [ "subscription.updated"
                        "subscription.active"
                        "order.updated"
                        "order.paid"
                        "order.updated"
                        "order.updated"
                        state ]
                      "events"

                  let! again = Subscribing.get id fake
                  Expect.equal (Json.text "status" again) "active" "status"
                  Expect.isTrue (Json.isNull "past_due_at" again) "no more"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Json.text "status" order, due order) ("paid", None) "paid"
              })

          testCaseTask "waits for the deadline where the card is of no use" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = subscribe "ctoken_decline_renewal_expired_card" fake
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (due order) (Some "2026-04-22T12:01:00Z") "21 days and a minute"
                  do! Subscribing.until "2026-04-22T13:00:00Z" fake
                  let! ended = Subscribing.get id fake
                  Expect.equal (Json.text "status" ended) "canceled" "status"
              })

          testCaseTask "without a card starts at once, and every pass waits a week more" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! free = Subscribing.monthly "Free" 0 fake
                  let! paid = Subscribing.monthly "Pro" 1000 fake
                  let! id = Subscribing.given free "ada@acme.dev" fake

                  let! _ =
                      Subscribing.patched id $"""{{"product_id":"{paid}","proration_behavior":"next_period"}}""" fake

                  let! told = Subscribing.passing fake "P1M"

                  Expect.equal
                      told
                      [ "subscription.cycled"
                        "subscription.updated"
                        "order.created"
                        "subscription.updated"
                        "subscription.past_due"
                        "order.updated"
                        state ]
                      "events"

                  for day, next in
                      [ "2026-04-03T11:00:00Z", Some "2026-04-03T12:00:00Z"
                        "2026-04-03T12:00:00Z", Some "2026-04-10T12:00:00Z"
                        "2026-04-10T12:00:00Z", Some "2026-04-17T12:00:00Z"
                        "2026-04-17T12:00:00Z", Some "2026-04-24T12:00:00Z"
                        "2026-04-24T12:00:00Z", None ] do
                      do! Subscribing.until day fake
                      let! order = Subscribing.latestOrder fake
                      Expect.equal (due order) next day

                  let! ended = Subscribing.get id fake
                  Expect.equal (Json.text "status" ended) "canceled" "status"
              })

          testCaseTask "takes the benefits away, and payment brings the same ones back" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! benefit, product = withBenefit fake

                  let! _ =
                      Subscribing.boughtWith product "" (Subscribing.untaxed "ada@acme.dev" "ctoken_decline_2") fake

                  let! told = Subscribing.passing fake "P1M"

                  Expect.equal
                      (told |> List.filter (fun name -> name.StartsWith "benefit_grant."))
                      [ "benefit_grant.revoked" ]
                      "taken away"

                  let! grants = Http.get $"/v1/benefits/{benefit}/grants" fake
                  let! told = Subscribing.passing fake "P2D"

                  Expect.equal
                      (told |> List.filter (fun name -> name.StartsWith "benefit_grant.") |> List.sort)
                      [ "benefit_grant.created"; "benefit_grant.cycled" ]
                      "given again"

                  let! again = Http.get $"/v1/benefits/{benefit}/grants" fake
                  Expect.equal (Json.text "items.0.id" again.Json) (Json.text "items.0.id" grants.Json) "the same grant"
              })

          testCaseTask "leaves the benefits for as long as the organization has patience" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! Subscribing.organization """{"subscription_settings":{"benefit_revocation_grace_period":7}}""" fake
                  let! _, product = withBenefit fake

                  let! _ =
                      Subscribing.boughtWith product "" (Subscribing.untaxed "ada@acme.dev" "ctoken_decline_renewal") fake

                  let revoked (told: string list) =
                      List.contains "benefit_grant.revoked" told

                  let! first = Subscribing.passing fake "P1M"
                  let! second = Subscribing.passing fake "P2D"
                  let! third = Subscribing.passing fake "P5D"
                  Expect.equal [ revoked first; revoked second; revoked third ] [ false; false; true ] "on day 7"
              })

          testCaseTask "takes all seats away, and payment does not bring them back" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Subscribing.product "Team" "month" (Subscribing.perSeat 1000) "" fake

                  let! _ =
                      Subscribing.boughtWith product ""","seats":3""" (Subscribing.untaxed "ada@acme.dev" "ctoken_decline_2") fake

                  let! told = Subscribing.passing fake "P1M"

                  Expect.equal
                      told
                      [ "subscription.cycled"
                        "subscription.updated"
                        "order.created"
                        "subscription.updated"
                        "subscription.past_due"
                        "customer_seat.revoked"
                        state ]
                      "events"

                  let! told = Subscribing.passing fake "P2D"
                  Expect.isFalse (told |> List.exists (fun name -> name.StartsWith "customer_seat.")) "not restored"
              })

          testCaseTask "does not keep the subscription from its next period" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Subscribing.product "Pro" "week" (Buying.fixedPrice 1000) "" fake

                  let! id =
                      Subscribing.boughtWith product "" (Subscribing.untaxed "ada@acme.dev" "ctoken_decline_renewal") fake

                  do! fake.Clock.AdvanceAsync "P14D"
                  let! orders = Subscribing.orders fake
                  Expect.equal [ for order in orders -> Json.text "status" order ] [ "pending"; "pending"; "paid" ] "orders"
                  let! late = Subscribing.get id fake
                  Expect.equal (Json.text "status" late) "past_due" "status"
              })

          testCaseTask "is voided when the subscription is ended" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = subscribe "ctoken_decline_renewal" fake
                  do! fake.Clock.AdvanceAsync "P1M"

                  let! told =
                      Subscribing.toldDuring fake (fun () -> Http.delete $"/v1/subscriptions/{id}" fake)

                  Expect.equal
                      told
                      [ "subscription.updated"
                        "subscription.canceled"
                        "subscription.revoked"
                        "order.updated"
                        state ]
                      "events"

                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Json.text "status" order) "void" "void"
              }) ]
