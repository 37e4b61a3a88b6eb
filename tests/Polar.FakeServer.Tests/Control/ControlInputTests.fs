/// What is asked of the fake itself and makes no sense: a sentence says what is wrong, over HTTP and in-process, and nothing happens.
module Polar.FakeServer.Tests.Control.ControlInputTests

open System
open System.Net.Http
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.Functional.Contracts

/// A fake with two organizations, and a customer of each; what stands for them in the rows below.
let private peopled () : Task<FakePolar * (string -> string)> =
    task {
        let! fake = Fake.start ()
        let! other = fake.CreateOrganizationAsync "other"
        let! own = Given.customer "ada@acme.dev" fake
        let! second = Given.customer "eve@acme.dev" fake
        let body = Some """{"email":"bob@acme.dev"}"""

        let! foreign =
            Http.raw fake (Http.request "POST" "/v1/customers/" (Some other.AccessToken) body)

        let customer = Json.text "id" own

        let memberOf (id: string) =
            fake.World.Members.Of fake.Organization.Id
            |> Seq.find (fun row -> string row.CustomerId = id)

        let member' = memberOf customer
        let! gone = Given.customer "gone@acme.dev" fake
        let! _ = Http.delete $"""/v1/customers/{Json.text "id" gone}""" fake

        let filled (text: string) =
            [ "OTHER", string other.Id
              "CUSTOMER", customer
              "SECOND", Json.text "id" second
              "FOREIGN", Json.text "id" foreign.Json
              "MEMBER", string member'.Id
              "GONE", Json.text "id" gone ]
            |> List.fold (fun (text: string) (name, value) -> text.Replace(name, value)) text

        return fake, filled
    }

let private kinds =
    "organization, personal, oauth2, customer_session, member_session, user_session"

let private rows =
    [ "organizations", "", "The body is not JSON, or names a member twice; send an object."
      "organizations", "{", "The body is not JSON, or names a member twice; send an object."
      "organizations", """{"slug":"a","slug":"b"}""", "The body is not JSON, or names a member twice; send an object."
      "organizations", "[]", "The body is not an object."
      "organizations", "null", "The body is not an object."
      "organizations", "\"slug\"", "The body is not an object."
      "organizations", "{}", "'slug' is missing."
      "organizations", """{"slug":null}""", "'slug' is missing."
      "organizations", """{"slug":7}""", "'slug' is not a string."
      "organizations", """{"slug":"Not A Slug"}""", "'slug' is not made of lower-case letters, numbers and single hyphens."
      "organizations", """{"slug":""}""", "'slug' is not made of lower-case letters, numbers and single hyphens."
      "organizations", """{"slug":"two--hyphens"}""", "'slug' is not made of lower-case letters, numbers and single hyphens."
      "organizations", """{"slug":"acme"}""", "There is an organization 'acme' already."
      "organizations", """{"slug":"third","id":"OTHER"}""", "There is an organization OTHER already."
      "organizations", """{"slug":"third","colour":"red"}""", "An organization has no 'colour'."
      "organizations", """{"slug":"third","feature_settings":{"colour":true}}""", "An organization has no 'feature_settings.colour'."
      "organizations",
      """{"slug":"third","status":"lost"}""",
      "'status' is none of created, review, snoozed, denied, active, blocked, offboarding, offboarded."
      "organizations", """{"slug":"third","country":"ZZ"}""", "'country' is not one that Polar knows: 'ZZ'."
      "organizations",
      """{"slug":"third","default_tax_behavior":"none"}""",
      "'default_tax_behavior' is none of location, inclusive, exclusive."

      "tokens", "{}", "'kind' is missing."
      "tokens", """{"kind":7}""", "'kind' is not a string."
      "tokens", """{"kind":"admin"}""", $"'kind' is none of {kinds}."
      "tokens", """{"kind":"Organization"}""", $"'kind' is none of {kinds}."
      "tokens",
      """{"kind":"personal","scope":"x"}""",
      "There is no member 'scope'; there are kind, organization_id, customer_id, member_id, user_id, role, scopes, expires_in."
      "tokens", """{"kind":"organization","organization_id":"x"}""", "'organization_id' is not a UUID."
      "tokens", """{"kind":"organization","organization_id":7}""", "'organization_id' is not a string."
      "tokens", $$"""{"kind":"organization","organization_id":"{{unknown}}"}""", $"There is no organization {unknown}."
      "tokens", """{"kind":"organization","user_id":"OTHER"}""", "An organization's token has no user."
      "tokens", """{"kind":"organization","role":"owner"}""", "An organization's token has no user."
      "tokens", """{"kind":"organization","customer_id":"CUSTOMER"}""", "An organization's token has no customer."
      "tokens", """{"kind":"organization","expires_in":"soon"}""", "'expires_in' is not a number of seconds."
      "tokens", """{"kind":"organization","expires_in":true}""", "'expires_in' is not a number of seconds."
      "tokens", """{"kind":"organization","expires_in":1e300}""", "'expires_in' is more seconds than a clock can show."
      "tokens", """{"kind":"organization","expires_in":-3000000001}""", "'expires_in' is more seconds than a clock can show."
      "tokens", """{"kind":"organization","scopes":"products:read"}""", "'scopes' is not a list of strings."
      "tokens", """{"kind":"organization","scopes":[1]}""", "'scopes' is not a list of strings."
      "tokens", """{"kind":"organization","scopes":["everything"]}""", "A token of this kind cannot hold the scope 'everything'."
      "tokens",
      """{"kind":"organization","scopes":["organization_access_tokens:write"]}""",
      "A token of this kind cannot hold the scope 'organization_access_tokens:write'."
      "tokens", """{"kind":"personal","role":"king"}""", "'role' is none of owner, admin, finance, member."
      "tokens", """{"kind":"personal","customer_id":"CUSTOMER"}""", "A user's token has no customer."
      "tokens", $$"""{"kind":"personal","user_id":"{{unknown}}"}""", $"There is no user {unknown}; with a 'role' there will be."
      "tokens", """{"kind":"customer_session"}""", "'customer_id' is missing: a session is somebody's."
      "tokens", $$"""{"kind":"customer_session","customer_id":"{{unknown}}"}""", $"There is no customer {unknown}."
      "tokens", """{"kind":"customer_session","customer_id":"GONE"}""", "There is no customer GONE."
      "tokens",
      """{"kind":"customer_session","customer_id":"CUSTOMER","organization_id":"OTHER"}""",
      "The customer is another organization's."
      "tokens",
      """{"kind":"customer_session","customer_id":"CUSTOMER","member_id":"MEMBER"}""",
      "A customer's session has a customer and nobody else."
      "tokens",
      """{"kind":"customer_session","customer_id":"CUSTOMER","scopes":["products:read"]}""",
      "A token of this kind cannot hold the scope 'products:read'."
      "tokens", """{"kind":"member_session"}""", "'member_id' or 'customer_id' is missing: a session is somebody's."
      "tokens", $$"""{"kind":"member_session","member_id":"{{unknown}}"}""", $"There is no member {unknown}."
      "tokens", """{"kind":"member_session","customer_id":"SECOND","member_id":"MEMBER"}""", "The member is another customer's."
      "tokens", """{"kind":"member_session","member_id":"MEMBER","user_id":"OTHER"}""", "A member's session has no user." ]
    |> List.map (fun (path, body, sentence) ->
        testCaseTask $"POST /_fake/{path} {body} is refused with a sentence" (fun () ->
            task {
                let! fake, filled = peopled ()

                use _ =
                    { new IDisposable with
                        member _.Dispose() = fake.DisposeAsync().AsTask().Wait() }

                let world = fake.World
                let! answer = Http.anonymous "POST" ("/_fake/" + path) (Some(filled body)) fake
                Expect.equal answer.Status 400 "status"
                Expect.equal (Json.text "error" answer.Json) "BadRequest" "error"
                Expect.equal (Json.text "detail" answer.Json) (filled sentence) "sentence"
                Expect.isFalse (answer.Text.Contains "\\u00") "quotes are written as they are"
                Expect.equal fake.World.Tokens.Count world.Tokens.Count "no token more"
                Expect.equal (Seq.length fake.World.Organizations.All) (Seq.length world.Organizations.All) "no organization more"
            }))

/// The same in-process.
let private typed: (string * (FakePolar -> Task) * string) list =
    let token asked (fake: FakePolar) = fake.CreateTokenAsync asked :> Task

    let found slug change (fake: FakePolar) =
        fake.CreateOrganizationAsync(slug, change) :> Task

    let same = Func<Organization, Organization>(fun organization -> organization)

    [ "a slug that is taken", found "acme" same, "There is an organization 'acme' already."
      "a slug that is none", found "A b" same, "'slug' is not made of lower-case letters, numbers and single hyphens."
      "no customer for a session",
      token (FakeToken(Kind = FakeTokenKind.CustomerSession)),
      "'customer_id' is missing: a session is somebody's."
      "a scope that its kind cannot hold",
      token (FakeToken(Kind = FakeTokenKind.Organization, Scopes = [| "everything" |])),
      "A token of this kind cannot hold the scope 'everything'."
      "an organization that there is not",
      token (FakeToken(Kind = FakeTokenKind.Personal, OrganizationId = Guid.Parse unknown)),
      $"There is no organization {unknown}."
      "a kind that there is not", token (FakeToken(Kind = enum<FakeTokenKind> 99)), "There is no such kind of token."
      "a role that there is not", token (FakeToken(Kind = FakeTokenKind.Personal, Role = enum<FakeUserRole> 99)), "There is no such role."
      "a time beyond all clocks",
      token (FakeToken(Kind = FakeTokenKind.Personal, ExpiresIn = TimeSpan.MaxValue)),
      "'expires_in' is more seconds than a clock can show." ]

let private inProcess =
    typed
    |> List.map (fun (name, step, sentence) ->
        testCaseTask $"in-process, {name} throws the sentence" (fun () ->
            task {
                use! fake = Fake.start ()
                let world = fake.World

                let! thrown =
                    task {
                        try
                            do! step fake
                            return ""
                        with :? ArgumentException as wrong ->
                            return wrong.Message
                    }

                Expect.equal thrown sentence "sentence"
                Expect.isTrue (obj.ReferenceEquals(world, fake.World)) "nothing has happened"
            }))

let private revoking =
    [ for path in [ "/_fake/tokens/polar_oat_unknown"; "/_fake/tokens/" ] do
          testCaseTask $"DELETE {path} finds no token" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.anonymous "DELETE" path None fake
                  Expect.equal answer.Status 404 "status"
                  Expect.equal (Json.text "detail" answer.Json) "There is no such token." "sentence"
              })
      testCaseTask "bytes that are no text are refused with a sentence" (fun () ->
          task {
              use! fake = Fake.start ()
              let request = new HttpRequestMessage(HttpMethod.Post, "/_fake/tokens")
              request.Content <- new ByteArrayContent([| 0x7Buy; 0x22uy; 0xFFuy; 0x22uy; 0x3Auy; 0x31uy; 0x7Duy |])
              let! answer = Http.raw fake request
              Expect.equal answer.Status 400 answer.Text
          }) ]

/// What may look wrong and is not.
let private taken =
    [ "organizations", """{"slug":"third","name":"Third","status":"review","customer_portal_settings":{"usage":{"show":false}}}"""
      "tokens", """{"kind":"organization","scopes":null,"expires_in":null,"organization_id":null}"""
      "tokens", """{"kind":"organization","scopes":[]}"""
      "tokens", """{"kind":"organization","expires_in":0.5}"""
      "tokens", """{"kind":"organization","expires_in":3000000000}"""
      "tokens", """{"kind":"personal","organization_id":"OTHER"}"""
      "tokens", """{"kind":"member_session","customer_id":"CUSTOMER"}"""
      "tokens", """{"kind":"member_session","customer_id":"CUSTOMER","member_id":"MEMBER"}""" ]
    |> List.map (fun (path, body) ->
        testCaseTask $"POST /_fake/{path} {body} is taken" (fun () ->
            task {
                let! fake, filled = peopled ()

                use _ =
                    { new IDisposable with
                        member _.Dispose() = fake.DisposeAsync().AsTask().Wait() }

                let! answer = Http.anonymous "POST" ("/_fake/" + path) (Some(filled body)) fake
                Expect.equal answer.Status 201 answer.Text
            }))

[<Tests>]
let tests =
    testList
        "input of the control API"
        [ testList "refused" rows
          testList "in-process" inProcess
          testList "revoking" revoking
          testList "taken" taken ]
