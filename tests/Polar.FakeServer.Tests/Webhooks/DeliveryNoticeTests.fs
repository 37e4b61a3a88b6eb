/// What a test is told of deliveries as they happen.
module Polar.FakeServer.Tests.Webhooks.DeliveryNoticeTests

open System
open System.Collections.Concurrent
open System.Net
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Webhooks.FaultyApps

let private ofNotices =
    testList
        "what is told as it happens"
        [ testCaseTask "attempts, and an endpoint that is switched off, of which everybody in the organization gets an e-mail" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let attempts = ConcurrentQueue<FakeDelivery>()
                  let disabled = ConcurrentQueue<FakeDisabledEndpoint>()
                  fake.Webhooks.add_Delivered (Action<_>(attempts.Enqueue))
                  fake.Webhooks.add_EndpointDisabled (Action<_>(disabled.Enqueue))

                  let! receiver =
                      fake.Webhooks.ReceiveAsync(
                          Func<_, _, _>(fun _ _ -> Task.FromResult HttpStatusCode.BadGateway),
                          [| "customer.created" |]
                      )

                  do! customers [ for number in 1..10 -> $"a{number}" ] fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 3.)
                  Expect.hasLength attempts 100 "ten of each"

                  Expect.isTrue
                      (attempts
                       |> Seq.forall (fun it -> not it.Succeeded && it.StatusCode = Nullable 502))
                      "failed"

                  Expect.isTrue (attempts |> Seq.forall (fun it -> it.Url.StartsWith "http://localhost/")) "where"
                  let told = Seq.exactlyOne disabled
                  Expect.equal told.Id receiver.EndpointId "which one"
                  let! emails = Http.anonymous "GET" "/_fake/emails" None fake

                  let email =
                      Json.items "emails" emails.Json
                      |> List.filter (fun email -> Json.text "kind" email = "webhook_endpoint_disabled")
                      |> List.exactlyOne

                  Expect.equal (Json.text "subject" email) "Webhook endpoint disabled for Acme" "subject"
                  Expect.equal (Json.text "to" email) "founder@acme.example" "to whom"
              }) ]

[<Tests>]
let tests = testList "faults of webhooks" [ ofNotices ]
