/// What a failing test prints by itself.
module Polar.FakeServer.Tests.Control.FailureReportTests

open System
open System.IO
open System.Net
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Runs a test of a user's, and says how it ended and what was printed.
let private run (test: FakePolar -> Task<unit>) : Task<exn option * string> =
    task {
        use output = new StringWriter()
        let options = Fake.options ()
        options.FailureOutput <- output

        try
            do! FakePolar.RunAsync(Func<FakePolar, Task>(fun fake -> test fake), options)
            return None, string output
        with fault ->
            return Some fault, string output
    }

[<Tests>]
let tests =
    testList
        "a test that fails"
        [ testCaseTask "prints what the app sent, with bodies and refusals, and fails as it would have" (fun () ->
              task {
                  let mine = InvalidOperationException "expected 2, got 1"

                  let! fault, printed =
                      run (fun fake ->
                          task {
                              let! _ = Http.post "/v1/customers/" """{"email":"ada@acme.dev"}""" fake
                              let! _ = Http.post "/v1/customers/" """{"email":"ada"}""" fake
                              raise mine
                          })

                  Expect.isTrue (Object.ReferenceEquals(Option.get fault, mine)) "the test's own exception"
                  Expect.stringStarts printed "The app sent to the fake Polar:" "what it is"
                  Expect.stringContains printed "POST /v1/customers/ -> 201" "the first one"
                  Expect.stringContains printed """{"email":"ada@acme.dev"}""" "its body"
                  Expect.stringContains printed "POST /v1/customers/ -> 422" "the refused one"
                  Expect.isFalse (printed.Contains "polar_oat_") "no token"
              })

          testCaseTask "prints which webhooks the app did not take" (fun () ->
              task {
                  let! _, printed =
                      run (fun fake ->
                          task {
                              let! _ =
                                  fake.Webhooks.ReceiveAsync(
                                      Func<_, _, _>(fun _ _ -> Task.FromResult HttpStatusCode.Forbidden),
                                      [| "customer.created" |]
                                  )

                              let! _ = Http.post "/v1/customers/" """{"email":"ada@acme.dev"}""" fake
                              do! fake.Webhooks.SettleAsync()
                              failwith "no"
                          })

                  Expect.stringContains printed "Webhooks that were not taken:" "a heading"
                  Expect.stringContains printed "customer.created to http://localhost/" "which one, and where"
                  Expect.stringContains printed "-> 403" "what was answered"
              })

          testCaseTask "prints the last twenty of many requests" (fun () ->
              task {
                  let! _, printed =
                      run (fun fake ->
                          task {
                              for number in 1..25 do
                                  let! _ = Http.get $"/v1/products/?page={number}" fake
                                  ()

                              failwith "no"
                          })

                  Expect.stringStarts printed "The app sent 25 requests to the fake Polar; the last 20:" "how many"
                  Expect.isFalse (printed.Contains "page=5 ") "not the fifth"
                  Expect.stringContains printed "page=6 " "the sixth"
              })

          testCaseTask "says so where nothing was sent" (fun () ->
              task {
                  let! _, printed = run (fun _ -> failwith "no")
                  Expect.equal (printed.TrimEnd()) "The app sent nothing to the fake Polar." "nothing"
              })

          testCaseTask "is the only one that prints" (fun () ->
              task {
                  let! fault, printed =
                      run (fun fake ->
                          task {
                              let! _ = Http.get "/v1/products/" fake
                              return ()
                          })

                  Expect.isNone fault "it has passed"
                  Expect.equal printed "" "nothing"
              }) ]
