/// Bodies of failures: which ones are understood, and where the issues of a request are.
module Polar.Functional.Tests.Core.ErrorBodyTests

open System
open Expecto
open Polar.Functional
open Polar.Tests.Endpoints
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests.Core.ErrorCalls
open Polar.Functional.Tests

let private items =
    """{"error":"RequestValidationError","detail":[{"type":"string_too_short","loc":["body","prices",0,"name"],"msg":"String should have at least 3 characters","input":"ab","ctx":{"min_length":3}},{"type":"missing","loc":["body","name"],"msg":"Field required","input":{}}]}"""

[<Tests>]
let tests =
    testList
        "errors of a call"
        [ testCase "text, HTML or nothing in place of a product names the place where it is not understood"
          <| fun () ->
              for body in [ "hello"; html; ""; "[1"; "null"; "{}" ] do
                  match call (bare 200 [ "polar-version", "2026-10" ] body) with
                  | CallError.Undecodable(path, _, 200) -> Expect.stringStarts path "$" "a JSON path"
                  | other -> failtest $"'{body}': {other}"

          testCase "an HTML page is never taken for a success"
          <| fun () ->
              everyOperationMeets
                  (bare 200 [ "polar-version", "2026-10"; "content-type", "text/html; charset=utf-8" ] html)
                  (fun error ->
                      match error with
                      | CallError.Undecodable("$", reason, 200) -> reason.Contains "an HTML page" || reason.Contains "a redirect without"
                      | _ -> false)
                  "something in between has spoken"

          testCase "a redirect is never taken for a success"
          <| fun () ->
              everyOperationMeets
                  (bare 307 [ "Location", "https://a.test/" ] html)
                  (fun error -> error = CallError.Redirected(307, "https://a.test/"))
                  "it says where to"

          testCase "issues of a request are located"
          <| fun () ->
              match get (answer 422 items) with
              | NotFoundOrInvalidError.Validation(issues, _) ->
                  Expect.equal (issues |> Seq.map _.Path |> List.ofSeq) [ "body.prices.0.name"; "body.name" ] "where"
                  Expect.equal issues[0].Type "string_too_short" "the kind"
                  Expect.equal issues[0].Input "\"ab\"" "what was sent, as JSON"
                  Expect.equal issues[1].Message "Field required" "what is wrong"
              | other -> failtest $"{other}"

          testCase "issues without the value that was sent are located too"
          <| fun () ->
              let body =
                  """{"error":"PolarRequestValidationError","detail":[{"type":"value_error","loc":["body","slug"],"msg":"Taken."}]}"""

              match get (answer 422 body) with
              | NotFoundOrInvalidError.Validation(issues, _) ->
                  Expect.equal issues[0].Path "body.slug" "where"
                  Expect.equal issues[0].Message "Taken." "what is wrong"
              | other -> failtest $"{other}"

          testCase "a 422 with a sentence keeps the sentence and its class"
          <| fun () ->
              let error =
                  get (answer 422 (errorBody "CheckoutCustomerExternalIdMismatch" "Another email."))

              Expect.stringContains error.Message "Another email." "the sentence"

          testCase "a 422 as OAuth2 words it keeps its description"
          <| fun () ->
              let error =
                  get (answer 422 """{"error": "invalid_request", "error_description": "Something is off."}""")

              Expect.stringContains error.Message "Something is off." "the description"

          testCase "a 422 of an operation that documents none is still a list of issues"
          <| fun () ->
              let endpoint =
                  endpoints
                  |> List.find (fun endpoint -> endpoint.Operation.Id = "customer_portal:customers:get")

              match endpoint.Send(answer 422 items) with
              | Error error ->
                  match callOf error with
                  | CallError.Invalid(issues, _) -> Expect.equal issues.Count 2 "both"
                  | other -> failtest $"{other}"
              | Ok _ -> failtest "a success"

          testCase "a body that is malformed in any way is an error and never an exception"
          <| fun () ->
              for body in
                  [ "{"
                    "[]"
                    "7"
                    "\"\\ud800\""
                    """{"error":"\ud800","detail":"\ud800"}"""
                    """{"error":7,"detail":{"a":1}}"""
                    """{"detail":[1,"two",{"loc":"x"},{"loc":[{}],"msg":3}]}""" ] do
                  for status in [ 400; 403; 404; 422; 429; 500 ] do
                      for endpoint in endpoints do
                          Expect.isError (endpoint.Send(answer status body)) $"{endpoint.Operation.Id} {status} {body}"

          testCase "bytes that are no UTF-8 are an error and never an exception"
          <| fun () ->
              for status in [ 200; 404; 422; 500 ] do
                  let response =
                      { answer status "" with
                          Body = [| 0x22uy; 0xFFuy; 0x22uy |] }

                  Expect.isError (send (always response) (Products.get id)) $"{status}" ]
