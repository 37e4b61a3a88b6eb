/// The log of requests: over HTTP, and as a test looks at it.
module Polar.FakeServer.Tests.Control.RequestTests

open System
open System.Net.Http
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private log (query: string) (fake: FakePolar) =
    Http.anonymous "GET" $"/_fake/requests{query}" None fake

let private numbers (answer: Answer) =
    Json.items "requests" answer.Json |> List.map (Json.whole "number")

/// Two customers, a refusal, a list and a path that leads nowhere.
let private asked (fake: FakePolar) =
    task {
        let! _ = Given.customer "ada@acme.dev" fake
        let! _ = Given.customer "eve@acme.dev" fake
        let! _ = Http.post "/v1/customers/" """{"email":"no address","name":"x"}""" fake
        let! _ = Http.get "/v1/customers/?limit=1" fake
        let! _ = Http.get "/v1/nowhere" fake
        return ()
    }

let private ofHttp =
    testList
        "over HTTP"
        [ testCaseTask "a request is told with what it led to, and why it was refused" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! asked fake
                  let! answer = log "" fake
                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal (numbers answer) [ 1L .. 5L ] "in their order"
                  let refused = Json.at "requests.2" answer.Json
                  Expect.equal (Json.text "method" refused) "POST" "method"
                  Expect.equal (Json.text "path" refused) "/v1/customers/" "path"
                  Expect.equal (Json.text "operation" refused) "customers:create" "operation"
                  Expect.equal (Json.whole "status" refused) 422L "status"
                  Expect.equal (Json.text "time" refused) "2026-03-01T12:00:00Z" "virtual time"
                  Expect.equal (Json.text "body.email" refused) "no address" "what was sent"
                  Expect.equal (Json.text "response_body.error" refused) "RequestValidationError" "what was answered"
                  Expect.stringContains (Json.text "refusal" refused) "email" "why"
                  let list = Json.at "requests.3" answer.Json
                  Expect.equal (Json.text "query" list) "?limit=1" "query"
                  Expect.isTrue (Json.isNull "refusal" list) "not refused"
                  Expect.isTrue (Json.isNull "body" list) "nothing was sent"
                  Expect.isTrue (Json.isNull "operation" (Json.at "requests.4" answer.Json)) "no operation"
                  Expect.equal (Json.whole "dropped" answer.Json) 0L "all are kept"
              })

          testCaseTask "filters choose among them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! asked fake

                  for query, expected in
                      [ "?limit=2", [ 4L; 5L ]
                        "?method=get", [ 4L; 5L ]
                        "?path=/v1/customers/", [ 1L; 2L; 3L; 4L ]
                        "?operation=customers:create", [ 1L; 2L; 3L ]
                        "?status=422", [ 3L ]
                        "?failed=true", [ 3L; 5L ]
                        "?failed=false", [ 1L; 2L; 4L ]
                        "?after=3", [ 4L; 5L ]
                        "?operation=customers:create&failed=false&limit=1", [ 2L ] ] do
                      let! answer = log query fake
                      Expect.equal (numbers answer) expected query
              })

          testCaseTask "what makes no sense is refused with a sentence" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for query, said in
                      [ "?limit=0", "'limit' is a whole number, 1 at least."
                        "?limit=x", "'limit'"
                        "?status=ok", "'status'"
                        "?failed=perhaps", "'failed' is true or false."
                        "?page=1", "no parameter 'page'"
                        "?limit=1&limit=2", "'limit' is given more than once." ] do
                      let! answer = log query fake
                      Expect.equal answer.Status 400 query
                      Expect.stringContains (Json.text "detail" answer.Json) said query
              })

          testCaseTask "tokens and secrets are in none of it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let secret = String('s', 40)

                  let! _ =
                      Http.post
                          "/v1/webhooks/endpoints"
                          $"""{{"url":"http://127.0.0.1:9/","format":"raw","events":["order.paid"],"secret":"{secret}"}}"""
                          fake

                  let! product = Given.oneTime 1000L fake
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! checkout = Given.checkout product customer fake
                  let client = Json.text "client_secret" checkout
                  let! _ = Http.anonymous "GET" $"/v1/checkouts/client/{client}" None fake

                  let! session =
                      Given.create "/v1/customer-sessions/" $"""{{"customer_id":"{Json.text "id" customer}"}}""" fake

                  let! answer = log "" fake

                  for hidden in [ secret; client; Json.text "token" session; fake.AccessToken ] do
                      Expect.isFalse (answer.Text.Contains hidden) hidden

                  Expect.isFalse (answer.Text.Contains "whsec_" && not (answer.Text.Contains "whsec_***")) "no generated secret"
                  Expect.stringContains answer.Text "\"***\"" "left out"
              })

          testCaseTask "only the latest are kept, calls to the fake itself are not among them, and a reset forgets all" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.KeptRequests <- 3)
                  do! asked fake
                  let! answer = log "" fake
                  Expect.equal (numbers answer) [ 3L; 4L; 5L ] "the latest"
                  Expect.equal (Json.whole "dropped" answer.Json) 2L "how many are gone"
                  let! cleared = Http.anonymous "DELETE" "/_fake/requests" None fake
                  Expect.equal cleared.Status 204 "cleared"
                  let! none = log "" fake
                  Expect.isEmpty (numbers none) "none"
                  let! _ = Http.get "/v1/products/" fake
                  do! fake.ResetAsync()
                  Expect.isEmpty fake.Requests.All "none again"
              }) ]

let private refusal (call: unit -> FakeRequest) : string =
    try
        failtest $"It found {call ()}."
    with :? InvalidOperationException as refused ->
        refused.Message

let private ofTests =
    testList
        "in a test"
        [ testCaseTask "the only request for an operation is found" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! asked fake
                  let found = fake.Requests.Single "customers:list"
                  Expect.equal (found.Method, found.Query, found.Status) ("GET", "?limit=1", 200) "that one"

                  let eve =
                      fake.Requests.Single("customers:create", fun request -> request.Body.Contains "eve")

                  Expect.equal eve.Number 2L "that one"
                  Expect.hasLength (fake.Requests.Of "customers:create") 3 "all of one operation"
              })

          testCaseTask "who looks in vain is told what came instead" (fun () ->
              task {
                  use! fake = Fake.start ()

                  Expect.equal
                      (refusal (fun () -> fake.Requests.Single "products:create"))
                      "No request for products:create came, and no other one."
                      "nothing at all"

                  do! asked fake
                  let several = refusal (fun () -> fake.Requests.Single "customers:create")
                  Expect.stringStarts several "3 requests for customers:create are like that, not one:" "too many"

                  let none =
                      refusal (fun () -> fake.Requests.Single("customers:create", fun request -> request.Body.Contains "bob"))

                  Expect.stringStarts none "No request for customers:create is like that. The 3 that came:" "none like that"
                  Expect.stringContains none "POST /v1/customers/ -> 422" "what came"
                  Expect.stringContains none "no address" "with what was sent"
                  let other = refusal (fun () -> fake.Requests.Single "customers:update")
                  Expect.stringStarts other "No request for customers:update came. The nearest of 5:" "none at all"
                  Expect.stringContains other "GET /v1/customers/?limit=1 -> 200" "of the same resource"
              })

          testCaseTask "requests are told as they are answered" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let seen = ResizeArray<string>()
                  fake.Requests.add_Answered (fun request -> seen.Add $"{request.Operation} {request.Status}")
                  let! _ = Given.customer "ada@acme.dev" fake
                  Expect.equal (List.ofSeq seen) [ "customers:create 201" ] "at once"
              }) ]

[<Tests>]
let tests = testList "requests" [ ofHttp; ofTests ]
