/// The client: how its calls fail, and what it cannot be made of.
module Polar.Functional.Tests.Facade.ClientFailureTests

open System
open System.Collections.Generic
open System.Net.Http
open System.Threading
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.CSharp
open Polar.Functional.Tests
open Polar.Functional.Tests.Facade.StubHttp
open Polar.Functional.Tests.Facade.ClientCalls

let private failures =
    testList
        "failures"
        [ testCase "a documented failure is the operation's own case"
          <| fun () ->
              let polar, _ = over (fun _ -> refusal 404 "ResourceNotFound" "Not found")

              match wait(polar.Customers.GetAsync id).Error with
              | NotFoundOrInvalidError.ResourceNotFound detail -> Expect.equal detail "Not found" "what Polar says"
              | error -> failtest $"another case: {error}"

          testCase "a handler that throws is a failure of the network"
          <| fun () ->
              let polar, _ =
                  over (fun _ -> raise (HttpRequestException "Name or service not known"))

              Expect.equal
                  (errorOf (wait (polar.Customers.GetAsync id))).Call
                  (CallError.NetworkFailed "Name or service not known")
                  "the reason"

          testCase "what only reads is tried again as often as the options say, what changes is not"
          <| fun () ->
              for attempts in [ 1; 3 ] do
                  let stub = new StubHandler(fun _ -> reply 503 "")
                  let options = options ()
                  options.MaxAttempts <- attempts
                  options.Time <- Core.Stub.SkippingTime()
                  // That clock would end a try at once.
                  options.Timeout <- TimeSpan.MaxValue
                  let polar = clientWith options stub
                  Expect.equal (errorOf (wait (polar.Customers.GetAsync id))).Code "ServerFailed" "the failure"
                  Expect.hasLength stub.Sent attempts "tries of a read"
                  wait (polar.Customers.UpdateAsync(id, CustomerUpdate())) |> ignore
                  Expect.hasLength stub.Sent (attempts + 1) "tries of a change"

          testCase "options with faults make no client, and the message says what to do"
          <| fun () ->
              let faulty (change: PolarOptions -> unit) =
                  let options = options ()
                  change options

                  Expect.throwsC (fun () -> PolarClient options |> ignore) (fun thrown ->
                      Expect.isTrue (thrown :? ArgumentException) $"{thrown}"
                      thrown.Message)

              Expect.stringContains (faulty (fun options -> options.AccessToken <- "")) "PolarOptions.AccessToken is empty" "an empty token"
              Expect.stringContains (faulty (fun options -> options.AccessToken <- "polar oat")) "copy it again" "a blank in it"
              Expect.stringContains (faulty (fun options -> options.Timeout <- TimeSpan.Zero)) "give a positive time" "no time"
              Expect.stringContains (faulty (fun options -> options.MaxAttempts <- 0)) "give 1 or more" "no try"

              Expect.stringContains (faulty (fun options -> options.MaxResponseBytes <- 0L)) "MaxResponseBytes is 0" "no room"

              for token in
                  [ "a\000hidden"
                    "a\001hidden"
                    "a\r\nhidden"
                    "ähidden"
                    "a hidden"
                    "a\127hidden" ] do
                  let message = faulty (fun options -> options.AccessToken <- token)
                  Expect.stringContains message "PolarOptions.AccessToken holds" "what is wrong"
                  Expect.isFalse (message.Contains "hidden") "the secret is not shown"

          testCase "null is refused where it is given, by its name"
          <| fun () ->
              let parameter (change: PolarOptions -> unit) =
                  Expect.throwsC (fun () -> change (options ())) (fun thrown -> (thrown :?> ArgumentNullException).ParamName)

              Expect.equal (parameter (fun options -> options.Server <- Unchecked.defaultof<PolarServer>)) "Server" "a server"
              Expect.equal (parameter (fun options -> options.Time <- Unchecked.defaultof<TimeProvider>)) "Time" "a clock"
              Expect.equal (parameter (fun _ -> PolarServer.At(Unchecked.defaultof<Uri>) |> ignore)) "address" "an address"

              Expect.equal
                  (parameter (fun _ ->
                      Options(Headers = Unchecked.defaultof<IReadOnlyDictionary<string, string>>)
                      |> ignore))
                  "Headers"
                  "headers"

          testCase "what one call cannot be sent with is its error, and nothing is sent"
          <| fun () ->
              for options, says in
                  [ Options(Timeout = Nullable TimeSpan.Zero), "give a positive time"
                    Options(Timeout = Nullable(TimeSpan.FromSeconds -1.0)), "give a positive time"
                    Options(AccessToken = "a\r\nhidden"), "holds a line break"
                    Options(AccessToken = ""), "is empty"
                    Options(Headers = Dictionary [ KeyValuePair("X-Trace", "a\r\nhidden") ]), "'X-Trace' holds a line break"
                    Options(Headers = Dictionary [ KeyValuePair("Content-Type", "hidden") ]), "'Content-Type'" ] do
                  let polar, stub = over (fun _ -> reply 200 customer)
                  let error = errorOf (wait (polar.Customers.GetAsync(id, options)))
                  Expect.equal error.Code "Unsendable" "the failure"
                  Expect.stringContains error.Message says "what is wrong"
                  Expect.isFalse ((string error).Contains "hidden") "no secret"
                  Expect.isEmpty stub.Sent "nothing is sent"

          testCase "a null id is an error that names it"
          <| fun () ->
              let polar, stub = over (fun _ -> reply 200 customer)

              let error =
                  errorOf (wait (polar.Customers.GetExternalAsync Unchecked.defaultof<string>))

              Expect.stringContains error.Message "'external_id' of customers:get_external is null" "the parameter"
              Expect.isEmpty stub.Sent "nothing is sent"

          testCase "an error carries facts of its answer, an exception too"
          <| fun () ->
              let polar, _ =
                  over (fun _ ->
                      let answer = refusal 404 "ResourceNotFound" "Not found"
                      answer.Headers.Add("CF-Ray", "8f1b-FRA")
                      answer)

              let result = wait (polar.Customers.GetAsync id)

              let thrown =
                  Expect.throwsC (fun () -> result.GetValueOrThrow() |> ignore) (fun thrown -> thrown :?> PolarException)

              for error in [ errorOf result; thrown.Error; (Unchecked.nonNull (result.Widen().Error)) ] do
                  let response = Unchecked.nonNull error.Response
                  Expect.equal response.Status 404 "the status"
                  Expect.equal response.Ray "8f1b-FRA" "the ray"
                  Expect.equal response.PolarVersion "2026-10" "the version"

          testCase "an answer may be as long as the options say"
          <| fun () ->
              let options = options ()
              options.MaxResponseBytes <- 10L
              let polar = clientWith options (new StubHandler(fun _ -> reply 200 customer))
              let error = errorOf (wait (polar.Customers.GetAsync id))
              Expect.equal error.Code "Unreadable" "the failure"
              Expect.stringContains error.Message "10 bytes" "the limit"

          testCase "a client without what it needs is refused at once"
          <| fun () ->
              Expect.throwsT<ArgumentNullException> (fun () -> PolarClient(Unchecked.defaultof<PolarOptions>) |> ignore) "no options"

              Expect.throwsT<ArgumentNullException>
                  (fun () -> PolarClient(Unchecked.defaultof<HttpClient>, options ()) |> ignore)
                  "no HTTP client" ]

[<Tests>]
let tests = testList "facade: client" [ failures ]
