/// How often a call is really sent, counted where it arrives.
module Polar.Functional.Tests.Core.RepetitionTests

open System
open System.IO
open System.Net.Http
open System.Threading
open System.Threading.Tasks
open Expecto
open Microsoft.Extensions.DependencyInjection
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.CSharp
open Polar.Functional.Tests
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests.Core.RawServer

let private id = Guid.Parse "992fae2a-2a17-4b7a-8d9e-e287cf90131b"

/// The calls of one method each: what they do, and how often they may arrive when every try fails.
type private Calls =
    { Get: unit -> Task
      Delete: unit -> Task
      Post: unit -> Task
      Patch: unit -> Task }

let private refund () =
    RefundCreate(OrderId = id, Reason = RefundReason.Other, Amount = 1L)

let private ofExecutor (executor: Executor) : Calls =
    let send request () =
        Polar.send executor request CancellationToken.None :> Task

    { Get = send (Products.get id)
      Delete = send (Products.delete id)
      Post = send (Refunds.create (refund ()))
      Patch = send (Customers.update id (CustomerUpdate())) }

let private ofClient (polar: PolarClient) : Calls =
    { Get = fun () -> polar.Products.GetAsync id
      Delete = fun () -> polar.Products.DeleteAsync id
      Post = fun () -> polar.Refunds.CreateAsync(refund ())
      Patch = fun () -> polar.Customers.UpdateAsync(id, CustomerUpdate()) }

let private policy =
    { RetryPolicy.standard with
        Time = SkippingTime() }

let private connection (server: RawServer) =
    Connection.create (Server.At server.Address) "polar_oat_fine"

/// Every way to a socket that the library makes itself.
let private overEach (name: string) (react: int -> string -> Reaction) (body: RawServer -> Calls -> Task<unit>) =
    testList
        name
        [ testCase "live"
          <| fun () -> serving react (fun server -> body server (Executor.live (connection server) |> Executor.retry policy |> ofExecutor))

          testCase "over a client with the library's handler"
          <| fun () ->
              serving react (fun server ->
                  task {
                      use client = new HttpClient(HttpHandler.create ())

                      do!
                          body
                              server
                              (Executor.ofHttpClient client (connection server)
                               |> Executor.retry policy
                               |> ofExecutor)
                  })

          testCase "as AddPolar registers it"
          <| fun () ->
              serving react (fun server ->
                  task {
                      let services = ServiceCollection()

                      services.AddPolar(
                          Action<PolarOptions>(fun options ->
                              options.AccessToken <- "polar_oat_fine"
                              options.Server <- PolarServer.At server.Address
                              // Waits are skipped; time limits would be as well.
                              options.Time <- SkippingTime()
                              options.Timeout <- TimeSpan.MaxValue)
                      )
                      |> ignore

                      use provider = services.BuildServiceProvider()
                      do! body server (ofClient (provider.GetRequiredService<PolarClient>()))
                  }) ]

let private arrived (method': string) (server: RawServer) : int =
    server.Requests |> List.filter _.StartsWith(method' + " ") |> List.length

let private counts =
    testList
        "sends"
        [ overEach "a server that reads and closes gets a call once for each try" (fun _ _ -> hangUp) (fun server calls ->
              task {
                  do! calls.Delete()
                  Expect.equal (arrived "DELETE" server) 1 "what deletes is sent once"
                  do! calls.Post()
                  Expect.equal (arrived "POST" server) 1 "what creates is sent once"
                  do! calls.Patch()
                  Expect.equal (arrived "PATCH" server) 1 "what changes is sent once"
                  do! calls.Get()
                  Expect.equal (arrived "GET" server) 3 "what reads is sent as often as it is tried"
              })

          overEach
              "a kept connection that ends under a call is no reason to send it again unasked"
              (fun _ request ->
                  if request.StartsWith "GET" then
                      respond (polars 404 (errorBody "ResourceNotFound" "Not found"))
                  else
                      hangUp)
              (fun server calls ->
                  task {
                      for expected in [ 1; 2; 3 ] do
                          do! calls.Get()
                          do! calls.Delete()
                          Expect.equal (arrived "DELETE" server) expected "once for each call"
                  })

          overEach
              "an answer that ends in its head is asked for again by what reads alone"
              (fun _ _ -> respondAndClose "HTTP/1.1 200 OK\r\nContent-Le"B)
              (fun server calls ->
                  task {
                      do! calls.Delete()
                      do! calls.Get()
                      Expect.equal (arrived "DELETE" server, arrived "GET" server) (1, 3) "as often as they are tried"
                  })

          overEach
              "connections are kept, and one that the server has closed meanwhile is replaced"
              (fun count _ ->
                  let product = polars 200 (Filled.json<Product> [])

                  if count % 4 = 0 then
                      respondAndClose product
                  else
                      respond product)
              (fun server calls ->
                  task {
                      for _ in 1..20 do
                          do! calls.Get()

                      Expect.isGreaterThanOrEqual (arrived "GET" server) 20 "every call arrives"
                      Expect.isLessThan server.Connections (arrived "GET" server) "several on one connection"
                  }) ]

/// A connection whose reads and writes are scripted.
type private Scripted(reads: (unit -> int) list) =
    inherit MemoryStream()
    let mutable left = reads

    override _.ReadAsync(_: Memory<byte>, _: CancellationToken) : ValueTask<int> =
        match left with
        | [] -> ValueTask<int> 0
        | next :: rest ->
            left <- rest
            ValueTask<int>(next ())

let private stream =
    let read (stream: Stream) =
        wait (stream.ReadAsync(Memory(Array.zeroCreate<byte> 8)).AsTask())

    let write (stream: Stream) =
        stream.WriteAsync(ReadOnlyMemory [| 1uy |]).AsTask().GetAwaiter().GetResult()

    let reset () : int = raise (IOException "reset")

    testList
        "a connection's end"
        [ testCase "before an answer it is no end that .NET repeats a request for"
          <| fun () ->
              for ending in [ (fun () -> 0); reset ] do
                  use stream = new SingleSendStream(new Scripted([ ending ]))
                  write stream
                  Expect.throwsT<ConnectionLostException> (fun () -> read stream |> ignore) "lost"

          testCase "in the midst of an answer, or before any request, it is as it comes"
          <| fun () ->
              use answered =
                  new SingleSendStream(new Scripted([ (fun () -> 5); (fun () -> 0); reset ]))

              write answered
              Expect.equal (read answered) 5 "some of an answer"
              Expect.equal (read answered) 0 "its end"
              Expect.throwsT<IOException> (fun () -> read answered |> ignore) "its reset"

              use fresh = new SingleSendStream(new Scripted([ (fun () -> 0) ]))
              Expect.equal (read fresh) 0 "idle"

          testCase "known before a request, it lets .NET take another connection, because nothing is written"
          <| fun () ->
              let inner = new Scripted([ (fun () -> 0) ])
              use stream = new SingleSendStream(inner)
              read stream |> ignore
              Expect.throwsT<IOException> (fun () -> write stream) "no write"
              Expect.equal inner.Length 0L "nothing is written"

          testCase "a wait for bytes that takes none is no end"
          <| fun () ->
              use stream = new SingleSendStream(new Scripted([ (fun () -> 0); (fun () -> 3) ]))
              write stream
              Expect.equal (wait (stream.ReadAsync(Memory<byte>.Empty, CancellationToken.None).AsTask())) 0 "there is something"
              Expect.equal (read stream) 3 "and it is read" ]

[<Tests>]
let tests = testList "what is repeated" [ counts; stream ]
