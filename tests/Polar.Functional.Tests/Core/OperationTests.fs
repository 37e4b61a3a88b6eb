module Polar.Functional.Tests.Core.OperationTests

open System
open Expecto
open Microsoft.FSharp.Reflection
open Polar.Functional
open Polar.Tests.Endpoints
open Polar.Functional.Tests.Core.Stub

let private cases (errorType: Type) =
    FSharpType.GetUnionCases errorType |> Array.map _.Name |> set

let private ofDocumentedError =
    testList
        "each documented error of each operation is a case of its own"
        [ for endpoint in endpoints do
              for error in endpoint.Operation.Errors do
                  testCase $"{endpoint.Operation.Id} {error.Status} {error.Case}"
                  <| fun () ->
                      let code = error.Code |> Option.defaultValue "SomethingElse"
                      let response = answer error.Status (errorBody code "No.")

                      match endpoint.Send response with
                      | Ok value -> failtest $"a success: {value}"
                      | Error found ->
                          Expect.equal (caseOf found) error.Case "the case that is named after it"

                          let widened = (Unchecked.nonNull found :?> IPolarError).ToPolarError()
                          Expect.equal widened.Status (Nullable error.Status) "the common error keeps the status"
                          Expect.stringContains widened.Message "No." "and what Polar says" ]

/// Failures of a general kind, which stand for special ones of the same status.
let private general =
    set [ "BadRequest"; "NotPermitted"; "ResourceNotFound"; "Unauthorized" ]

let private ofOtherNames =
    testList
        "a failure of another name is never taken for one that has a name of its own"
        [ for endpoint in endpoints do
              for error in endpoint.Operation.Errors do
                  match error.Code with
                  | Some code when not (general.Contains code) ->
                      testCase $"{endpoint.Operation.Id} {error.Status} {error.Case}"
                      <| fun () ->
                          match endpoint.Send(answer error.Status (errorBody "SomethingElse" "No.")) with
                          | Ok value -> failtest $"a success: {value}"
                          | Error found -> Expect.notEqual (caseOf found) error.Case "it is something else"
                  | _ -> () ]

let private issues =
    """{"error":"RequestValidationError","detail":[{"type":"uuid_parsing","loc":["path","id"],"msg":"Input should be a valid UUID","input":"x"}]}"""

[<Tests>]
let tests =
    testList
        "operations"
        [ testCase "there are 192 of them, none twice"
          <| fun () ->
              Expect.hasLength endpoints 192 "all operations"
              Expect.hasLength (endpoints |> List.distinctBy _.Operation.Id) 192 "by id"

              Expect.hasLength
                  (endpoints
                   |> List.distinctBy (fun endpoint -> endpoint.Operation.Method, endpoint.Operation.Template))
                  192
                  "by method and path"

          testCase "only what changes nothing may be repeated"
          <| fun () ->
              for endpoint in endpoints do
                  if
                      endpoint.Operation.Method <> "GET"
                      && endpoint.Operation.Id <> "oauth2:introspect_token"
                  then
                      Expect.equal endpoint.Operation.Retry RetryClass.Unsafe endpoint.Operation.Id

              let retryOf id =
                  (endpoints |> List.find (fun endpoint -> endpoint.Operation.Id = id)).Operation.Retry

              Expect.equal (retryOf "products:list") RetryClass.Safe "a list is only read"
              Expect.equal (retryOf "oauth2:introspect_token") RetryClass.Safe "asking about a token changes nothing"
              Expect.equal (retryOf "customer_portal:downloadables:get") RetryClass.Unsafe "each call counts as a download"
              Expect.equal (retryOf "oauth2:authorize") RetryClass.Unsafe "each call may hand out a code"

          testCase "each has a case for what any call can meet"
          <| fun () ->
              for endpoint in endpoints do
                  Expect.contains (cases endpoint.ErrorType) "Call" endpoint.Operation.Id

          testCase "operations with the same documented errors share a type, others do not"
          <| fun () ->
              let sets = endpoints |> List.groupBy (fun endpoint -> cases endpoint.ErrorType)

              for _, sharing in sets do
                  let types = sharing |> List.distinctBy _.ErrorType
                  let ids = sharing |> List.map _.Operation.Id

                  // Two statuses may bear the same name.
                  let statuses =
                      sharing
                      |> List.distinctBy (fun endpoint ->
                          endpoint.Operation.Errors
                          |> Seq.map (fun error -> error.Case, error.Status)
                          |> set)

                  Expect.isLessThanOrEqual types.Length statuses.Length $"{ids}"

          testCase "a list of issues is one for every operation, documented or not, whatever else has its status"
          <| fun () ->
              for endpoint in endpoints do
                  match endpoint.Send(answer 422 issues) with
                  | Ok value -> failtest $"{endpoint.Operation.Id} succeeds: {value}"
                  | Error found ->
                      let widened = (Unchecked.nonNull found :?> IPolarError).ToPolarError()
                      Expect.equal widened.Issues.Count 1 $"{endpoint.Operation.Id} as {caseOf found}"
                      Expect.equal widened.Issues[0].Path "path.id" endpoint.Operation.Id

          ofDocumentedError
          ofOtherNames ]
