/// Reading, of whatever, tells nobody.
module Polar.FakeServer.Tests.Conformance.ReadTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance.Walk

[<Tests>]
let tests =
    testList
        "reading"
        [ testCaseTask "what only reads tells nobody" (fun () ->
              task {
                  use! fake = PopulatedOrganizations.seeded ()
                  do! PopulatedOrganizations.furnish fake fake.AccessToken
                  let! party = party fake None
                  let findings = Findings()
                  let mutable read = 0

                  for route in routes do
                      if route.Method = "GET" then
                          let before = fake.Webhooks.Events.Count
                          let path = reaching fake route + "?" + requiredQuery route ""
                          let! status, _, _ = send party.Client "GET" path (tokenFor party route) Body.Nothing

                          if status = 200 then
                              read <- read + 1

                          let told = Events.types fake |> List.skip before
                          findings.Check route told.IsEmpty $"{path} tells of {told}"

                  findings.None()
                  Expect.isGreaterThan read 60 "answers"
              }) ]
