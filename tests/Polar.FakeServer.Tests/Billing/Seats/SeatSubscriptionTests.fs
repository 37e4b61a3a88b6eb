/// What becomes of seats when their subscription changes, pauses, is late or ends.
module Polar.FakeServer.Tests.Billing.Seats.SeatSubscriptionTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Seats.SeatTeams
open Polar.FakeServer.Tests.Billing.Subscriptions

[<Tests>]
let tests =
    testList
        "seats"
        [ testCaseTask "a subscription has at least as many as are given" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought, _, grace, _ = team fake

                  let patch seats =
                      Http.patch $"/v1/subscriptions/{bought.Id}" $$"""{"seats":{{seats}}}""" fake

                  let! refused = patch 1

                  Refusal.domain
                      400
                      "SeatsAlreadyAssigned"
                      "Cannot decrease seats to 1. Currently 2 seats are assigned. Revoke seats first."
                      refused

                  let! _ = Seats.revoke grace fake
                  let! fewer, types = Events.during fake (fun () -> patch 1)

                  Expect.equal
                      (Json.whole "seats" fewer.Json, types |> List.filter (fun kind -> kind.StartsWith "customer_seat"))
                      (1L, [])
                      "now it may"

                  let! full = Seats.assign bought "\"email\":\"x@acme.dev\"" fake
                  Refusal.domain 400 "SeatNotAvailable" $"No available seats for {bought.Id}" full
                  let! _ = patch 2
                  let! left = Seats.count bought fake
                  Expect.equal left (1L, 2L) "more seats are free at once"
              })

          testCaseTask "a subscription that ends takes all that are held" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought, _, _, _ = team fake

                  let! _, types =
                      Events.during fake (fun () -> Http.delete $"/v1/subscriptions/{bought.Id}" fake)

                  Expect.equal
                      types
                      [ "customer_seat.revoked"
                        "customer_seat.revoked"
                        "subscription.updated"
                        "subscription.canceled"
                        "subscription.revoked"
                        "benefit_grant.revoked"
                        "customer.state_changed" ]
                      "events"

                  let! after = statuses bought fake
                  Expect.equal after [ "revoked"; "revoked" ] "both"
              })

          testCaseTask "a subscription that pauses takes them too" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought, _, _, _ = team fake
                  let! _ = Subscribing.patched bought.Id """{"pause_at_period_end":true}""" fake
                  let! types = Subscribing.passing fake "P1M"

                  Expect.equal
                      (List.take 4 types)
                      [ "customer_seat.revoked"
                        "customer_seat.revoked"
                        "subscription.updated"
                        "subscription.paused" ]
                      "events"
              })

          testCaseTask "a subscription that is past due takes them without grace, behind the word of it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly Seats.price fake

                  let! id =
                      Subscribing.boughtWith
                          product
                          ""","seats":2,"success_url":"https://acme.dev/thanks" """
                          (Subscribing.untaxed "ada@acme.dev" "ctoken_decline_renewal")
                          fake

                  let! subscription = Subscribing.get id fake

                  let bought =
                      { Kind = "subscription_id"
                        Id = id
                        Product = product
                        Customer = Json.text "customer_id" subscription }

                  let! _ = Seats.benefit bought fake
                  let! _ = Seats.claimed bought "grace@acme.dev" fake
                  let! types = Subscribing.passing fake "P1M"

                  let about =
                      types
                      |> List.filter (fun kind ->
                          List.contains kind [ "subscription.past_due"; "customer_seat.revoked"; "benefit_grant.revoked" ])

                  Expect.equal about [ "subscription.past_due"; "customer_seat.revoked"; "benefit_grant.revoked" ] "events"
              })

          testCaseTask "a renewal gives nothing to the buyer, and goes on for who holds one" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought, benefit, grace, _ = team fake
                  let! types = Subscribing.passing fake "P1M"
                  Expect.isFalse (List.contains "benefit_grant.created" types) "nothing new"
                  Expect.contains types "benefit_grant.cycled" "renewed"
                  let! grant = Benefits.grant benefit fake
                  Expect.equal (Json.text "member_id" grant) (Json.text "member_id" grace) "one grant, of the member with the seat"
                  let! held = statuses bought fake
                  Expect.equal held [ "claimed"; "pending" ] "as before"
              })

          testCaseTask "what the product gives, and gives no more, reaches who holds one" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought, benefit, grace, _ = team fake
                  let! other = Benefits.create Benefits.flag fake

                  let! _, types =
                      Events.during fake (fun () ->
                          Http.post $"/v1/products/{bought.Product}/benefits" $$"""{"benefits":["{{Json.text "id" other}}"]}""" fake)

                  Expect.equal
                      (types |> List.filter (fun kind -> kind.StartsWith "benefit_grant"))
                      [ "benefit_grant.revoked"; "benefit_grant.created" ]
                      "first what is gone"

                  let! old = Benefits.grant benefit fake
                  let! now = Benefits.grant other fake
                  Expect.isTrue (Json.flag "is_revoked" old) "gone"
                  Expect.equal (Json.text "member_id" now) (Json.text "member_id" grace) "the member's"
              })

          testCaseTask "another product of the subscription brings its benefits to who holds one" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought, benefit, grace, _ = team fake
                  let! next = Buying.monthly Seats.price fake
                  let! better = Seats.benefit { bought with Product = next } fake
                  let! _ = Subscribing.patched bought.Id $$"""{"product_id":"{{next}}"}""" fake
                  let! old = Benefits.grant benefit fake
                  let! now = Benefits.grant better fake
                  Expect.isTrue (Json.flag "is_revoked" old) "gone"
                  Expect.equal (Json.text "member_id" now) (Json.text "member_id" grace) "the new product's"
                  let! revoked, types = Events.during fake (fun () -> Seats.revoke grace fake)
                  Expect.equal revoked.Status 200 revoked.Text
                  Expect.contains types "benefit_grant.revoked" "and goes with the seat"
              })

          testCaseTask "another product that comes with the next period leaves who holds one with what was given" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought, benefit, _, _ = team fake
                  let! next = Buying.monthly Seats.price fake
                  let! better = Seats.benefit { bought with Product = next } fake

                  let! _ =
                      Subscribing.patched bought.Id $$"""{"product_id":"{{next}}","proration_behavior":"next_period"}""" fake

                  do! fake.Clock.AdvanceAsync "P1M"
                  let! subscription = Subscribing.get bought.Id fake
                  Expect.equal (Json.text "product_id" subscription) next "the product has come"
                  let! old = Benefits.grant benefit fake
                  Expect.isTrue (Json.flag "is_granted" old) "as before"
                  let! none = Benefits.grants better fake
                  Expect.isEmpty none "nothing of the new one"
              })

          testCaseTask "a product without them becomes one with them: its customer sits down first" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! plain = Subscribing.monthly "Solo" 500 fake
                  let! id = Subscribing.bought plain fake
                  let! seats = Buying.monthly Seats.price fake

                  let! _, types =
                      Events.during fake (fun () -> Subscribing.patched id $$"""{"product_id":"{{seats}}"}""" fake)

                  Expect.equal (List.head types) "customer_seat.claimed" "events"
                  let seat = List.exactlyOne (Seats.told "customer_seat.claimed" fake)
                  Expect.equal (Json.text "member.role" seat) "owner" "the owner"
              }) ]
