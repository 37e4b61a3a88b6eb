/// Members of a customer, as its merchant changes and removes them.
module Polar.FakeServer.Tests.Customers.Members.MemberChangeTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Customers.Members.MemberPaths

let private invalid message place =
    Refusal.invalid [ "value_error", place, message ]

[<Tests>]
let tests =
    testList
        "members"
        [ testCaseTask "a change tells of what is different, and of nothing else" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake
                  let! added = Members.add team grace fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)

                  for path, other, name in List.zip3 (pathsOf team added) (List.rev (pathsOf team added)) [ "Grace H."; "G. Hopper" ] do
                      let! changed, types =
                          Events.during fake (fun () -> Http.patch path $$"""{"name":"{{name}}","external_id":"new","unknown":1}""" fake)

                      Expect.equal types [ "member.updated" ] "told"

                      Expect.equal
                          (Json.text "name" changed.Json, Json.text "external_id" changed.Json, Json.text "modified_at" changed.Json)
                          (name, "g", "2026-03-01T12:01:00Z")
                          "the external id stays"

                      Expect.equal ((told "member.updated" fake).ToJsonString()) changed.Text "the same in the event"

                      for body in
                          [ "{}"
                            """{"name":null,"email":null,"role":null}"""
                            """{"name":"  "}"""
                            """{"role":"billing_manager"}""" ] do
                          let! same, none = Events.during fake (fun () -> Http.patch other body fake)
                          Expect.equal (same.Status, same.Text) (200, changed.Text) body
                          Expect.isEmpty none body
              })

          testCaseTask "who becomes the owner takes the place of the owner" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake
                  let! old = Members.owner team fake
                  let! added = Members.add team grace fake
                  let path = List.head (pathsOf team added)

                  let! promoted, types =
                      Events.during fake (fun () -> Http.patch path """{"role":"owner"}""" fake)

                  Expect.equal (Json.text "role" promoted.Json) "owner" "the new owner"
                  Expect.equal types [ "member.updated" ] "of the new owner alone"
                  let! before = Http.get (List.head (pathsOf team old)) fake
                  Expect.equal (Json.text "role" before.Json) "billing_manager" "the old owner"
                  let! demoted = Http.patch path """{"role":"member"}""" fake
                  invalid "Cannot change role. Customer must have exactly one owner." "body.role" demoted
                  let! removed = Http.delete path fake
                  invalid "Cannot delete the only owner. Transfer ownership first." "body" removed
                  Expect.equal (Json.text "detail.0.input" removed.Json) (Json.text "id" added) "input"
                  let! gone = Http.delete (List.head (pathsOf team old)) fake
                  Expect.equal gone.Status 204 "the old one may go"
              })

          testCaseTask "addresses are one member's each, and a person's is that of the account" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake
                  let! added = Members.add team grace fake
                  let path = List.head (pathsOf team added)
                  let! taken = Http.patch path """{"email":"ADA@acme.dev"}""" fake
                  invalid "A member with this email already exists for this customer." "body.email" taken
                  Expect.equal (Json.text "detail.0.input" taken.Json) "ADA@acme.dev" "input"

                  let! same, types =
                      Events.during fake (fun () -> Http.patch path """{"email":"grace@acme.dev"}""" fake)

                  Expect.equal (Json.text "email" same.Json, types) ("grace@acme.dev", [ "member.updated" ]) "its own, in another case"
                  let! person = Given.customer "eve@acme.dev" fake
                  let id = Json.text "id" person
                  let! owner = Members.owner id fake

                  let! refused =
                      Http.patch $"""/v1/customers/{id}/members/{Json.text "id" owner}""" """{"email":"x@acme.dev"}""" fake

                  invalid
                      "Cannot change the email of an individual customer's owner. Update the customer's email instead."
                      "body.email"
                      refused

                  let! _, renamed =
                      Events.during fake (fun () -> Http.patch $"/v1/customers/{id}" """{"email":"eva@acme.dev"}""" fake)

                  Expect.isFalse (List.contains "member.updated" renamed) "nobody is told"
                  let! follows = Members.owner id fake
                  Expect.equal (Json.text "email" follows) "eva@acme.dev" "it follows the account's"
              })

          testCaseTask "who is removed is out of sight, frees address and external id, and is no caller" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake

                  for index in 0..1 do
                      let! added = Members.add team grace fake
                      let! token = Members.session added fake
                      let path = (pathsOf team added)[index]
                      let! removed, types = Events.during fake (fun () -> Http.delete path fake)
                      Expect.equal (removed.Status, removed.Text) (204, "") "removed"
                      Expect.equal types [ "member.deleted" ] "told"
                      Expect.equal (Json.text "id" (told "member.deleted" fake)) (Json.text "id" added) "of it"
                      let! again = Http.delete path fake
                      notFound "Member not found" again
                      let! caller = Members.sendAs token "GET" "/v1/customer-portal/customers/me" None fake
                      Expect.equal caller.Status 401 "its session is over"

                  let! members = Members.all team fake
                  Expect.hasLength members 1 "the owner is left"
              })

          testCaseTask "who is removed loses its benefits, which still say whose they were" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! benefit = Benefits.create Benefits.note fake
                  let! product = Given.monthly 500L fake
                  let! _ = Benefits.attach product [ benefit ] fake
                  let! team = Members.team fake

                  let! checkout =
                      Given.create "/v1/checkouts/" $"""{{"products":["{Json.text "id" product}"],"customer_id":"{team}"}}""" fake

                  let! _ = Given.confirmed checkout fake
                  let! owner = Members.owner team fake
                  let! added = Members.add team grace fake
                  let! _ = Http.patch (List.head (pathsOf team added)) """{"role":"owner"}""" fake

                  let! _, types =
                      Events.during fake (fun () -> Http.delete (List.head (pathsOf team owner)) fake)

                  Expect.equal types [ "member.deleted"; "benefit_grant.revoked"; "customer.state_changed" ] "events"
                  let! grant = Benefits.grant benefit fake
                  Expect.isTrue (Json.flag "is_revoked" grant) "revoked"
                  Expect.equal (Json.text "member.email" grant) "ada@acme.dev" "whose it was"
              })

          testCaseTask "a user whose organizations call two customers the same has to be more exact" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Members.team fake
                  let! other = fake.CreateOrganizationAsync "other"

                  let! _ =
                      Members.sendAs
                          other.AccessToken
                          "POST"
                          "/v1/customers/"
                          (Some """{"type":"team","email":"team@other.dev","external_id":"acme"}""")
                          fake

                  let! token = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))
                  let root = "/v1/customers/external/acme/members"

                  for method, path, body in
                      [ "GET", root, None
                        "POST", root, Some """{"email":"x@acme.dev"}"""
                        "GET", root + "/boss", None
                        "PATCH", root + "/boss", Some "{}"
                        "DELETE", root + "/boss", None ] do
                      let! answer = Members.sendAs token method path body fake

                      Refusal.domain
                          409
                          "AmbiguousExternalCustomerID"
                          "Several customers across your organizations share this external customer ID. Use an organization-scoped token, the Polar customer ID, or a unique external ID to disambiguate."
                          answer
              }) ]
