/// How events are kept, against the plainest way to do the same.
module Polar.FakeServer.Tests.Usage.Events.EventStoreTests

open System
open System.Linq
open Expecto
open FsCheck
open FsCheck.FSharp
open Polar.FakeServer
open Polar.FakeServer.Composition
open Polar.FakeServer.Generated
open Polar.FakeServer.Simulation
open Polar.FakeServer.Storage
open Polar.FakeServer.Usage.Events
open Polar.FakeServer.Validation
open Polar.FakeServer.Tests
open Polar.Functional.Contracts
open Polar.FakeServer.Tests.Usage.Events.GeneratedLaws

// Sorted runs.

let private batches: Gen<int64 list list> =
    Gen.listOf (
        Gen.listOf (
            Gen.frequency
                [ 3, Gen.choose (-20, 20) |> Gen.map int64
                  1, Gen.elements [ Int64.MinValue; Int64.MaxValue ] ]
        )
    )

let private runsOf (batches: int64 list list) =
    let add (runs: SortedRuns, place: int) (batch: int64 list) =
        let keys, places = Array.ofList batch, [| place .. place + batch.Length - 1 |]
        runs.AddRange(Span keys, Span places), place + batch.Length

    fst (List.fold add (SortedRuns.Empty, 0) batches)

let private sortedRuns =
    testList
        "sorted runs"
        [ always "are all keys in order, from either end and from any rank" batches (fun batches ->
              let runs = runsOf batches

              let expected =
                  List.concat batches
                  |> List.indexed
                  |> List.sortBy (fun (place, key) -> key, place)
                  |> List.map fst

              let count = expected.Length
              Expect.equal runs.Count count "count"

              for rank in 0..count do
                  Expect.equal (List.ofSeq (runs.Ascending rank)) (List.skip rank expected) "ascending"
                  Expect.equal (List.ofSeq (runs.Descending rank)) (List.skip rank (List.rev expected)) "descending")

          always "find what has a key, and what lies between two" batches (fun batches ->
              let runs = runsOf batches
              let all = List.concat batches |> List.indexed

              for key in -21L .. 21L do
                  Expect.equal
                      (List.sort (List.ofSeq (runs.Between(key, key + 1L))))
                      [ for place, other in all do
                            if other = key then
                                place ]
                      "of a key"

                  Expect.equal (runs.CountBefore key) (all |> List.filter (fun (_, other) -> other < key) |> List.length) "before it"

              let between = all |> List.filter (fun (_, key) -> key >= -5L && key < 7L)

              Expect.equal
                  (List.ofSeq (runs.Between(-5L, 7L)))
                  (between |> List.sortBy (fun (place, key) -> key, place) |> List.map fst)
                  "between"

              let unordered =
                  [ for places in runs.UnorderedBetween(-5L, 7L) do
                        yield! places.ToArray() ]

              Expect.equal (List.sort unordered) (List.map fst between) "in no order")

          always
              "keep what every version of them was, however they branch"
              (Gen.listOf (Gen.zip (Gen.choose (0, 9)) (Gen.listOf (Gen.choose (0, 30)))))
              (fun steps ->
                  let versions = ResizeArray [ SortedRuns.Empty, [] ]

                  for branch, keys in List.truncate 40 steps do
                      let runs, kept = versions[max 0 (versions.Count - 1 - branch)]
                      let first = List.length kept

                      let keys =
                          keys
                          |> List.map (fun key -> int64 key + (if branch % 2 = 0 then int64 versions.Count * 10L else 0L))

                      versions.Add(
                          runs.AddRange(Span(Array.ofList keys), Span [| first .. first + keys.Length - 1 |]),
                          kept @ List.mapi (fun index key -> key, first + index) keys
                      )

                  for runs, kept in versions do
                      Expect.equal runs.Count kept.Length "count"
                      Expect.equal (List.ofSeq (runs.Ascending())) (List.map snd (List.sort kept)) "in order"

                      if not kept.IsEmpty then
                          Expect.equal runs.Last (fst (List.max kept)) "the last one") ]

let private appending =
    testList
        "a list that grows"
        [ always
              "keeps what every version of it was, however they branch"
              (Gen.listOf (Gen.zip (Gen.choose (0, 9)) (Gen.choose (0, 5000))))
              (fun steps ->
                  let versions = ResizeArray [ AppendList<int>.Empty, [] ]

                  for branch, length in List.truncate 12 steps do
                      let list, kept = versions[branch % versions.Count]
                      let added = [| for index in 1..length -> versions.Count * 10_000 + index |]
                      versions.Add(list.AddRange(ReadOnlySpan added), kept @ List.ofArray added)

                  for list, kept in versions do
                      Expect.equal list.Count kept.Length "count"
                      Expect.equal (List.ofSeq list) kept "entries"

                      if not kept.IsEmpty then
                          Expect.equal list[list.Count - 1] (List.last kept) "the last one") ]

[<Tests>]
let tests = testList "the store of events" [ sortedRuns; appending ]
