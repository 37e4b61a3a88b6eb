/// Which benefits a merchant may hide, and how they are when nothing is said.
module Polar.FakeServer.Tests.Entitlements.Benefits.BenefitVisibilityTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Files

/// Each type: its properties, in which `{file}`, `{meter}` and `{slack}` stand for what there is of them, what it is when nothing is said, and
/// whether it may be hidden.
let private kinds =
    [ "custom", "{}", "public", true
      "license_keys", "{}", "public", true
      "meter_credit", """{"meter_id":"{meter}","units":1,"rollover":false}""", "public", true
      "feature_flag", "{}", "private", true
      "discord", """{"guild_id":"1","role_id":"2","kick_member":true}""", "public", false
      "github_repository", """{"repository_owner":"acme","repository_name":"engine","permission":"pull"}""", "public", false
      "downloadables", """{"files":["{file}"]}""", "public", false
      "slack_shared_channel", """{"slack_integration_id":"{slack}","channel_name_template":"x"}""", "public", false ]

/// The organization with all that the types need: how a body is sent for it.
let private setting (fake: FakePolar) : Task<string -> string -> string -> Task<Answer>> =
    task {
        let organization = fake.Organization.Id
        let! listed = Http.get "/v1/products/?query=API" fake
        let meter = Json.text "items.0.prices.1.meter_id" listed.Json

        let! _, file =
            Uploads.uploaded "downloadable" "one.txt" "text/plain" [ "Hello" ] fake

        let! slack = fake.Integrations.InstallSlackAsync organization

        let! token =
            fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, OrganizationId = organization))

        return
            fun (method: string) (path: string) (body: string) ->
                let filled =
                    body.Replace("{meter}", meter).Replace("{file}", Json.text "id" file).Replace("{slack}", string slack)

                Benefits.sendAs token method path (Some filled) fake
    }

let private withSlack () =
    Fake.startWith (fun options -> options.Empty <- false)

let private given (value: string) =
    if value = "" then "" else $",\"visibility\":{value}"

[<Tests>]
let tests =
    testList
        "visibility of benefits"
        [ for kind, properties, usual, isConfigurable in kinds do
              for asked in [ ""; "null"; "\"public\""; "\"private\""; "\"draft\"" ] do
                  testCaseTask $"{kind} with the visibility {asked}" (fun () ->
                      task {
                          use! fake = withSlack ()
                          let! send = setting fake

                          let body =
                              $$"""{"type":"{{kind}}","description":"abc","properties":{{properties}}{{given asked}}}"""

                          let! answer = send "POST" "/v1/benefits/" body
                          let isHidden = asked = "\"private\"" || asked = "\"draft\""

                          if kind = "slack_shared_channel" then
                              Refusal.invalid
                                  [ "value_error", "body.type", "Slack shared channel benefit is not enabled for this organization." ]
                                  answer
                          elif isHidden && not isConfigurable then
                              Refusal.invalid
                                  [ "value_error",
                                    "body.visibility",
                                    "Visibility is not configurable for this benefit type and must be public." ]
                                  answer
                          else
                              Expect.equal answer.Status 201 answer.Text

                              let expected =
                                  if asked = "" || asked = "null" then
                                      usual
                                  else
                                      asked.Trim '"'

                              Expect.equal (Json.text "visibility" answer.Json) expected "visibility"
                              Expect.equal (Json.flag "visibility_configurable" answer.Json) isConfigurable "configurable"

                              let! changed =
                                  send
                                      "PATCH"
                                      $"""/v1/benefits/{Json.text "id" answer.Json}"""
                                      $$"""{"type":"{{kind}}","visibility":"draft"}"""

                              Expect.equal changed.Status 200 changed.Text

                              Expect.equal
                                  (Json.text "visibility" changed.Json)
                                  (if isConfigurable then "draft" else "public")
                                  "after a change"
                      })

              testCaseTask $"{kind} needs properties" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let! answer =
                          Http.post "/v1/benefits/" $$"""{"type":"{{kind}}","description":"abc"}""" fake

                      Refusal.malformed [ "missing", $"body.{kind}.properties", "Field required" ] answer
                  }) ]
