/// Invitations to seats: looked at, accepted, sent again, and taken back.
module Polar.FakeServer.Tests.Billing.Seats.SeatClaimTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private look (token: string) (fake: FakePolar) =
    Http.anonymous "GET" $"{Seats.path}/claim/{token}" None fake

let private resend (seat: JsonNode) (fake: FakePolar) =
    Http.post $"""{Seats.path}/{Json.text "id" seat}/resend""" "" fake

let private isOfNoUse (token: string) (fake: FakePolar) : Task<unit> =
    task {
        let! looked = look token fake
        Refusal.domain 404 "ResourceNotFound" "Invalid or expired invitation token" looked
        let! claimed = Seats.claim token fake
        Refusal.domain 400 "InvalidInvitationToken" "Invalid or expired invitation token" claimed
    }

let private passing (fake: FakePolar) (seconds: float) =
    fake.Clock.AdvanceAsync(TimeSpan.FromSeconds seconds)

let private day = 86400.

[<Tests>]
let tests =
    testList
        "invitations to seats"
        [ testCaseTask "say what they are for" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 1 fake
                  let! seat = Seats.invited bought "grace@acme.dev" fake
                  let! looked, types = Events.during fake (fun () -> look (Seats.token seat fake) fake)
                  let organization = fake.Organization

                  Expect.equal
                      looked.Text
                      $$"""{"product_name":"Pro","product_id":"{{bought.Product}}","organization_name":"{{organization.Name}}","organization_slug":"{{organization.Slug}}","customer_email":"grace@acme.dev","can_claim":true}"""
                      "what it says"

                  Expect.isEmpty types "looking changes nothing"
              })

          for which, buy in [ "subscription", Seats.subscription; "order", Seats.order ] do
              testCaseTask $"of a {which} are accepted once: the seat is taken and a session begins" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! bought = buy 1 fake
                      let! benefit = Seats.benefit bought fake
                      let! seat = Seats.invited bought "grace@acme.dev" fake
                      let! none = Benefits.grants benefit fake
                      Expect.isEmpty none "who is invited has nothing yet"
                      let token = Seats.token seat fake
                      do! passing fake 60.
                      let! claimed, types = Events.during fake (fun () -> Seats.claim token fake)
                      Expect.equal claimed.Status 200 claimed.Text
                      Expect.equal types [ "customer_seat.claimed"; "benefit_grant.created"; "customer.state_changed" ] "events"
                      let taken = Json.at "seat" claimed.Json

                      Expect.equal
                          [ for name in
                                [ "id"
                                  "status"
                                  "claimed_at"
                                  "modified_at"
                                  "invitation_token_expires_at"
                                  "member_id" ] -> Json.text name taken ]
                          [ Json.text "id" seat
                            "claimed"
                            "2026-03-01T12:01:00Z"
                            "2026-03-01T12:01:00Z"
                            "2026-03-02T12:00:00Z"
                            Json.text "member_id" seat ]
                          "taken; the invitation's end stays"

                      let told = List.exactlyOne (Seats.told "customer_seat.claimed" fake)
                      Expect.equal (told.ToJsonString()) (taken.ToJsonString()) "the same in the event"
                      let! grant = Benefits.grant benefit fake
                      Expect.equal (Json.text "member_id" grant) (Json.text "member_id" seat) "the member's"
                      let session = Json.text "customer_session_token" claimed.Json
                      Expect.stringStarts session "polar_mst_" "a member's session"

                      let! me =
                          Members.sendAs session "GET" "/v1/customer-portal/customer-session/introspect" None fake

                      let! own =
                          Members.sendAs session "GET" "/v1/customer-portal/benefit-grants/" None fake

                      Expect.notEqual me.Status 401 "it is good for the portal"
                      Expect.hasLength (Json.items "items" own.Json) 1 "and sees the member's benefit"
                      do! isOfNoUse token fake
                      do! passing fake 3600.

                      let! over =
                          Members.sendAs session "GET" "/v1/customer-portal/benefit-grants/" None fake

                      Expect.equal over.Status 401 "for an hour"
                  })

          testCaseTask "are accepted by a customer where nobody is a member" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 1 fake
                  do! Seats.organization "\"member_model_enabled\":false" fake

                  let! person =
                      Given.create "/v1/customers/" """{"type":"team","external_id":"quiet","owner":{"email":"boss@acme.dev"}}""" fake

                  let! seat = Seats.assigned bought "\"external_customer_id\":\"quiet\"" fake
                  Expect.isTrue (Json.isNull "member" seat && Json.isNull "email" seat) "nobody's address"
                  Expect.isEmpty fake.Emails.All "and nobody to write to"
                  let! resent = resend seat fake
                  Refusal.domain 400 "InvalidInvitationToken" "Invalid or expired invitation token" resent
                  let! claimed = Seats.claim (Seats.token seat fake) fake
                  Expect.stringStarts (Json.text "customer_session_token" claimed.Json) "polar_cst_" "a customer's session"
                  Expect.equal (Json.text "seat.customer_id" claimed.Json) (Json.text "id" person) "of the customer with the seat"
              })

          testCaseTask "are good to the last moment of their day" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 2 fake
                  let! first = Seats.invited bought "grace@acme.dev" fake
                  let! second = Seats.invited bought "eve@acme.dev" fake
                  do! passing fake day
                  let! inTime = Seats.claim (Seats.token first fake) fake
                  Expect.equal inTime.Status 200 inTime.Text
                  do! passing fake 1.
                  do! isOfNoUse (Seats.token second fake) fake
                  let! listed = Seats.list bought fake
                  Expect.equal (Json.text "seats.1.status" listed) "pending" "the seat waits for ever"
              })

          testCaseTask "are sent again as they are" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 1 fake
                  let! seat = Seats.invited bought "grace@acme.dev" fake
                  do! passing fake (day + 60.)

                  for _ in 1..3 do
                      let! resent, types = Events.during fake (fun () -> resend seat fake)
                      Expect.equal (resent.Status, resent.Text) (200, seat.ToJsonString()) "the same seat, the same end"
                      Expect.isEmpty types "nobody is told"

                  let mails = fake.Emails.To "grace@acme.dev"
                  Expect.hasLength mails 4 "as often as one likes"
                  Expect.hasLength (mails |> Seq.map (fun mail -> mail.Token) |> Seq.distinct) 1 "the same token"
              })

          testCaseTask "are sent again only while the seat waits" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 1 fake
                  let! seat = Seats.claimed bought "grace@acme.dev" fake
                  let! claimed = resend seat fake
                  Refusal.domain 400 "SeatNotPending" "Seat is not in pending status" claimed
                  let! _ = Seats.revoke seat fake
                  let! revoked = resend seat fake
                  Refusal.domain 400 "SeatNotPending" "Seat is not in pending status" revoked
              })

          testCaseTask "and seats are taken back, with what they gave" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 2 fake
                  let! benefit = Seats.benefit bought fake

                  let! seat =
                      Seats.assigned bought "\"email\":\"grace@acme.dev\",\"immediate_claim\":true,\"metadata\":{\"a\":1}" fake

                  do! passing fake 60.
                  let! revoked, types = Events.during fake (fun () -> Seats.revoke seat fake)
                  Expect.equal types [ "customer_seat.revoked"; "benefit_grant.revoked"; "customer.state_changed" ] "events"

                  Expect.equal
                      [ for name in [ "id"; "status"; "revoked_at"; "claimed_at"; "member.email"; "customer_email" ] ->
                            Json.text name revoked.Json ]
                      [ Json.text "id" seat
                        "revoked"
                        "2026-03-01T12:01:00Z"
                        "2026-03-01T12:00:00Z"
                        "grace@acme.dev"
                        "grace@acme.dev" ]
                      "who had it"

                  for name in [ "customer_id"; "member_id"; "email" ] do
                      Expect.isTrue (Json.isNull name revoked.Json) name

                  let told = List.exactlyOne (Seats.told "customer_seat.revoked" fake)
                  Expect.equal (told.ToJsonString()) revoked.Text "the same in the event"
                  let! grant = Benefits.grant benefit fake
                  Expect.isTrue (Json.flag "is_revoked" grant) "the benefit too"
                  let! again, none = Events.during fake (fun () -> Seats.revoke seat fake)
                  Expect.equal (again.Status, none) (200, []) "once is enough"
                  Expect.isTrue (Json.isNull "member" again.Json && Json.isNull "customer_email" again.Json) "nobody's any more"
                  Expect.equal ((Json.at "seat_metadata" again.Json).ToJsonString()) """{"a":1}""" "metadata stays"
                  let! subscription = Http.get $"/v1/subscriptions/{bought.Id}" fake
                  Expect.equal (Json.whole "seats" subscription.Json) 2L "what is paid for stays"
              })

          testCaseTask "are of no use once the seat is taken back" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 1 fake
                  let! seat = Seats.invited bought "grace@acme.dev" fake
                  let token = Seats.token seat fake
                  let! revoked, types = Events.during fake (fun () -> Seats.revoke seat fake)
                  Expect.equal types [ "customer_seat.revoked" ] "events"
                  Expect.equal (Json.text "invitation_token_expires_at" revoked.Json) "2026-03-02T12:00:00Z" "the invitation's end stays"
                  do! isOfNoUse token fake
                  do! isOfNoUse "nonsense" fake
              })

          testCaseTask "and their seats are one organization's, while it sells any" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 1 fake
                  let! seat = Seats.invited bought "grace@acme.dev" fake
                  let! other = fake.CreateOrganizationAsync "other"
                  let path = $"""{Seats.path}/{Json.text "id" seat}"""

                  for method, path, body in
                      [ "DELETE", path, None
                        "POST", path + "/resend", Some ""
                        "DELETE", $"{Seats.path}/{unknown}", None
                        "POST", $"{Seats.path}/{unknown}/resend", Some "" ] do
                      let! answer = Members.sendAs other.AccessToken method path body fake
                      Refusal.domain 404 "ResourceNotFound" "Seat not found" answer

                  do! Seats.organization "\"seat_based_pricing_enabled\":false" fake

                  for answer in
                      [ Seats.revoke seat fake
                        resend seat fake
                        look (Seats.token seat fake) fake
                        Seats.claim (Seats.token seat fake) fake ] do
                      let! refused = answer
                      Refusal.domain 403 "FeatureNotEnabled" "Seat-based pricing is not enabled for this organization" refused
              })

          testCaseTask "are shown to who asks the fake" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 1 fake
                  let! seat = Seats.invited bought "grace@acme.dev" fake
                  let id = Json.text "id" seat
                  let! shown = Http.anonymous "GET" $"/_fake/seats/{id}" None fake
                  let own = fake.Seats.Get(Guid.Parse id)

                  Expect.equal
                      [ for name in
                            [ "id"
                              "status"
                              "email"
                              "invitation_token"
                              "invitation_token_expires_at"
                              "invitation_link" ] -> Json.text name shown.Json ]
                      [ id
                        "pending"
                        "grace@acme.dev"
                        Seats.token seat fake
                        "2026-03-02T12:00:00Z"
                        string own.InvitationLink ]
                      "what is shown"

                  Expect.isFalse ((string own).Contains(Seats.token seat fake)) "no log gets the token"
                  let! _ = Seats.claim (Seats.token seat fake) fake
                  let! after = Http.anonymous "GET" $"/_fake/seats/{id}" None fake
                  Expect.isTrue (Json.isNull "invitation_token" after.Json) "gone with the claim"

                  for id in [ unknown; "x" ] do
                      let! nothing = Http.anonymous "GET" $"/_fake/seats/{id}" None fake
                      Refusal.domain 404 "NotFound" $"There is no seat {id}." nothing

                  Expect.throws (fun () -> fake.Seats.Get(Guid.Parse unknown) |> ignore) "there is none"
              }) ]
