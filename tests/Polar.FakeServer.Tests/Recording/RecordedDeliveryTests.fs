/// What endpoints and apps did during a recording, as it is repeated.
module Polar.FakeServer.Tests.Recording.RecordedDeliveryTests

open System.Net
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Recording.Recorded

let private endpoints =
    [ testCaseTask "what endpoints answered is repeated, and nothing is sent" (fun () ->
          scratch (fun file ->
              task {
                  let mutable deliveries = 0

                  do!
                      recorded file ignore (fun fake ->
                          task {
                              let receive (_: FakeWebhookRequest) (_: CancellationToken) =
                                  deliveries <- deliveries + 1

                                  Task.FromResult(
                                      if deliveries % 2 = 1 then
                                          HttpStatusCode.InternalServerError
                                      else
                                          HttpStatusCode.Accepted
                                  )

                              let! receiver = fake.Webhooks.ReceiveAsync(receive, [ "customer.created" ])

                              for number in 1..3 do
                                  let! _ = Given.customer $"ada{number}@acme.dev" fake
                                  ()

                              do! fake.Webhooks.SettleAsync()
                              do! fake.Clock.AdvanceAsync "PT1H"
                              do! receiver.DisposeAsync()
                              let! log = Http.get "/v1/webhooks/deliveries" fake
                              Expect.equal (Json.whole "pagination.total_count" log.Json) (int64 deliveries) "attempts"
                          })

                  let before = deliveries
                  let! replay = same file
                  Expect.isTrue replay.IsComplete "to the end"
                  Expect.equal deliveries before "nothing was sent again"

                  let outcomes =
                      steps file
                      |> List.filter (fun step -> Json.text "kind" step = "delivery")
                      |> List.map (Json.whole "code")

                  Expect.equal outcomes.Length before "an outcome each"
                  Expect.contains outcomes 500L "a failure"
              }))

      testCaseTask "an app that calls the fake while its clock moves has its calls where they came" (fun () ->
          scratch (fun file ->
              task {
                  do!
                      recorded file ignore (fun fake ->
                          task {
                              let receive (delivery: FakeWebhookRequest) (_: CancellationToken) =
                                  task {
                                      let order = Json.text "data.id" (Json.parse delivery.Body)
                                      let! answer = Http.patch $"/v1/orders/{order}" """{"billing_name":"Seen"}""" fake
                                      Expect.isLessThan answer.Status 500 answer.Text
                                      return HttpStatusCode.Accepted
                                  }

                              use! _ = fake.Webhooks.ReceiveAsync(receive, [ "order.paid" ])
                              let! product = Given.monthly 1900L fake
                              let! _ = Given.purchase product "ada@acme.dev" fake
                              let! moved = Http.post "/_fake/clock" """{"advance":"P3M"}""" fake
                              Expect.equal moved.Status 200 moved.Text
                          })

                  let! replay = same file
                  Expect.isTrue replay.IsComplete "to the end"

                  let patched =
                      steps file
                      |> List.filter (fun step -> Json.text "kind" step = "call" && Json.text "method" step = "PATCH")

                  Expect.hasLength patched 4 "one for each order"
                  Expect.hasLength (patched |> List.distinctBy (Json.text "time")) 4 "each in its month"
              }))

      testCaseTask "faults of webhooks befall the same ones" (fun () ->
          scratch (fun file ->
              task {
                  do!
                      recorded file ignore (fun fake ->
                          task {
                              use! _ =
                                  fake.Webhooks.ReceiveAsync(
                                      (fun _ _ -> Task.FromResult HttpStatusCode.Accepted),
                                      [ "customer.created" ]
                                  )

                              for kind in [ "duplicate"; "skip"; "bad_signature" ] do
                                  let! added =
                                      Http.post "/_fake/faults" $"""{{"webhook":"{kind}","event":"customer.created","times":1}}""" fake

                                  Expect.equal added.Status 201 added.Text

                              let! failing =
                                  Http.post "/_fake/faults" """{"operation":"customers:create","status":503,"times":1}""" fake

                              Expect.equal failing.Status 201 failing.Text
                              let! failed = Http.post "/v1/customers/" """{"email":"nobody@acme.dev"}""" fake
                              Expect.equal failed.Status 503 "as asked for"

                              for number in 1..4 do
                                  let! _ = Given.customer $"ada{number}@acme.dev" fake
                                  ()

                              do! fake.Webhooks.SettleAsync()
                          })

                  let! replay = same file
                  Expect.isTrue replay.IsComplete "to the end"
              })) ]

[<Tests>]
let tests = testList "recordings" endpoints
