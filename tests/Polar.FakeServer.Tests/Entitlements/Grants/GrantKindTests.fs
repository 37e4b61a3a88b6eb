/// What each type of benefit keeps about a grant: when it is granted, with a new period, and when it is revoked.
module Polar.FakeServer.Tests.Entitlements.Grants.GrantKindTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Files

let private types (events: JsonNode list) = events |> List.map (Json.text "type")

let private account (service: FakeIntegration) (customer: JsonNode) (fake: FakePolar) : Task =
    fake.Integrations.LinkAccountAsync(
        FakeAccount(Service = service, CustomerId = Guid.Parse(Json.id customer), AccountId = "4711", Username = "ada")
    )

let private nothing (_: JsonNode) (_: FakePolar) : Task = Task.CompletedTask

/// A type of benefit: its body, in which `{file}` and `{meter}` stand for what there is of them, what the customer does for it, and what is kept
/// after it was granted, after a new period, and after it was revoked; there `{key}` and `{display}` stand for the license key.
let private kinds =
    [ "a note", Benefits.note, nothing, "{}", "{}", "{}"
      "a feature flag", Benefits.flag, nothing, "{}", "{}", "{}"
      "a license key",
      Benefits.keys "{}",
      nothing,
      """{"license_key_id":"{key}","display_key":"{display}"}""",
      """{"license_key_id":"{key}","display_key":"{display}"}""",
      """{"license_key_id":"{key}","display_key":"{display}"}"""
      "downloads",
      """{"type":"downloadables","description":"Book","properties":{"files":["{file}"]}}""",
      nothing,
      """{"files":["{file}"]}""",
      """{"files":["{file}"]}""",
      "{}"
      "credit of a meter",
      """{"type":"meter_credit","description":"Calls","properties":{"meter_id":"{meter}","units":5,"rollover":false}}""",
      nothing,
      """{"last_credited_meter_id":"{meter}","last_credited_units":5,"last_credited_at":"2026-03-01T12:00:00+00:00"}""",
      """{"last_credited_meter_id":"{meter}","last_credited_units":5,"last_credited_at":"2026-04-01T12:00:00+00:00"}""",
      """{"last_credited_meter_id":"{meter}","last_credited_units":-5,"last_credited_at":"2026-04-02T12:00:00+00:00"}"""
      "a Discord role",
      Benefits.discord,
      account FakeIntegration.Discord,
      """{"account_id":"4711","guild_id":"9001","role_id":"77","granted_account_id":"4711"}""",
      """{"account_id":"4711","guild_id":"9001","role_id":"77","granted_account_id":"4711"}""",
      """{"account_id":"4711"}"""
      "access to a repository",
      Benefits.github,
      account FakeIntegration.GitHub,
      """{"account_id":"4711","repository_owner":"acme","repository_name":"engine","permission":"pull","granted_account_id":"4711"}""",
      """{"account_id":"4711","repository_owner":"acme","repository_name":"engine","permission":"pull","granted_account_id":"4711"}""",
      """{"account_id":"4711"}""" ]

let private meterOf (fake: FakePolar) : Task<string> =
    task {
        let! listed = Http.get "/v1/products/?query=API" fake
        return Json.text "items.0.prices.1.meter_id" listed.Json
    }

let private keeping =
    [ for name, body, act, granted, cycled, revoked in kinds do
          testCaseTask $"what is kept about {name}" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.Empty <- false)
                  let! meter = meterOf fake

                  let! _, file =
                      Uploads.uploaded "downloadable" "one.txt" "text/plain" [ "Hello" ] fake

                  let! token =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, OrganizationId = fake.Organization.Id))

                  let! made =
                      Benefits.sendAs
                          token
                          "POST"
                          "/v1/benefits/"
                          (Some(body.Replace("{file}", Json.id file).Replace("{meter}", meter)))
                          fake

                  Expect.equal made.Status 201 made.Text
                  let benefit = made.Json

                  /// The last event about the benefit's grant, and nothing but it, of a step.
                  let told (step: unit -> Task) =
                      task {
                          let! events =
                              Benefits.eventsDuring fake "benefit_grant." (fun () ->
                                  task {
                                      do! step ()
                                      return ()
                                  })

                          return
                              events
                              |> List.filter (fun event -> Json.text "data.benefit_id" event = Json.id benefit)
                              |> List.last
                      }

                  let! created =
                      told (fun () ->
                          task {
                              let! _, customer = Benefits.subscribed [ benefit ] fake
                              do! act customer fake
                          })

                  let! keys = Http.get $"/v1/license-keys/?benefit_id={Json.id benefit}" fake

                  let expected (properties: string) =
                      let filled = properties.Replace("{file}", Json.id file).Replace("{meter}", meter)

                      match Json.items "items" keys.Json with
                      | [ key ] -> filled.Replace("{key}", Json.id key).Replace("{display}", Json.text "display_key" key)
                      | _ -> filled

                  let properties path (event: JsonNode) =
                      (Json.at $"data.{path}" event).ToJsonString().Replace("\\u002B", "+")

                  Expect.equal (properties "properties" created) (expected granted) "granted"
                  Expect.isTrue (Json.flag "data.is_granted" created) "it is granted"

                  let! renewed =
                      told (fun () -> fake.Clock.SetAsync(DateTimeOffset(2026, 4, 1, 12, 0, 0, TimeSpan.Zero)))

                  Expect.equal (Json.text "type" renewed) "benefit_grant.cycled" "a new period"
                  Expect.equal (properties "properties" renewed) (expected cycled) "cycled"
                  Expect.equal (properties "previous_properties" renewed) (expected granted) "before that"
                  Expect.equal (Json.text "data.granted_at" renewed) "2026-03-01T12:00:00Z" "granted when it was"
                  do! fake.Clock.AdvanceAsync "P1D"
                  let! subscriptions = Http.get "/v1/subscriptions/?sorting=-started_at" fake

                  let! gone =
                      told (fun () -> Http.delete $"""/v1/subscriptions/{Json.text "data.subscription_id" renewed}""" fake :> Task)

                  Expect.isNonEmpty (Json.items "items" subscriptions.Json) "subscriptions"
                  Expect.equal (Json.text "type" gone) "benefit_grant.revoked" "revoked"
                  Expect.equal (properties "properties" gone) (expected revoked) "revoked"
                  Expect.equal (properties "previous_properties" gone) (expected cycled) "before that"
                  Expect.isTrue (Json.isNull "data.granted_at" gone) "granted no more"
              }) ]

/// Changes of a benefit that somebody has: whether it is granted anew.
let private regrants =
    [ "another server", Benefits.discord, """{"type":"discord","properties":{"guild_id":"9002","role_id":"77","kick_member":false}}""", true
      "another role", Benefits.discord, """{"type":"discord","properties":{"guild_id":"9001","role_id":"78","kick_member":false}}""", true
      "kicking members",
      Benefits.discord,
      """{"type":"discord","properties":{"guild_id":"9001","role_id":"77","kick_member":true}}""",
      false
      "another permission",
      Benefits.github,
      """{"type":"github_repository","properties":{"repository_owner":"acme","repository_name":"engine","permission":"push"}}""",
      true
      "another repository",
      Benefits.github,
      """{"type":"github_repository","properties":{"repository_owner":"acme","repository_name":"motor","permission":"pull"}}""",
      true
      "the same repository",
      Benefits.github,
      """{"type":"github_repository","properties":{"repository_owner":"acme","repository_name":"engine","permission":"pull"}}""",
      false
      "other units",
      """{"type":"meter_credit","description":"Calls","properties":{"meter_id":"{meter}","units":5,"rollover":false}}""",
      """{"type":"meter_credit","properties":{"meter_id":"{meter}","units":500,"rollover":true}}""",
      false ]

let private regranting =
    [ for name, body, change, expected in regrants do
          testCaseTask $"""{name}: {if expected then "" else "not "}granted anew""" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.Empty <- false)
                  let! meter = meterOf fake

                  let! token =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, OrganizationId = fake.Organization.Id))

                  let send method path (body: string) =
                      Benefits.sendAs token method path (Some(body.Replace("{meter}", meter))) fake

                  let! made = send "POST" "/v1/benefits/" body
                  let! _, customer = Benefits.bought [ made.Json ] fake
                  do! account FakeIntegration.Discord customer fake
                  do! account FakeIntegration.GitHub customer fake

                  let! events =
                      Benefits.eventsDuring fake "benefit" (fun () -> send "PATCH" $"/v1/benefits/{Json.id made.Json}" change)

                  Expect.equal
                      (types events)
                      (if expected then
                           [ "benefit.updated"; "benefit_grant.updated" ]
                       else
                           [ "benefit.updated" ])
                      "events"
              }) ]

[<Tests>]
let tests = testList "grants by type" (keeping @ regranting)
