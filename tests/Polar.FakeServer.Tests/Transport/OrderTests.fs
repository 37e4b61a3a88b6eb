/// The order of the checks: of two faults of one request, the one that is told.
module Polar.FakeServer.Tests.Transport.OrderTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Transport.Transport

let private id = unknown

/// What a request is told: its status, and the type of its first issue.
let private told (answer: Answer) : int * string =
    answer.Status,
    (if answer.Status = 422 then
         Json.text "detail.0.type" answer.Json
     else
         "")

let private bad = [ "Authorization", "Bearer x" ]

let private few (fake: FakePolar) =
    task {
        let! token =
            fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Organization, Scopes = [| "orders:read" |]))

        return [ "Authorization", $"Bearer {token}" ]
    }

let private same headers (_: FakePolar) : Task<(string * string) list> = Task.FromResult headers
let private full (fake: FakePolar) = Task.FromResult [ bearer fake ]

let private rows =
    [ "a body of unknown length, then a bad token", "POST", "/v1/products/", same bad, Choice2Of2 "{}", (411, "")
      "a bad token, then an unknown route", "GET", "/v1/nowhere", same bad, Choice1Of2 "", (401, "")
      "a bad token, then a missing slash", "GET", "/v1/products", same bad, Choice1Of2 "", (401, "")
      "a bad token, then a wrong method", "PUT", "/v1/products/", same bad, Choice1Of2 "{}", (401, "")
      "a bad token, then malformed JSON", "POST", "/v1/products/", same bad, Choice1Of2 "{", (401, "")
      "a bad token, on a path that needs none", "GET", "/v1/customer-portal/organizations/acme", same bad, Choice1Of2 "", (401, "")
      "a bad token, beside the API", "GET", "/healthz", same bad, Choice1Of2 "", (401, "")
      "an unknown route, then malformed JSON", "POST", "/v1/nowhere", full, Choice1Of2 "{", (404, "")
      "a missing slash, then malformed JSON", "POST", "/v1/products", full, Choice1Of2 "{", (307, "")
      "a wrong method, then malformed JSON", "PUT", "/v1/products/", full, Choice1Of2 "{", (405, "")
      "malformed JSON, then a missing token", "POST", "/v1/products/", same [], Choice1Of2 "{", (422, "json_invalid")
      "malformed JSON, then a missing scope", "POST", "/v1/products/", few, Choice1Of2 "{", (422, "json_invalid")
      "malformed JSON, then an organization that is not there",
      "PATCH",
      $"/v1/organizations/{id}",
      full,
      Choice1Of2 "{",
      (422, "json_invalid")
      "a missing token, then an invalid body", "POST", "/v1/products/", same [], Choice1Of2 "{}", (401, "")
      "a missing token, then an invalid id", "GET", "/v1/products/x", same [], Choice1Of2 "", (401, "")
      "a missing scope, then an invalid body", "POST", "/v1/products/", few, Choice1Of2 "{}", (403, "")
      "a missing scope, then an invalid query", "GET", "/v1/products/?page=0", few, Choice1Of2 "", (403, "")
      "an organization that is not there, then an invalid body",
      "PATCH",
      $"/v1/organizations/{id}",
      full,
      Choice1Of2 """{"name":1}""",
      (404, "")
      "an invalid id, then an invalid body", "PATCH", "/v1/products/x", full, Choice1Of2 """{"name":1}""", (422, "uuid_parsing")
      "an invalid body, then a thing that is not there",
      "PATCH",
      $"/v1/products/{id}",
      full,
      Choice1Of2 """{"name":1}""",
      (422, "string_type")
      "a thing that is not there, at last", "PATCH", $"/v1/products/{id}", full, Choice1Of2 "{}", (404, "") ]
    |> List.map (fun (name, method, path, headers, body, expected) ->
        case name (fun fake ->
            task {
                let! headers = headers fake

                let content =
                    match body with
                    | Choice1Of2 "" -> None
                    | Choice1Of2 text -> Some(json text)
                    | Choice2Of2 text -> Some(new Endless(text))

                let! answer = send method path headers content fake
                Expect.equal (told answer) expected answer.Text
            }))

let private limited =
    testCaseTask "a body of unknown length, then too many requests, then a bad token" (fun () ->
        task {
            use! fake =
                Fake.startWith (fun options -> options.RateLimits <- FakeRateLimits.Sandbox)

            let ask method body =
                send method "/v1/products/" bad body fake

            let mutable last = 401

            while last = 401 do
                let! answer = ask "GET" None
                last <- answer.Status

            Expect.equal last 429 "the token is bad, but there were too many of them"
            let! size = ask "POST" (Some(new Endless "{}"))
            Expect.equal size.Status 411 "its size is looked at before it is counted"
        })

[<Tests>]
let tests = testList "order of the checks" (limited :: rows)
