/// Meters as merchants change them, put them aside, and list them.
module Polar.FakeServer.Tests.Usage.Meters.MeterChangeTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.Meters.MeterBodies

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
