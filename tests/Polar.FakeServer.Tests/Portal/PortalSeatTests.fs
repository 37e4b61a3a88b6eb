/// Seats in the portal: who pays for them gives and takes them, and who sits there sees what for.
module Polar.FakeServer.Tests.Portal.PortalSeatTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private path = "/v1/customer-portal/seats"

/// Sessions of the customer, and of members by their role.
let private sessions (bought: SeatsBought) (fake: FakePolar) : Task<Map<string, string>> =
    task {
        let! own =
            fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse bought.Customer))

        let! manager =
            Members.add bought.Customer """{"email":"manager@acme.dev","role":"billing_manager"}""" fake

        let! plain = Members.add bought.Customer """{"email":"plain@acme.dev"}""" fake
        let! owner = Members.owner bought.Customer fake
        let mutable tokens = Map.ofList [ "customer", own ]

        for row in [ owner; manager; plain ] do
            let! token = Members.session row fake
            tokens <- Map.add (Json.text "role" row) token tokens

        return tokens
    }

/// Somebody else's session, who has bought seats too.
let private stranger (fake: FakePolar) : Task<string> =
    task {
        let! team = Members.team fake
        return! fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse team))
    }

let private body (bought: SeatsBought) (email: string) =
    Some(
        bought.Body
        |> fun container -> "{" + container + ",\"email\":\"" + email + "\"}"
    )

[<Tests>]
let tests =
    testList
        "seats in the portal"
        [ for which, buy in [ "subscription", Seats.subscription; "order", Seats.order ] do
              testCaseTask $"of a {which} are listed, given, sent again and taken back" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! bought = buy 9 fake
                      let! tokens = sessions bought fake

                      for role in [ "customer"; "owner"; "billing_manager" ] do
                          let token = tokens[role]

                          let! given, types =
                              Events.during fake (fun () -> Members.sendAs token "POST" path (body bought $"{role}@seats.dev") fake)

                          Expect.equal (given.Status, types) (200, [ "customer_seat.assigned" ]) given.Text
                          let seat = $"""{path}/{Json.text "id" given.Json}"""
                          let! resent = Members.sendAs token "POST" (seat + "/resend") (Some "") fake
                          Expect.equal (resent.Status, resent.Text) (200, given.Text) "sent again"
                          Expect.hasLength (fake.Emails.To $"{role}@seats.dev") 2 "two mails"
                          let! listed = Members.sendAs token "GET" $"{path}?{bought.Query}" None fake
                          let! asMerchant = Seats.list bought fake
                          Expect.equal listed.Text (asMerchant.ToJsonString()) "as the merchant sees them"

                          let! revoked, types =
                              Events.during fake (fun () -> Members.sendAs token "DELETE" seat None fake)

                          Expect.equal (revoked.Status, types) (200, [ "customer_seat.revoked" ]) "taken back"
                  })

          testCaseTask "are for who pays: other members only look" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 2 fake
                  let! tokens = sessions bought fake
                  let! seat = Seats.invited bought "grace@acme.dev" fake
                  let token = tokens["member"]
                  let! listed = Members.sendAs token "GET" $"{path}?{bought.Query}" None fake
                  Expect.equal (listed.Status, Json.whole "available_seats" listed.Json) (200, 1L) "may look"
                  let seat = $"""{path}/{Json.text "id" seat}"""

                  for method, path, body in
                      [ "POST", path, body bought "x@acme.dev"
                        "POST", seat + "/resend", Some ""
                        "DELETE", seat, None ] do
                      let! refused = Members.sendAs token method path body fake
                      Refusal.domain 403 "NotPermitted" "Only owners and billing managers can access billing features." refused
              })

          testCaseTask "are those of one's own purchases" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 2 fake
                  let! seat = Seats.invited bought "grace@acme.dev" fake
                  let! token = stranger fake
                  let seat = $"""{path}/{Json.text "id" seat}"""

                  let asked method path body =
                      Members.sendAs token method path body fake

                  let! listed = asked "GET" $"{path}?{bought.Query}" None
                  Refusal.domain 404 "ResourceNotFound" "Subscription not found" listed
                  let! order = asked "GET" $"{path}?order_id={unknown}" None
                  Refusal.domain 404 "ResourceNotFound" "Order not found" order
                  let! neither = asked "GET" path None
                  Refusal.domain 400 "BadRequest" "Either subscription_id or order_id must be provided" neither
                  let! given = asked "POST" path (body bought "x@acme.dev")
                  Refusal.domain 404 "ResourceNotFound" "Subscription not found" given

                  for method, path, body in
                      [ "DELETE", seat, None
                        "POST", seat + "/resend", Some ""
                        "DELETE", $"{path}/{unknown}", None ] do
                      let! refused = asked method path body
                      Refusal.domain 404 "ResourceNotFound" "Seat not found" refused
              })

          testCaseTask "are given by the checkout that they were bought in, too" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! subscription = Seats.subscription 1 fake
                  let! order = Seats.order 1 fake
                  let! orders = Http.get "/v1/orders/?limit=100" fake
                  let! owner = Members.owner subscription.Customer fake
                  let! token = Members.session owner fake

                  let checkout (bought: SeatsBought) =
                      Json.items "items" orders.Json
                      |> List.find (fun row -> Json.text "product_id" row = bought.Product)
                      |> Json.text "checkout_id"

                  let assign id =
                      Members.sendAs token "POST" path (Some $$"""{"checkout_id":"{{id}}","email":"x@acme.dev"}""") fake

                  for bought in [ subscription; order ] do
                      let! given = assign (checkout bought)
                      Expect.equal (Json.text bought.Kind given.Json) bought.Id given.Text

                  let! nothing = assign unknown
                  Refusal.domain 404 "ResourceNotFound" "No subscription or order found for this checkout" nothing
                  let! token = stranger fake

                  let! foreign =
                      Members.sendAs token "POST" path (Some $$"""{"checkout_id":"{{checkout order}}","email":"x@acme.dev"}""") fake

                  Refusal.domain 404 "ResourceNotFound" "No subscription or order found for this checkout" foreign
              })

          testCaseTask "are of one thing, to one person, claimed at once where that is asked" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 1 fake
                  let! tokens = sessions bought fake

                  let send body =
                      Members.sendAs tokens["customer"] "POST" path (Some body) fake

                  for text in
                      [ "{}"
                        $$"""{{{bought.Body}},"checkout_id":"{{unknown}}","email":"x@acme.dev"}""" ] do
                      let! refused = send text

                      Refusal.malformed
                          [ "value_error", "body", "Value error, Exactly one of subscription_id, order_id, or checkout_id must be provided" ]
                          refused

                  let! nobody = send $$"""{{{bought.Body}}}"""

                  Refusal.malformed
                      [ "value_error",
                        "body",
                        "Value error, At least one of email, external_customer_id, customer_id, external_member_id, or member_id must be provided" ]
                      nobody

                  let! claimed, types =
                      Events.during fake (fun () -> send $$"""{{{bought.Body}},"email":"x@acme.dev","immediate_claim":true}""")

                  Expect.equal (Json.text "status" claimed.Json, types) ("claimed", [ "customer_seat.claimed" ]) "at once"
              })

          testCaseTask "the setting for the number of seats does not close them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 1 fake
                  let! tokens = sessions bought fake

                  let! closed =
                      Http.patch
                          $"/v1/organizations/{fake.Organization.Id}"
                          """{"customer_portal_settings":{"usage":{"show":true},"subscription":{"update_seats":false,"update_plan":true}}}"""
                          fake

                  Expect.equal closed.Status 200 closed.Text

                  let! given =
                      Members.sendAs tokens["owner"] "POST" path (body bought "x@acme.dev") fake

                  Expect.equal given.Status 200 given.Text

                  let! count =
                      Members.sendAs tokens["owner"] "PATCH" $"/v1/customer-portal/subscriptions/{bought.Id}" (Some """{"seats":2}""") fake

                  Refusal.domain 403 "UpdateSubscriptionSeatsNotAllowed" "Updating subscription seats is not allowed." count
              })

          testCaseTask "that are claimed show their subscription to who sits there" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 5 fake
                  let! order = Seats.order 2 fake
                  let! grace = Seats.claimed bought "grace@acme.dev" fake
                  let! _ = Seats.claimed order "grace@acme.dev" fake
                  let! eve = Seats.invited bought "eve@acme.dev" fake
                  let! _ = Seats.claimed bought "joan@acme.dev" fake

                  let subscriptions token query =
                      task {
                          let! answer = Members.sendAs token "GET" $"{path}/subscriptions{query}" None fake

                          return
                              [ for row in Json.items "items" answer.Json -> Json.text "id" row ],
                              Json.whole "pagination.total_count" answer.Json
                      }

                  let! token = Members.session (Json.at "member" grace) fake
                  let! own = subscriptions token ""
                  Expect.equal own ([ bought.Id ], 1L) "who sits there"

                  let! bills =
                      Members.sendAs token "GET" "/v1/customer-portal/subscriptions/" None fake

                  Expect.equal bills.Status 200 "the usual list is the customer's"
                  let! token = Members.session (Json.at "member" eve) fake
                  let! none = subscriptions token ""
                  Expect.equal none ([], 0L) "who is only invited"
                  let! owner = Members.owner bought.Customer fake
                  let! token = Members.session owner fake
                  let! nothing = subscriptions token ""
                  Expect.equal nothing ([], 0L) "who pays, but sits nowhere"

                  let! token =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse bought.Customer))

                  let! all = subscriptions token ""
                  Expect.equal all ([ bought.Id ], 2L) "a customer's session: once a page, counted by seat"
                  let! second = subscriptions token "?limit=1&page=2"
                  Expect.equal second ([ bought.Id ], 2L) "and on the next page again"
                  let! _ = Seats.revoke grace fake
                  let! token = Members.session (Json.at "member" grace) fake
                  let! gone = subscriptions token ""
                  Expect.equal gone ([], 0L) "gone with the seat"
              }) ]
