/// The routes by which older clients reach members: the same logic, without the customer in the path.
module Polar.FakeServer.Tests.Customers.Members.MemberRouteTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private notFound = Refusal.domain 404 "ResourceNotFound"

let private external = "/v1/members/external/boss"

[<Tests>]
let tests =
    testList
        "members without their customer in the path"
        [ testCaseTask "are listed, newest first, by customer and role" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
                  let! _ = Given.customer "eve@acme.dev" fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
                  let! _ = Members.add team """{"email":"grace@acme.dev"}""" fake
                  let plain = (Guid.Parse team).ToString "N"

                  for query, expected in
                      [ "", [ "grace@acme.dev"; "eve@acme.dev"; "ada@acme.dev" ]
                        "?sorting=created_at", [ "ada@acme.dev"; "eve@acme.dev"; "grace@acme.dev" ]
                        $"?customer_id={team}", [ "grace@acme.dev"; "ada@acme.dev" ]
                        $"?customer_id={plain}&role=member", [ "grace@acme.dev" ]
                        "?external_customer_id=acme&role=owner", [ "ada@acme.dev" ]
                        "?external_customer_id=nobody", []
                        $"?customer_id={unknown}", []
                        "?limit=1&page=2", [ "eve@acme.dev" ] ] do
                      let! answer = Http.get ("/v1/members/" + query) fake
                      Expect.equal [ for row in Json.items "items" answer.Json -> Json.text "email" row ] expected query

                  let! malformed = Http.get "/v1/members/?customer_id=x" fake
                  notFound "Invalid customer ID format" malformed
              })

          testCaseTask "are added with the customer in the body" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake

                  let! added, types =
                      Events.during fake (fun () ->
                          Http.post
                              "/v1/members/"
                              $$"""{"customer_id":"{{team}}","email":"grace@acme.dev","role":"billing_manager"}"""
                              fake)

                  Expect.equal (added.Status, types) (201, [ "member.created" ]) added.Text
                  Expect.equal (Json.text "customer_id" added.Json) team "customer"

                  let! nobody =
                      Http.post "/v1/members/" $$"""{"customer_id":"{{unknown}}","email":"x@acme.dev"}""" fake

                  notFound "Customer not found" nobody
                  let! empty = Http.post "/v1/members/" "{}" fake

                  Refusal.malformed
                      [ "missing", "body.email", "Field required"
                        "missing", "body.customer_id", "Field required" ]
                      empty
              })

          testCaseTask "are read, changed and removed by id" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake
                  let! added = Members.add team """{"email":"grace@acme.dev"}""" fake
                  let path = $"""/v1/members/{Json.text "id" added}"""
                  let! read = Http.get path fake
                  Expect.equal read.Text (added.ToJsonString()) "read"

                  let! changed, types =
                      Events.during fake (fun () -> Http.patch path """{"name":"Grace"}""" fake)

                  Expect.equal (Json.text "name" changed.Json, types) ("Grace", [ "member.updated" ]) "changed"
                  let! removed, types = Events.during fake (fun () -> Http.delete path fake)
                  Expect.equal (removed.Status, types) (204, [ "member.deleted" ]) "removed"

                  for method, body in [ "GET", None; "PATCH", Some "{}"; "DELETE", None ] do
                      let! answer = Http.send method path body fake
                      notFound "Member not found" answer
              })

          testCaseTask "are read, changed and removed by external ids" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake
                  let! grace = Members.add team """{"email":"grace@acme.dev","external_id":"g"}""" fake

                  let! _ =
                      Http.patch $"""/v1/members/{Json.text "id" grace}""" """{"role":"owner"}""" fake

                  let! byId = Http.get $"{external}?customer_id={team}" fake
                  let! byExternalId = Http.get $"{external}?external_customer_id=acme" fake
                  Expect.equal (Json.text "email" byId.Json, byId.Text) ("ada@acme.dev", byExternalId.Text) "the same member"

                  let! changed =
                      Http.patch $"{external}?external_customer_id=acme" """{"role":"member"}""" fake

                  Expect.equal (Json.text "role" changed.Json) "member" "changed"
                  let! removed = Http.delete $"{external}?customer_id={team}" fake
                  Expect.equal removed.Status 204 "removed"
              })

          testCaseTask "need one customer beside an external id" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake

                  for method, body in [ "GET", None; "PATCH", Some "{}"; "DELETE", None ] do
                      let! neither = Http.send method external body fake

                      Refusal.invalid [ "missing", "query", "One of customer_id or external_customer_id must be provided." ] neither

                      let! both =
                          Http.send method $"{external}?customer_id={team}&external_customer_id=acme" body fake

                      Refusal.invalid [ "value_error", "query", "Only one of customer_id or external_customer_id may be provided." ] both

                      let! other = Http.send method $"{external}?customer_id={unknown}" body fake
                      notFound "Member not found" other
                      let! malformed = Http.send method $"{external}?customer_id=x" body fake
                      Expect.equal malformed.Status 422 "no UUID"
              })

          testCaseTask "ask for the scopes of members, and for an organization or a user" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake
                  let! owner = Members.owner team fake

                  let! reader =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Organization, Scopes = [| "members:read" |]))

                  let! stranger =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Organization, Scopes = [| "customers:write" |]))

                  let! session = Members.session owner fake
                  let path = $"""/v1/members/{Json.text "id" owner}"""
                  let! read = Members.sendAs reader "GET" path None fake
                  Expect.equal read.Status 200 "may read"

                  for token, method in [ reader, "PATCH"; stranger, "GET" ] do
                      let! refused =
                          Members.sendAs token method path (if method = "GET" then None else Some "{}") fake

                      Expect.equal (refused.Status, Json.text "error" refused.Json) (403, "insufficient_scope") method

                  let! nobody = Members.sendAs session "GET" path None fake
                  Expect.equal nobody.Status 401 "sessions are nobody here"
              }) ]
