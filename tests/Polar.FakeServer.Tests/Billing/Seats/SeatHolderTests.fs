/// What becomes of seats when those change who hold them, or the order that they came with.
module Polar.FakeServer.Tests.Billing.Seats.SeatHolderTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Seats.SeatTeams
open Polar.FakeServer.Tests.Billing.Subscriptions

let private memberPath (bought: SeatsBought) (seat: JsonNode) =
    $"""/v1/customers/{bought.Customer}/members/{Json.text "member_id" seat}"""

[<Tests>]
let tests =
    testList
        "seats"
        [ testCaseTask "a member who is removed leaves them, and the benefits with them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought, _, grace, eve = team fake

                  let! _, types =
                      Events.during fake (fun () -> Http.delete (memberPath bought grace) fake)

                  Expect.equal
                      types
                      [ "member.deleted"
                        "customer_seat.revoked"
                        "benefit_grant.revoked"
                        "customer.state_changed" ]
                      "events"

                  let! _, pending =
                      Events.during fake (fun () -> Http.delete (memberPath bought eve) fake)

                  Expect.equal pending [ "member.deleted"; "customer_seat.revoked" ] "an invitation too"
                  let! again = Seats.invited bought "grace@acme.dev" fake
                  Expect.notEqual (Json.text "member_id" again) (Json.text "member_id" grace) "who comes back is somebody new"
              })

          testCaseTask "follow the address of who holds them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought, _, grace, _ = team fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)

                  let! _, types =
                      Events.during fake (fun () -> Http.patch (memberPath bought grace) """{"email":"hopper@acme.dev"}""" fake)

                  Expect.equal types [ "member.updated" ] "events"
                  let! listed = Seats.list bought fake
                  let seat = Json.at "seats.0" listed

                  Expect.equal
                      [ for name in [ "email"; "customer_email"; "member.email"; "modified_at" ] -> Json.text name seat ]
                      [ "hopper@acme.dev"
                        "hopper@acme.dev"
                        "hopper@acme.dev"
                        "2026-03-01T12:01:00Z" ]
                      "the seat"

                  let! twice = Seats.assign bought "\"email\":\"hopper@acme.dev\"" fake
                  Refusal.domain 400 "SeatAlreadyAssigned" "Seat already assigned to customer hopper@acme.dev" twice
              })

          testCaseTask "give each member a key of its own, which no other member sees" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 3 fake
                  let! keys = Benefits.create (Benefits.keys "{}") fake

                  let! attached =
                      Http.post $"/v1/products/{bought.Product}/benefits" $"""{{"benefits":["{Json.text "id" keys}"]}}""" fake

                  Expect.equal attached.Status 200 attached.Text
                  let! grace = Seats.claimed bought "grace@acme.dev" fake
                  let! eve = Seats.claimed bought "eve@acme.dev" fake

                  let keysOf token =
                      task {
                          let! answer =
                              Members.sendAs token "GET" "/v1/customer-portal/license-keys/" None fake

                          return Set.ofList [ for key in Json.items "items" answer.Json -> Json.text "key" key ]
                      }

                  let! ofGrace = Members.session (Json.at "member" grace) fake
                  let! ofEve = Members.session (Json.at "member" eve) fake

                  let! ofTeam =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse bought.Customer))

                  let! first = keysOf ofGrace
                  let! second = keysOf ofEve
                  let! all = keysOf ofTeam
                  Expect.equal (first.Count, second.Count, all) (1, 1, Set.union first second) "one each; the customer has both"
                  Expect.notEqual first second "not the same"
                  let! _ = Seats.revoke grace fake
                  let! grants = Benefits.grants keys fake

                  Expect.equal
                      (set [ for grant in grants -> Json.text "member_id" grant, Json.flag "is_granted" grant ])
                      (set [ Json.text "member_id" grace, false; Json.text "member_id" eve, true ])
                      "one seat's benefits are not another's"
              })

          testCaseTask "of one more order are not the buyer's, where one of the first is anybody's of the team" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.order 1 fake
                  let! _ = Seats.claimed bought "grace@acme.dev" fake
                  let! session = Buying.session bought.Product ""","seats":2""" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds answer |> ignore
                  Expect.hasLength (Seats.told "customer_seat.claimed" fake) 1 "Grace's alone"
                  let! other = Buying.once Seats.price fake
                  let! session = Buying.session other "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds answer |> ignore
                  Expect.hasLength (Seats.told "customer_seat.claimed" fake) 2 "of another product one is"
              })

          testCaseTask "of an order that is still to be paid are not given" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly Seats.price fake

                  let! _ =
                      Subscribing.boughtWith
                          product
                          ""","seats":2,"success_url":"https://acme.dev/thanks" """
                          (Subscribing.untaxed "ada@acme.dev" "ctoken_decline_renewal")
                          fake

                  let! _ = Subscribing.passing fake "P1M"
                  let! order = Subscribing.latestOrder fake
                  Expect.equal (Json.text "status" order) "pending" "the renewal"

                  let! refused =
                      Http.post Seats.path $$"""{"order_id":"{{Json.text "id" order}}","email":"x@acme.dev"}""" fake

                  Refusal.domain 400 "SeatNotAvailable" "Order must be paid before assigning seats" refused
              })

          testCaseTask "come back to nobody: who is invited again after a pause is invited anew" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought, _, grace, _ = team fake
                  let! _ = Subscribing.patched bought.Id """{"pause_at_period_end":true}""" fake
                  let! _ = Subscribing.passing fake "P1M"
                  let! _ = Subscribing.patched bought.Id """{"resume":true}""" fake
                  let! after = statuses bought fake
                  Expect.equal after [ "revoked"; "revoked" ] "resuming gives none"
                  let! again = Seats.invited bought "grace@acme.dev" fake

                  Expect.equal
                      (Json.text "member_id" again, Json.text "status" again)
                      (Json.text "member_id" grace, "pending")
                      "the same member, a new invitation"
              })

          testCaseTask "are over with their customer" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought, _, _, _ = team fake
                  let! order = Seats.order 1 fake
                  let! _ = Seats.claimed order "solo@acme.dev" fake

                  let! _, types =
                      Events.during fake (fun () -> Http.delete $"/v1/customers/{bought.Customer}" fake)

                  let count kind =
                      types |> List.filter ((=) kind) |> List.length

                  Expect.equal (count "member.deleted", count "customer_seat.revoked") (4, 3) "members and seats"
              }) ]
