/// Who may not call an operation is told so, whichever it is.
module Polar.FakeServer.Tests.Conformance.AccessTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Http
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance.Walk

let private unauthorized = """{"error":"Unauthorized","detail":"Unauthorized"}"""

/// Operations that any caller reaches: their subjects are not the point, what they carry is.
let private isOpen (route: Route) =
    admits route "Anonymous" || route.Subjects.Length = 0

/// What a token may do that lacks whatever an operation needs.
let private few = [ "openid"; "customer_portal:read" ]

let private access =
    testCaseTask "every operation refuses callers without a token, of the wrong kind, and without the scope" (fun () ->
        task {
            use! fake = PopulatedOrganizations.seeded ()
            let! full = party fake None
            let! bare = party fake (Some few)
            let world = fake.World

            for route in routes do
                let path = pathOf (unknown route) route + "?" + requiredQuery route ""

                let body = if isNull route.Body then Body.Nothing else Body.Json "{}"

                let! status, text, _ = send full.Client route.Method path None body

                if isOpen route then
                    Expect.isTrue (status <> 401 || text <> unauthorized) $"{route.Id}: anybody may"
                else
                    Expect.equal (status, text) (401, unauthorized) $"{route.Id}: no token"

                for kind in kinds do
                    // Who asks with a token that is not OAuth2's is told that it is none.
                    if not (admits route kind) && not (isOpen route) && route.Id <> "oauth2:userinfo" then
                        let! status, text, response =
                            send full.Client route.Method path (Some full.Tokens[kind]) body

                        Expect.equal (status, text) (401, unauthorized) $"{route.Id}: {kind}"
                        Expect.equal (string response.Headers.WwwAuthenticate) "Bearer realm=\"polar\"" $"{route.Id}: {kind}"

                    let lacks =
                        route.Scopes |> Array.forall (fun scope -> not (List.contains scope few))

                    if admits route kind && route.Scopes.Length > 0 && lacks then
                        let! status, text, response =
                            send bare.Client route.Method path (Some bare.Tokens[kind]) body

                        Expect.equal status 403 $"{route.Id}: {kind} without the scope: {text}"

                        Expect.equal
                            text
                            """{"error": "insufficient_scope", "error_description": "The request requires higher privileges than provided by the access token."}"""
                            route.Id

                        Expect.stringContains
                            (string response.Headers.WwwAuthenticate)
                            ("scope=\"" + String.Join(' ', route.Scopes) + "\", error=\"insufficient_scope\"")
                            route.Id

            Expect.isTrue (obj.ReferenceEquals(world, fake.World)) "nothing of it has happened"
        })

[<Tests>]
let tests = testList "walks over callers" [ access ]
