/// Everything at once that could bring the fake down.
module Polar.FakeServer.Tests.Execution.HostileTests

open System
open System.Collections.Concurrent
open System.Net
open System.Runtime.CompilerServices
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Execution
open Polar.FakeServer.Tests

let private clients = 64

/// Metadata whose names are those of other shapes' members, or mean something somewhere else.
let private shapes =
    [| """{"slug":"a","allow_customer_updates":true}"""
       """{"amount_type":"x","source":"y","product_id":"z"}"""
       """{"current_period_start":"x","cancel_at_period_end":"y"}"""
       """{"properties":"p","type":"github_repository","metadata":"m"}"""
       """{"benefit_id":"b","is_granted":true,"member":"m"}"""
       """{"client_secret":"s","products":"p","net_amount":1}"""
       """{"$type":"CustomerRow","__proto__":false,"$ref":1.5,"\"":"\\"}"""
       """{"Zoë — 😀 <b>&":"😀 \u0001","number":-1.25,"zero":0}"""
       "{}" |]

/// What no metadata may be.
let private refusedShapes =
    [| """{"a":{"b":1}}"""; """{"a":[1]}"""; """{"a":null}"""; "[]"; "\"text\"" |]

/// Every kind of background work that there is, of every module.
let private kinds =
    typeof<IJob>.Assembly.GetTypes()
    |> Array.filter (fun kind -> kind.IsClass && not kind.IsAbstract && typeof<IJob>.IsAssignableFrom kind)

/// Does the work of a job, as far as it comes, and fails behind it: nothing of that may stay.
type private FailingWork(work: IJob) =
    interface IJob with
        member _.Run transaction =
            try
                work.Run transaction
            with _ ->
                ()

            failwith $"{work.GetType().Name} was made to fail"

/// Has a job of each kind fail within the next hour: the twin of one that waits, or one about nothing.
let private sabotage (fake: FakePolar) : Task<bool> =
    Machinery.step
        (fun transaction ->
            for kind in kinds do
                let work =
                    match
                        transaction.World.Jobs.All
                        |> Seq.tryFind (fun queued -> queued.Job.GetType() = kind)
                    with
                    | Some queued -> queued.Job
                    | None -> RuntimeHelpers.GetUninitializedObject kind :?> IJob

                transaction.Schedule(transaction.Now.AddHours(1.0), FailingWork work))
        fake

let private create (email: string) (metadata: string) (fake: FakePolar) =
    Http.post "/v1/customers/" $"""{{"email":"{email}","metadata":{metadata}}}""" fake

[<Tests>]
let tests =
    testList
        "under everything at once"
        [ testCaseTask "nothing answers 500 but moves whose jobs fail, and whoever comes later finds everything in order" (fun () ->
              task {
                  use! fake = Fake.start ()
                  fake.Webhooks.add_Published (fun _ -> failwith "a subscriber fails")

                  let! _ =
                      Machinery.receive [] (fun _ _ -> raise (InvalidOperationException "an endpoint fails")) fake

                  let statuses = ConcurrentBag<string * int>()

                  let note name (work: Task<Answer>) =
                      task {
                          let! answer = work
                          statuses.Add(name, answer.Status)
                      }

                  let client number =
                      task {
                          for round in 1..6 do
                              match number % 8 with
                              | 0 -> do! note "reset" (Http.anonymous "POST" "/_fake/reset" None fake)
                              | 1 -> do! note "move" (Http.anonymous "POST" "/_fake/clock" (Some """{"advance":"P1D"}""") fake)
                              | 2 -> do! note "log" (Http.anonymous "GET" "/_fake/webhooks" None fake)
                              | 3 ->
                                  let! _ = sabotage fake
                                  do! note "health" (Http.anonymous "GET" "/_fake/health" None fake)
                              | 4 -> do! note "list" (Http.get "/v1/customers/" fake)
                              | 5 ->
                                  do!
                                      note
                                          "refused"
                                          (create $"c{number}-{round}@acme.dev" refusedShapes[round % refusedShapes.Length] fake)
                              | _ -> do! note "create" (create $"c{number}-{round}@acme.dev" shapes[(number + round) % shapes.Length] fake)
                      }

                  let! _ = Task.WhenAll [| for number in 1..clients -> client number |]

                  for name, status in statuses do
                      match name, status with
                      | "move", (200 | 409 | 500)
                      | "create", 201
                      | "refused", 422
                      | ("reset" | "log" | "health" | "list"), 200 -> ()
                      | _ -> failtest $"{name} answered {status}."

                  do! fake.ResetAsync()
                  let! shown = Http.anonymous "GET" "/_fake/health" None fake
                  Expect.equal (Json.text "status" shown.Json) "ok" "nothing is left of it"
              })

          testCaseTask "a job of every kind fails in a full world, and nothing else is lost or doubled" (fun () ->
              task {
                  use! fake =
                      Fake.startWith (fun options ->
                          options.Empty <- false
                          options.SampleData <- FakeSampleData.Full)

                  fake.Webhooks.add_Published (fun _ -> failwith "a subscriber fails")
                  fake.Webhooks.add_Delivered (fun _ -> failwith "a subscriber fails")
                  let delivered = ConcurrentQueue<string * string>()

                  let! _ =
                      Machinery.receive
                          [ "customer.created" ]
                          (fun request _ ->
                              let data = Json.at "data" (Json.parse request.Body)
                              delivered.Enqueue(Json.text "email" data, (Json.at "metadata" data).ToJsonString())
                              Task.FromResult HttpStatusCode.OK)
                          fake

                  let! _ =
                      Machinery.receive
                          [ "customer.created"; "order.paid" ]
                          (fun _ _ -> raise (InvalidOperationException "an endpoint fails"))
                          fake

                  let! _ = sabotage fake
                  let moves = ConcurrentBag<Answer>()

                  let client number =
                      task {
                          for round in 1..4 do
                              let! made =
                                  create $"h{number}-{round}@hostile.dev" shapes[(number + round) % shapes.Length] fake

                              Expect.equal made.Status 201 made.Text

                              let! refused =
                                  create $"r{number}-{round}@hostile.dev" refusedShapes[(number + round) % refusedShapes.Length] fake

                              Expect.equal refused.Status 422 refused.Text

                          if number % 8 = 0 then
                              let! moved = Http.anonymous "POST" "/_fake/clock" (Some """{"advance":"P1D"}""") fake

                              moves.Add moved
                      }

                  let! _ = Task.WhenAll [| for number in 1..clients -> client number |]
                  do! fake.Webhooks.SettleAsync()

                  let failed =
                      [ for move in moves do
                            if move.Status <> 200 then
                                move ]

                  Expect.isNonEmpty failed "a move tells"

                  for move in failed do
                      Expect.equal move.Status 500 move.Text
                      Expect.stringContains (Json.text "detail" move.Json) "was made to fail" "why"

                  Expect.equal fake.Clock.UtcNow (Fake.startTime.AddDays(float (clients / 8))) "every move"

                  let errors = [ for parked in fake.World.ParkedJobs -> parked.Error ]

                  for kind in kinds do
                      Expect.hasLength
                          (errors
                           |> List.filter (fun error -> error = $"Exception: {kind.Name} was made to fail"))
                          1
                          $"{kind.Name} failed once"

                  Expect.hasLength errors kinds.Length "and nothing but what was made to"

                  let expected =
                      [ for number in 1..clients do
                            for round in 1..4 ->
                                $"h{number}-{round}@hostile.dev", (Json.parse shapes[(number + round) % shapes.Length]).ToJsonString() ]
                      |> List.sort

                  let mine (found: (string * string) seq) =
                      found
                      |> Seq.filter (fun (email, _) -> email.EndsWith "@hostile.dev")
                      |> List.ofSeq
                      |> List.sort

                  let entry (node: JsonNode) =
                      Json.text "email" node, (Json.at "metadata" node).ToJsonString()

                  let published =
                      mine [ for it in fake.Webhooks.OfType "customer.created" -> entry (Json.at "data" (Json.parse it.Json)) ]

                  Expect.equal published expected "published"
                  Expect.equal (mine delivered) expected "delivered"
                  let mutable kept = []

                  for page in 1..3 do
                      let! list = Http.get $"/v1/customers/?limit=100&page={page}&query=hostile.dev" fake
                      kept <- kept @ [ for item in Json.items "items" list.Json -> entry item ]

                  Expect.equal (mine kept) expected "kept"
              })

          testCaseTask "nothing is lost and nothing doubled" (fun () ->
              task {
                  use! fake = Fake.start ()
                  fake.Webhooks.add_Published (fun _ -> failwith "a subscriber fails")
                  let delivered = ConcurrentBag<string>()

                  let! _ =
                      Machinery.receive
                          [ "customer.created" ]
                          (fun request _ ->
                              delivered.Add(Json.text "data.email" (Json.parse request.Body))
                              Task.FromResult HttpStatusCode.OK)
                          fake

                  let email client round = $"c{client}-{round}@acme.dev"

                  let client number =
                      task {
                          for round in 1..4 do
                              let! answer =
                                  Http.post "/v1/customers/" $"""{{"email":"{email number round}"}}""" fake

                              Expect.equal answer.Status 201 answer.Text

                          if number % 8 = 0 then
                              let! answer =
                                  Http.anonymous "POST" "/_fake/clock" (Some """{"advance":"P1D"}""") fake

                              Expect.equal answer.Status 200 answer.Text
                      }

                  let! _ = Task.WhenAll [| for number in 1..clients -> client number |]
                  do! fake.Webhooks.SettleAsync()

                  let expected =
                      [ for number in 1..clients do
                            for round in 1..4 -> email number round ]
                      |> List.sort

                  let published =
                      [ for it in fake.Webhooks.OfType "customer.created" -> Json.text "data.email" (Json.parse it.Json) ]

                  Expect.sequenceEqual (List.sort published) expected "published"
                  Expect.sequenceEqual (delivered |> Seq.sort) expected "delivered"
                  let! list = Http.get "/v1/customers/" fake
                  Expect.equal (Json.whole "pagination.total_count" list.Json) (int64 expected.Length) "kept"
                  Expect.equal fake.Clock.UtcNow (Fake.startTime.AddDays(float (clients / 8))) "every move"
              }) ]
