/// What merchants change of a key, and keys in the place of others.
module Polar.FakeServer.Tests.Entitlements.LicenseKeys.LicenseKeyChangeTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer.Tests

/// What a merchant may change of a key, and what it becomes.
let private changes =
    [ """{"usage":-3}""", [ "usage", "-3" ]
      """{"limit_activations":7,"limit_usage":8}""", [ "limit_activations", "7"; "limit_usage", "8" ]
      """{"limit_activations":null,"limit_usage":null,"expires_at":null}""",
      [ "limit_activations", "null"; "limit_usage", "null"; "expires_at", "null" ]
      """{"expires_at":"2027-01-01T00:00:00Z"}""", [ "expires_at", "\"2027-01-01T00:00:00Z\"" ]
      """{"status":"disabled"}""", [ "status", "\"disabled\"" ] ]

let private shown (name: string) (node: JsonNode) =
    match Json.find name node with
    | null -> "null"
    | value -> value.ToJsonString()

/// Changes of status, one after the other: what the grant's events are after each, and the key's status in the end.
let private statuses =
    [ [ "revoked", [ "benefit_grant.revoked" ] ], "revoked"
      [ "disabled", [] ], "disabled"
      [ "disabled", []; "granted", [] ], "granted"
      [ "revoked", [ "benefit_grant.revoked" ]
        "granted", [ "benefit_grant.created" ] ],
      "granted"
      [ "revoked", [ "benefit_grant.revoked" ]
        "disabled", [ "benefit_grant.created" ] ],
      "disabled"
      [ "revoked", [ "benefit_grant.revoked" ]; "revoked", [] ], "revoked" ]

let private changing =
    [ for change, expected in changes do
          testCaseTask $"a key takes {change}" (fun () ->
              task {
                  let! key = LicenseKeys.once LicenseKeys.limits
                  use _ = key.Fake

                  let! answer, events =
                      Events.during key.Fake (fun () -> Http.patch key.Path change key.Fake)

                  Expect.equal answer.Status 200 answer.Text
                  Expect.isEmpty events "no events"

                  for name, value in expected do
                      Expect.equal (shown name answer.Json) value name

                  Expect.equal (shown "modified_at" answer.Json) "\"2026-03-01T12:00:00Z\"" "modified"
              })

      for name in [ "limit_activations"; "limit_usage" ] do
          testCaseTask $"a {name} of nothing is refused" (fun () ->
              task {
                  let! key = LicenseKeys.once LicenseKeys.limits
                  use _ = key.Fake
                  let! answer = Http.patch key.Path $"""{{"{name}":0}}""" key.Fake
                  Refusal.malformed [ "greater_than", $"body.{name}", "Input should be greater than 0" ] answer
              })

      for steps, last in statuses do
          let names = steps |> List.map fst |> String.concat ", then "

          testCaseTask $"a key that is {names} takes its grant along" (fun () ->
              task {
                  let! key = LicenseKeys.once LicenseKeys.limits
                  use _ = key.Fake

                  for status, expected in steps do
                      let! events =
                          Benefits.eventsDuring key.Fake "benefit_grant." (fun () ->
                              Http.patch key.Path $"""{{"status":"{status}"}}""" key.Fake)

                      Expect.equal (events |> List.map (Json.text "type")) expected status

                  let! read = LicenseKeys.reread key
                  Expect.equal (Json.text "status" read) last "status"
                  Expect.equal (Json.text "key" read) key.Text "the same key"
              })

      testCaseTask "fewer activations than there are take none away" (fun () ->
          task {
              let! key = LicenseKeys.once LicenseKeys.limits
              use _ = key.Fake
              let! _ = LicenseKeys.activate key ""
              let! _ = LicenseKeys.activate key ""
              do! LicenseKeys.change key """{"limit_activations":1}"""
              let! read = LicenseKeys.reread key
              Expect.equal (Json.items "activations" read |> List.length) 2 "both are there"

              let! more =
                  Http.post "/v1/license-keys/activate" (LicenseKeys.body key ",\"label\":\"Third\"") key.Fake

              Refusal.domain 403 "NotPermitted" "License key activation limit already reached" more
          }) ]

let private regranting =
    [ testCaseTask "a key that is granted again starts over: its time and its limits are the benefit's" (fun () ->
          task {
              let! key = LicenseKeys.once LicenseKeys.limits
              use _ = key.Fake
              do! LicenseKeys.change key """{"limit_usage":99,"limit_activations":99,"usage":4}"""
              do! LicenseKeys.change key """{"status":"revoked"}"""
              do! key.Fake.Clock.AdvanceAsync "P10D"
              do! LicenseKeys.change key """{"status":"granted"}"""
              let! read = LicenseKeys.reread key
              Expect.equal (shown "status" read) "\"granted\"" "status"
              Expect.equal (shown "expires_at" read) "\"2026-03-12T12:00:00Z\"" "a day from now"
              Expect.equal (shown "limit_usage" read, shown "limit_activations" read) ("5", "2") "limits"
              Expect.equal (shown "usage" read) "4" "uses stay"
          })

      testCaseTask "usage can't be null" (fun () ->
          task {
              let! key = LicenseKeys.once LicenseKeys.limits
              use _ = key.Fake
              let! answer = Http.patch key.Path """{"usage":null}""" key.Fake
              Refusal.malformed [ "int_type", "body.usage", "Input should be a valid integer" ] answer
          }) ]

let private rotating =
    [ testCaseTask "a rotated key is another key with everything else as it was" (fun () ->
          task {
              let! key = LicenseKeys.once LicenseKeys.limits
              use _ = key.Fake
              let! activation = LicenseKeys.activate key ""

              let! _ =
                  Http.patch
                      $"""/v1/benefits/{Json.text "id" key.Benefit}"""
                      $"""{{"type":"license_keys","properties":{LicenseKeys.limits.Insert(1, "\"prefix\":\"new\",")}}}"""
                      key.Fake

              let! answer, events =
                  Events.during key.Fake (fun () -> Http.post (key.Path + "/rotate") "" key.Fake)

              Expect.equal answer.Status 200 answer.Text
              Expect.isEmpty events "no events"
              let fresh = Json.text "key" answer.Json
              Expect.stringStarts fresh "NEW-" "the benefit's prefix of today"
              Expect.equal (Json.text "expires_at" answer.Json) (Json.text "expires_at" key.Key) "expiry"
              let! grant = Benefits.grant key.Benefit key.Fake
              Expect.equal (Json.text "properties.display_key" grant) (Json.text "display_key" answer.Json) "the grant knows it"
              let! old = Http.post "/v1/license-keys/validate" (LicenseKeys.body key "") key.Fake
              Refusal.domain 404 "ResourceNotFound" "Not found" old

              let! valid =
                  Http.post
                      "/v1/license-keys/validate"
                      (LicenseKeys.body { key with Key = answer.Json } $""","activation_id":"{Json.text "id" activation}" """)
                      key.Fake

              Expect.equal valid.Status 200 valid.Text
          })

      testCaseTask "a disabled key can be rotated, a revoked one can't" (fun () ->
          task {
              let! key = LicenseKeys.once LicenseKeys.limits
              use _ = key.Fake
              do! LicenseKeys.change key """{"status":"disabled"}"""
              let! disabled = Http.post (key.Path + "/rotate") "" key.Fake
              Expect.equal (disabled.Status, Json.text "status" disabled.Json) (200, "disabled") "disabled"
              do! LicenseKeys.change key """{"status":"revoked"}"""
              let! revoked = Http.post (key.Path + "/rotate") "" key.Fake

              Refusal.domain
                  400
                  "RotateNotPermitted"
                  "License key cannot be rotated in its current status. Current status: revoked. Allowed statuses: disabled, granted."
                  revoked
          })

      testCaseTask "a customer can't rotate what is revoked" (fun () ->
          task {
              let! key = LicenseKeys.once LicenseKeys.limits
              use _ = key.Fake
              do! LicenseKeys.change key """{"status":"revoked"}"""
              let! token = Benefits.session key.Customer key.Fake

              let! answer =
                  Benefits.sendAs token "POST" $"""/v1/customer-portal/license-keys/{Json.text "id" key.Key}/rotate""" (Some "") key.Fake

              Expect.equal (answer.Status, Json.text "error" answer.Json) (400, "RotateNotPermitted") answer.Text
          })

      testCaseTask "a key that is not there can't be read, changed or rotated" (fun () ->
          task {
              let! key = LicenseKeys.once LicenseKeys.limits
              use _ = key.Fake
              let path = $"/v1/license-keys/{LicenseKeys.unknown}"

              for method, path, body in
                  [ "GET", path, None
                    "PATCH", path, Some "{}"
                    "POST", path + "/rotate", Some ""
                    "GET", $"{path}/activations/{LicenseKeys.unknown}", None
                    "GET", $"{key.Path}/activations/{LicenseKeys.unknown}", None ] do
                  let! answer = Http.send method path body key.Fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" answer
          }) ]

[<Tests>]
let tests = testList "license key changes" (changing @ regranting @ rotating)
