/// Benefits that need something of the services outside.
module Polar.FakeServer.Tests.Entitlements.Benefits.BenefitSetupTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// What the services outside lack: the body, and the fault.
let private setups =
    [ FakeIntegration.Discord, "invalid_role", Benefits.discord, "role_id", "\"77\"", "This role does not exist on this server."
      FakeIntegration.Discord,
      "invalid_role_position",
      Benefits.discord,
      "role_id",
      "\"77\"",
      "This role is above the Polar bot role, so Discord won't let our bot grants it. Please reorder them so the Polar bot is above."
      FakeIntegration.GitHub,
      "invalid_user_auth",
      Benefits.github,
      "repository_owner",
      "\"acme\"",
      "You have not authenticated with the github_repository_benefit app"
      FakeIntegration.GitHub,
      "no_repository_installation_found",
      Benefits.github,
      "repository_name",
      "\"engine\"",
      "Could not find a installation for this repository."
      FakeIntegration.GitHub,
      "no_repository_acccess",
      Benefits.github,
      "repository_name",
      "\"engine\"",
      "You don't have access to this repository."
      FakeIntegration.GitHub,
      "personal_organization_repository",
      Benefits.github,
      "repository_name",
      "\"engine\"",
      "For security reasons, repositories on personal organizations are not supported." ]

let private outside =
    [ for service, fault, body, place, input, message in setups ->
          testCaseTask $"a merchant who lacks {fault} makes no such benefit" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! fake.Integrations.LackAsync(service, fault)

                  let! token =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, OrganizationId = fake.Organization.Id))

                  let! answer = Benefits.sendAs token "POST" "/v1/benefits/" (Some body) fake
                  Expect.equal (Benefits.faults answer) [ fault, $"[\"body\",\"properties\",\"{place}\"]", message, input ] "fault"
                  do! fake.Integrations.WorkAsync service
                  let! made = Benefits.sendAs token "POST" "/v1/benefits/" (Some body) fake
                  Expect.equal made.Status 201 "once it is set up"
              }) ]

/// An organization with Slack benefits, its token, and the id of an integration there.
let private slackers (installed: bool) (fake: FakePolar) : Task<string * Guid> =
    task {
        let! founded =
            Http.anonymous
                "POST"
                "/_fake/organizations"
                (Some """{"slug":"slackers","feature_settings":{"slack_benefit_enabled":true}}""")
                fake

        let! integration =
            fake.Integrations.InstallSlackAsync(Guid.Parse(Json.text "id" founded.Json), installed)

        return Json.text "access_token" founded.Json, integration
    }

let private channel (integration: Guid) (template: string) =
    $"""{{"type":"slack_shared_channel","description":"Channel","properties":{{"slack_integration_id":"{integration}","channel_name_template":"{template}"}}}}"""

/// Templates of channel names that make none, and why.
let private templates =
    let allowed =
        "Allowed: {customer_name}, {customer_email_local}, or {metadata.<key>} for customer metadata."

    [ "x-{nobody}", $"Unknown placeholder: {{nobody}}. {allowed}"
      "x-{a b}", $"Malformed placeholder: {{a b}}. {allowed}"
      "x-{a", $"Malformed placeholder: x-{{a. {allowed}"
      "{customer_name}}", $"Malformed placeholder: }}. {allowed}"
      "!!!", "Template renders to an empty channel name against a sample customer." ]

let private slack =
    [ testCaseTask "a Slack channel has its settings when nothing is said about them" (fun () ->
          task {
              use! fake = Fake.start ()
              let! token, integration = slackers true fake

              let! answer =
                  Benefits.sendAs token "POST" "/v1/benefits/" (Some(channel integration "acme-{customer_name}")) fake

              Expect.equal answer.Status 201 answer.Text

              Expect.equal
                  ((Json.at "properties" answer.Json).ToJsonString())
                  $"""{{"slack_integration_id":"{integration}","channel_name_template":"acme-{{customer_name}}","private":true,"welcome_message":null,"archive_on_revoke":true,"team_invitees":[]}}"""
                  "properties"
          })

      testCaseTask "a Slack channel needs an integration of the organization" (fun () ->
          task {
              use! fake = Fake.start ()
              let! token, _ = slackers true fake

              let! answer =
                  Benefits.sendAs token "POST" "/v1/benefits/" (Some(channel (Guid.Parse unknown) "x")) fake

              Expect.equal
                  (Benefits.faults answer)
                  [ "value_error", """["body","properties","slack_integration_id"]""", "Slack integration not found.", $"\"{unknown}\"" ]
                  "faults"
          })

      testCaseTask "a Slack channel needs an integration that is installed" (fun () ->
          task {
              use! fake = Fake.start ()
              let! token, integration = slackers false fake

              let! answer =
                  Benefits.sendAs token "POST" "/v1/benefits/" (Some(channel integration "x")) fake

              Expect.equal
                  (Benefits.faults answer)
                  [ "value_error",
                    """["body","properties","slack_integration_id"]""",
                    "The Slack integration is not installed.",
                    $"\"{integration}\"" ]
                  "faults"
          }) ]
    @ [ for template, message in templates ->
            testCaseTask $"the channel name {template} is refused before anything else" (fun () ->
                task {
                    use! fake = Fake.start ()
                    let! answer = Http.post "/v1/benefits/" (channel (Guid.Parse unknown) template) fake

                    Expect.equal
                        (Benefits.faults answer)
                        [ "value_error",
                          """["body","slack_shared_channel","properties","channel_name_template"]""",
                          $"Value error, {message}",
                          $"\"{template}\"" ]
                        "faults"
                }) ]

let private named =
    [ for what, body in
          [ "file", $$$"""{"type":"downloadables","description":"Files","properties":{"files":["{{{unknown}}}"]}}"""
            "meter",
            $$$"""{"type":"meter_credit","description":"Credits","properties":{"units":1,"rollover":false,"meter_id":"{{{unknown}}}"}}""" ] do
          testCaseTask $"an unknown {what} is refused under the name that faults of properties have" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.post "/v1/benefits/" body fake
                  Expect.hasLength (Benefits.faults answer) 1 "faults"
                  Expect.equal (Json.text "error" answer.Json) "BenefitPropertiesValidationError" "error"
              }) ]

[<Tests>]
let tests = testList "setups of benefits" (outside @ slack @ named)
