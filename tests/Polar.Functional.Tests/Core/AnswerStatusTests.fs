/// Statuses and headers of answers: refusals, redirects, and clocks that differ.
module Polar.Functional.Tests.Core.AnswerStatusTests

open System
open System.IO.Compression
open System.Threading
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests.Core.RawServer
open Polar.Functional.Tests.Core.AnswerCalls
open Polar.Functional.Tests

let private echoed =
    [ "Polar-Version", "2026-10"; "Content-Type", "application/json" ]

let private html = "<html><head><title>Hidden</title></head></html>"

let private refusals =
    testList
        "refusals"
        [ testCase "a redirect says where it points, and shows no query"
          <| fun () ->
              for redirect in [ 301; 302; 303; 307; 308 ] do
                  failureOf (status redirect [ "Location", "https://elsewhere.test/v1/products/?token=hidden#hidden" ] "") (fun error ->
                      Expect.equal (call error) (CallError.Redirected(redirect, "https://elsewhere.test/v1/products/")) "the case"
                      Expect.stringContains error.Message "https://elsewhere.test/v1/products/" "the place"
                      Expect.isFalse ((string error).Contains "hidden") "nothing secret")

              failureOf (status 304 [] "") (fun error ->
                  Expect.equal (call error) (CallError.Redirected(304, "")) "no place"
                  Expect.stringContains error.Message "without saying where to" "it says so")

          testCase "a redirect shows no secret of the path either"
          <| fun () ->
              serving (fun _ _ -> status 307 [ "Location", "/v1/checkouts/client/hidden/" ] "") (fun server ->
                  task {
                      let! result =
                          Polar.send (Executor.live (connection server)) (Checkouts.clientGet "hidden") CancellationToken.None

                      let error = (failed result).ToPolarError()
                      Expect.equal (call error) (CallError.Redirected(307, "/v1/checkouts/client/***/")) "hidden"
                  })

          testCase "a failing server's own words reach the message"
          <| fun () ->
              for body, says in
                  [ errorBody "S3FileError" "No metadata from S3", "The server failed with status 500: No metadata from S3"
                    "Internal Server Error", "The server failed with status 500: Internal Server Error"
                    html, "The server failed with status 500."
                    "", "The server failed with status 500."
                    errorBody "Long" (String('x', 1000)), String('x', 300) + "…"
                    errorBody "Longer" (String('x', 1000)) + String(' ', 5000), String('x', 300) + "…"
                    errorBody "Lines" "one\\r\\ntwo", "one two" ] do
                  failureOf (status 500 [] body) (fun error ->
                      Expect.isTrue (call error).IsServerFailed "the case"
                      Expect.stringContains error.Message says "the words"
                      Expect.isFalse (error.Message |> Seq.exists Char.IsControl) "one line")

          testCase "an error carries what matters of its answer"
          <| fun () ->
              let headers =
                  echoed
                  @ [ "Retry-After", "7"; "CF-Ray", "8f1b2c3d4e5f-FRA"; "X-Request-Id", "req_1" ]

              for code, body in
                  [ 429, ""
                    503, ""
                    422, """{"error":"RequestValidationError","detail":[{"loc":["query","page"],"msg":"No.","type":"x"}]}"""
                    401, errorBody "Unauthorized" "Unauthorized"
                    302, ""
                    200, "{}" ] do
                  failureOf (status code headers body) (fun error ->
                      let response = Unchecked.nonNull error.Response
                      Expect.equal response.Status code "the status"
                      Expect.equal response.RetryAfter (Nullable(TimeSpan.FromSeconds 7.0)) "the wait"
                      Expect.equal response.PolarVersion "2026-10" "the version"
                      Expect.equal response.Ray "8f1b2c3d4e5f-FRA" "the ray"
                      Expect.equal response.RequestId "req_1" "the request's id")

              failureOf hangUp (fun error -> Expect.isNull error.Response "no answer")

              failureOf (status 404 [] "") (fun error ->
                  let response = Unchecked.nonNull error.Response
                  Expect.isNull response.PolarVersion "none"
                  Expect.isNull response.RequestId "none"
                  Expect.isFalse response.RetryAfter.HasValue "none") ]

let private clocks =
    testList
        "clocks"
        [ testCase "a timeout runs on the connection's clock"
          <| fun () ->
              let hours (connection: Connection) =
                  { connection with
                      Timeout = TimeSpan.FromHours 5.0
                      Time = SkippingTime() }

              failuresOf hours silence (fun error ->
                  Expect.equal (call error) (CallError.TimedOut(TimeSpan.FromHours 5.0)) "as soon as that clock says")

          testCase "a wait until a moment is counted from the connection's clock where the server shows none"
          <| fun () ->
              let until = DateTimeOffset(2026, 1, 2, 3, 5, 5, TimeSpan.Zero)

              let fixed' (connection: Connection) =
                  { connection with
                      Time = FrozenTime(until.AddSeconds -40.0) }

              failuresOf fixed' (status 429 [ "Retry-After", until.ToString "r" ] "") (fun error ->
                  Expect.equal (call error) (CallError.RateLimited(Nullable(TimeSpan.FromSeconds 40.0))) "forty seconds") ]

[<Tests>]
let tests = testList "what is said" [ refusals; clocks ]
