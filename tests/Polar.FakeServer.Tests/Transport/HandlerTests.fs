/// Handlers that an application's own HTTP clients go through.
module Polar.FakeServer.Tests.Transport.HandlerTests

open System.Collections.Concurrent
open System.Net
open System.Net.Http
open System.Net.Http.Headers
open System.Net.Http.Json
open System.Threading.Tasks
open Expecto
open Microsoft.Extensions.Logging
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Keeps every line.
type private Lines() =
    let lines = ConcurrentQueue<string>()
    member _.All = List.ofSeq lines

    interface ILoggerProvider with
        member _.CreateLogger _ =
            { new ILogger with
                member _.BeginScope _ = null
                member _.IsEnabled _ = true

                member _.Log(_, _, state, thrown, format) =
                    lines.Enqueue(format.Invoke(state, thrown)) }

        member _.Dispose() = ()

let private post (fake: FakePolar) : Task<HttpStatusCode> =
    task {
        use http = fake.CreateHttpClient()
        http.DefaultRequestHeaders.Authorization <- AuthenticationHeaderValue("Bearer", fake.AccessToken)
        use! answer = http.PostAsJsonAsync("/v1/customers/", {| email = "ada@acme.dev" |})
        return answer.StatusCode
    }

[<Tests>]
let tests =
    testList
        "handlers"
        [ testCaseTask "a client over a handler of the fake reaches it, in-process and on loopback" (fun () ->
              task {
                  use! inProcess = Fake.start ()
                  use! onLoopback = FakePolar.ListenAsync(0, Fake.options ())

                  for fake in [ inProcess; onLoopback ] do
                      use http = new HttpClient(fake.CreateHandler(), BaseAddress = fake.Address)
                      http.DefaultRequestHeaders.Authorization <- AuthenticationHeaderValue("Bearer", fake.AccessToken)
                      use! answer = http.GetAsync "/v1/products/"
                      Expect.equal answer.StatusCode HttpStatusCode.OK "an answer"
              })

          testCaseTask "handlers are independent: disposing of one leaves the fake and the others alone" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let first = new HttpClient(fake.CreateHandler(), BaseAddress = fake.Address)
                  use second = new HttpClient(fake.CreateHandler(), BaseAddress = fake.Address)
                  first.Dispose()
                  use! answer = second.GetAsync "/v1/products/"
                  Expect.equal answer.StatusCode HttpStatusCode.Unauthorized "still there"
              })

          testCaseTask "a body without a length is refused as Polar does, and the log says what to do" (fun () ->
              task {
                  let lines = new Lines()

                  use! fake =
                      Fake.startWith (fun options ->
                          options.LoggerFactory <- LoggerFactory.Create(fun logging -> logging.AddProvider lines |> ignore))

                  let! answer = post fake
                  Expect.equal answer HttpStatusCode.LengthRequired "refused"
                  let line = List.exactlyOne lines.All
                  Expect.stringContains line "PostAsJsonAsync sends none; call LoadIntoBufferAsync" line
                  Expect.stringContains line "FakePolarOptions.BufferRequests" line
              })

          testCaseTask "who asks for buffering gets it, in-process and on loopback" (fun () ->
              task {
                  let options = Fake.options ()
                  options.BufferRequests <- true
                  use! inProcess = FakePolar.StartAsync options
                  use! onLoopback = FakePolar.ListenAsync(0, options)

                  for fake in [ inProcess; onLoopback ] do
                      let! answer = post fake
                      Expect.equal answer HttpStatusCode.Created "taken"
              }) ]
