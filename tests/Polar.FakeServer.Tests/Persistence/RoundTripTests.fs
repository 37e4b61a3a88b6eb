/// Whatever a world is made of comes back as it was.
module Polar.FakeServer.Tests.Persistence.RoundTripTests

open System
open System.Collections.Generic
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Execution
open Polar.FakeServer.Persistence
open Polar.FakeServer.Storage
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Persistence
open Polar.FakeServer.Tests.Properties

/// The codec of a type, and of whatever its values may have in them.
let rec allOf (seen: HashSet<Type>) (declared: Type) : unit =
    if seen.Add declared then
        match Codecs.Of declared with
        | :? ObjectCodec as codec ->
            for _, kind in codec.Members |> Seq.map (fun struct (name, kind) -> name, kind) do
                allOf seen kind
        | :? UnionCodec ->
            for kind in FilledValues.concrete declared do
                allOf seen kind
        | _ ->
            for argument in declared.GetGenericArguments() do
                allOf seen argument

            match declared.GetElementType() with
            | null -> ()
            | item -> allOf seen item

let private ofTypes =
    [ for kind in Kept.keptTypes () do
          testCase $"{kind.Name} comes back as it was, hidden members too" (fun () ->
              allOf (HashSet()) kind

              for seed in 1..40 do
                  let value = FilledValues.filled (Random seed) 0 kind |> Unchecked.nonNull
                  let json, again = Kept.throughJson kind value
                  Expect.equal (Kept.difference kind.Name value again) None json
                  Expect.equal (fst (Kept.throughJson kind again)) json "and is written in the same way") ]

let private lists =
    [ "products/"
      "benefits/"
      "customers/"
      "members/"
      "checkouts/"
      "checkout-links/"
      "orders/"
      "subscriptions/"
      "license-keys/"
      "payments/"
      "refunds/"
      "disputes/"
      "discounts/"
      "benefit-grants/"
      "events/"
      "event-types/"
      "meters/"
      "customer-meters/"
      "custom-fields/"
      "files/"
      "webhooks/endpoints"
      "webhooks/deliveries" ]

/// Every list, every event and every e-mail, byte for byte.
let private shown (fake: FakePolar) : Task<string list> =
    task {
        let texts = ResizeArray()

        for list in lists do
            let! answer = Http.get $"/v1/{list}?limit=100" fake
            Expect.equal answer.Status 200 list
            texts.Add $"{list}: {answer.Text}"

        for published in fake.Webhooks.Events do
            texts.Add $"{published.Type} {published.Json}"

        for email in fake.Emails.All do
            texts.Add(string email)

        return List.ofSeq texts
    }

let private isSame (one: FakePolar) (other: FakePolar) : Task<unit> =
    task {
        do! one.Webhooks.SettleAsync()
        do! other.Webhooks.SettleAsync()
        let! one' = shown one
        let! other' = shown other
        Expect.equal other'.Length one'.Length "as many"

        Kept.isSameDocument (String.Join('\n', one')) (String.Join('\n', other')) "byte for byte"

        let! one = one.ExportAsync()
        let! other = other.ExportAsync()
        Kept.isSameDocument one other "and what nobody is shown"
    }

/// Goes on by calls, none of which begins before the deliveries of the one before have ended: what comes of those draws from the world's chance too.
let private goOn (fake: FakePolar) : Task<unit> =
    task {
        let! customer = Given.customer "later@acme.dev" fake
        do! fake.Webhooks.SettleAsync()
        let! product = Given.monthly 900L fake
        do! fake.Webhooks.SettleAsync()
        let! checkout = Given.checkout product customer fake
        do! fake.Webhooks.SettleAsync()
        let! _ = Given.confirmed checkout fake
        do! fake.Webhooks.SettleAsync()

        let! _ =
            Http.post
                "/v1/events/ingest"
                $"""{{"events":[{{"name":"call","customer_id":"{Json.text "id" customer}","metadata":{{"n":1.50}}}}]}}"""
                fake

        do! fake.Webhooks.SettleAsync()
        do! fake.Clock.AdvanceAsync "P45D"
    }

let private full (options: FakePolarOptions) =
    options.Empty <- false
    options.FreezeClock <- true
    options.SampleData <- FakeSampleData.Full
    options.WebhookUrl <- Uri "http://127.0.0.1:9/hooks"

let private ofWorlds =
    [ testCaseTask "full sample data, through a document: the same world, and the same from then on" (fun () ->
          task {
              use! one = Fake.startWith full
              do! one.Clock.AdvanceAsync "P3D"
              let! document = one.ExportAsync()
              use! other = Fake.startWith full
              do! other.ImportAsync document
              do! isSame one other
              do! goOn one
              do! goOn other
              do! isSame one other
          })

      testCaseTask "full sample data, through a file: the same world, and the same from then on" (fun () ->
          task {
              use folder = new Kept.Folder()
              use! one = Fake.startWith full
              let! first = Kept.startOn folder.File full
              do! one.Clock.AdvanceAsync "P3D"
              do! first.Clock.AdvanceAsync "P3D"
              do! isSame one first
              do! first.DisposeAsync()
              let! second = Kept.startOn folder.File full
              do! isSame one second
              do! goOn one
              do! goOn second
              do! isSame one second
              do! second.DisposeAsync()
              use! third = Kept.startOn folder.File full
              do! isSame one third
          })

      testCaseTask "reset, also of a later process, goes back to the first world" (fun () ->
          task {
              use folder = new Kept.Folder()
              use! one = Fake.startWith full
              let! first = Kept.startOn folder.File full
              do! goOn first
              do! first.DisposeAsync()
              let! second = Kept.startOn folder.File full
              do! second.ResetAsync()
              do! isSame one second
              do! second.DisposeAsync()
              use! third = Kept.startOn folder.File full
              do! isSame one third
          })

      for seed in 1..4 do
          testCaseTask $"a shop in which much happens, restarted again and again, answers like one that never was ({seed})" (fun () ->
              task {
                  let random = Random seed
                  use folder = new Kept.Folder()
                  use! shop = Shop.Open seed

                  for _ in 1..40 do
                      do! shop.Do(ShopTests.anyStep random)

                  let start () =
                      Kept.startOn folder.File (fun options ->
                          options.Seed <- seed
                          options.WallClock <- TimeProvider.System)

                  let answers = ResizeArray()

                  for part in List.chunkBySize 25 shop.Calls do
                      use! fake = start ()
                      let again = Shop.On fake
                      do! again.Replay part
                      answers.AddRange again.Answers

                  Expect.equal (List.ofSeq answers) shop.Answers "the same answers"
                  use! last = start ()
                  do! isSame shop.Fake last
              }) ]

let private late =
    [ testCaseTask "events that came before the events they belong to" (fun () ->
          let ingest (events: string) (fake: FakePolar) =
              task {
                  let! answer = Http.post "/v1/events/ingest" $"""{{"events":[{events}]}}""" fake
                  Expect.equal answer.Status 200 answer.Text
              }

          let event (id: string) (parent: string) =
              let parent = if parent = "" then "" else $""","parent_id":"{parent}" """
              $"""{{"name":"step","external_customer_id":"ada","external_id":"{id}"{parent}}}"""

          let first fake =
              task {
                  do! ingest (event "c1" "p") fake
                  do! ingest (event "self" "self") fake
                  do! ingest (event "x" "y" + "," + event "y" "x") fake
                  do! ingest (event "c2" "p" + "," + event "p" "" + "," + event "c3" "p") fake
                  do! ingest (event "c4" "p") fake
                  do! ingest (event "g" "late") fake
              }

          let second fake =
              task {
                  do! ingest (event "late" "c4" + "," + event "g2" "late") fake
                  do! ingest (event "c5" "p") fake
              }

          let tree (fake: FakePolar) =
              task {
                  let! all = Http.get "/v1/events/?hierarchical=true&depth=5&limit=100" fake
                  let! flat = Http.get "/v1/events/?limit=100" fake
                  Expect.equal all.Status 200 all.Text
                  return all.Text, flat.Text
              }

          task {
              use folder = new Kept.Folder()
              use! one = Fake.startWith (fun options -> options.FreezeClock <- true)
              do! first one
              let! kept = Kept.startOn folder.File ignore
              do! first kept
              do! kept.DisposeAsync()
              let! kept = Kept.startOn folder.File ignore
              do! isSame one kept
              do! second one
              do! second kept
              do! kept.DisposeAsync()
              use! kept = Kept.startOn folder.File ignore
              do! isSame one kept
              let! expected = tree one
              let! actual = tree kept
              Expect.equal actual expected "who belongs to whom"
          }) ]

let private goingBack =
    [ testCaseTask "a restore is kept: rows, events and jobs of the world that is gone are gone" (fun () ->
          task {
              use folder = new Kept.Folder()
              let! fake = Kept.startOn folder.File full
              do! goOn fake
              let snapshot = fake.Snapshot()
              let! expected = fake.ExportAsync()
              let! _ = Given.customer "other@acme.dev" fake
              do! fake.Clock.AdvanceAsync "P60D"
              do! fake.RestoreAsync snapshot
              do! fake.DisposeAsync()
              use! fake = Kept.startOn folder.File full
              let! actual = fake.ExportAsync()
              Kept.isSameDocument expected actual "as it was"
          }) ]

[<Tests>]
let tests =
    testList
        "kept worlds"
        [ testList "every type" ofTypes
          testList "worlds" ofWorlds
          testList "late parents" late
          testList "going back" goingBack ]
