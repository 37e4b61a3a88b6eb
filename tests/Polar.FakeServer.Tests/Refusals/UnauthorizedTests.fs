/// Who does not say who they are: each operation that documents a 401, and is not for everybody, refuses them before anything else.
module Polar.FakeServer.Tests.Refusals.UnauthorizedTests

open Expecto
open Polar.Functional
open Polar.Tests.Endpoints
open Polar.FakeServer
open Polar.FakeServer.Http
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance
open Polar.FakeServer.Tests.Conformance.Walk

let private documented: Route list =
    [ for route in routes do
          let operation =
              endpoints
              |> List.map _.Operation
              |> List.find (fun operation -> operation.Id = route.Id)

          if
              operation.Errors |> List.exists (fun error -> error.Status = 401)
              && not (admits route "Anonymous")
          then
              route ]

[<Tests>]
let tests =
    testList
        "without a token"
        [ for route in documented do
              testCaseTask $"{route.Id} is refused" (fun () ->
                  task {
                      use! fake = Fake.startWith (fun options -> options.Empty <- false)
                      use client = fake.CreateHttpClient()
                      let before = PopulatedOrganizations.rowsOf fake.World fake.Organization.Id

                      let! (status, text, response), told =
                          Events.during fake (fun () -> send client route.Method (reaching fake route) None (bodyOf route))

                      Expect.equal (status, text) (401, """{"error":"Unauthorized","detail":"Unauthorized"}""") "refused"

                      Expect.equal (string response.Headers.WwwAuthenticate) "Bearer realm=\"polar\"" "what it takes"

                      Expect.isEmpty told "nobody is told"

                      Expect.isTrue
                          (List.forall2
                              (fun (one: obj) (other: obj) -> one.Equals other)
                              before
                              (PopulatedOrganizations.rowsOf fake.World fake.Organization.Id))
                          "all is as it was"
                  }) ]
