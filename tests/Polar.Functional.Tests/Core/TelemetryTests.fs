module Polar.Functional.Tests.Core.TelemetryTests

open System
open System.Collections.Concurrent
open System.Diagnostics
open System.Diagnostics.Metrics
open System.Net
open System.Net.Http
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub

let private token = "polar_oat_token-of-the-telemetry-tests"
let private secret = "polar_c_secret-in-a-path-0123456789"

/// Answers with the statuses in turn.
type private Statuses(statuses: int list) =
    inherit HttpMessageHandler()
    let mutable next = 0

    override _.SendAsync(_, _) =
        let status = statuses[min next (statuses.Length - 1)]
        next <- next + 1

        if status = 0 then
            Task.FromException<HttpResponseMessage>(HttpRequestException "reset")
        else
            let answer =
                new HttpResponseMessage(enum<HttpStatusCode> status, Content = new StringContent("{}"))

            answer.Headers.Add("Polar-Version", "2026-10")
            Task.FromResult answer

/// Everything that any source and any meter tells of one server.
let private told (host: string) (play: unit -> unit) : Activity list * (float * Map<string, objnull>) list =
    let spans = ConcurrentQueue<Activity>()
    let durations = ConcurrentQueue<float * Map<string, objnull>>()

    use listener =
        new ActivityListener(
            ShouldListenTo = (fun source -> source.Name = Telemetry.Name),
            Sample = (fun _ -> ActivitySamplingResult.AllDataAndRecorded),
            ActivityStopped = (fun span -> spans.Enqueue span)
        )

    ActivitySource.AddActivityListener listener

    use meters =
        new MeterListener(
            InstrumentPublished =
                fun instrument listener ->
                    if instrument.Meter.Name = Telemetry.Name then
                        listener.EnableMeasurementEvents instrument
        )

    meters.SetMeasurementEventCallback<float>(fun instrument value tags _ ->
        let tags = tags.ToArray()

        if instrument.Name = "http.client.request.duration" then
            durations.Enqueue(value, Map.ofSeq [ for tag in tags -> tag.Key, tag.Value ]))

    meters.Start()
    play ()

    // Other tests call too, each a server of its own.
    List.ofSeq spans
    |> List.filter (fun span -> string (span.GetTagItem "server.address") = host),
    List.ofSeq durations
    |> List.filter (fun (_, tags) -> string tags["server.address"] = host)

let private executor (host: string) (statuses: int list) : Executor =
    Executor.ofHttpClient (new HttpClient(new Statuses(statuses))) (Connection.create (Server.At(Uri $"https://{host}:8443")) token)

[<Tests>]
let tests =
    testList
        "telemetry"
        [ testCase "a call is a span and a duration with the operation, the server and the status"
          <| fun () ->
              let spans, durations =
                  told "one.telemetry.test" (fun () ->
                      send (executor "one.telemetry.test" [ 404 ]) (Products.get (Guid.NewGuid()))
                      |> ignore)

              let span = List.exactlyOne spans
              Expect.equal span.DisplayName "GET /v1/products/{id}" "its name"
              Expect.equal span.Kind ActivityKind.Client "its kind"
              Expect.equal span.Status ActivityStatusCode.Error "an error"

              let expected =
                  [ "http.request.method", box "GET"
                    "server.address", box "one.telemetry.test"
                    "server.port", box 8443
                    "url.scheme", box "https"
                    "url.template", box "/v1/products/{id}"
                    "polar.operation.id", box "products:get"
                    "http.response.status_code", box 404
                    "error.type", box "404" ]

              Expect.equal (Map.ofSeq [ for tag in span.TagObjects -> tag.Key, tag.Value ]) (Map.ofList expected) "of the span"
              let seconds, tags = List.exactlyOne durations
              Expect.isGreaterThan seconds 0.0 "some time"
              Expect.equal tags (Map.ofList expected) "of the duration"

          testCase "each try is a span of its own, which says how often it was sent before"
          <| fun () ->
              let policy =
                  { RetryPolicy.standard with
                      Time = SkippingTime() }

              let spans, durations =
                  told "two.telemetry.test" (fun () ->
                      send (executor "two.telemetry.test" [ 0; 503; 200 ] |> Executor.retry policy) (Products.list (ProductsListQuery()))
                      |> ignore)

              Expect.equal
                  [ for span in spans -> span.GetTagItem "http.request.resend_count", span.GetTagItem "error.type" ]
                  [ null, box "network"; box 1, box "503"; box 2, null ]
                  "tries"

              Expect.hasLength durations 3 "a duration each"

          testCase "no secret and no value of a path is in either"
          <| fun () ->
              let spans, durations =
                  told "three.telemetry.test" (fun () ->
                      send (executor "three.telemetry.test" [ 404 ]) (Checkouts.clientGet secret)
                      |> ignore)

              let said =
                  [ for span in spans do
                        span.DisplayName

                        for tag in span.TagObjects do
                            $"{tag.Key}={tag.Value}"
                    for _, tags in durations do
                        for tag in tags do
                            $"{tag.Key}={tag.Value}" ]

              Expect.isGreaterThan said.Length 10 "tags"

              for line in said do
                  Expect.isFalse (line.Contains secret || line.Contains token) line

          testCase "cancelled calls say so"
          <| fun () ->
              let waiting =
                  { new HttpMessageHandler() with
                      override _.SendAsync(_, cancellation) =
                          task {
                              do! Task.Delay(Timeout.InfiniteTimeSpan, cancellation)
                              return new HttpResponseMessage()
                          } }

              let spans, _ =
                  told "four.telemetry.test" (fun () ->
                      let executor =
                          Executor.ofHttpClient
                              (new HttpClient(waiting))
                              (Connection.create (Server.At(Uri "http://four.telemetry.test")) token)

                      use stop = new CancellationTokenSource()

                      let answer = Polar.send executor (Products.list (ProductsListQuery())) stop.Token

                      stop.Cancel()
                      wait answer |> ignore)

              Expect.equal [ for span in spans -> span.GetTagItem "error.type" ] [ box "cancelled" ] "why" ]
