/// Meters: how they are made, changed, put aside and listed.
module Polar.FakeServer.Tests.MeterTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private all = """{"conjunction":"and","clauses":[]}"""
let private count = """{"func":"count"}"""

let private body (members: string) =
    $"""{{"name":"Calls","filter":{all},"aggregation":{count}{members}}}"""

let private create members fake =
    Given.create "/v1/meters/" (body members) fake

let private path meter =
    $"""/v1/meters/{Json.text "id" meter}"""

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

[<Tests>]
let changes =
    testList
        "changes of meters"
        [ testCaseTask "what is sent changes, the rest stays" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = create ""","metadata":{"a":1}""" fake
                  do! fake.Clock.AdvanceAsync(System.TimeSpan.FromHours 1.)
                  let! same = Http.patch (path meter) "{}" fake
                  Expect.equal (same.Status, same.Text) (200, meter.ToJsonString()) "nothing is asked"

                  let! answer =
                      Http.patch
                          (path meter)
                          """{"name":"Requests","unit":"token","custom_label":"x","aggregation":{"func":"sum","property":"metadata.n"},"filter":{"conjunction":"or","clauses":[]}}"""
                          fake

                  let changed = answer.Json

                  Expect.equal
                      (Json.text "name" changed, Json.text "unit" changed, Json.text "custom_label" changed)
                      ("Requests", "token", "x")
                      "as sent: label and unit are not compared"

                  Expect.equal ((Json.at "aggregation" changed).ToJsonString()) """{"func":"sum","property":"n"}""" "aggregation"
                  Expect.equal (Json.text "filter.conjunction" changed) "or" "filter"
                  Expect.equal ((Json.at "metadata" changed).ToJsonString()) """{"a":1}""" "metadata stays"
                  Expect.equal (Json.text "modified_at" changed) "2026-03-01T13:00:00Z" "modified"
                  let! cleared = Http.patch (path meter) """{"custom_label":null,"metadata":{}}""" fake
                  Expect.isTrue (Json.isNull "custom_label" cleared.Json) "label"
                  Expect.equal ((Json.at "metadata" cleared.Json).ToJsonString()) "{}" "metadata is replaced"
              })

          testCaseTask "prices and subscriptions show it by its new name" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = create "" fake

                  let! product =
                      Buying.monthly $"""{{"amount_type":"metered_unit","meter_id":"{Json.text "id" meter}","unit_amount":"5"}}""" fake

                  let! customer = Given.customer "ada@polar.sh" fake

                  let! checkout =
                      Given.create "/v1/checkouts/" $"""{{"products":["{product}"],"customer_id":"{Json.text "id" customer}"}}""" fake

                  let! _ = Given.confirmed checkout fake
                  let! _ = Http.patch (path meter) """{"name":"Requests"}""" fake
                  let! shown = Http.get $"/v1/products/{product}" fake
                  Expect.equal (Json.text "prices.0.meter.name" shown.Json) "Requests" "product"
                  let! subscriptions = Http.get "/v1/subscriptions/" fake

                  Expect.equal
                      (Json.text "items.0.prices.0.meter.name" subscriptions.Json,
                       Json.text "items.0.meters.0.meter.name" subscriptions.Json)
                      ("Requests", "Requests")
                      "subscription"
              })

          testCaseTask "one that nobody has, or somebody else" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.patch $"/v1/meters/{unknown}" "{}" fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" answer
                  let! read = Http.get $"/v1/meters/{unknown}" fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" read
              })

          testCaseTask "a meter is put aside, put aside anew, and taken up again" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = create "" fake
                  let! archived = Http.patch (path meter) """{"is_archived":true}""" fake
                  Expect.equal (Json.text "archived_at" archived.Json) "2026-03-01T12:00:00Z" "archived"
                  do! fake.Clock.AdvanceAsync(System.TimeSpan.FromHours 1.)
                  let! again = Http.patch (path meter) """{"is_archived":true,"name":"Older"}""" fake
                  Expect.equal (Json.text "archived_at" again.Json, Json.text "name" again.Json) ("2026-03-01T13:00:00Z", "Older") "again"
                  let! left = Http.patch (path meter) """{"is_archived":null}""" fake
                  Expect.equal (Json.text "archived_at" left.Json) "2026-03-01T13:00:00Z" "null says nothing"
                  let! back = Http.patch (path meter) """{"is_archived":false}""" fake
                  Expect.isTrue (Json.isNull "archived_at" back.Json) "back"
              })

          testCaseTask "a meter that a product charges by stays, until the product or the price goes" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = create "" fake
                  let id = Json.text "id" meter

                  let! product =
                      Buying.monthly $"""{{"amount_type":"metered_unit","meter_id":"{id}","unit_amount":"5"}}""" fake

                  let! refused = Http.patch (path meter) """{"is_archived":true,"name":"Other"}""" fake

                  Refusal.invalid
                      [ "value_error", "body.is_archived", "Cannot archive meter that is still attached to active products" ]
                      refused

                  let! read = Http.get (path meter) fake
                  Expect.equal (Json.text "name" read.Json) "Calls" "nothing happened"
                  let! _ = Http.patch $"/v1/products/{product}" """{"is_archived":true}""" fake
                  let! done' = Http.patch (path meter) """{"is_archived":true}""" fake
                  Expect.equal done'.Status 200 done'.Text
              })

          testCaseTask "a meter that a benefit gives credit of stays, until the benefit goes" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! meter = create "" fake
                  let id = Json.text "id" meter

                  let! benefit =
                      Given.create
                          "/v1/benefits/"
                          $"""{{"type":"meter_credit","description":"Credit","properties":{{"meter_id":"{id}","units":5,"rollover":false}}}}"""
                          fake

                  let! refused = Http.patch (path meter) """{"is_archived":true}""" fake

                  Refusal.invalid
                      [ "value_error", "body.is_archived", "Cannot archive meter that is still referenced by active benefits" ]
                      refused

                  let! _ = Http.delete $"""/v1/benefits/{Json.text "id" benefit}""" fake
                  let! done' = Http.patch (path meter) """{"is_archived":true}""" fake
                  Expect.equal done'.Status 200 done'.Text
              }) ]

[<Tests>]
let lists =
    testList
        "lists of meters"
        [ testCaseTask "by name, archived ones too, unless they are asked for or not" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let named name members =
                      Given.create "/v1/meters/" ((body members).Replace("Calls", name)) fake

                  let! beta = named "beta" ""
                  let! _ = named "Alpha" ""","metadata":{"team":"a"}"""
                  let! _ = named "Gamma_x" ""","metadata":{"team":"b"}"""
                  let! _ = Http.patch (path beta) """{"is_archived":true}""" fake

                  for query, expected in
                      [ "", [ "Alpha"; "beta"; "Gamma_x" ]
                        "?sorting=-name", [ "Gamma_x"; "beta"; "Alpha" ]
                        "?sorting=created_at", [ "beta"; "Alpha"; "Gamma_x" ]
                        "?is_archived=true", [ "beta" ]
                        "?is_archived=false", [ "Alpha"; "Gamma_x" ]
                        "?query=A_x", [ "Gamma_x" ]
                        "?query=AMMA", [ "Gamma_x" ]
                        "?metadata[team]=a", [ "Alpha" ]
                        "?metadata[team]=a&metadata[team]=b", [ "Alpha"; "Gamma_x" ]
                        $"?organization_id={fake.Organization.Id}", [ "Alpha"; "beta"; "Gamma_x" ]
                        $"?organization_id={unknown}", [] ] do
                      let! answer = Http.get $"/v1/meters/{query}" fake
                      Expect.equal [ for item in Json.items "items" answer.Json -> Json.text "name" item ] expected query
              }) ]
