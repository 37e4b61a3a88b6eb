/// The members of a team in the portal, looked after by its owner and its billing managers.
module Polar.FakeServer.Tests.Portal.PortalMemberTests

open System
open System.Net.Http
open System.Net.Http.Headers
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private path = "/v1/customer-portal/members"

/// A team with a billing manager and a plain member: the rows by role, and a session of each.
let private team (fake: FakePolar) : Task<string * Map<string, JsonNode * string>> =
    task {
        let! customer = Members.team fake
        let! owner = Members.owner customer fake

        let! manager =
            Members.add customer """{"email":"manager@acme.dev","name":"Max","role":"billing_manager"}""" fake

        let! plain = Members.add customer """{"email":"plain@acme.dev"}""" fake
        let mutable people = Map.empty

        for row in [ owner; manager; plain ] do
            let! token = Members.session row fake
            people <- Map.add (Json.text "role" row) (row, token) people

        return customer, people
    }

let private pathOf (row: JsonNode) = $"""{path}/{Json.text "id" row}"""

/// Sends what no text is.
let private sendBytes (token: string) (method: string) (path: string) (fake: FakePolar) : Task<Answer> =
    task {
        use request = Http.request method path (Some token) None
        let body = new ByteArrayContent([| 0x7Buy; 0xFFuy; 0x7Duy |])
        body.Headers.ContentType <- MediaTypeHeaderValue "application/json"
        request.Content <- body
        return! Http.raw fake request
    }

let private invalid place message =
    Refusal.invalid [ "value_error", place, message ]

[<Tests>]
let tests =
    testList
        "members in the portal"
        [ testCaseTask "are listed without what is the merchant's" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, people = team fake

                  for role in [ "owner"; "billing_manager" ] do
                      let! listed = Members.sendAs (snd people[role]) "GET" path None fake
                      let items = Json.items "items" listed.Json

                      Expect.equal
                          [ for row in items -> Json.text "email" row ]
                          [ "ada@acme.dev"; "manager@acme.dev"; "plain@acme.dev" ]
                          role

                      Expect.equal
                          [ for entry in (List.head items).AsObject() -> entry.Key ]
                          [ "created_at"; "modified_at"; "id"; "email"; "name"; "role" ]
                          "members"

                  let! page =
                      Members.sendAs (snd people["owner"]) "GET" (path + "?limit=2&page=2") None fake

                  Expect.equal
                      (Json.text "items.0.email" page.Json, Json.whole "pagination.max_page" page.Json)
                      ("plain@acme.dev", 2L)
                      "pages"
              })

          testCaseTask "are not added or changed by a body that is no text" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, people = team fake
                  let owner = snd people["owner"]

                  let! _, types =
                      Events.during fake (fun () ->
                          task {
                              for method, place in [ "POST", path; "PATCH", pathOf (fst people["member"]) ] do
                                  let! answer = sendBytes owner method place fake

                                  Expect.equal
                                      (answer.Status, answer.Text)
                                      (400, """{"detail":"There was an error parsing the body"}""")
                                      $"{method} {place}"
                          })

                  Expect.isEmpty types "events"
              })

          testCaseTask "are added, and nobody is told" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, people = team fake

                  let send body =
                      Members.sendAs (snd people["billing_manager"]) "POST" path (Some body) fake

                  let! added, types =
                      Events.during fake (fun () -> send """{"email":"Grace@Acme.dev","name":"","role":"billing_manager"}""")

                  Expect.equal (added.Status, types) (201, []) added.Text

                  Expect.equal
                      [ for name in [ "email"; "name"; "role" ] -> Json.text name added.Json ]
                      [ "Grace@acme.dev"; ""; "billing_manager" ]
                      "as it was sent"

                  let! again = send """{"email":"grace@acme.dev","name":"Grace"}"""
                  Expect.equal (again.Status, again.Text) (201, added.Text) "who is there already stays as it is"
                  let! usual = send """{"email":"joan@acme.dev"}"""
                  Expect.equal (Json.text "role" usual.Json, Json.isNull "name" usual.Json) ("member", true) "what is not said"
                  let! owner = send """{"email":"x@acme.dev","role":"owner"}"""
                  invalid "body.role" "Cannot add a member as owner. There must be exactly one owner." owner
                  Expect.equal (Json.text "detail.0.input" owner.Json) "owner" "input"
                  let! members = Members.all customer fake
                  Expect.hasLength members 5 "five by now"
              })

          testCaseTask "have their name and role changed, by others" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, people = team fake
                  let manager, token = people["billing_manager"]
                  let plain, _ = people["member"]

                  let patch row body =
                      Members.sendAs token "PATCH" (pathOf row) (Some body) fake

                  let! changed, types =
                      Events.during fake (fun () -> patch plain """{"name":"Paul","role":"billing_manager","email":"other@acme.dev"}""")

                  Expect.equal
                      ([ for name in [ "name"; "role"; "email" ] -> Json.text name changed.Json ], types)
                      ([ "Paul"; "billing_manager"; "plain@acme.dev" ], [ "member.updated" ])
                      "the address stays"

                  let told =
                      Json.at "data" (Json.parse (fake.Webhooks.OfType "member.updated" |> Seq.last).Json)

                  Expect.equal (Json.text "id" told) (Json.text "id" plain) "told as the merchant sees it"
                  Expect.isTrue (Json.has "external_id" told) "with the merchant's own"

                  let! same, none =
                      Events.during fake (fun () -> patch plain """{"name":"","role":"billing_manager"}""")

                  Expect.equal (same.Text, none) (changed.Text, []) "nothing is different"
                  let! own = patch manager """{"role":"member"}"""
                  invalid "path.id" "You cannot modify your own role." own
                  Expect.equal (Json.text "detail.0.input" own.Json) (Json.text "id" manager) "input"
                  let! renamed = patch manager """{"name":"Moritz","role":"billing_manager"}"""
                  Expect.equal (Json.text "name" renamed.Json) "Moritz" "one's own name may be changed"
                  let! crown = patch plain """{"role":"owner"}"""
                  invalid "body.role" "Only the owner can transfer ownership." crown
                  let! demoted = patch (fst people["owner"]) """{"role":"member"}"""
                  invalid "body.role" "Cannot change role. Customer must have exactly one owner." demoted
              })

          testCaseTask "are given the team by its owner" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, people = team fake
                  let owner, token = people["owner"]

                  let! promoted, types =
                      Events.during fake (fun () ->
                          Members.sendAs token "PATCH" (pathOf (fst people["member"])) (Some """{"role":"owner"}""") fake)

                  Expect.equal (Json.text "role" promoted.Json, types) ("owner", [ "member.updated" ]) "the new owner"
                  let! former = Http.get $"""{Members.path customer}/{Json.text "id" owner}""" fake
                  Expect.equal (Json.text "role" former.Json) "billing_manager" "the former"
              })

          testCaseTask "are removed, by others" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, people = team fake
                  let manager, token = people["billing_manager"]
                  let plain, session = people["member"]

                  let delete row =
                      Members.sendAs token "DELETE" (pathOf row) None fake

                  let! self = delete manager
                  invalid "path.id" "You cannot remove yourself from the team." self
                  let! owner = delete (fst people["owner"])
                  invalid "body" "Cannot delete the only owner. Transfer ownership first." owner
                  let! removed, types = Events.during fake (fun () -> delete plain)
                  Expect.equal (removed.Status, types) (204, [ "member.deleted" ]) "removed"

                  let! caller =
                      Members.sendAs session "GET" "/v1/customer-portal/benefit-grants/" None fake

                  Expect.equal caller.Status 401 "its session is over"
                  let! again = delete plain
                  Refusal.domain 404 "ResourceNotFound" "Member not found" again
              })

          testCaseTask "are those of one's own team" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, people = team fake

                  let! other =
                      Given.create "/v1/customers/" """{"type":"team","email":"other@acme.dev"}""" fake

                  let! stranger = Members.owner (Json.text "id" other) fake

                  for method, body in [ "PATCH", Some """{"name":"x"}"""; "DELETE", None ] do
                      let! answer = Members.sendAs (snd people["owner"]) method (pathOf stranger) body fake
                      Refusal.domain 404 "ResourceNotFound" "Member not found" answer
              }) ]
