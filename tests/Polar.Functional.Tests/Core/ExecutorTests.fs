/// Executors around others: time limits, logs, replays, options.
module Polar.Functional.Tests.Core.ExecutorTests

open System
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.Functional
open Polar.Tests.Endpoints
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests.Core.RetriedCalls
open Polar.Functional.Tests

let private never: Executor =
    fun _ _ -> TaskCompletionSource<Result<WireResponse, TransportFault>>().Task

let private others =
    testList
        "wrappers"
        [ testCase "a time limit holds even for an executor that does not look at its token"
          <| fun () ->
              let executor = Executor.timeout (SkippingTime()) (TimeSpan.FromSeconds 9.0) never
              let call = Polar.send executor reading CancellationToken.None
              Expect.isTrue (call.Wait(TimeSpan.FromSeconds 10.0)) "it ends"
              Expect.equal (call.Result |> failed |> box |> callOf) (CallError.TimedOut(TimeSpan.FromSeconds 9.0)) "with its limit"

          testCase "a time limit is a positive time, and beyond what a timer takes none"
          <| fun () ->
              let limited after =
                  send (Executor.timeout TimeProvider.System after (always page)) reading

              Expect.isOk (limited TimeSpan.MaxValue) "none"

              for after in [ TimeSpan.Zero; TimeSpan.FromSeconds -1.0 ] do
                  Expect.isTrue (limited after |> failed |> box |> callOf).IsUnsendable "refused"

          testCase "cancelling ends a limited call"
          <| fun () ->
              use source = new CancellationTokenSource()

              let executor =
                  Executor.timeout (FrozenTime DateTimeOffset.UnixEpoch) (TimeSpan.FromSeconds 9.0) never

              let call = Polar.send executor reading source.Token
              source.Cancel()
              Expect.isTrue (call.Wait(TimeSpan.FromSeconds 10.0)) "it ends"
              Expect.equal (call.Result |> failed |> box |> callOf) CallError.Cancelled "as cancelled"

          testCase "a log has a line for each call and nothing secret in it"
          <| fun () ->
              let lines = ResizeArray<string>()

              let log executor =
                  Executor.logging TimeProvider.System lines.Add executor

              send (log (always page)) reading |> ignore
              send (log (always (answer 404 ""))) (Checkouts.clientGet "hidden") |> ignore

              send (log (Executor.ofFunction (fun _ -> Error(TransportFault.Network "reset")))) changing
              |> ignore

              send
                  (log (always (answer 400 "")))
                  (OAuth2.token (RefreshTokenRequest(ClientId = "a", ClientSecret = "hidden", RefreshToken = "hidden")))
              |> ignore

              Expect.hasLength lines 4 "one line a call"
              Expect.stringContains lines[0] "products:list" "the operation"
              Expect.stringContains lines[0] "200" "the status"
              Expect.stringContains lines[2] "reset" "or the fault"

              for line in lines do
                  Expect.isFalse (line.Contains "hidden") line

          testCase "what was recorded can be replayed"
          <| fun () ->
              let exchanges = ResizeArray<Exchange>()

              let executor, _ =
                  script [ Ok page; Ok(answer 403 (errorBody "RefundedAlready" "Done.")) ]

              let recording = Executor.recording exchanges.Add executor
              let first = send recording reading
              let second = send recording changing
              Expect.hasLength exchanges 2 "both"

              let replay = Executor.replay exchanges
              Expect.equal (send replay changing) second "in any order"
              Expect.equal (send replay reading) first "the same outcomes"

              match send replay (Products.get id) |> failed |> box |> callOf with
              | CallError.NetworkFailed reason -> Expect.stringContains reason "/v1/products/{id}" "what is missing is named"
              | other -> failtest $"{other}"

          testCase "equal requests are replayed in the order of their answers"
          <| fun () ->
              let exchanges = ResizeArray<Exchange>()
              let executor, _ = script [ Ok(answer 500 ""); Ok page ]
              let recording = Executor.recording exchanges.Add executor
              send recording reading |> ignore
              send recording reading |> ignore

              let replay = Executor.replay exchanges
              Expect.isError (send replay reading) "first the failure"
              Expect.isOk (send replay reading) "then the page"

          testCase "options of a call come before those of its executor"
          <| fun () ->
              let executor, asked = script [ Ok page ]

              let own =
                  { SendOptions.none with
                      AccessToken = Some(Secret "own") }

              let theirs =
                  { SendOptions.none with
                      AccessToken = Some(Secret "theirs")
                      Timeout = Some(TimeSpan.FromSeconds 3.0) }

              Polar.sendWith own (Executor.withOptions theirs executor) reading CancellationToken.None
              |> wait
              |> ignore

              Expect.equal asked[0].Options.AccessToken (Some(Secret "own")) "the call's token"
              Expect.equal asked[0].Options.Timeout (Some(TimeSpan.FromSeconds 3.0)) "the executor's limit" ]

[<Tests>]
let tests = testList "executors" [ others ]
