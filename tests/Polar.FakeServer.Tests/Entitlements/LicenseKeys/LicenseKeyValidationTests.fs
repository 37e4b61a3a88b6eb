/// What apps and merchants learn when they ask whether a key is valid.
module Polar.FakeServer.Tests.Entitlements.LicenseKeys.LicenseKeyValidationTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer.Tests

/// What goes before a validation, and gives what its body has besides; then what is answered.
let private refusedValidations: (string * (BoughtKey -> Task<string>) * int * string * string) list =
    [ "an unknown key", (fun _ -> Task.FromResult ",\"key\":\"X\""), 404, "ResourceNotFound", "Not found"
      "a key in other letters",
      (fun key -> Task.FromResult $",\"key\":\"{key.Text.ToLowerInvariant()}\""),
      404,
      "ResourceNotFound",
      "Not found"
      "another organization's key",
      (fun _ -> Task.FromResult $",\"organization_id\":\"{LicenseKeys.unknown}\""),
      404,
      "ResourceNotFound",
      "Not found"
      "a revoked key",
      (fun key ->
          task {
              do! LicenseKeys.change key """{"status":"revoked"}"""
              return ""
          }),
      404,
      "ResourceNotFound",
      "License key is no longer active."
      "a disabled key, whatever else is wrong",
      (fun key ->
          task {
              do! LicenseKeys.change key """{"status":"disabled"}"""
              do! key.Fake.Clock.AdvanceAsync "P2D"
              return $",\"benefit_id\":\"{LicenseKeys.unknown}\",\"activation_id\":\"{LicenseKeys.unknown}\""
          }),
      404,
      "ResourceNotFound",
      "License key is no longer active."
      "a key at the moment that it expires",
      (fun key ->
          task {
              do! key.Fake.Clock.AdvanceAsync "P1D"
              return $",\"activation_id\":\"{LicenseKeys.unknown}\""
          }),
      404,
      "ResourceNotFound",
      "License key has expired."
      "an unknown activation",
      (fun _ -> Task.FromResult $",\"activation_id\":\"{LicenseKeys.unknown}\",\"benefit_id\":\"{LicenseKeys.unknown}\""),
      404,
      "ResourceNotFound",
      "Not found"
      "an activation that is over",
      (fun key ->
          task {
              let! activation = LicenseKeys.activate key ""
              let id = Json.text "id" activation

              let! _ =
                  Http.post "/v1/license-keys/deactivate" (LicenseKeys.body key $",\"activation_id\":\"{id}\"") key.Fake

              return $",\"activation_id\":\"{id}\""
          }),
      404,
      "ResourceNotFound",
      "Not found"
      "an activation under other conditions",
      (fun key ->
          task {
              let! activation = LicenseKeys.activate key ",\"conditions\":{\"major\":1}"

              return
                  $""","activation_id":"{Json.text "id" activation}","conditions":{{"major":1,"minor":2}},"benefit_id":"{LicenseKeys.unknown}" """
          }),
      404,
      "ResourceNotFound",
      "License key does not match required conditions"
      "an activation without the conditions that it has",
      (fun key ->
          task {
              let! activation = LicenseKeys.activate key ",\"conditions\":{\"major\":1}"
              return $""","activation_id":"{Json.text "id" activation}" """
          }),
      404,
      "ResourceNotFound",
      "License key does not match required conditions"
      "another benefit",
      (fun _ -> Task.FromResult $",\"benefit_id\":\"{LicenseKeys.unknown}\",\"customer_id\":\"{LicenseKeys.unknown}\""),
      404,
      "ResourceNotFound",
      "License key does not match given benefit."
      "another customer",
      (fun _ -> Task.FromResult $",\"customer_id\":\"{LicenseKeys.unknown}\",\"increment_usage\":99"),
      404,
      "ResourceNotFound",
      "License key does not match given user."
      "more uses than are left",
      (fun key ->
          task {
              do! LicenseKeys.change key """{"usage":3}"""
              return ",\"increment_usage\":3"
          }),
      400,
      "BadRequest",
      "License key only has 2 more usages."
      "one use more than there ever was",
      (fun key ->
          task {
              do! LicenseKeys.change key """{"usage":7}"""
              return ",\"increment_usage\":1"
          }),
      400,
      "BadRequest",
      "License key only has -2 more usages." ]

let private validating =
    [ for who, route in LicenseKeys.routes do
          for name, arrange, status, error, detail in refusedValidations do
              testCaseTask $"{who} is refused the validation of {name}" (fun () ->
                  task {
                      let! key = LicenseKeys.once LicenseKeys.limits
                      use _ = key.Fake
                      let! members = arrange key
                      let! before = LicenseKeys.reread key

                      let! answer, events =
                          Events.during key.Fake (fun () -> route "validate" (LicenseKeys.body key members) key.Fake)

                      Refusal.domain status error detail answer
                      Expect.isEmpty events "no events"
                      let! after = LicenseKeys.reread key
                      Expect.equal (after.ToJsonString()) (before.ToJsonString()) "nothing is counted"
                  })

          testCaseTask $"{who} validates a key, and uses are counted" (fun () ->
              task {
                  let! key = LicenseKeys.once LicenseKeys.limits
                  use _ = key.Fake

                  let! activation =
                      LicenseKeys.activate key ",\"conditions\":{\"major\":1},\"meta\":{\"os\":\"linux\"}"

                  do! key.Fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)

                  let members =
                      String.concat
                          ""
                          [ $""","activation_id":"{Json.text "id" activation}","conditions":{{"major":1}} """
                            $""","benefit_id":"{Json.text "id" key.Benefit}","customer_id":"{Json.text "id" key.Customer}" """
                            ",\"increment_usage\":5" ]

                  let! answer = route "validate" (LicenseKeys.body key members) key.Fake
                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal (Json.whole "validations" answer.Json) 1L "validations"
                  Expect.equal (Json.whole "usage" answer.Json) 5L "uses, to the limit"
                  Expect.equal (Json.text "last_validated_at" answer.Json) "2026-03-01T13:00:00Z" "now"

                  Expect.equal
                      ((Json.at "activation" answer.Json).ToJsonString())
                      $"""{{"id":"{Json.text "id" activation}","license_key_id":"{Json.text "id" key.Key}","label":"Laptop","meta":{{"os":"linux"}},"created_at":"2026-03-01T12:00:00Z","modified_at":null}}"""
                      "the activation, without its conditions"
              })

          testCaseTask $"{who} needs no activation, and then conditions don't count" (fun () ->
              task {
                  let! key = LicenseKeys.once LicenseKeys.limits
                  use _ = key.Fake
                  let! _ = LicenseKeys.activate key ",\"conditions\":{\"major\":1}"

                  let! answer =
                      route "validate" (LicenseKeys.body key ",\"conditions\":{\"major\":9}") key.Fake

                  Expect.equal answer.Status 200 answer.Text
                  Expect.isTrue (Json.isNull "activation" answer.Json) "none"
              })

          testCaseTask $"{who} counts uses of a key without a limit too" (fun () ->
              task {
                  let! key = LicenseKeys.once "{}"
                  use _ = key.Fake

                  let! answer =
                      route "validate" (LicenseKeys.body key ",\"increment_usage\":1000000") key.Fake

                  Expect.equal (Json.whole "usage" answer.Json) 1000000L "uses"
              })

      testCaseTask "conditions are the same in whatever order they are told, and are no matter where there are none" (fun () ->
          task {
              let! key = LicenseKeys.once LicenseKeys.limits
              use _ = key.Fake

              let! strict =
                  LicenseKeys.activate key ",\"conditions\":{\"os\":\"linux\",\"major\":1}"

              let! loose = LicenseKeys.activate key ""

              for activation in [ strict; loose ] do
                  let members =
                      $$""","activation_id":"{{Json.text "id" activation}}","conditions":{"major":1,"os":"linux"}"""

                  let! answer =
                      Http.post "/v1/license-keys/validate" (LicenseKeys.body key members) key.Fake

                  Expect.equal answer.Status 200 answer.Text
          })

      testCaseTask "a validation by the way counts no use, even where none is left" (fun () ->
          task {
              let! key = LicenseKeys.once LicenseKeys.limits
              use _ = key.Fake
              do! LicenseKeys.change key """{"usage":9}"""

              for members, validations in [ "", 1L; ",\"increment_usage\":0", 2L; ",\"increment_usage\":null", 3L ] do
                  let! answer =
                      Http.post "/v1/license-keys/validate" (LicenseKeys.body key members) key.Fake

                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal (Json.whole "usage" answer.Json, Json.whole "validations" answer.Json) (9L, validations) members
          })

      testCaseTask "uses can't be taken back by a validation" (fun () ->
          task {
              let! key = LicenseKeys.once "{}"
              use _ = key.Fake

              let! answer =
                  Http.post "/v1/license-keys/validate" (LicenseKeys.body key ",\"increment_usage\":-1") key.Fake

              Refusal.malformed [ "greater_than_equal", "body.increment_usage", "Input should be greater than or equal to 0" ] answer
          })

      testCaseTask "a merchant does not validate another organization's keys; an app does" (fun () ->
          task {
              let! key = LicenseKeys.once "{}"
              use _ = key.Fake
              let! other = key.Fake.CreateOrganizationAsync "other"

              let! merchant =
                  Benefits.sendAs other.AccessToken "POST" "/v1/license-keys/validate" (Some(LicenseKeys.body key "")) key.Fake

              Refusal.domain 404 "ResourceNotFound" "Not found" merchant

              let! app =
                  Http.anonymous "POST" "/v1/customer-portal/license-keys/validate" (Some(LicenseKeys.body key "")) key.Fake

              Expect.equal app.Status 200 app.Text
          }) ]

[<Tests>]
let tests = testList "license key validation" (validating)
