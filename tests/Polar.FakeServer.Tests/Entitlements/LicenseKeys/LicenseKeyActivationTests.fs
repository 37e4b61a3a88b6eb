/// Places where a key is in use, taken and given back.
module Polar.FakeServer.Tests.Entitlements.LicenseKeys.LicenseKeyActivationTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer.Tests

let private nothing (_: BoughtKey) = Task.FromResult ""

/// What goes before an activation, by the benefit's properties, and what is answered.
let private refusedActivations =
    [ "an unknown key", LicenseKeys.limits, (fun (_: BoughtKey) -> Task.FromResult ",\"key\":\"X\""), 404, "ResourceNotFound", "Not found"
      "a disabled key",
      LicenseKeys.limits,
      (fun key ->
          task {
              do! LicenseKeys.change key """{"status":"disabled"}"""
              return ""
          }),
      403,
      "NotPermitted",
      "License key is no longer active. This license key can not be activated."
      "a key that has expired",
      LicenseKeys.limits,
      (fun key ->
          task {
              do! key.Fake.Clock.AdvanceAsync "P1D"
              return ""
          }),
      403,
      "NotPermitted",
      "License key has expired."
      "a key without activations",
      "{}",
      nothing,
      403,
      "NotPermitted",
      "This license key does not support activations. Use the /validate endpoint instead to check license validity."
      "a key that is in use everywhere it may be",
      LicenseKeys.limits,
      (fun key ->
          task {
              let! _ = LicenseKeys.activate key ""
              let! _ = LicenseKeys.activate key ""
              return ""
          }),
      403,
      "NotPermitted",
      "License key activation limit already reached" ]

let private activating =
    [ for who, route in LicenseKeys.routes do
          for name, properties, arrange, status, error, detail in refusedActivations do
              testCaseTask $"{who} is refused the activation of {name}" (fun () ->
                  task {
                      let! key = LicenseKeys.once properties
                      use _ = key.Fake
                      let! members = arrange key

                      let! answer =
                          route "activate" (LicenseKeys.body key $",\"label\":\"Phone\"{members}") key.Fake

                      Refusal.domain status error detail answer
                  })

          testCaseTask $"{who} activates a key, which is no use of it" (fun () ->
              task {
                  let! key = LicenseKeys.once LicenseKeys.limits
                  use _ = key.Fake

                  let! answer =
                      route "activate" (LicenseKeys.body key ",\"label\":\"Phone\",\"meta\":{\"os\":\"ios\"}") key.Fake

                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal (Json.text "label" answer.Json) "Phone" "label"
                  Expect.equal ((Json.at "meta" answer.Json).ToJsonString()) """{"os":"ios"}""" "meta"
                  Expect.isFalse (Json.has "conditions" answer.Json) "no conditions"
                  Expect.equal (Json.text "license_key.id" answer.Json) (Json.text "id" key.Key) "the key"
                  Expect.equal (Json.whole "license_key.usage" answer.Json) 0L "uses"
                  Expect.equal (Json.whole "license_key.validations" answer.Json) 0L "validations"

                  let! one =
                      Http.get $"""{key.Path}/activations/{Json.text "id" answer.Json}""" key.Fake

                  Expect.isTrue (JsonNode.DeepEquals(one.Json, answer.Json)) "the same when it is read"
              })

          testCaseTask $"{who} is told what an activation lacks, or has too much of" (fun () ->
              task {
                  let! key = LicenseKeys.once LicenseKeys.limits
                  use _ = key.Fake
                  let long = String('k', 41)

                  for members, faults in
                      [ "", [ "missing", "body.label" ]
                        ",\"label\":\"a\",\"meta\":{\"k\":\"\"}", [ "string_too_short", "body.meta.k.constrained-str" ]
                        $",\"label\":\"a\",\"conditions\":{{\"{long}\":1}}", [ "string_too_long", $"body.conditions.{long}.[key]" ] ] do
                      let! answer = route "activate" (LicenseKeys.body key members) key.Fake

                      Expect.equal
                          [ for fault in Refusal.faults answer |> List.truncate faults.Length -> fault.Type, fault.Place ]
                          faults
                          answer.Text
              })

          testCaseTask $"{who} deactivates, which frees the place" (fun () ->
              task {
                  let! key = LicenseKeys.once LicenseKeys.limits
                  use _ = key.Fake
                  let! first = LicenseKeys.activate key ""
                  let! _ = LicenseKeys.activate key ""
                  let members = $""","activation_id":"{Json.text "id" first}" """
                  do! LicenseKeys.change key """{"status":"disabled"}"""
                  let! answer = route "deactivate" (LicenseKeys.body key members) key.Fake
                  Expect.equal (answer.Status, answer.Text) (204, "") "though the key is disabled"
                  let! again = route "deactivate" (LicenseKeys.body key members) key.Fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" again
                  let! gone = Http.get $"""{key.Path}/activations/{Json.text "id" first}""" key.Fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" gone
                  do! LicenseKeys.change key """{"status":"granted"}"""
                  let! _ = LicenseKeys.activate key ""
                  let! read = LicenseKeys.reread key
                  Expect.equal (Json.items "activations" read |> List.length) 2 "two places are in use"
              })

          testCaseTask $"{who} can't deactivate what is not active" (fun () ->
              task {
                  let! key = LicenseKeys.once LicenseKeys.limits
                  use _ = key.Fake

                  for members in
                      [ $",\"activation_id\":\"{LicenseKeys.unknown}\""
                        $",\"key\":\"X\",\"activation_id\":\"{LicenseKeys.unknown}\"" ] do
                      let! answer = route "deactivate" (LicenseKeys.body key members) key.Fake
                      Refusal.domain 404 "ResourceNotFound" "Not found" answer
              }) ]

[<Tests>]
let tests = testList "license key activation" (activating)
