/// What goes wrong on a socket, and what ends a call.
module Polar.Functional.Tests.Core.SocketFaultTests

open System
open System.Threading
open System.Threading.Tasks
open Expecto
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.Hosting
open Microsoft.AspNetCore.Http
open Microsoft.AspNetCore.Http.Features
open Microsoft.AspNetCore.TestHost
open Microsoft.Extensions.Logging
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests.Core.SocketServers
open Polar.Functional.Tests

let private faults =
    testList
        "what goes wrong"
        [ overBoth
              "a connection that breaks is a fault of the network"
              (fun context ->
                  context.Abort()
                  Task.CompletedTask)
              (fun _ executor _ ->
                  task {
                      let! result = call executor (Products.get id)

                      match result |> failed |> box |> callOf with
                      | CallError.NetworkFailed reason -> Expect.isFalse (reason.Contains "polar_oat_secret") "nothing secret in it"
                      | other -> failtest $"{other}"
                  })

          overBoth
              "an answer that does not come in time is a timeout, also when only its body is late"
              (fun context ->
                  task {
                      do! context.Response.Body.WriteAsync(ReadOnlyMemory [| 0x7Buy |])
                      do! context.Response.Body.FlushAsync()

                      try
                          do! Task.Delay(Timeout.Infinite, context.RequestAborted)
                      with :? OperationCanceledException ->
                          ()
                  })
              (fun _ executor _ ->
                  task {
                      let limit = TimeSpan.FromMilliseconds 200.0

                      let options =
                          { SendOptions.none with
                              Timeout = Some limit }

                      let! result =
                          Polar.sendWith options executor (Products.get id) CancellationToken.None

                      Expect.equal (result |> failed |> box |> callOf) (CallError.TimedOut limit) "with its limit"
                  })

          overBoth
              "a caller that gives up is told so"
              (fun context ->
                  task {
                      try
                          do! Task.Delay(Timeout.Infinite, context.RequestAborted)
                      with :? OperationCanceledException ->
                          ()
                  })
              (fun server executor _ ->
                  task {
                      use source = new CancellationTokenSource()
                      let running = Polar.send executor (Products.get id) source.Token

                      while server.Received.Count = 0 do
                          do! Task.Yield()

                      source.Cancel()
                      let! result = running
                      Expect.equal (result |> failed |> box |> callOf) CallError.Cancelled "cancelled"
                  })

          testCase "nobody at the address is a fault of the network"
          <| fun () ->
              let listener = new Net.Sockets.TcpListener(Net.IPAddress.Loopback, 0)
              listener.Start()
              let port = (listener.LocalEndpoint :?> Net.IPEndPoint).Port
              listener.Stop()

              let nobody =
                  Connection.create (Polar.Functional.Server.At(Uri $"http://127.0.0.1:{port}")) "token"

              let error = send (Executor.live nobody) (Products.get id) |> failed |> box |> callOf
              Expect.isTrue error.IsNetworkFailed $"{error}" ]

let private ofCall =
    overBoth "a call may have its own token and headers" (reply 200 [] emptyPage) (fun server executor _ ->
        task {
            let options =
                { SendOptions.none with
                    AccessToken = Some(Secret "polar_pat_other")
                    Headers = [ "X-Trace", "1, 2"; "User-Agent", "mine/1.0 (test; x64)" ] }

            let! _ =
                Polar.sendWith options executor (Products.list (ProductsListQuery())) CancellationToken.None

            let! _ = call executor (Products.list (ProductsListQuery()))
            let own, usual = server.Received[0], server.Received[1]
            Expect.equal (own.Header "authorization") "Bearer polar_pat_other" "its token"
            Expect.equal (own.Header "x-trace") "1, 2" "its header"
            Expect.equal (own.Header "user-agent") "mine/1.0 (test; x64)" "in place of the executor's"
            Expect.equal (usual.Header "authorization") "Bearer polar_oat_secret" "the next call is as ever"
            Expect.equal (usual.Header "x-trace") "" "without that header"
        })

[<Tests>]
let tests = testList "over a socket" [ faults; ofCall ]
