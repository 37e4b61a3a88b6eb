/// What nobody is told of, in the catalog and of usage: it happens, and no webhook says so.
module Polar.FakeServer.Tests.Effects.QuietCatalogTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Effects.Quietly
open Polar.FakeServer.Tests.Catalog.Files

/// Something is made, changed and deleted below a path; what it is called is in a member.
let private comesAndGoes (path: string) (body: string) (change: string) (name: string) (before: string) (after: string) (fake: FakePolar) =
    task {
        let! made = quietly fake (fun () -> Http.post path body fake)
        let own = $"""{path.TrimEnd '/'}/{Json.text "id" made.Json}"""
        let! seen = shown own fake
        Expect.equal (Json.text name seen) before "made"
        let! changed = quietly fake (fun () -> Http.patch own change fake)
        let! seen = shown own fake
        Expect.equal (Json.text name seen) after "changed"
        Expect.equal (changed.Json.ToJsonString()) (seen.ToJsonString()) "and shown so"
        let! deleted = quietly fake (fun () -> Http.delete own fake)
        Expect.equal deleted.Status 204 deleted.Text
        do! gone own fake
    }

let private catalog =
    testList
        "of the catalog"
        [ Fake.test
              "a custom field comes, is changed and goes"
              (comesAndGoes
                  "/v1/custom-fields/"
                  """{"type":"text","slug":"company","name":"Company","properties":{}}"""
                  """{"type":"text","name":"Employer"}"""
                  "name"
                  "Company"
                  "Employer")

          Fake.test "a checkout link comes, is changed and goes" (fun fake ->
              task {
                  let! product = Given.oneTime 1000L fake

                  do!
                      comesAndGoes
                          "/v1/checkout-links/"
                          $"""{{"payment_processor":"stripe","label":"Spring","products":["{Json.text "id" product}"]}}"""
                          """{"label":"Summer"}"""
                          "label"
                          "Spring"
                          "Summer"
                          fake
              })

          Fake.test "a meter is made and changed" (fun fake ->
              task {
                  let! made =
                      quietly fake (fun () ->
                          Http.post
                              "/v1/meters/"
                              """{"name":"Calls","filter":{"conjunction":"and","clauses":[]},"aggregation":{"func":"count"}}"""
                              fake)

                  let path = $"""/v1/meters/{Json.text "id" made.Json}"""
                  let! seen = shown path fake
                  Expect.equal (seen.ToJsonString()) (made.Json.ToJsonString()) "made"

                  let! _ =
                      quietly fake (fun () -> Http.patch path """{"name":"All calls","is_archived":true}""" fake)

                  let! seen = shown path fake
                  Expect.equal (Json.text "name" seen, Json.isNull "archived_at" seen) ("All calls", false) "changed"
              })

          Fake.test "a file is announced, called something else and deleted" (fun fake ->
              task {
                  let! made =
                      quietly fake (fun () ->
                          Http.post
                              "/v1/files/"
                              """{"service":"downloadable","name":"one.txt","mime_type":"text/plain","size":5,"upload":{"parts":[{"number":1,"chunk_start":0,"chunk_end":5}]}}"""
                              fake)

                  Expect.isFalse (Json.flag "is_uploaded" made.Json) "there is nothing in it yet"

                  let! announced, completed =
                      Uploads.uploaded "downloadable" "two.txt" "text/plain" [ "hello" ] fake

                  Expect.isEmpty (Events.types fake) "nobody is told of an upload"
                  let! listed = shown "/v1/files/" fake

                  Expect.equal
                      [ for file in Json.items "items" listed -> Json.text "id" file ]
                      [ Json.text "id" announced ]
                      "what is there"

                  let path = $"""/v1/files/{Json.text "id" completed}"""

                  let! _ = quietly fake (fun () -> Http.patch path """{"name":"three.txt"}""" fake)

                  let! listed = shown "/v1/files/" fake
                  Expect.equal (Json.text "items.0.name" listed) "three.txt" "called something else"
                  let! deleted = quietly fake (fun () -> Http.delete path fake)
                  Expect.equal deleted.Status 204 deleted.Text
                  let! listed = shown "/v1/files/" fake
                  Expect.isEmpty (Json.items "items" listed) "gone"
              })

          Fake.test "a file's upload is completed" (fun fake ->
              task {
                  let! _, completed =
                      Uploads.uploaded "downloadable" "two.txt" "text/plain" [ "hello" ] fake

                  Expect.isTrue (Json.flag "is_uploaded" completed) "it is there"
                  Expect.isEmpty (Events.types fake) "nobody is told"
                  let! listed = shown "/v1/files/" fake
                  Expect.equal (Json.whole "items.0.size" listed) 5L "all of it"
              })

          Fake.test "a dashboard comes, is changed and goes" (fun fake ->
              task {
                  do!
                      comesAndGoes
                          "/v1/metrics/dashboards"
                          """{"name":"Mornings","metrics":["orders","revenue"]}"""
                          """{"name":"Evenings","metrics":["orders"]}"""
                          "name"
                          "Mornings"
                          "Evenings"
                          fake
              }) ]

let private usage =
    testList
        "of usage"
        [ Fake.test "events of nobody in particular are taken" (fun fake ->
              task {
                  let! taken =
                      quietly fake (fun () ->
                          Http.post
                              "/v1/events/ingest"
                              """{"events":[{"name":"call","external_customer_id":"ada"},{"name":"call","external_customer_id":"bob"}]}"""
                              fake)

                  Expect.equal (Json.whole "inserted" taken.Json, Json.whole "duplicates" taken.Json) (2L, 0L) "both"
                  let! listed = shown "/v1/events/?name=call" fake
                  Expect.hasLength (Json.items "items" listed) 2 "both are there"
              })

          Fake.test "a kind of events gets a label" (fun fake ->
              task {
                  let! _ =
                      Http.post "/v1/events/ingest" """{"events":[{"name":"call","external_customer_id":"ada"}]}""" fake

                  let! listed = shown "/v1/event-types/" fake
                  let id = Json.text "items.0.id" listed

                  let! _ =
                      quietly fake (fun () -> Http.patch $"/v1/event-types/{id}" """{"label":"Calls"}""" fake)

                  let! listed = shown "/v1/event-types/" fake
                  Expect.equal (Json.text "items.0.label" listed) "Calls" "its label"
                  let! events = shown "/v1/events/" fake
                  Expect.equal (Json.text "items.0.label" events) "Calls" "which its events have"
              }) ]

[<Tests>]
let tests = testList "what nobody is told of" [ catalog; usage ]
