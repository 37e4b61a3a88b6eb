/// Which error an answer is, and what its message says.
module Polar.Functional.Tests.Core.ErrorTests

open System
open Expecto
open Polar.Functional
open Polar.Tests.Endpoints
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests.Core.ErrorCalls
open Polar.Functional.Tests

[<Tests>]
let tests =
    testList
        "errors of a call"
        [ testCase "a resource that is not there is the operation's own error"
          <| fun () ->
              match get (answer 404 (errorBody "ResourceNotFound" "Not found")) with
              | NotFoundOrInvalidError.ResourceNotFound detail -> Expect.equal detail "Not found" "what Polar says"
              | other -> failtest $"{other}"

          testCase "a 404 of Polar's without the echoed version is about the version"
          <| fun () ->
              for body in [ """{"detail":"Not Found"}"""; errorBody "ResourceNotFound" "Not found" ] do
                  everyOperationMeets
                      (bare 404 [ "content-type", "application/json" ] body)
                      (fun error -> error = CallError.VersionRefused "2026-10")
                      "the version is refused"

          testCase "a route that does not exist is no resource that does not exist"
          <| fun () ->
              for endpoint in endpoints do
                  for status, body in
                      [ 404, """{"detail":"Not Found"}"""
                        405, """{"detail":"Method Not Allowed"}""" ] do
                      match endpoint.Send(answer status body) with
                      | Error error ->
                          Expect.equal (callOf error) (CallError.RouteNotFound(status, string endpoint.Operation)) "its own case"
                      | Ok _ -> failtest $"{endpoint.Operation.Id} succeeds"

          testCase "a refusal that is not in Polar's form is not Polar's"
          <| fun () ->
              for status in [ 400; 401; 403; 404; 405; 409; 410; 413; 422 ] do
                  for headers, body in
                      [ [ "content-type", "text/html" ], html
                        [ "polar-version", "2026-10"; "content-type", "text/html" ], html
                        [], ""
                        [ "polar-version", "2026-10" ], ""
                        [ "content-type", "text/plain" ], "error code: 1020"
                        [ "content-type", "application/json" ], """{"message":"no Route matched with those values"}"""
                        [ "content-type", "application/json" ], """{"timestamp":1,"status":404,"error":"Not Found","path":"/v1"}"""
                        [ "content-type", "application/json" ], """{"status":403,"title":"Forbidden","detail":"Blocked."}"""
                        [ "content-type", "application/json" ], """["detail"]""" ] do
                      everyOperationMeets (bare status headers body) (fun error -> error = CallError.NotPolar(status, body)) "not Polar"

          testCase "what is not in the form of a documented error is none, though Polar says it"
          <| fun () ->
              for status, body in
                  [ 400, """{"detail":"There was an error parsing the body"}"""
                    401, """{"detail":"Go away"}"""
                    403, """{"detail":"Forbidden"}"""
                    404, """{"detail":"Nothing here"}"""
                    418, errorBody "Teapot" "I am a teapot." ] do
                  everyOperationMeets
                      (answer status body)
                      (fun error -> error = CallError.Undocumented(status, body))
                      "nothing documents it"

              everyOperationMeets
                  (answer 418 (errorBody "Teapot" "I am a teapot."))
                  (fun error -> error.Message.EndsWith ": I am a teapot.")
                  "its words reach the message"

          testCase "a failure of a name that nobody documents is taken for the general one only where the answer is certainly Polar's"
          <| fun () ->
              let body = errorBody "SomethingNew" "Not there."
              Expect.equal (get (answer 404 body) |> caseOf) "ResourceNotFound" "with the version"
              Expect.isTrue (call (bare 404 [] body)).IsVersionRefused "without it"

              for error in
                  [ send (always (bare 403 [] (errorBody "Forbidden" "No."))) (Organizations.update id (OrganizationUpdate()))
                    |> failed
                    |> box ] do
                  Expect.isTrue (callOf error).IsUndocumented $"{error}"

          testCase "no message says a thing twice"
          <| fun () ->
              let error = get (answer 401 (errorBody "Unauthorized" "Unauthorized"))

              let shown = string (error.ToPolarError())
              Expect.equal (shown.Split("nauthorized").Length - 1) 1 shown

              let documented = ErrorCase.documented (obj ()) "Unauthorized" 401 "Unauthorized"

              Expect.equal (string documented) "Unauthorized" "once"

          testCase "a token that is not valid is the same for every operation"
          <| fun () ->
              everyOperationMeets
                  (answer 401 """{"error": "invalid_token", "error_description": "The access token provided is expired."}""")
                  (fun error -> error.IsUnauthorized)
                  "the token is refused"

          testCase "a scope that the token lacks is named"
          <| fun () ->
              let challenge =
                  "Bearer realm=\"polar\", scope=\"products:write products:read\", error=\"insufficient_scope\", error_description=\"Higher.\""

              let response =
                  bare
                      403
                      [ "Polar-Version", "2026-10"; "WWW-Authenticate", challenge ]
                      """{"error": "insufficient_scope", "error_description": "Higher."}"""

              everyOperationMeets
                  response
                  (fun error ->
                      match error with
                      | CallError.InsufficientScope(scopes, _) -> List.ofSeq scopes = [ "products:read"; "products:write" ]
                      | _ -> false)
                  "a scope is lacking"

          testCase "too many requests come with the wait that Polar asks for"
          <| fun () ->
              let limited headers =
                  bare 429 (("polar-version", "2026-10") :: headers) ""

              everyOperationMeets
                  (limited [ "retry-after", "60" ])
                  (fun error -> error = CallError.RateLimited(Nullable(TimeSpan.FromMinutes 1.0)))
                  "a minute is to be waited"

              let moment = "Fri, 02 Jan 2026 03:05:05 GMT"

              everyOperationMeets
                  (limited [ "retry-after", moment; "date", "Fri, 02 Jan 2026 03:04:05 GMT" ])
                  (fun error -> error = CallError.RateLimited(Nullable(TimeSpan.FromMinutes 1.0)))
                  "a minute from when the server answered"

              everyOperationMeets
                  (limited [ "retry-after", moment; "date", "Fri, 02 Jan 2026 03:06:00 GMT" ])
                  (fun error -> error = CallError.RateLimited(Nullable TimeSpan.Zero))
                  "a moment that is over is no wait"

              everyOperationMeets
                  (limited [ "retry-after", String('9', 400) ])
                  (fun error -> error = CallError.RateLimited(Nullable TimeSpan.MaxValue))
                  "longer than any time span"

              everyOperationMeets
                  (bare 429 [ "content-type", "text/plain" ] "error code: 1015")
                  (fun error -> error = CallError.RateLimited(Nullable()))
                  "a proxy's limit is one"

              for nonsense in [ "soon"; "-1"; "1e9"; "NaN"; "Infinity"; ""; "Fri, 02 Jan" ] do
                  everyOperationMeets
                      (limited [ "retry-after", nonsense ])
                      (fun error -> error = CallError.RateLimited(Nullable()))
                      $"'{nonsense}' names no wait"

              everyOperationMeets (limited []) (fun error -> error = CallError.RateLimited(Nullable())) "no wait is named"

          testCase "a 429 with an error of its own is no rate limit"
          <| fun () ->
              let endpoint =
                  endpoints
                  |> List.find (fun endpoint -> endpoint.Operation.Id = "customer_portal:orders:confirm_retry_payment")

              match endpoint.Send(answer 429 (errorBody "ManualRetryLimitExceeded" "Enough.")) with
              | Error error -> Expect.equal (caseOf error) "ManualRetryLimitExceeded" "documented"
              | Ok _ -> failtest "a success"

          testCase "a server that fails is one, in JSON, text, HTML or nothing at all"
          <| fun () ->
              for body in
                  [ errorBody "S3FileError" "No metadata from S3"
                    "Internal Server Error"
                    html
                    "" ] do
                  for status in [ 500; 502; 503; 504 ] do
                      everyOperationMeets
                          (bare status [] body)
                          (fun error -> error = CallError.ServerFailed(status, body))
                          "the server fails"

          testCase "a fake that lacks an operation says so in the message"
          <| fun () ->
              everyOperationMeets
                  (answer 501 (errorBody "NotImplemented" "The fake does not have the operation products:get yet."))
                  (fun error -> error.Message = "The server failed with status 501: The fake does not have the operation products:get yet.")
                  "which it lacks"

          testCase "faults of the transport each have a case"
          <| fun () ->
              let meet fault =
                  send (Executor.ofFunction (fun _ -> Error fault)) (Products.get id)
                  |> failed
                  |> box
                  |> callOf

              Expect.equal (meet (TransportFault.Network "reset")) (CallError.NetworkFailed "reset") "a connection that broke"

              Expect.equal
                  (meet (TransportFault.TimedOut(TimeSpan.FromSeconds 5.0)))
                  (CallError.TimedOut(TimeSpan.FromSeconds 5.0))
                  "no answer in time"

              Expect.equal (meet TransportFault.Cancelled) CallError.Cancelled "the caller gave up"

          testCase "errors of different operations compose once widened"
          <| fun () ->
              let product =
                  send (always (answer 404 (errorBody "ResourceNotFound" "Not found"))) (Products.get id)
                  |> Result.mapError _.ToPolarError()
                  |> Result.map ignore

              let refund =
                  send
                      (always (answer 403 (errorBody "RefundedAlready" "Done.")))
                      (Refunds.create (RefundCreate(OrderId = id, Reason = RefundReason.Other, Amount = 1L)))
                  |> Result.mapError _.ToPolarError()
                  |> Result.map ignore

              let codes = [ product; refund ] |> List.map (fun result -> (failed result).Code)

              Expect.equal codes [ "ResourceNotFound"; "RefundedAlready" ] "one type holds both"

          testCase "a failure is matched by a function a case"
          <| fun () ->
              let text =
                  (get (answer 404 (errorBody "ResourceNotFound" "Not found")))
                      .Match(
                          resourceNotFound = Func<_, _>(fun detail -> $"missing: {detail}"),
                          validation = Func<_, _>(fun issues -> $"{issues.Count} issues"),
                          call = Func<_, _>(fun (error: CallError) -> error.Message)
                      )

              Expect.equal text "missing: Not found" "the function of the case is called" ]
