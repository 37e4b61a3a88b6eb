/// How events are brought to endpoints: the request, what is kept of the answer, when it is tried again.
module Polar.FakeServer.Tests.Webhooks.WebhookDeliveryTests

open System
open System.Collections.Concurrent
open System.Net
open System.Net.Http
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Webhooks.Endpoints

/// A fake whose deliveries are answered by a function of their number.
let private answering (answer: int -> HttpResponseMessage) =
    task {
        let requests = ConcurrentQueue<HttpRequestMessage>()

        let handler =
            { new HttpMessageHandler() with
                override _.SendAsync(request, _) =
                    requests.Enqueue request
                    Task.FromResult(answer requests.Count) }

        let! fake = Fake.startWith (fun options -> options.WebhookHandler <- handler)

        let! endpoint =
            Given.create "/v1/webhooks/endpoints" """{"url":"https://acme.dev/hook","format":"raw","events":["customer.created"]}""" fake

        return fake, requests, Json.text "id" endpoint
    }

let private status (code: HttpStatusCode) = new HttpResponseMessage(code)

let private saying (code: HttpStatusCode) (text: string) =
    new HttpResponseMessage(code, Content = new StringContent(text))

let private moved =
    let answer = status HttpStatusCode.Found
    answer.Headers.Location <- Uri "https://acme.dev/other"
    answer

let private more =
    "\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/"

/// What an endpoint answers, whether that is success, and what is kept of its text.
let private answers =
    [ "success without a text", (fun () -> status HttpStatusCode.OK), true, None
      "success with a text", (fun () -> saying HttpStatusCode.Accepted "thanks"), true, Some "thanks"
      "a text with NULs", (fun () -> saying HttpStatusCode.OK "a\000b"), true, Some "ab"
      "a long text", (fun () -> saying HttpStatusCode.OK (String('a', 3000))), true, Some(String('a', 2048))
      "a refusal with a text", (fun () -> saying HttpStatusCode.BadRequest "no"), false, Some "no"
      "a refusal without one",
      (fun () -> status HttpStatusCode.NotFound),
      false,
      Some $"Client error '404 Not Found' for url 'https://acme.dev/hook'{more}404"
      "a failure without one",
      (fun () -> status HttpStatusCode.ServiceUnavailable),
      false,
      Some $"Server error '503 Service Unavailable' for url 'https://acme.dev/hook'{more}503"
      "a redirection, which is not followed",
      (fun () -> moved),
      false,
      Some $"Redirect response '302 Found' for url 'https://acme.dev/hook'\nRedirect location: 'https://acme.dev/other'{more}302" ]

/// The seconds between an attempt's failure and the next one: the least and the most.
let private windows =
    [ 4.0, 8.0
      8.0, 16.0
      16.0, 32.0
      32.0, 64.0
      64.0, 128.0
      128.0, 256.0
      256.0, 512.0
      512.0, 1024.0
      600.0, 1200.0 ]

[<Tests>]
let tests =
    testList
        "webhook deliveries"
        [ testList
              "keep"
              [ for name, answer, succeeded, text in answers ->
                    testCaseTask name (fun () ->
                        task {
                            let! fake, _, _ = answering (fun _ -> answer ())
                            use fake = fake
                            do! change fake
                            let! delivery = Buying.only "/v1/webhooks/deliveries" fake
                            Expect.equal (Json.flag "succeeded" delivery) succeeded "success"

                            match text with
                            | Some text -> Expect.equal (Json.text "response" delivery) text "text"
                            | None -> Expect.isTrue (Json.isNull "response" delivery) "no text"
                        }) ]

          testCaseTask "keep why nobody answered" (fun () ->
              task {
                  let! fake, _, _ =
                      answering (fun _ -> raise (HttpRequestException "Connection refused"))

                  use fake = fake
                  do! change fake
                  let! delivery = Buying.only "/v1/webhooks/deliveries" fake
                  Expect.isTrue (Json.isNull "http_code" delivery) "no code"
                  Expect.equal (Json.text "response" delivery) "Connection refused" "why"
                  Expect.isTrue (Json.isNull "webhook_event.succeeded" delivery) "still to be tried"
                  Expect.isTrue (Json.isNull "webhook_event.last_http_code" delivery) "no code yet"
              })

          testCaseTask "say who sends them, and take any answer" (fun () ->
              task {
                  let! fake, requests, _ = answering (fun _ -> status HttpStatusCode.OK)
                  use fake = fake
                  do! change fake
                  let request = Seq.exactlyOne requests

                  let header (name: string) =
                      String.Join(",", request.Headers.NonValidated[name])

                  Expect.equal request.Method HttpMethod.Post "method"
                  Expect.equal (header "user-agent") "polar.sh webhooks" "who"
                  Expect.equal (header "accept") "*/*" "any answer"
                  Expect.equal (header "connection") "keep-alive" "the connection"
                  Expect.equal (string (nonNull request.Content).Headers.ContentType) "application/json" "no character set"
              })

          testCaseTask "are tried again in ever longer times, ten attempts in all" (fun () ->
              task {
                  let! fake, requests, _ = answering (fun _ -> status HttpStatusCode.BadGateway)
                  use fake = fake
                  do! change fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 3.0)
                  Expect.hasLength requests 10 "attempts"

                  let waits =
                      fake.Webhooks.Deliveries
                      |> Seq.map (fun delivery -> delivery.Timestamp)
                      |> Seq.pairwise
                      |> Seq.map (fun (before, after) -> (after - before).TotalSeconds)
                      |> Seq.toList

                  for wait, (least, most) in List.zip waits windows do
                      Expect.isGreaterThanOrEqual wait least "not sooner"
                      Expect.isLessThanOrEqual wait most "not later"

                  let id = (Seq.head fake.Webhooks.Deliveries).EventId
                  let! _ = Http.post $"/v1/webhooks/events/{id}/redeliver" "{}" fake
                  do! fake.Webhooks.SettleAsync()
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 3.0)
                  Expect.hasLength requests 11 "on demand once more, and no more behind it"
              })

          testCaseTask "that fail on demand leave the event taken" (fun () ->
              task {
                  let! fake, _, _ =
                      answering (fun number ->
                          status (
                              if number = 1 then
                                  HttpStatusCode.OK
                              else
                                  HttpStatusCode.BadGateway
                          ))

                  use fake = fake
                  do! change fake
                  let id = (Seq.exactlyOne fake.Webhooks.Deliveries).EventId
                  let! _ = Http.post $"/v1/webhooks/events/{id}/redeliver" "{}" fake
                  do! fake.Webhooks.SettleAsync()
                  let! deliveries = Http.get "/v1/webhooks/deliveries" fake
                  Expect.isFalse (Json.flag "items.0.succeeded" deliveries.Json) "the second one failed"
                  Expect.isTrue (Json.flag "items.0.webhook_event.succeeded" deliveries.Json) "but it was taken"
                  Expect.equal (Json.whole "items.0.webhook_event.last_http_code" deliveries.Json) 502L "last code"
              })

          testCaseTask "are left out while the endpoint is off, and made on demand when it is on again" (fun () ->
              task {
                  let! fake, requests, endpoint =
                      answering (fun number ->
                          status (
                              if number = 1 then
                                  HttpStatusCode.BadGateway
                              else
                                  HttpStatusCode.OK
                          ))

                  use fake = fake
                  do! change fake
                  let path = $"/v1/webhooks/endpoints/{endpoint}"
                  let! _ = Http.patch path """{"enabled":false}""" fake
                  do! change fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 8.0)
                  Expect.hasLength requests 1 "nothing is sent"
                  let! skipped = Buying.only "/v1/webhooks/deliveries" fake
                  Expect.isTrue (Json.flag "webhook_event.skipped" skipped) "left out"
                  let! _ = Http.patch path """{"enabled":true}""" fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.0)
                  Expect.hasLength requests 1 "nothing is made up for"
                  let id = Json.text "webhook_event.id" skipped
                  let! _ = Http.post $"/v1/webhooks/events/{id}/redeliver" "{}" fake
                  do! fake.Webhooks.SettleAsync()
                  Expect.hasLength requests 2 "on demand"
                  let! deliveries = Http.get "/v1/webhooks/deliveries" fake
                  Expect.isFalse (Json.flag "items.0.webhook_event.skipped" deliveries.Json) "no longer left out"
                  Expect.isTrue (Json.flag "items.0.webhook_event.succeeded" deliveries.Json) "taken"
              })

          testCaseTask "stop a quarter of a minute behind the tenth event that failed, not at once" (fun () ->
              task {
                  let! fake, _, endpoint = answering (fun _ -> status HttpStatusCode.BadGateway)
                  use fake = fake

                  for _ in 1..10 do
                      do! change fake

                  let enabled () =
                      task {
                          let! shown = Http.get $"/v1/webhooks/endpoints/{endpoint}" fake
                          return Json.flag "enabled" shown.Json
                      }

                  let exhausted () =
                      fake.Webhooks.Deliveries
                      |> Seq.countBy (fun delivery -> delivery.EventId)
                      |> Seq.filter (fun (_, attempts) -> attempts = 10)
                      |> Seq.length

                  while exhausted () < 10 do
                      do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 10.0)
                      let! isOn = enabled ()
                      Expect.isTrue isOn "still on"

                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 15.0)
                  let! isOn = enabled ()
                  Expect.isFalse isOn "off"
              })

          testCaseTask "of an event whose body is gone after ninety days are not made again, though that is accepted" (fun () ->
              task {
                  let! fake, requests, _ = answering (fun _ -> status HttpStatusCode.OK)
                  use _ = fake
                  do! change fake
                  let! kept = Buying.only "/v1/webhooks/deliveries" fake
                  Expect.isFalse (Json.flag "webhook_event.is_archived" kept) "still there"
                  do! fake.Clock.AdvanceAsync "P91D"
                  let! gone = Buying.only "/v1/webhooks/deliveries" fake
                  Expect.isTrue (Json.flag "webhook_event.is_archived" gone) "archived"
                  Expect.isTrue (Json.isNull "webhook_event.payload" gone) "its body is gone"
                  let id = Json.text "webhook_event.id" gone
                  let! answer = Http.post $"/v1/webhooks/events/{id}/redeliver" "{}" fake
                  Expect.equal (answer.Status, answer.Text) (202, "null") "accepted"
                  do! fake.Webhooks.SettleAsync()
                  Expect.hasLength requests 1 "nothing is sent"
              })

          testCaseTask "survive that the fake is put back while one is under way" (fun () ->
              task {
                  let answered = TaskCompletionSource<HttpResponseMessage>()
                  let asked = TaskCompletionSource()

                  let handler =
                      { new HttpMessageHandler() with
                          override _.SendAsync(_, _) =
                              asked.TrySetResult() |> ignore
                              answered.Task }

                  use! fake = Fake.startWith (fun options -> options.WebhookHandler <- handler)

                  let! _ =
                      Given.create
                          "/v1/webhooks/endpoints"
                          """{"url":"https://acme.dev/hook","format":"raw","events":["customer.created"]}"""
                          fake

                  let! _ = Given.customer "ada@acme.dev" fake
                  do! asked.Task
                  do! fake.ResetAsync()
                  answered.SetResult(status HttpStatusCode.OK)
                  do! fake.Webhooks.SettleAsync()
                  Expect.isEmpty fake.Webhooks.Deliveries "no delivery of a world that is gone"
              }) ]
