/// Which calls are made again, when, and how often.
module Polar.Functional.Tests.Core.RetryTests

open System
open System.Threading
open Expecto
open Polar.Functional
open Polar.Tests.Endpoints
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests.Core.RetriedCalls
open Polar.Functional.Tests

let private policy (time: TimeProvider) =
    { RetryPolicy.standard with
        Time = time
        Jitter = fun () -> 1.0 }

let private retrying answers =
    let time = SkippingTime()
    let executor, asked = script answers
    Executor.retry (policy time) executor, asked, time

let private retry =
    testList
        "retry"
        [ testCase "a call that changes nothing is made again after a fault or a failing server"
          <| fun () ->
              for fault in
                  [ Error(TransportFault.Network "reset")
                    Error(TransportFault.TimedOut TimeSpan.Zero)
                    Ok(answer 500 "")
                    Ok(answer 502 "")
                    Ok(answer 503 "")
                    Ok(answer 520 "")
                    Ok(answer 522 "")
                    Ok(answer 524 "error code: 524")
                    Error(TransportFault.Unreadable(answer 200 "", BodyFault.EndsEarly)) ] do
                  let executor, asked, _ = retrying [ fault; Ok page ]
                  succeeded (send executor reading) |> ignore
                  Expect.hasLength asked 2 $"{fault}"

          testCase "a call that may have changed something is never made again"
          <| fun () ->
              for fault in
                  [ Error(TransportFault.Network "reset")
                    Error(TransportFault.TimedOut TimeSpan.Zero)
                    Ok(answer 500 "")
                    Ok(answer 503 "") ] do
                  let executor, asked, _ = retrying [ fault; Ok page ]
                  failed (send executor changing) |> ignore
                  Expect.hasLength asked 1 $"{fault}"

          testCase "a call that was refused for its rate did nothing, so it may be made again"
          <| fun () ->
              let executor, asked, time =
                  retrying [ Ok(limited 20); Ok(answer 403 (errorBody "RefundedAlready" "Done.")) ]

              Expect.equal (send executor changing |> failed |> caseOf) "RefundedAlready" "the second answer counts"
              Expect.hasLength asked 2 "twice"
              Expect.equal time.Waits [ TimeSpan.FromSeconds 20.0 ] "as long as Polar asks for"

          testCase "a call that changes nothing is made again after a 429, whatever its body says"
          <| fun () ->
              for body in
                  [ ""
                    "error code: 1015"
                    errorBody "ManualRetryLimitExceeded" "Enough."
                    "<html>" ] do
                  let executor, asked, _ = retrying [ Ok(bare 429 [] body); Ok page ]
                  succeeded (send executor reading) |> ignore
                  Expect.hasLength asked 2 body

          testCase "one that creates only where the 429 is certainly not the operation's own"
          <| fun () ->
              for body, times in
                  [ "", 2
                    "error code: 1015", 2
                    "<html>Slow down</html>", 2
                    errorBody "ManualRetryLimitExceeded" "Enough.", 1
                    """{"error":"ManualRetryLim""", 1
                    """ {"message":"limited"}""", 1 ] do
                  let executor, asked, _ =
                      retrying [ Ok(bare 429 [] body); Ok(answer 403 (errorBody "RefundedAlready" "Done.")) ]

                  failed (send executor changing) |> ignore
                  Expect.hasLength asked times body

          testCase "what deletes or updates is made once, whatever the answer"
          <| fun () ->
              for response in [ Ok(limited 1); Ok(answer 503 ""); Error(TransportFault.Network "reset") ] do
                  let executor, asked, _ = retrying [ response ]
                  failed (send executor (Products.delete id)) |> ignore
                  failed (send executor (Customers.update id (CustomerUpdate()))) |> ignore
                  Expect.hasLength asked 2 "once each"

          testCase "what another try finds the same is not tried again"
          <| fun () ->
              for fault in
                  [ TransportFault.Unsendable "no"
                    TransportFault.Unreadable(answer 200 "", BodyFault.TooLong 5L)
                    TransportFault.Unreadable(answer 200 "", BodyFault.NotEncodedAs "gzip")
                    TransportFault.Cancelled ] do
                  let executor, asked, _ = retrying [ Error fault ]
                  failed (send executor reading) |> ignore
                  Expect.hasLength asked 1 $"{fault}"

          testCase "an operation that the server does not have is not asked for again"
          <| fun () ->
              let executor, asked, _ = retrying [ Ok(answer 501 "{}") ]
              failed (send executor reading) |> ignore
              Expect.hasLength asked 1 "once"

          testCase "an error that Polar documents is not asked for again"
          <| fun () ->
              let executor, asked, _ =
                  retrying [ Ok(answer 404 (errorBody "ResourceNotFound" "Not found")) ]

              failed (send executor (Products.get id)) |> ignore
              Expect.hasLength asked 1 "once"

          testCase "waits double and attempts end"
          <| fun () ->
              let time = SkippingTime()
              let executor, asked = script [ Error(TransportFault.Network "reset") ]

              let executor =
                  Executor.retry
                      { policy time with
                          Attempts = 4
                          LongestDelay = TimeSpan.FromSeconds 1.5 }
                      executor

              failed (send executor reading) |> ignore
              Expect.hasLength asked 4 "as often as the policy says"

              Expect.equal (time.Waits |> List.map _.TotalSeconds) [ 0.5; 1.0; 1.5 ] "with all of the jitter, up to the longest"

          testCase "jitter takes up to half of a wait"
          <| fun () ->
              let time = SkippingTime()
              let executor, _ = script [ Error(TransportFault.Network "reset"); Ok page ]

              let executor =
                  Executor.retry
                      { policy time with
                          Jitter = fun () -> 0.0 }
                      executor

              send executor reading |> succeeded |> ignore
              Expect.equal time.Waits [ TimeSpan.FromSeconds 0.25 ] "half of the first delay"

          testCase "a wait is never shorter than what Polar asks for, whatever the jitter"
          <| fun () ->
              let executor, _, time = retrying [ Ok(limited 7); Ok page ]
              send executor reading |> succeeded |> ignore
              Expect.equal time.Waits [ TimeSpan.FromSeconds 7.0 ] "seven seconds"

          testCase "a wait until a moment is measured by the policy's clock where the server does not show its own"
          <| fun () ->
              let until = DateTimeOffset.UnixEpoch.AddSeconds 40.0
              let later = bare 429 [ "retry-after", until.ToString "r" ] ""
              let executor, _, time = retrying [ Ok later; Ok page ]
              send executor reading |> succeeded |> ignore
              Expect.equal time.Waits [ TimeSpan.FromSeconds 40.0 ] "from now until then"

          testCase "where Polar asks for a wait that is too long, the answer is handed on"
          <| fun () ->
              let executor, asked, time = retrying [ Ok(limited 1800) ]

              Expect.equal
                  (send executor reading |> failed |> box |> callOf)
                  (CallError.RateLimited(Nullable(TimeSpan.FromMinutes 30.0)))
                  "with its wait"

              Expect.hasLength asked 1 "once"
              Expect.isEmpty time.Waits "without waiting"

          testCase "a wait beyond the limit is none, however it is written"
          <| fun () ->
              for wait in
                  [ "61"
                    "60.5"
                    "99999999"
                    "1000000000000"
                    String('9', 400)
                    "Fri, 31 Dec 2999 23:59:59 GMT"
                    "Tue, 31 Dec 2999 23:59:59 GMT" ] do
                  for status in [ 429; 503 ] do
                      let executor, asked, time = retrying [ Ok(bare status [ "retry-after", wait ] "") ]
                      failed (send executor reading) |> ignore
                      Expect.hasLength asked 1 wait
                      Expect.isEmpty time.Waits "without waiting"

          testCase "a wait that is negative, over or unreadable is the usual one"
          <| fun () ->
              for wait in
                  [ "-5"
                    "-1000000000000"
                    "soon"
                    ""
                    "NaN"
                    "1e9"
                    "Thu, 01 Jan 1970 00:00:00 GMT"
                    "0" ] do
                  let executor, asked, time =
                      retrying [ Ok(bare 429 [ "retry-after", wait ] ""); Ok page ]

                  succeeded (send executor reading) |> ignore
                  Expect.hasLength asked 2 wait
                  Expect.equal time.Waits [ TimeSpan.FromSeconds 0.5 ] wait

          testCase "the older ways to write a moment are read as well"
          <| fun () ->
              for moment in
                  [ "Thu, 01 Jan 1970 00:00:40 GMT"
                    "Thursday, 01-Jan-70 00:00:40 GMT"
                    "Thu Jan  1 00:00:40 1970" ] do
                  let executor, _, time =
                      retrying [ Ok(bare 429 [ "retry-after", moment ] ""); Ok page ]

                  succeeded (send executor reading) |> ignore
                  Expect.equal time.Waits [ TimeSpan.FromSeconds 40.0 ] moment

          testCase "a wait that no timer takes is as long as one takes"
          <| fun () ->
              let time = SkippingTime()

              let executor, asked =
                  script [ Ok(bare 429 [ "retry-after", "999999999999" ] ""); Ok page ]

              let executor =
                  Executor.retry
                      { policy time with
                          LongestRetryAfter = TimeSpan.MaxValue }
                      executor

              succeeded (send executor reading) |> ignore
              Expect.hasLength asked 2 "no exception"

          testCase "cancelling ends the wait"
          <| fun () ->
              use source = new CancellationTokenSource()
              let executor, asked = script [ Ok(limited 30) ]

              let executor =
                  Executor.retry (policy (FrozenTime DateTimeOffset.UnixEpoch)) executor

              let call = Polar.send executor reading source.Token
              source.Cancel()
              Expect.equal (wait call |> failed |> box |> callOf) CallError.Cancelled "cancelled, not limited"
              Expect.hasLength asked 1 "once" ]

[<Tests>]
let tests = testList "executors" [ retry ]
