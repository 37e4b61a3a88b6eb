/// Everything at once that could bring the fake down.
module Polar.FakeServer.Tests.Execution.HostileTests

open System
open System.Collections.Concurrent
open System.Net
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private clients = 64

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
                                  let! _ = Machinery.schedule (fake.Clock.UtcNow.AddHours 1.0) (FailingJob()) fake
                                  do! note "health" (Http.anonymous "GET" "/_fake/health" None fake)
                              | 4 -> do! note "list" (Http.get "/v1/customers/" fake)
                              | _ -> do! note "create" (Http.post "/v1/customers/" $"""{{"email":"c{number}-{round}@acme.dev"}}""" fake)
                      }

                  let! _ = Task.WhenAll [| for number in 1..clients -> client number |]

                  for name, status in statuses do
                      match name, status with
                      | "move", (200 | 409 | 500)
                      | "create", (201 | 422)
                      | ("reset" | "log" | "health" | "list"), 200 -> ()
                      | _ -> failtest $"{name} answered {status}."

                  do! fake.ResetAsync()
                  let! shown = Http.anonymous "GET" "/_fake/health" None fake
                  Expect.equal (Json.text "status" shown.Json) "ok" "nothing is left of it"
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
