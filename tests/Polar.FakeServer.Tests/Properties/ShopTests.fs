/// Whatever happens in a shop, in whatever order: money, periods, numbers and events fit together.
module Polar.FakeServer.Tests.Properties.ShopTests

open System
open System.IO
open System.Threading.Tasks
open Expecto
open FsCheck
open FsCheck.FSharp
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Properties

let private number = Gen.choose (0, 9999)

let private steps: Gen<Step list> =
    let one = Gen.map

    let two make =
        Gen.map2 (fun a b -> make (a, b)) number number

    let three make =
        Gen.map3 (fun a b c -> make (a, b, c)) number number number

    Gen.frequency
        [ 6, Gen.map4 (fun a b c d -> Buy(a, b, c, d)) number number number number
          4, three Change
          3, three Seats
          3, two Assign
          2, one Cancel number
          1, one Uncancel number
          1, one Revoke number
          1, one Pause number
          2, one Resume number
          2, two Attach
          1, one EndTrial number
          1, two MovePeriod
          2, two Refund
          1, two Dispute
          1, one Repair number
          6, one Pass number ]
    |> Gen.listOf

/// One step, chance by chance.
let anyStep (random: System.Random) : Step =
    let next () = random.Next 10000

    match random.Next 20 with
    | below when below < 5 -> Buy(next (), next (), next (), next ())
    | 5
    | 6 -> Change(next (), next (), next ())
    | 7 -> Seats(next (), next (), next ())
    | 8 -> Assign(next (), next ())
    | 9 -> Cancel(next ())
    | 10 -> Revoke(next ())
    | 11 -> Pause(next ())
    | 12 -> Resume(next ())
    | 13 -> Attach(next (), next ())
    | 14 -> MovePeriod(next (), next ())
    | 15 -> Refund(next (), next ())
    | 16 -> Dispute(next (), next ())
    | 17 -> Repair(next ())
    | _ -> Pass(next ())

/// Without one of the steps, or without half of them.
let private fewer (all: Step list) : Step list seq =
    seq {
        if all.Length > 3 then
            yield List.truncate (all.Length / 2) all
            yield List.skip (all.Length / 2) all

        for index in 0 .. all.Length - 1 do
            yield List.removeAt index all
    }

let private check (name: string) (times: int) (length: int) (law: int -> Step list -> Task<unit>) =
    testCase name (fun () ->
        let holds (seed: int, all: Step list) =
            (law (abs seed % 1000) all).GetAwaiter().GetResult()
            true

        let cases =
            Arb.fromGenShrink (Gen.zip number steps, (fun (seed, all) -> Seq.map (fun rest -> seed, rest) (fewer all)))

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times).WithStartSize(length / 3).WithEndSize(length), Prop.forAll cases holds))

let private played (seed: int) (all: Step list) : Task<Shop> =
    task {
        let! shop = Shop.Open seed

        for step in all do
            do! shop.Do step

        // What was on its way arrives.
        do! shop.Do(Pass 1)
        return shop
    }

[<Tests>]
let tests =
    testList
        "whatever happens in a shop"
        [ check "money, periods, grants, numbers and events fit together" 45 50 (fun seed all ->
              task {
                  use! shop = played seed all
                  do! Laws.hold shop
                  do! Balances.hold shop
              })

          check "every webhook follows from a difference of states, and every difference is told of" 45 50 (fun seed all ->
              task {
                  use! shop = played seed all
                  do! Explanations.hold shop
              })

          testCaseTask
              "an order that nobody has a card for is told of again once, though nothing differs where its subscription has ended"
              (fun () ->
                  task {
                      use! shop = played 1 [ Buy(7, 0, 0, 5); Change(0, 3, 0); Cancel 0; Pass 1000 ]

                      do! Explanations.hold shop
                      let! orders = shop.All "/v1/orders/?sorting=created_at"
                      let last = List.last orders

                      let told =
                          Telling.all shop
                          |> List.filter (fun told -> told.Kind.StartsWith "order." && told.Id = Json.text "id" last)

                      Expect.equal [ for told in told -> told.Kind ] [ "order.created"; "order.updated" ] "webhooks"

                      Expect.equal
                          (Json.text "status" last, Json.isNull "next_payment_attempt_at" last)
                          ("pending", true)
                          "nobody tries it again"
                  })

          check "what is said of the next charge is what is billed" 20 40 (fun seed all ->
              task {
                  use! shop = played seed all
                  do! Balances.areForetold shop
              })

          check "the same calls on an empty world make the same world, to the byte" 6 30 (fun seed all ->
              task {
                  use! first = played seed all
                  use! second = Shop.Empty seed
                  do! second.Replay first.Calls
                  Expect.equal second.Answers first.Answers "answers"

                  Expect.equal
                      [ for published in second.Fake.Webhooks.Events -> published.Json ]
                      [ for published in first.Fake.Webhooks.Events -> published.Json ]
                      "events"

                  for list in
                      [ "customers"
                        "products"
                        "checkouts"
                        "orders"
                        "subscriptions"
                        "payments"
                        "refunds"
                        "disputes"
                        "discounts"
                        "benefit-grants" ] do
                      let! one = first.All $"/v1/{list}/"
                      let! other = second.All $"/v1/{list}/"
                      Expect.equal (other |> List.map _.ToJsonString()) (one |> List.map _.ToJsonString()) list
              })

          check "what was recorded of it makes the same world again" 6 30 (fun seed all ->
              task {
                  let file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())

                  try
                      let! shop = Shop.Open(seed, file)

                      for step in all do
                          do! shop.Do step

                      do! (shop :> IAsyncDisposable).DisposeAsync()
                      let! replay = FakePolar.ReplayAsync file
                      Expect.isNull replay.Difference "nothing is different"
                      Expect.isTrue replay.IsComplete "to the end"
                  finally
                      File.Delete file
              }) ]
