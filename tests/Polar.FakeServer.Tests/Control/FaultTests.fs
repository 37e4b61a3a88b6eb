/// What goes wrong between an app and the API because a test wants it.
module Polar.FakeServer.Tests.Control.FaultTests

open System
open System.Net.Http
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private add (body: string) (fake: FakePolar) =
    Http.anonymous "POST" "/_fake/faults" (Some body) fake

let private statuses (count: int) (path: string) (fake: FakePolar) =
    task {
        let found = ResizeArray<int>()

        for _ in 1..count do
            let! answer = Http.get path fake
            found.Add answer.Status

        return List.ofSeq found
    }

/// The call has no answer.
let private refused (call: unit -> Task) (message: string) : Task<unit> =
    task {
        let! isAnswered =
            task {
                try
                    do! call ()
                    return true
                with _ ->
                    return false
            }

        Expect.isFalse isAnswered message
    }

let private products = "/v1/products/"

let private ofRules =
    testList
        "whom they befall"
        [ for body, expected in
              [ """{"status":503,"times":2}""", [ 503; 503; 200; 200 ]
                """{"status":503,"operation":"products:list","times":1}""", [ 503; 200; 200; 200 ]
                """{"status":503,"operation":"products:get"}""", [ 200; 200; 200; 200 ]
                """{"status":503,"path":"/v1/prod"}""", [ 503; 503; 503; 503 ]
                """{"status":503,"path":"/v1/customers"}""", [ 200; 200; 200; 200 ]
                """{"status":503,"method":"post"}""", [ 200; 200; 200; 200 ]
                """{"status":503,"method":"get"}""", [ 503; 503; 503; 503 ]
                """{"status":503,"percentage":50}""", [ 200; 503; 200; 503 ]
                """{"status":503,"percentage":25}""", [ 200; 200; 200; 503 ]
                """{"status":503,"percentage":50,"times":1}""", [ 200; 503; 200; 200 ] ] do
              testCaseTask body (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! added = add body fake
                      Expect.equal added.Status 201 added.Text
                      let! found = statuses 4 products fake
                      Expect.equal found expected "four calls"
                      let! health = Http.anonymous "GET" "/_fake/health" None fake
                      Expect.equal health.Status 200 "never calls to the fake itself"
                  })

          testCaseTask "they are listed, removed one by one or all, and gone after a reset" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! first = add """{"status":503,"times":3}""" fake
                  let! _ = add """{"status":500,"path":"/v1/customers"}""" fake
                  let! _ = Http.get products fake
                  let! listed = Http.anonymous "GET" "/_fake/faults" None fake
                  Expect.equal (Json.whole "faults.0.times_left" listed.Json) 2L "one is used up"
                  Expect.equal (Json.text "faults.1.path" listed.Json) "/v1/customers" "the other"

                  let! removed =
                      Http.anonymous "DELETE" $"""/_fake/faults/{Json.text "id" first.Json}""" None fake

                  Expect.equal removed.Status 204 "removed"

                  let! again =
                      Http.anonymous "DELETE" $"""/_fake/faults/{Json.text "id" first.Json}""" None fake

                  Expect.equal again.Status 404 "once"
                  let! found = statuses 1 products fake
                  Expect.equal found [ 200 ] "no more"
                  let! cleared = Http.anonymous "DELETE" "/_fake/faults" None fake
                  Expect.equal cleared.Status 204 "cleared"
                  let! customers = Http.get "/v1/customers/" fake
                  Expect.equal customers.Status 200 "no more"
                  let! _ = add """{"status":503}""" fake
                  do! fake.ResetAsync()
                  Expect.isEmpty fake.Faults.All "gone"
              }) ]

let private ofEffects =
    testList
        "what befalls them"
        [ testCaseTask "a status is answered, with the body and the wait that were asked for, and nothing has happened" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      add """{"status":418,"body":{"error":"Teapot"},"retry_after":7,"times":1}""" fake

                  let! refused = Http.post "/v1/customers/" """{"email":"ada@acme.dev"}""" fake
                  Expect.equal (refused.Status, refused.Text) (418, """{"error":"Teapot"}""") "as asked"
                  Expect.equal refused.Headers["retry-after"] "7" "the wait"
                  let! customers = Http.get "/v1/customers/" fake
                  Expect.equal (Json.whole "pagination.total_count" customers.Json) 0L "nobody was made"
                  let! _ = add """{"status":429,"retry_after":3,"times":1}""" fake
                  let! limited = Http.get products fake
                  Expect.equal (limited.Status, limited.Text) (429, "") "as Polar limits"
                  let! _ = add """{"status":502,"times":1}""" fake
                  let! bad = Http.get products fake
                  Expect.equal (Json.text "error" bad.Json) "InjectedFault" "it says where it comes from"
              })

          testCaseTask "a connection is dropped, in-process and over a socket, and nothing has happened" (fun () ->
              task {
                  for start in [ Fake.start; (fun () -> FakePolar.ListenAsync(0, Fake.options ())) ] do
                      use! fake = start ()

                      use dropping =
                          fake.Faults.Add(FakeFault(Operation = "customers:create", DropsConnection = true))

                      let call () : Task =
                          Http.post "/v1/customers/" """{"email":"ada@acme.dev"}""" fake

                      do! refused call "no answer"
                      dropping.Dispose()
                      let! customers = Http.get "/v1/customers/" fake
                      Expect.equal (Json.whole "pagination.total_count" customers.Json) 0L "nobody was made"
              })

          testCaseTask "an answer breaks off in the middle, and what was asked has happened" (fun () ->
              task {
                  for start in [ Fake.start; (fun () -> FakePolar.ListenAsync(0, Fake.options ())) ] do
                      use! fake = start ()

                      use _ =
                          fake.Faults.Add(FakeFault(Operation = "customers:create", TruncatesBody = true))

                      let call () : Task =
                          Http.post "/v1/customers/" """{"email":"ada@acme.dev"}""" fake

                      do! refused call "half an answer"
                      let! customers = Http.get "/v1/customers/" fake
                      Expect.equal (Json.whole "pagination.total_count" customers.Json) 1L "she was made"
              })

          testCaseTask "an answer takes longer" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = add """{"delay_ms":60000,"times":1}""" fake
                  use client = fake.CreateHttpClient()
                  use patience = new Threading.CancellationTokenSource(TimeSpan.FromMilliseconds 50.0)

                  let call () : Task =
                      client.GetAsync(products, patience.Token)

                  do! refused call "not yet"
                  let! found = statuses 1 products fake
                  Expect.equal found [ 200 ] "the next one does not"
              }) ]

let private ofRefusals =
    testList
        "what makes no sense"
        [ for body, said in
              [ "{}", "Say what goes wrong"
                """{"times":2}""", "Say what goes wrong"
                """{"status":99}""", "A status is from 200 to 599."
                """{"status":"ok"}""", "'status' is not a whole number."
                """{"status":503,"percentage":0}""", "A percentage is from 1 to 100."
                """{"status":503,"percentage":101}""", "A percentage is from 1 to 100."
                """{"status":503,"times":0}""", "one call at least"
                """{"delay_ms":-1}""", "not negative"
                """{"delay_ms":600001}""", "ten minutes"
                """{"delay_ms":1,"body":{}}""", "come with a status"
                """{"delay_ms":1,"retry_after":1}""", "come with a status"
                """{"status":503,"drop":true}""", "Either a status"
                """{"status":503,"truncate":true}""", "Only the API's own answer"
                """{"drop":true,"truncate":true}""", "Only the API's own answer"
                """{"status":503,"retry_after":-1}""", "'retry_after'"
                """{"status":503,"operation":"customers:destroy"}""", "no operation 'customers:destroy'"
                """{"status":503,"until":1}""", "no member 'until'" ] do
              testCaseTask body (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer = add body fake
                      Expect.equal answer.Status 400 answer.Text
                      Expect.stringContains (Json.text "detail" answer.Json) said "a sentence"
                      Expect.isEmpty fake.Faults.All "nothing is in force"
                  }) ]

[<Tests>]
let tests = testList "injected faults" [ ofRules; ofEffects; ofRefusals ]
