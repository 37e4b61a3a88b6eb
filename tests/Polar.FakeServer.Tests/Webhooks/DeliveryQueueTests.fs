/// Deliveries to several endpoints, some of which do not behave.
module Polar.FakeServer.Tests.Webhooks.DeliveryQueueTests

open System
open System.Collections.Concurrent
open System.Diagnostics
open System.IO
open System.IO.Compression
open System.Net
open System.Net.Http
open System.Net.Sockets
open System.Text
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Execution

/// A stream without an end, and how much of it was read.
type private Endless() =
    inherit Stream()
    let mutable count = 0L
    member _.Count = Volatile.Read &count
    override _.CanRead = true
    override _.CanSeek = false
    override _.CanWrite = false
    override _.Length = raise (NotSupportedException())

    override _.Position
        with get () = raise (NotSupportedException())
        and set _ = raise (NotSupportedException())

    override _.Flush() = ()
    override _.Seek(_, _) = raise (NotSupportedException())
    override _.SetLength _ = raise (NotSupportedException())
    override _.Write(_: byte[], _: int, _: int) = raise (NotSupportedException())

    override _.Read(buffer: byte[], offset: int, length: int) =
        Array.Fill(buffer, byte 'a', offset, length)
        Interlocked.Add(&count, int64 length) |> ignore
        length

/// Answers one request over a socket with a gigabyte of zeros, packed.
let private bomb (listener: TcpListener) =
    task {
        use! client = listener.AcceptTcpClientAsync()
        let stream = client.GetStream()
        let buffer = Array.zeroCreate<byte> 65536
        let! _ = stream.ReadAsync(buffer, 0, buffer.Length)

        do!
            stream.WriteAsync(
                Encoding.ASCII.GetBytes "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
            )

        try
            use packed = new GZipStream(stream, CompressionLevel.Fastest)
            let block = Array.create 1_048_576 (byte 'a')

            for _ in 1..1024 do
                do! packed.WriteAsync block
        with :? IOException ->
            // The fake has read enough.
            ()
    }

let private endpoint (url: string) fake =
    Given.create "/v1/webhooks/endpoints" $"""{{"url":"{url}","format":"raw","events":["customer.created"]}}""" fake

let private deliveries fake =
    task {
        let! answer = Http.get "/v1/webhooks/deliveries" fake
        return Json.items "items" answer.Json
    }

[<Tests>]
let tests =
    testList
        "deliveries to several endpoints"
        [ testCaseTask "an endpoint that hangs delays no other, and each gets its events in order" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, called = Machinery.hanging [ "customer.created" ] fake
                  let got = ConcurrentQueue<string>()
                  let all = TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)

                  let! _ =
                      Machinery.receive
                          [ "customer.created" ]
                          (fun request _ ->
                              got.Enqueue(Json.text "data.email" (Json.parse request.Body))

                              if got.Count = 20 then
                                  all.TrySetResult() |> ignore

                              Task.FromResult HttpStatusCode.OK)
                          fake

                  let emails = [ for number in 1..20 -> $"c{number}@acme.dev" ]

                  for email in emails do
                      let! _ = Given.customer email fake
                      ()

                  do! called
                  do! all.Task.WaitAsync(TimeSpan.FromSeconds 8.0)
                  Expect.sequenceEqual got emails "all, in order"
              })

          testCaseTask "what comes for another endpoint while a move waits for one is delivered, and the move goes on" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let attempts = ref 0
                  let products = ref 0

                  let! _ =
                      Machinery.receive
                          [ "customer.created" ]
                          (fun _ _ ->
                              task {
                                  if Interlocked.Increment attempts = 1 then
                                      return HttpStatusCode.BadGateway
                                  else
                                      let! made =
                                          Http.post
                                              "/v1/products/"
                                              """{"name":"Pro","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":1900}]}"""
                                              fake

                                      Expect.equal made.Status 201 made.Text
                                      return HttpStatusCode.OK
                              })
                          fake

                  let! _ =
                      Machinery.receive
                          [ "product.created" ]
                          (fun _ _ ->
                              Interlocked.Increment products |> ignore
                              Task.FromResult HttpStatusCode.OK)
                          fake

                  let! _ = Given.customer "ada@acme.dev" fake
                  do! fake.Webhooks.SettleAsync()
                  do! (fake.Clock.AdvanceAsync "PT1M").WaitAsync(TimeSpan.FromSeconds 30.0)
                  Expect.equal (attempts.Value, products.Value) (2, 1) "both"
              })

          testCaseTask "of an answer without an end no more is read than is kept" (fun () ->
              task {
                  let endless = new Endless()

                  let handler =
                      { new HttpMessageHandler() with
                          override _.SendAsync(_, _) =
                              Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK, Content = new StreamContent(endless))) }

                  use! fake = Fake.startWith (fun options -> options.WebhookHandler <- handler)
                  let! _ = endpoint "https://acme.dev/hook" fake
                  let! _ = Given.customer "ada@acme.dev" fake
                  do! fake.Webhooks.SettleAsync()
                  let! kept = deliveries fake
                  Expect.equal (Json.text "response" (List.exactlyOne kept)) (String('a', 2048)) "kept"
                  Expect.isLessThanOrEqual endless.Count 65536L "read"
              })

          testCaseTask "nor of one that unpacks to a gigabyte" (fun () ->
              task {
                  let listener = new TcpListener(IPAddress.Loopback, 0)
                  listener.Start()
                  let answering = bomb listener
                  use! fake = Fake.start ()
                  let! _ = endpoint $"http://{listener.LocalEndpoint}/hook" fake
                  let before = GC.GetTotalAllocatedBytes true
                  let watch = Stopwatch.StartNew()
                  let! _ = Given.customer "ada@acme.dev" fake
                  do! fake.Webhooks.SettleAsync()
                  let! kept = deliveries fake
                  Expect.equal (Json.text "response" (List.exactlyOne kept)) (String('a', 2048)) "kept"
                  do! answering
                  listener.Stop()
                  Expect.isLessThan (GC.GetTotalAllocatedBytes true - before) 200_000_000L "memory"
                  Expect.isLessThan watch.Elapsed.TotalSeconds 9.0 "time"
              })

          testCaseTask "nothing is sent to other machines, and that switches no endpoint off" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = endpoint "https://acme.dev/hook" fake

                  for number in 1..12 do
                      let! _ = Given.customer $"c{number}@acme.dev" fake
                      ()

                  do! fake.Webhooks.SettleAsync()
                  do! fake.Clock.AdvanceAsync "P1D"
                  let! kept = Http.get "/v1/webhooks/deliveries?limit=100" fake
                  Expect.equal (Json.whole "pagination.total_count" kept.Json) 12L "no further attempts"

                  for delivery in Json.items "items" kept.Json do
                      Expect.equal (Json.text "response" delivery) "not sent: not on this machine" "why"
                      Expect.isFalse (Json.flag "succeeded" delivery) "not taken"
                      Expect.isTrue (Json.isNull "http_code" delivery) "no answer"

                  let! shown = Http.get $"""/v1/webhooks/endpoints/{Json.text "id" made}""" fake
                  Expect.isTrue (Json.flag "enabled" shown.Json) "still on"
              })

          testCaseTask "private names may have plain http where webhooks may leave this machine, and nowhere else" (fun () ->
              task {
                  let post url fake =
                      Http.post "/v1/webhooks/endpoints" $"""{{"url":"{url}","format":"raw","events":["customer.created"]}}""" fake

                  use! closed = Fake.start ()
                  use! opened = Fake.startWith (fun options -> options.AllowExternalWebhooks <- true)

                  for url in
                      [ "http://app:3000/hook"
                        "http://host.docker.internal/hook"
                        "http://10.0.0.7/hook" ] do
                      let! refused = post url closed
                      Expect.equal refused.Status 422 url
                      let! taken = post url opened
                      Expect.equal taken.Status 201 taken.Text

                  let! public' = post "http://acme.dev/hook" opened
                  Expect.equal public'.Status 422 "a public name needs https"
              })

          testCaseTask "a dead endpoint is switched off after thousands of events, while the clock moves" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let attempts = ref 0

                  let! receiver =
                      Machinery.receive
                          [ "customer.updated" ]
                          (fun _ _ ->
                              Interlocked.Increment attempts |> ignore
                              Task.FromResult HttpStatusCode.BadGateway)
                          fake

                  let! customer = Given.customer "ada@acme.dev" fake
                  let row = fake.World.Customers[Guid.Parse(Json.text "id" customer)]

                  let! _ =
                      Machinery.step
                          (fun transaction ->
                              for _ in 1..2000 do
                                  transaction.Publish(row.OrganizationId, "customer.updated", (fun _ -> row.Resource)))
                          fake

                  do! fake.Clock.AdvanceAsync "PT3H"
                  let! shown = Http.get $"/v1/webhooks/endpoints/{receiver.EndpointId}" fake
                  Expect.isFalse (Json.flag "enabled" shown.Json) "off"
                  Expect.isGreaterThanOrEqual attempts.Value 2000 "each was tried"
                  let before = attempts.Value
                  do! fake.Clock.AdvanceAsync "P1D"
                  Expect.equal attempts.Value before "and no longer"
              }) ]
