/// Organizations as only Polar itself can change them: members too that are null today.
module Polar.FakeServer.Tests.Control.OrganizationControlTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private change (body: string) (fake: FakePolar) : Task<Answer> =
    Http.anonymous "PATCH" $"/_fake/organizations/{fake.Organization.Id}" (Some body) fake

let private seen (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = Http.get $"/v1/organizations/{fake.Organization.Id}" fake
        return answer.Json
    }

/// Members that are null or not there when an organization is founded, and what they can be.
let private members =
    [ "country", "\"SE\""
      "email", "\"help@acme.dev\""
      "website", "\"https://acme.dev/\""
      "avatar_url", "\"https://acme.dev/a.png\""
      "details_submitted_at", "\"2026-02-01T00:00:00Z\""
      "onboarding_resubmission_requested_at", "\"2026-02-01T00:00:00Z\""
      "account_id", "\"6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10\""
      "payout_account_id", "\"6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10\""
      "feature_settings.disputes_enabled", "true"
      "feature_settings.wallets_enabled", "true"
      "feature_settings.overview_metrics", "[\"revenue\"]" ]

let private body (path: string) (value: string) =
    match path.Split '.' with
    | [| outer; inner |] -> $"""{{"{outer}":{{"{inner}":{value}}}}}"""
    | _ -> $"""{{"{path}":{value}}}"""

[<Tests>]
let tests =
    testList
        "organizations as the test wants them"
        [ for path, value in members do
              testCaseTask $"{path} can be set, and null again" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer = change (body path value) fake
                      Expect.equal answer.Status 200 answer.Text
                      let! set = seen fake
                      Expect.equal ((Json.at path set).ToJsonString()) value "set"

                      if not (path.StartsWith "feature_settings.") then
                          let! again = change (body path "null") fake
                          Expect.equal again.Status 200 again.Text
                          let! gone = seen fake
                          Expect.isTrue (not (Json.has path gone) || Json.isNull path gone) "null again"
                  })

          for body, name in
              [ """{"contry":"SE"}""", "contry"
                """{"contry":null}""", "contry"
                """{"feature_settings":{"dispute":true}}""", "feature_settings.dispute"
                """{"customer_portal_settings":{"customer":{"what":1}}}""", "customer_portal_settings.customer.what" ] do
              testCaseTask $"refuses {body}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer = change body fake
                      Refusal.domain 400 "BadRequest" $"An organization has no '{name}'." answer
                  }) ]
