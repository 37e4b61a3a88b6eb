/// The organization that owns a new resource, in all bodies that may name one.
module Polar.FakeServer.Tests.Organizations.NamedOrganizationTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// An operation, and the members of a body that passes.
let private creations =
    [ "/v1/products/", "\"name\":\"Pro\",\"prices\":[{\"amount_type\":\"fixed\",\"price_amount\":500}]"
      "/v1/benefits/", "\"type\":\"custom\",\"description\":\"Note\",\"properties\":{\"note\":\"x\"}"
      "/v1/customers/", "\"email\":\"ada@acme.dev\""
      "/v1/customers/", "\"type\":\"team\",\"email\":\"team@acme.dev\""
      "/v1/custom-fields/", "\"type\":\"text\",\"slug\":\"size\",\"name\":\"Size\",\"properties\":{}"
      "/v1/discounts/", "\"type\":\"percentage\",\"name\":\"Spring\",\"duration\":\"once\",\"basis_points\":1000"
      "/v1/discounts/", "\"type\":\"fixed\",\"name\":\"Spring\",\"duration\":\"once\",\"amounts\":{\"usd\":100}"
      "/v1/files/",
      "\"service\":\"downloadable\",\"name\":\"a.txt\",\"mime_type\":\"text/plain\",\"size\":1,\"upload\":{\"parts\":[{\"number\":1,\"chunk_start\":0,\"chunk_end\":1}]}"
      "/v1/webhooks/endpoints", "\"url\":\"https://acme.dev/hook\",\"format\":\"raw\",\"events\":[\"order.paid\"]" ]

let private refusal (kind: string) (message: string) (input: string) =
    $"""{{"error":"PolarRequestValidationError","detail":[{{"type":"{kind}","loc":["body","organization_id"],"msg":"{message}","input":{input}}}]}}"""

let private quoted (id: string) = $"\"{id}\""

let private forbidden (id: string) =
    refusal "organization_token" "Setting organization_id is disallowed when using an organization token." (quoted id)

let private needed = refusal "missing" "organization_id is required." "null"

let private notFound (id: string) =
    refusal "value_error" "Organization not found." (quoted id)

/// What an answer must be: the organization's that is meant, or a refusal.
type private Expected =
    | Own
    | Other
    | Refused of (string -> string)

/// Who calls, what the body names (the other organization's id is told), and what comes of it.
let private callers =
    [ "an organization's token that names none", Some(FakeTokenKind.Organization, false), (fun _ -> None), Own
      "an organization's token with null", Some(FakeTokenKind.Organization, false), (fun _ -> Some "null"), Own
      "an organization's token that names another",
      Some(FakeTokenKind.Organization, false),
      (fun other -> Some(quoted other)),
      Refused forbidden
      "a personal token that names none", Some(FakeTokenKind.Personal, false), (fun _ -> None), Refused(fun _ -> needed)
      "a personal token with null", Some(FakeTokenKind.Personal, false), (fun _ -> Some "null"), Refused(fun _ -> needed)
      "a personal token that names one", Some(FakeTokenKind.Personal, false), (fun other -> Some(quoted other)), Other
      "a personal token that names nobody's",
      Some(FakeTokenKind.Personal, false),
      (fun _ -> Some(quoted unknown)),
      Refused(fun _ -> notFound unknown)
      "an OAuth2 token that names none", Some(FakeTokenKind.OAuth2, false), (fun _ -> None), Refused(fun _ -> needed)
      "an OAuth2 token that names one", Some(FakeTokenKind.OAuth2, false), (fun other -> Some(quoted other)), Other
      "a narrowed OAuth2 token that names none", Some(FakeTokenKind.OAuth2, true), (fun _ -> None), Other
      "a narrowed OAuth2 token that names its one", Some(FakeTokenKind.OAuth2, true), (fun other -> Some(quoted other)), Other
      "a narrowed OAuth2 token that names nobody's",
      Some(FakeTokenKind.OAuth2, true),
      (fun _ -> Some(quoted unknown)),
      Refused(fun _ -> notFound unknown)
      "a request that is narrowed to nobody's", None, (fun _ -> None), Refused(fun _ -> needed) ]

[<Tests>]
let tests =
    testList
        "organizations that bodies name"
        [ for path, members in creations do
              for title, caller, named, expected in callers ->
                  testCaseTask $"{title}: {path} {members}" (fun () ->
                      task {
                          use! fake = Fake.start ()
                          let! other = fake.CreateOrganizationAsync "other"

                          let! token =
                              match caller with
                              | Some(kind, true) -> fake.CreateTokenAsync(FakeToken(Kind = kind, OrganizationId = other.Id))
                              | Some(kind, false) -> fake.CreateTokenAsync(FakeToken(Kind = kind))
                              | None -> fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))

                          let more =
                              match named (string other.Id) with
                              | Some value -> $",\"organization_id\":{value}"
                              | None -> ""

                          let world = fake.World
                          let request = Http.request "POST" path (Some token) (Some $"{{{members}{more}}}")

                          if caller.IsNone then
                              request.Headers.Add("Polar-Organization", unknown)

                          let! answer = Http.raw fake request

                          let belongsTo (id: string) =
                              Expect.equal answer.Status 201 answer.Text
                              Expect.equal (Json.text "organization_id" answer.Json) id "whose it is"

                          match expected with
                          | Own -> belongsTo (string fake.Organization.Id)
                          | Other -> belongsTo (string other.Id)
                          | Refused text ->
                              Expect.equal (answer.Status, answer.Text) (422, text (string other.Id)) "refused"
                              Expect.isTrue (obj.ReferenceEquals(world, fake.World)) "nothing has changed"
                      }) ]
