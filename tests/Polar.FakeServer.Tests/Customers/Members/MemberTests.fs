/// Members of a customer, as its merchant sees and adds them.
module Polar.FakeServer.Tests.Customers.Members.MemberTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Customers.Members.MemberPaths

[<Tests>]
let tests =
    testList
        "members"
        [ for which, path in
              [ "by id", (fun (id: string) -> $"/v1/customers/{id}/members")
                "by external id", (fun _ -> "/v1/customers/external/acme/members") ] do
              testList
                  which
                  [ testCaseTask "are added, listed newest first, and told of" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! team = Members.team fake
                            do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
                            let! added, types = Events.during fake (fun () -> Http.post (path team) grace fake)
                            Expect.equal added.Status 201 added.Text
                            Expect.equal types [ "member.created" ] "events"

                            Expect.equal
                                (Json.names added.Json)
                                [ "id"
                                  "created_at"
                                  "modified_at"
                                  "customer_id"
                                  "email"
                                  "name"
                                  "external_id"
                                  "role" ]
                                "members"

                            Expect.equal
                                [ for name in [ "customer_id"; "email"; "name"; "external_id"; "role"; "created_at" ] ->
                                      Json.text name added.Json ]
                                [ team
                                  "Grace@acme.dev"
                                  "Grace"
                                  "g"
                                  "billing_manager"
                                  "2026-03-01T12:01:00Z" ]
                                "values"

                            Expect.equal ((told "member.created" fake).ToJsonString()) added.Text "the same in the event"
                            let! listed = Http.get (path team) fake

                            Expect.equal
                                [ for row in Json.items "items" listed.Json -> Json.text "role" row ]
                                [ "billing_manager"; "owner" ]
                                "newest first"

                            let! filtered = Http.get (path team + "?role=owner&sorting=created_at") fake
                            Expect.equal (Json.text "items.0.email" filtered.Json) "ada@acme.dev" "by role"
                            Expect.equal (Json.whole "pagination.total_count" filtered.Json) 1L "one owner"
                        })

                    testCaseTask "who is a member already comes back as it is, and nobody is told" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! team = Members.team fake
                            let! first = Http.post (path team) grace fake

                            let! again, types =
                                Events.during fake (fun () ->
                                    Http.post (path team) """{"email":"grace@acme.dev","name":"Other","role":"member"}""" fake)

                            Expect.equal (again.Status, again.Text) (201, first.Text) "the same"
                            Expect.isEmpty types "no event"
                        })

                    testCaseTask "the bodies are read as they should be" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! team = Members.team fake
                            let! owner = Http.post (path team) """{"email":"x@acme.dev","role":"owner"}""" fake

                            Refusal.malformed
                                [ "literal_error",
                                  "body.role",
                                  "Input should be <MemberRole.member: 'member'> or <MemberRole.billing_manager: 'billing_manager'>" ]
                                owner

                            let! nameless = Http.post (path team) """{"name":""}""" fake
                            Refusal.malformed [ "missing", "body.email", "Field required" ] nameless
                            let name = String('n', 257)

                            let! long =
                                Http.post (path team) $$"""{"email":"x@acme.dev","name":"{{name}}"}""" fake

                            Refusal.malformed [ "string_too_long", "body.name", "String should have at most 256 characters" ] long
                            let! reserved = Http.post (path team) """{"email":"x@example.com"}""" fake

                            Refusal.malformed
                                [ "value_error",
                                  "body.email",
                                  "x@example.com is not a valid email address: The domain name example.com does not accept email." ]
                                reserved
                        }) ]

          testCaseTask "another member's external id is a conflict that Polar does not handle" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake

                  let! answer =
                      Members.post team """{"email":"x@acme.dev","external_id":"boss"}""" fake

                  Expect.equal (answer.Status, answer.Text) (500, "Internal Server Error") "unhandled"
                  let! members = Members.all team fake
                  Expect.hasLength members 1 "nobody new"
              })

          testCaseTask "a person's account has its owner and nobody else" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "eve@acme.dev" fake
                  let id = Json.text "id" customer
                  let! refused = Members.post id """{"email":"x@acme.dev"}""" fake

                  Refusal.domain
                      403
                      "NotPermitted"
                      "Individual customers can only have one member (the owner). Upgrade to a team customer to add more members."
                      refused

                  let! _ = Http.patch $"/v1/customers/{id}" """{"type":"team"}""" fake
                  let! added = Members.post id """{"email":"x@acme.dev"}""" fake
                  Expect.equal (Json.text "role" added.Json) "member" "the default"
              })

          testCaseTask "an organization without members and seats has none to manage" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake

                  let! off =
                      Http.anonymous
                          "PATCH"
                          $"/_fake/organizations/{fake.Organization.Id}"
                          (Some """{"feature_settings":{"member_model_enabled":false,"seat_based_pricing_enabled":false}}""")
                          fake

                  Expect.equal off.Status 200 off.Text
                  let! refused = Members.post team """{"email":"x@acme.dev"}""" fake
                  Refusal.domain 403 "NotPermitted" "Member management is not enabled for this organization" refused
                  let! alone = Given.customer "eve@acme.dev" fake
                  let! none = Members.all (Json.text "id" alone) fake
                  Expect.isEmpty none "and no owner is made"
              })

          testCaseTask "customers that are unknown, gone or another's have no members" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake
                  let! owner = Members.owner team fake
                  let! other = fake.CreateOrganizationAsync "other"
                  let paths = pathsOf team owner

                  for token, path in
                      [ other.AccessToken, Members.path team
                        other.AccessToken, "/v1/customers/external/acme/members"
                        fake.AccessToken, Members.path unknown
                        fake.AccessToken, "/v1/customers/external/nobody/members" ] do
                      for method, body in [ "GET", None; "POST", Some """{"email":"x@acme.dev"}""" ] do
                          let! answer = Members.sendAs token method path body fake
                          notFound "Customer not found" answer

                  for path in paths do
                      for method, body in [ "GET", None; "PATCH", Some "{}"; "DELETE", None ] do
                          let! answer = Members.sendAs other.AccessToken method path body fake
                          notFound "Member not found" answer

                  let! stranger = Given.customer "eve@acme.dev" fake

                  let! mixed =
                      Http.get $"""/v1/customers/{Json.text "id" stranger}/members/{Json.text "id" owner}""" fake

                  notFound "Member not found" mixed
                  let! _ = Http.delete $"/v1/customers/{team}" fake
                  let! gone = Http.get (Members.path team) fake
                  notFound "Customer not found" gone

                  for path in paths do
                      let! answer = Http.get path fake
                      notFound "Member not found" answer
              }) ]
