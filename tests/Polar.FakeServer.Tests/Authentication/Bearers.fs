/// Tokens as callers send them, and how a call without a good one is refused.
module internal Polar.FakeServer.Tests.Authentication.Bearers

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Execution
open Polar.FakeServer.Tests

let expired =
    "The access token provided is expired, revoked, malformed, or invalid for other reasons."

let invalidToken =
    $"""{{"error": "invalid_token", "error_description": "{expired}"}}"""

let header name (answer: Answer) =
    answer.Headers.TryFind name |> Option.defaultValue ""

let expectInvalidToken (answer: Answer) =
    Expect.equal answer.Status 401 "status"
    Expect.equal answer.Text invalidToken "body"
    Expect.equal (header "cache-control" answer) "no-store" "cache-control"
    Expect.equal (header "pragma" answer) "no-cache" "pragma"

    Expect.equal
        (header "www-authenticate" answer)
        ("Bearer realm=\"polar\", error=\"invalid_token\", error_description=\""
         + expired
         + "\"")
        "www-authenticate"

let private control (path: string) (body: string) (fake: FakePolar) =
    Http.anonymous "POST" ("/_fake/" + path) (Some body) fake

let issue (body: string) (fake: FakePolar) : Task<string> =
    task {
        let! answer = control "tokens" body fake

        if answer.Status <> 201 then
            failwith $"Expected 201, got {answer.Status}: {answer.Text}"

        return Json.text "token" answer.Json
    }

let tokenOf (kind: string) (more: string) (fake: FakePolar) : Task<string> =
    task {
        if kind.EndsWith "_session" then
            let! customer = Given.customer $"{Guid.NewGuid():N}@acme.dev" fake
            return! issue $"""{{"kind":"{kind}","customer_id":"{Json.text "id" customer}"{more}}}""" fake
        else
            return! issue $"""{{"kind":"{kind}"{more}}}""" fake
    }
