/// Events below other events: how they are found, and summed up.
module Polar.FakeServer.Tests.Usage.Events.EventTreeTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Catalog.Meters
open Polar.FakeServer.Tests

let private trees =
    testList
        "events in a tree"
        [ let planted () : Task<FakePolar> =
              task {
                  let! fake = Fake.start ()

                  let! _ =
                      Ingesting.taken
                          [ Ingesting.event
                                "step"
                                ""","external_id":"s1","parent_id":"run","metadata":{"_cost":{"amount":1.5,"currency":"usd"},"ms":10}"""
                            Ingesting.event "run" ""","external_id":"run","metadata":{"_cost":{"amount":1,"currency":"usd"}}"""
                            Ingesting.event "step" ""","external_id":"s2","parent_id":"run","metadata":{"ms":5}"""
                            Ingesting.event "detail" ""","parent_id":"s1","metadata":{"_cost":{"amount":0.25,"currency":"usd"}}"""
                            Ingesting.event "alone" "" ]
                          fake

                  return fake
              }

          let countOf (name: string) (items: JsonNode list) =
              [ for item in items do
                    if Json.text "name" item = name then
                        Json.whole "child_count" item ]

          testCaseTask "know their parents, and how many are below them" (fun () ->
              task {
                  use! fake = planted ()
                  let! items = Ingesting.list "" fake
                  Expect.equal (countOf "run" items) [ 3L ] "all below it"
                  Expect.equal (countOf "step" items |> List.sort) [ 0L; 1L ] "steps"
                  let! run = Ingesting.only "run" fake
                  let! detail = Ingesting.only "detail" fake
                  Expect.isNull (Json.find "parent_id" run) "the root"
                  let! step = Http.get $"""/v1/events/{Json.text "parent_id" detail}""" fake
                  Expect.equal (Json.text "name" step.Json, Json.whole "child_count" step.Json) ("step", 0L) "read alone, none are counted"
                  Expect.equal (Json.text "parent_id" step.Json) (Json.text "id" run) "and its parent"
              })

          testCaseTask "are found by their depth" (fun () ->
              task {
                  use! fake = planted ()

                  let names query =
                      task {
                          let! names = Ingesting.names query fake
                          return List.sort names
                      }

                  let! roots = names "depth=0"
                  Expect.equal roots [ "alone"; "run" ] "roots"
                  let! children = names "depth=1"
                  Expect.equal children [ "alone"; "run"; "step"; "step" ] "and their children"
                  let! all = names "depth=5"
                  Expect.equal all [ "alone"; "detail"; "run"; "step"; "step" ] "all"
                  let! run = Ingesting.only "run" fake
                  let below = $"""parent_id={Json.text "id" run}"""
                  let! direct = names below
                  Expect.equal direct [ "step"; "step" ] "right below it"
                  let! none = names $"{below}&depth=0"
                  Expect.isEmpty none "it is not below itself"
                  let! two = names $"{below}&depth=2"
                  Expect.equal two [ "detail"; "step"; "step" ] "two levels"
                  let! named = names $"{below}&depth=2&name=detail"
                  Expect.equal named [ "detail" ] "narrowed"
              })

          testCaseTask "sum up what is below them, where that is asked for" (fun () ->
              task {
                  use! fake = planted ()

                  let! items =
                      Ingesting.list "name=run&aggregate_fields=_cost.amount&aggregate_fields=ms" fake

                  let run = List.exactlyOne items
                  Expect.equal (Json.text "metadata._cost.amount" run) "2.75" "1 + 1.5 + 0.25"
                  Expect.equal ((Json.at "metadata.ms" run).ToJsonString()) "15.0" "10 + 5"

                  let! read =
                      Http.get $"""/v1/events/{Json.text "id" run}?aggregate_fields=_cost.amount""" fake

                  Expect.equal (Json.text "metadata._cost.amount" read.Json) "2.75" "the same"
                  Expect.equal (Json.whole "child_count" read.Json) 4L "itself is counted here"
                  let! refused = Http.get "/v1/events/?aggregate_fields=a-b" fake

                  Expect.equal
                      [ for fault in Refusal.faults refused -> fault.Type, fault.Place ]
                      [ "predicate_failed", "query.aggregate_fields.0" ]
                      "no path"
              })

          testCaseTask "wait for a parent that has not come, unseen" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! counts =
                      Ingesting.taken [ Ingesting.event "leaf" ""","external_id":"l","parent_id":"b" """ ] fake

                  Expect.equal counts (1L, 0L) "taken"
                  let! none = Ingesting.names "" fake
                  Expect.isEmpty none "not seen"
                  let! types = Http.get "/v1/events/names" fake
                  Expect.isEmpty (Json.items "items" types.Json) "not counted"

                  let! _ =
                      Ingesting.taken [ Ingesting.event "branch" ""","external_id":"b","parent_id":"r" """ ] fake

                  let! still = Ingesting.names "" fake
                  Expect.isEmpty still "the root has not come"
                  let! _ = Ingesting.taken [ Ingesting.event "root" ""","external_id":"r" """ ] fake
                  let! all = Ingesting.names "" fake
                  Expect.equal (List.sort all) [ "branch"; "leaf"; "root" ] "all at once"
                  let! items = Ingesting.list "name=root" fake
                  Expect.equal (Json.whole "child_count" (List.exactlyOne items)) 2L "both"
                  let! root = Ingesting.only "root" fake

                  let! byId =
                      Ingesting.taken [ Ingesting.event "late" $""","parent_id":"{Json.text "id" root}" """ ] fake

                  Expect.equal byId (1L, 0L) "by Polar's id"
                  let! late = Ingesting.only "late" fake
                  Expect.equal (Json.text "parent_id" late) (Json.text "id" root) "linked"
              })

          testCaseTask "that are their own parents are never seen" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      Ingesting.taken
                          [ Ingesting.event "self" ""","external_id":"s","parent_id":"s" """
                            Ingesting.event "a" ""","external_id":"a","parent_id":"b" """
                            Ingesting.event "b" ""","external_id":"b","parent_id":"a" """ ]
                          fake

                  let! none = Ingesting.names "" fake
                  Expect.isEmpty none "no beginning"
              }) ]

[<Tests>]
let tests = testList "the list of events" [ trees ]
