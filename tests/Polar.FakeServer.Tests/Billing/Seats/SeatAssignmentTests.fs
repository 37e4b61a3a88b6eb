/// Seats as merchants give them: to whom, by which names, and what is told of it.
module Polar.FakeServer.Tests.Billing.Seats.SeatAssignmentTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private containers =
    [ "subscription", Seats.subscription; "order", Seats.order ]

[<Tests>]
let tests =
    testList
        "seats are given"
        [ for which, buy in containers do
              testList
                  $"of a {which}"
                  [ testCaseTask "by an invitation that ends in a day" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! bought = buy 2 fake

                            let! seat, types =
                                Events.during fake (fun () ->
                                    Seats.assigned bought "\"email\":\"Grace@Acme.dev\",\"metadata\":{\"team\":\"core\",\"n\":[1]}" fake)

                            Expect.equal types [ "customer_seat.assigned" ] "events; no word of the member"
                            let! members = Members.all bought.Customer fake
                            let person = List.last members

                            Expect.equal
                                (Json.names seat)
                                [ "created_at"
                                  "modified_at"
                                  "id"
                                  "subscription_id"
                                  "order_id"
                                  "status"
                                  "customer_id"
                                  "member_id"
                                  "member"
                                  "email"
                                  "customer_email"
                                  "invitation_token_expires_at"
                                  "claimed_at"
                                  "revoked_at"
                                  "seat_metadata" ]
                                "members"

                            Expect.equal
                                [ for name in
                                      [ "status"
                                        bought.Kind
                                        "customer_id"
                                        "member_id"
                                        "member.role"
                                        "email"
                                        "customer_email"
                                        "invitation_token_expires_at"
                                        "created_at" ] -> Json.text name seat ]
                                [ "pending"
                                  bought.Id
                                  bought.Customer
                                  Json.text "id" person
                                  "member"
                                  "Grace@acme.dev"
                                  "Grace@acme.dev"
                                  "2026-03-02T12:00:00Z"
                                  "2026-03-01T12:00:00Z" ]
                                "values"

                            Expect.equal ((Json.at "seat_metadata" seat).ToJsonString()) """{"team":"core","n":[1]}""" "metadata"
                            let told = List.exactlyOne (Seats.told "customer_seat.assigned" fake)
                            Expect.equal (told.ToJsonString()) (seat.ToJsonString()) "the same in the event"
                            let mail = fake.Emails.Last("grace@acme.dev", "seat_invitation")
                            let product = if which = "order" then "Book" else "Pro"
                            Expect.equal mail.Subject $"You've been invited to access {product}" "the subject"
                            Expect.equal mail.Token (Seats.token seat fake) "its token"
                            Expect.equal (Seats.token seat fake).Length 43 "32 bytes in the letters of URLs"

                            Expect.equal
                                mail.Link
                                $"{fake.Address.GetLeftPart UriPartial.Authority}/{fake.Organization.Slug}/portal/claim?token={Seats.token seat fake}"
                                "where it leads"

                            let! left = Seats.count bought fake
                            Expect.equal left (1L, 2L) "one is left"
                        })

                    testCaseTask "and claimed at once, without an invitation" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! bought = buy 2 fake
                            let! benefit = Seats.benefit bought fake

                            let! seat, types =
                                Events.during fake (fun () -> Seats.claimed bought "grace@acme.dev" fake)

                            Expect.equal types [ "customer_seat.claimed"; "benefit_grant.created"; "customer.state_changed" ] "events"

                            Expect.equal
                                (Json.text "status" seat, Json.text "claimed_at" seat, Json.isNull "invitation_token_expires_at" seat)
                                ("claimed", "2026-03-01T12:00:00Z", true)
                                "claimed"

                            Expect.isEmpty (fake.Emails.To "grace@acme.dev") "no invitation"
                            let! grant = Benefits.grant benefit fake

                            Expect.equal
                                [ for name in [ "member_id"; "customer_id"; bought.Kind ] -> Json.text name grant ]
                                [ Json.text "member_id" seat; bought.Customer; bought.Id ]
                                "the benefit is the member's"
                        })

                    testCaseTask "as many as were bought, and one to each person" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! bought = buy 2 fake
                            let! _ = Seats.invited bought "grace@acme.dev" fake
                            let! again = Seats.assign bought "\"email\":\"GRACE@acme.dev\"" fake
                            Refusal.domain 400 "SeatAlreadyAssigned" "Seat already assigned to customer grace@acme.dev" again
                            let! _ = Seats.claimed bought "eve@acme.dev" fake
                            let! full = Seats.assign bought "\"email\":\"x@acme.dev\"" fake
                            Refusal.domain 400 "SeatNotAvailable" $"No available seats for {bought.Id}" full
                            let! left = Seats.count bought fake
                            Expect.equal left (0L, 2L) "none is left"
                        })

                    testCaseTask "again after somebody lost one" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! bought = buy 1 fake
                            let! first = Seats.claimed bought "grace@acme.dev" fake
                            do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
                            let! _ = Seats.revoke first fake
                            let! listed = Seats.list bought fake
                            Expect.equal (Json.text "seats.0.status" listed) "revoked" "the list has it still"
                            do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
                            let! second = Seats.invited bought "eve@acme.dev" fake

                            Expect.equal
                                [ for name in [ "id"; "created_at" ] -> Json.text name second ]
                                [ for name in [ "id"; "created_at" ] -> Json.text name first ]
                                "the same seat"

                            Expect.isTrue (Json.isNull "revoked_at" second && Json.isNull "claimed_at" second) "begun anew"
                            Expect.equal (Json.text "modified_at" second) "2026-03-01T12:02:00Z" "changed"
                            let! left = Seats.count bought fake
                            Expect.equal left (0L, 1L) "counted once"
                        }) ]

          testCaseTask "by member and by the merchant's name for one" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 5 fake

                  let! grace =
                      Members.add bought.Customer """{"email":"grace@acme.dev","external_id":"g"}""" fake

                  let! _ = Members.add bought.Customer """{"email":"bare@acme.dev"}""" fake
                  let! byId = Seats.assigned bought (Seats.toMember grace) fake
                  Expect.equal (Json.text "email" byId) "grace@acme.dev" "by id"
                  let! twice = Seats.assign bought "\"external_member_id\":\"g\"" fake
                  Refusal.domain 400 "SeatAlreadyAssigned" "Seat already assigned to customer grace@acme.dev" twice

                  let! linked =
                      Seats.assigned bought "\"external_member_id\":\"b\",\"email\":\"bare@acme.dev\"" fake

                  Expect.equal (Json.text "member.external_id" linked) "b" "the member is called so from now on"

                  let! made =
                      Seats.assigned bought "\"external_member_id\":\"n\",\"email\":\"new@acme.dev\"" fake

                  Expect.equal (Json.text "member.external_id" made, Json.text "member.email" made) ("n", "new@acme.dev") "somebody new"

                  for body, status, error, detail in
                      [ $"\"member_id\":\"{unknown}\"", 404, "MemberNotFound", $"Member not found: {unknown}"
                        "\"external_member_id\":\"nobody\"", 404, "MemberNotFound", "Member not found: nobody"
                        "\"external_member_id\":\"g\",\"email\":\"x@acme.dev\"",
                        400,
                        "MemberEmailMismatch",
                        "Member with external_member_id 'g' exists but has a different email than 'x@acme.dev'"
                        "\"external_member_id\":\"z\",\"email\":\"grace@acme.dev\"",
                        400,
                        "MemberEmailMismatch",
                        "Member with external_member_id 'z' exists but has a different email than 'grace@acme.dev'" ] do
                      let! refused = Seats.assign bought body fake
                      Refusal.domain status error detail refused

                  let! members = Members.all bought.Customer fake
                  Expect.hasLength members 4 "a refusal leaves no member behind"
              })

          testCaseTask "by customer, whose address is meant" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 5 fake

                  let! person =
                      Given.create "/v1/customers/" """{"email":"grace@acme.dev","external_id":"grace"}""" fake

                  let! byId = Seats.assigned bought (Seats.toCustomer person) fake

                  Expect.equal
                      [ for name in [ "email"; "customer_id"; "member.customer_id" ] -> Json.text name byId ]
                      [ "grace@acme.dev"; bought.Customer; bought.Customer ]
                      "a member of the buyer"

                  let! twice = Seats.assign bought "\"external_customer_id\":\"grace\"" fake
                  Refusal.domain 400 "SeatAlreadyAssigned" "Seat already assigned to customer grace@acme.dev" twice

                  for body in [ $"\"customer_id\":\"{unknown}\""; "\"external_customer_id\":\"nobody\"" ] do
                      let! refused = Seats.assign bought body fake

                      Refusal.domain
                          400
                          "InvalidSeatAssignmentRequest"
                          "Customer not found for the provided customer_id or external_customer_id."
                          refused

                  let! nameless =
                      Given.create "/v1/customers/" """{"type":"team","owner":{"email":"boss@acme.dev"}}""" fake

                  let! nobody = Seats.assign bought (Seats.toCustomer nameless) fake

                  Refusal.domain
                      400
                      "InvalidSeatAssignmentRequest"
                      "At least one of email, external_member_id, or member_id must be provided when member_model_enabled is true."
                      nobody
              })

          testCaseTask "without the member model, to customers" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 5 fake
                  let! benefit = Seats.benefit bought fake
                  do! Seats.organization "\"member_model_enabled\":false" fake

                  let! seat, types =
                      Events.during fake (fun () -> Seats.claimed bought "grace@acme.dev" fake)

                  Expect.equal
                      types
                      [ "customer_seat.claimed"; "benefit_grant.created"; "customer.state_changed" ]
                      "nothing of the customer"

                  let! found = Http.get "/v1/customers/?email=grace@acme.dev" fake
                  let person = Json.at "items.0" found.Json
                  Expect.equal (Json.text "customer_id" seat) (Json.text "id" person) "the person's own customer"
                  Expect.equal (Json.text "member.customer_id" seat) bought.Customer "a member of the buyer besides"
                  let! grant = Benefits.grant benefit fake

                  Expect.equal
                      (Json.text "customer_id" grant, Json.text "member_id" grant)
                      (Json.text "id" person, Json.text "member_id" seat)
                      "the benefit is the person's"

                  let! again = Seats.assign bought (Seats.toCustomer person) fake
                  Refusal.domain 400 "SeatAlreadyAssigned" $"""Seat already assigned to customer {Json.text "id" person}""" again

                  for body, called in
                      [ $"\"customer_id\":\"{unknown}\"", unknown
                        "\"external_customer_id\":\"nobody\"", "nobody" ] do
                      let! refused = Seats.assign bought body fake
                      Refusal.domain 404 "CustomerNotFound" $"Customer not found: {called}" refused
              }) ]
