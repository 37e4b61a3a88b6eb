module Polar.Functional.Tests.AspNetCore.ProblemTests

open System
open System.Net.Http
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.Http
open Polar.Functional
open Polar.Functional.AspNetCore
open Polar.Functional.CSharp
open Polar.Functional.Contracts
open Polar.Functional.Tests.AspNetCore.WebApplication

/// What an application answers whose call to Polar was answered so: status, headers and body.
let private answered (reply: PolarReply) : Task<HttpResponseMessage * JsonNode> =
    task {
        let polar = PolarClient(PolarExecutor.Stub(fun _ -> reply))

        let endpoint (context: HttpContext) : Task =
            task {
                let! product = polar.Products.GetAsync(Guid.NewGuid())

                let result =
                    product.Match((fun _ -> Results.Ok()), (fun error -> error.ToProblem()))

                do! result.ExecuteAsync context
            }

        use! app =
            start ignore (fun app -> app.MapGet("/", RequestDelegate endpoint) |> ignore)

        let! answer = app.Client.GetAsync "/"
        let! text = answer.Content.ReadAsStringAsync()
        return answer, Unchecked.nonNull (JsonNode.Parse text)
    }

let private text (node: JsonNode) (name: string) : string = string node[name]

[<Tests>]
let tests =
    testList
        "ASP.NET Core: problem details"
        [ testCaseTask "a documented failure keeps its status, its sentence and its name" (fun () ->
              task {
                  let! answer, problem =
                      answered (PolarReply.Failure(404, "ResourceNotFound", "Not found."))

                  Expect.equal (int answer.StatusCode) 404 "the status"

                  Expect.equal
                      (string (Unchecked.nonNull answer.Content.Headers.ContentType).MediaType)
                      "application/problem+json"
                      "problem details"

                  Expect.equal (text problem "detail") "Not found." "the sentence"
                  Expect.equal (text problem "code") "ResourceNotFound" "the name"
              })

          testCaseTask "faults of the request keep their places" (fun () ->
              task {
                  let! answer, problem =
                      answered (
                          PolarReply.Json(
                              422,
                              """{"error":"RequestValidationError","detail":[{"loc":["path","id"],"msg":"Not a UUID.","type":"uuid"}]}"""
                          )
                      )

                  Expect.equal (int answer.StatusCode) 422 "the status"
                  let errors = Unchecked.nonNull problem["errors"]
                  Expect.equal ((Unchecked.nonNull errors["path.id"]).ToJsonString()) """["Not a UUID."]""" "the place"
              })

          testCaseTask "what is the matter between the app and Polar is no fault of the app's caller, and tells no details" (fun () ->
              task {
                  for reply, status, code in
                      [ PolarReply.Failure(401, "invalid_token", "The token polar_oat_x is expired."), 502, "Unauthorized"
                        PolarReply.Failure(403, "insufficient_scope", "The scope products:read is missing."), 502, "InsufficientScope"
                        PolarReply.Json(500, "secret trace"), 502, "ServerFailed"
                        PolarReply.NetworkFault "10.0.0.1 is not reachable", 503, "NetworkFailed"
                        PolarReply.Timeout(TimeSpan.FromSeconds 3.0), 504, "TimedOut" ] do
                      let! answer, problem = answered reply
                      Expect.equal (int answer.StatusCode) status code
                      Expect.equal (text problem "code") code "the name"
                      Expect.isNull problem["detail"] $"{code}: {problem}"
              })

          testCaseTask "a limit of requests says how long to wait" (fun () ->
              task {
                  let! answer, _ =
                      answered (PolarReply.Raw(429, [ Collections.Generic.KeyValuePair("Retry-After", "7") ], ReadOnlyMemory.Empty))

                  Expect.equal (int answer.StatusCode) 503 "the status"
                  Expect.equal (string answer.Headers.RetryAfter) "7" "the wait"
              }) ]
