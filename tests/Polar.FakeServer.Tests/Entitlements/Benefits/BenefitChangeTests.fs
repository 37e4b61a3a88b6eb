/// Benefits as merchants change and delete them.
module Polar.FakeServer.Tests.Entitlements.Benefits.BenefitChangeTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Changes: the body of the benefit, that of the change, and the properties and the visibility after it.
let private changes =
    [ "a prefix alone leaves nothing else",
      Benefits.keys """{"prefix":"A","expires":{"ttl":1,"timeframe":"day"},"limit_usage":5}""",
      """{"type":"license_keys","properties":{"prefix":"B"}}""",
      """{"prefix":"B","expires":null,"activations":null,"limit_usage":null}""",
      "public"
      "properties of null change nothing", Benefits.note, """{"type":"custom","properties":null}""", """{"note":"Write to us."}""", "public"
      "a note can be taken away", Benefits.note, """{"type":"custom","properties":{"note":null}}""", """{"note":null}""", "public"
      "a note can be hidden", Benefits.note, """{"type":"custom","visibility":"private"}""", """{"note":"Write to us."}""", "private"
      "a visibility of null is the type's own",
      """{"type":"feature_flag","description":"abc","properties":{},"visibility":"public"}""",
      """{"type":"feature_flag","visibility":null}""",
      "{}",
      "private"
      "a Discord role's visibility is no concern of a change",
      Benefits.discord,
      """{"type":"discord","visibility":"private"}""",
      """{"guild_id":"9001","role_id":"77","kick_member":false}""",
      "public" ]

let private changing =
    [ for name, body, change, properties, visibility in changes ->
          testCaseTask name (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! benefit = Benefits.create body fake

                  let! answer, events =
                      Events.during fake (fun () -> Http.patch $"""/v1/benefits/{Json.text "id" benefit}""" change fake)

                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal ((Json.at "properties" answer.Json).ToJsonString()) properties "properties"
                  Expect.equal (Json.text "visibility" answer.Json) visibility "visibility"
                  Expect.equal events [ "benefit.updated" ] "events"
              }) ]
    @ [ testCaseTask "metadata is replaced as a whole" (fun () ->
            task {
                use! fake = Fake.start ()

                let! benefit =
                    Benefits.create """{"type":"custom","description":"abc","properties":{},"metadata":{"a":1,"b":"x"}}""" fake

                let! answer =
                    Http.patch $"""/v1/benefits/{Json.text "id" benefit}""" """{"type":"custom","metadata":{"c":true}}""" fake

                Expect.equal ((Json.at "metadata" answer.Json).ToJsonString()) """{"c":true}""" "metadata"
                Expect.equal (Json.text "modified_at" answer.Json) "2026-03-01T12:00:00Z" "modified"
            })

        testCaseTask "the type of a benefit stays" (fun () ->
            task {
                use! fake = Fake.start ()
                let! benefit = Benefits.create Benefits.note fake

                let! answer =
                    Http.patch $"""/v1/benefits/{Json.text "id" benefit}""" """{"type":"feature_flag"}""" fake

                Expect.equal
                    (Benefits.faults answer)
                    [ "value_error", """["body","type"]""", "Benefit type cannot be changed.", "\"custom\"" ]
                    "faults"
            })

        testCaseTask "a change without a type has a fault for each type there is" (fun () ->
            task {
                use! fake = Fake.start ()
                let! benefit = Benefits.create Benefits.note fake

                let! answer =
                    Http.patch $"""/v1/benefits/{Json.text "id" benefit}""" """{"description":"abc"}""" fake

                Expect.equal
                    [ for kind, place, _, _ in Benefits.faults answer -> kind, place ]
                    [ for model in
                          [ "Custom"
                            "Discord"
                            "GitHubRepository"
                            "Downloadables"
                            "LicenseKeys"
                            "MeterCredit"
                            "FeatureFlag"
                            "SlackSharedChannel" ] -> "missing", $"""["body","Benefit{model}Update","type"]""" ]
                    "faults"
            })

        testCaseTask "a note that is changed must be named" (fun () ->
            task {
                use! fake = Fake.start ()
                let! benefit = Benefits.create Benefits.note fake

                let! answer =
                    Http.patch $"""/v1/benefits/{Json.text "id" benefit}""" """{"type":"custom","properties":{}}""" fake

                let ofNotes =
                    Benefits.faults answer
                    |> List.filter (fun (_, place, _, _) -> place.Contains "BenefitCustomUpdate")

                Expect.equal
                    ofNotes
                    [ "missing", """["body","BenefitCustomUpdate","properties","note"]""", "Field required", "{}" ]
                    "faults"
            }) ]

let private deletion =
    [ testCaseTask "a deleted benefit leaves its products without a word about them" (fun () ->
          task {
              use! fake = Fake.start ()
              let! benefit = Benefits.create Benefits.note fake
              let! product = Given.oneTime 500L fake
              let! _ = Benefits.attach product [ benefit ] fake
              let path = $"""/v1/benefits/{Json.text "id" benefit}"""
              let! answer, events = Events.during fake (fun () -> Http.delete path fake)
              Expect.equal answer.Status 204 "status"
              Expect.equal events [ "benefit.updated" ] "events"
              let last = fake.Webhooks.Events[fake.Webhooks.Events.Count - 1]

              match System.Text.Json.Nodes.JsonNode.Parse last.Json with
              | null -> failtest "no body"
              | body -> Expect.isTrue (Json.flag "data.is_deleted" body) "told as deleted"

              let! found = Http.get $"""/v1/products/{Json.text "id" product}""" fake
              Expect.isEmpty (Json.items "benefits" found.Json) "the product has it no more"

              for path in [ path; path + "/grants" ] do
                  let! gone = Http.get path fake
                  Expect.equal (gone.Status, gone.Text) (404, """{"error":"ResourceNotFound","detail":"Not found"}""") path
          }) ]

[<Tests>]
let tests = testList "benefits" (changing @ deletion)
