/// Webhooks that are tried again, fail for good, or are delivered again on demand.
module Polar.FakeServer.Tests.Webhooks.WebhookRetryTests

open System
open System.Net
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Webhooks.Endpoints

[<Tests>]
let tests =
    testList
        "webhooks"
        [ testCaseTask "are tried again after a failure, with the same id and body, until they are taken" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! endpoint, _ =
                      receive
                          fake
                          [ HttpStatusCode.InternalServerError
                            HttpStatusCode.Found
                            HttpStatusCode.NoContent ]
                          [ "customer.created" ]

                  do! change fake
                  Expect.hasLength endpoint.Requests 1 "once"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 8.0)
                  Expect.hasLength endpoint.Requests 2 "again within eight seconds"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.0)
                  Expect.hasLength endpoint.Requests 3 "until it is taken"
                  Expect.hasLength (endpoint.Requests |> List.distinctBy (fun it -> it.Id, it.Body)) 1 "the same"
                  let! deliveries = Http.get "/v1/webhooks/deliveries?http_code_class=5xx" fake
                  Expect.equal (Json.whole "pagination.total_count" deliveries.Json) 1L "one failed so"
                  let! all = Http.get "/v1/webhooks/deliveries" fake
                  Expect.isTrue (Json.flag "items.0.webhook_event.succeeded" all.Json) "taken"
                  Expect.equal (Json.whole "items.0.webhook_event.last_http_code" all.Json) 204L "code"
              })

          testCaseTask "fail for good after ten attempts, and ten such events switch the endpoint off" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! endpoint, receiver =
                      receive fake [ HttpStatusCode.BadGateway ] [ "customer.created" ]

                  do! change fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 3.0)
                  Expect.hasLength endpoint.Requests 10 "ten attempts"
                  let! deliveries = Http.get "/v1/webhooks/deliveries" fake
                  Expect.isFalse (Json.flag "items.0.webhook_event.succeeded" deliveries.Json) "failed"

                  for _ in 2..10 do
                      do! change fake

                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 3.0)
                  let path = $"/v1/webhooks/endpoints/{receiver.EndpointId}"
                  let! shown = Http.get path fake
                  Expect.isFalse (Json.flag "enabled" shown.Json) "switched off"
                  let before = endpoint.Requests.Length
                  do! change fake
                  Expect.hasLength endpoint.Requests before "nothing more"
                  let! again = Http.patch path """{"enabled":true}""" fake
                  Expect.isTrue (Json.flag "enabled" (Buying.succeeds again)) "on again"
                  do! change fake
                  Expect.hasLength endpoint.Requests (before + 1) "and delivered to"
              })

          testCaseTask "are delivered again on demand, with the same id" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! endpoint, _ = receive fake [ HttpStatusCode.OK ] [ "customer.created" ]
                  do! change fake
                  let id = (List.exactlyOne endpoint.Requests).Id
                  let! answer = Http.post $"/v1/webhooks/events/{id}/redeliver" "{}" fake
                  Expect.equal (answer.Status, answer.Text) (202, "null") "accepted"
                  do! fake.Webhooks.SettleAsync()
                  Expect.equal (endpoint.Requests |> List.map (fun it -> it.Id)) [ id; id ] "twice"

                  let! unknown =
                      Http.post "/v1/webhooks/events/0e0e0e0e-0000-4000-8000-000000000001/redeliver" "{}" fake

                  Faults.domain unknown 404 "ResourceNotFound" "Not found"
              }) ]
