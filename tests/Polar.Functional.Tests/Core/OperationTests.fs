module Polar.Functional.Tests.Core.OperationTests

open System
open System.IO
open Expecto
open Microsoft.FSharp.Reflection
open Polar.Functional
open Polar.Functional.Tests.Core.Stub

let private seedRows =
    let rec find (folder: DirectoryInfo | null) =
        match folder with
        | null -> None
        | folder ->
            let candidate =
                Path.Combine(folder.FullName, "shared", "spec", "seed-operations.tsv")

            if File.Exists candidate then
                Some candidate
            else
                find folder.Parent

    lazy
        (find (DirectoryInfo AppContext.BaseDirectory)
         |> Option.map (fun path ->
             File.ReadAllLines path
             |> List.ofArray
             |> List.skip 1
             |> List.map (fun line -> line.Split '\t')))

let private cases (errorType: Type) =
    FSharpType.GetUnionCases errorType |> Array.map _.Name |> set

/// An error's class as the name of a case.
let private caseOfClass (errorClass: string) (named: Set<string>) =
    match errorClass with
    | "HTTPValidationError" -> "Validation"
    | errorClass when named.Contains errorClass -> errorClass
    | errorClass when errorClass.EndsWith "Error" -> errorClass.Substring(0, errorClass.Length - 5)
    | errorClass -> errorClass

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

          testCase "every operation that the API had before is there, with its errors"
          <| fun () ->
              match seedRows.Value with
              | None -> Tests.skiptest "the table of earlier operations is not beside the repository"
              | Some rows ->
                  for row in rows do
                      let method, path, errors = row[1], row[2], row[7]

                      match
                          endpoints
                          |> List.tryFind (fun endpoint -> endpoint.Operation.Method = method && endpoint.Operation.Template = path)
                      with
                      | None -> failtest $"{row[0]}: there is no {method} {path}"
                      | Some endpoint ->
                          let named = cases endpoint.ErrorType

                          for error in errors.Split(' ', StringSplitOptions.RemoveEmptyEntries) do
                              Expect.contains named (caseOfClass error named) $"{row[0]}"

          ofDocumentedError ]
