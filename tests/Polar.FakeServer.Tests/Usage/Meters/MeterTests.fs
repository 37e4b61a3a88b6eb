/// Meters as merchants make them.
module Polar.FakeServer.Tests.Usage.Meters.MeterTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.Meters.MeterBodies

let private malformed (name: string) (sent: string) (faults: (string * string * string) list) =
    testCaseTask $"a new meter is refused: {name}" (fun () ->
        task {
            use! fake = Fake.start ()
            let! answer = Http.post "/v1/meters/" sent fake
            Refusal.malformed faults answer
        })

let private nested =
    """{"conjunction":"or","clauses":[{"property":"metadata.model","operator":"eq","value":"gpt"},{"conjunction":"and","clauses":[{"property":"metadata.metadata.deep","operator":"gte","value":7},{"property":"name","operator":"not_like","value":true}]}]}"""

[<Tests>]
let creation =
    testList
        "new meters"
        [ testCaseTask "what is sent is shown, and nobody is told" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! meter, events =
                      Events.during fake (fun () ->
                          Given.create
                              "/v1/meters/"
                              $"""{{"name":"Tokens","unit":"custom","custom_label":"request","custom_multiplier":1000,"metadata":{{"team":"a"}},"filter":{nested},"aggregation":{{"func":"sum","property":"metadata.tokens"}}}}"""
                              fake)

                  Expect.isEmpty events "events"

                  Expect.equal
                      [ for KeyValue(name, _) in meter.AsObject() -> name ]
                      [ "metadata"
                        "created_at"
                        "modified_at"
                        "id"
                        "name"
                        "unit"
                        "custom_label"
                        "custom_multiplier"
                        "filter"
                        "aggregation"
                        "organization_id"
                        "archived_at" ]
                      "members"

                  Expect.equal
                      (Json.text "unit" meter, Json.text "custom_label" meter, Json.whole "custom_multiplier" meter)
                      ("custom", "request", 1000L)
                      "unit"

                  Expect.equal ((Json.at "metadata" meter).ToJsonString()) """{"team":"a"}""" "metadata"
                  Expect.equal ((Json.at "aggregation" meter).ToJsonString()) """{"func":"sum","property":"tokens"}""" "aggregation"

                  Expect.equal
                      ((Json.at "filter" meter).ToJsonString())
                      """{"conjunction":"or","clauses":[{"property":"model","operator":"eq","value":"gpt"},{"conjunction":"and","clauses":[{"property":"metadata.deep","operator":"gte","value":7},{"property":"name","operator":"not_like","value":true}]}]}"""
                      "filter, its properties without what says nothing"

                  Expect.isTrue (Json.isNull "modified_at" meter && Json.isNull "archived_at" meter) "new"
                  let! read = Http.get (path meter) fake
                  Expect.equal (read.Status, read.Text) (200, meter.ToJsonString()) "read"
              })

          testCaseTask "what is left out has a default" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = create "" fake
                  Expect.equal (Json.text "unit" meter) "scalar" "unit"
                  Expect.isTrue (Json.isNull "custom_label" meter && Json.isNull "custom_multiplier" meter) "no unit of its own"
                  Expect.equal ((Json.at "metadata" meter).ToJsonString()) "{}" "metadata"
                  let! same = create "" fake
                  Expect.equal (Json.text "name" same) (Json.text "name" meter) "names need not differ"
              })

          for func in [ "count"; "sum"; "max"; "min"; "avg"; "unique" ] do
              testCaseTask $"the aggregation {func}" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let aggregation =
                          if func = "count" then
                              """{"func":"count"}"""
                          else
                              $"""{{"func":"{func}","property":"a.b"}}"""

                      let! meter =
                          Given.create "/v1/meters/" $"""{{"name":"Calls","filter":{all},"aggregation":{aggregation}}}""" fake

                      Expect.equal ((Json.at "aggregation" meter).ToJsonString()) aggregation "aggregation"
                  })

          testCaseTask "the multiplier of a unit that is not one's own is kept" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = create ""","unit":"token","custom_multiplier":10""" fake
                  Expect.equal (Json.whole "custom_multiplier" meter) 10L "multiplier"
              })

          malformed
              "a unit of its own without a name"
              (body ""","unit":"custom" """)
              [ "value_error", "body", "Value error, custom_label is required when unit is 'custom'." ]
          malformed
              "a name for a unit that has one"
              (body ""","custom_label":"request" """)
              [ "value_error", "body", "Value error, custom_label and custom_multiplier are only allowed when unit is 'custom'." ]
          malformed
              "a short name"
              (body "" |> fun sent -> sent.Replace("Calls", "ab"))
              [ "string_too_short", "body.name", "String should have at least 3 characters" ]
          malformed
              "a multiplier of nothing"
              (body ""","custom_multiplier":0""")
              [ "greater_than", "body.custom_multiplier", "Input should be greater than 0" ]
          malformed
              "nothing at all"
              "{}"
              [ "missing", "body.name", "Field required"
                "missing", "body.filter", "Field required"
                "missing", "body.aggregation", "Field required" ]
          malformed
              "an aggregation without its function"
              $"""{{"name":"Calls","filter":{all},"aggregation":{{}}}}"""
              [ "union_tag_not_found", "body.aggregation", "Unable to extract tag using discriminator 'func'" ]
          malformed
              "an aggregation without its property"
              $"""{{"name":"Calls","filter":{all},"aggregation":{{"func":"max"}}}}"""
              [ "missing", "body.aggregation.max.property", "Field required" ]

          testCaseTask "a value that is no whole number is refused in a filter" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.post
                          "/v1/meters/"
                          $"""{{"name":"Calls","filter":{{"conjunction":"and","clauses":[{{"property":"a","operator":"eq","value":1.5}}]}},"aggregation":{count}}}"""
                          fake

                  Expect.contains
                      [ for fault in Refusal.faults answer -> fault.Type, fault.Place ]
                      ("int_from_float", "body.filter.clauses.0.FilterClause.value.constrained-int")
                      answer.Text
              })

          testCaseTask "the organization of a token is not named" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.post "/v1/meters/" (body $""","organization_id":"{fake.Organization.Id}" """) fake

                  Refusal.invalid
                      [ "organization_token",
                        "body.organization_id",
                        "Setting organization_id is disallowed when using an organization token." ]
                      answer
              }) ]
