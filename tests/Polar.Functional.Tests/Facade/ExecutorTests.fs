module Polar.Functional.Tests.Facade.ExecutorTests

open System
open System.IO
open System.Net.Http
open System.Threading.Tasks
open Expecto
open Polar.Functional
open Polar.Functional.CSharp
open Polar.Functional.Contracts
open Polar.Functional.Tests
open Polar.Functional.Tests.Facade.StubHttp

let private id = Guid.NewGuid()

let private missing =
    PolarReply.Failure(404, "ResourceNotFound", "No \"such\" product.")

let private clientOver (answer: PolarRequest -> PolarReply) : PolarClient = PolarClient(PolarExecutor.Stub answer)

let private errorOf (answer: Task<PolarResult<'value, 'error>>) : PolarError =
    (wait answer).Match((fun value -> failtest $"{value}"), _.ToPolarError())

[<Tests>]
let tests =
    testList
        "facade: executors"
        [ testCase "a stub answers with a model, a failure, a fault or anything else"
          <| fun () ->
              let product = Unchecked.nonNull (Filled.value typeof<Product>) :?> Product
              let replies = System.Collections.Generic.Queue<PolarReply>()
              let polar = clientOver (fun _ -> replies.Dequeue())
              replies.Enqueue(PolarReply.Of product)
              Expect.equal (wait (polar.Products.GetAsync id)).Value product "the model"
              replies.Enqueue missing
              Expect.equal (errorOf (polar.Products.GetAsync id)).Code "ResourceNotFound" "the failure"
              replies.Enqueue(PolarReply.Empty())
              Expect.isTrue (wait (polar.Products.DeleteAsync id)).IsOk "nothing"
              replies.Enqueue(PolarReply.NetworkFault "reset")
              Expect.equal (errorOf (polar.Products.GetAsync id)).Code "NetworkFailed" "no connection"
              replies.Enqueue(PolarReply.Timeout(TimeSpan.FromSeconds 2.0))
              Expect.equal (errorOf (polar.Products.GetAsync id)).Code "TimedOut" "no answer"

          testCase "it sees what the call is, and does not print its secrets"
          <| fun () ->
              let seen = ResizeArray<PolarRequest>()

              let polar =
                  clientOver (fun request ->
                      seen.Add request
                      missing)

              wait (polar.Products.UpdateAsync(id, ProductUpdate(Name = "Pro"))) |> ignore
              wait (polar.Checkouts.ClientGetAsync "polar_c_secret-of-a-checkout") |> ignore
              let change, read = seen[0], seen[1]
              Expect.equal (change.OperationId, change.Method) ("products:update", "PATCH") "the operation"
              Expect.equal (change.PathTemplate, change.Path) ("/v1/products/{id}", $"/v1/products/{id}") "the path"
              Expect.equal (change.Body, change.Query, change.Attempt) ("""{"name":"Pro"}""", "", 1) "the rest"
              Expect.isFalse ((string read).Contains "secret-of-a-checkout") (string read)

          testCase "what is recorded over the network is replayed from a file, without secrets"
          <| fun () ->
              let stub =
                  new StubHandler(fun _ -> refusal 404 "ResourceNotFound" "No polar_c_secret-in-an-answer.")

              let recording = PolarRecording()
              let live = PolarExecutor.Over(new HttpClient(stub), options ())
              let file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.json")

              try
                  let polar = PolarClient(live.RecordTo recording)
                  wait (polar.Products.GetAsync id) |> ignore
                  wait (polar.Checkouts.ClientGetAsync "polar_c_secret-of-a-checkout") |> ignore
                  Expect.equal recording.Count 2 "both"
                  recording.Save file
                  let text = File.ReadAllText file

                  for secret in [ token; "secret-of-a-checkout"; "secret-in-an-answer" ] do
                      Expect.isFalse (text.Contains secret) $"{secret} in {text}"

                  let replayed = PolarClient(PolarExecutor.Replay(PolarRecording.Load file))
                  Expect.equal (errorOf (replayed.Products.GetAsync id)).Code "ResourceNotFound" "as recorded"
                  Expect.equal (errorOf (replayed.Checkouts.ClientGetAsync "another")).Code "ResourceNotFound" "with another secret"
                  Expect.equal (errorOf (replayed.Products.ListAsync())).Code "NetworkFailed" "what was not recorded"
                  Expect.hasLength stub.Sent 2 "nothing more was sent"
              finally
                  File.Delete file

          testCase "a text that is no recording is refused"
          <| fun () -> Expect.throwsT<InvalidDataException> (fun () -> PolarRecording.Parse "{}" |> ignore) "refused"

          testCase "an executor around another logs, or answers itself"
          <| fun () ->
              let lines = ResizeArray<string>()
              let asked = ref 0

              let inner =
                  PolarExecutor.Stub(fun _ ->
                      asked.Value <- asked.Value + 1
                      missing)

              let around =
                  inner
                      .Around(fun request next _ ->
                          if request.OperationId = "products:list" then
                              Task.FromResult(PolarReply.Json(200, Filled.page [] 0 0))
                          else
                              next.Invoke())
                      .LogTo(fun line -> lines.Add line)

              let polar = PolarClient around
              Expect.isTrue (wait (polar.Products.ListAsync())).IsOk "its own answer"
              Expect.equal asked.Value 0 "the inner one was not asked"
              Expect.isFalse (wait (polar.Products.GetAsync id)).IsOk "the inner one's"
              Expect.equal asked.Value 1 "asked"
              Expect.equal [ for line in lines -> line.Split(' ')[0] ] [ "products:list"; "products:get" ] "both are logged"

          testCase "the tries of the options hold for an executor as for a client"
          <| fun () ->
              let stub = new StubHandler(fun _ -> reply 503 "")
              let options = options ()
              options.MaxAttempts <- 2
              options.Time <- Core.Stub.SkippingTime()
              // That clock would end a try at once.
              options.Timeout <- TimeSpan.MaxValue
              let polar = PolarClient(PolarExecutor.Over(new HttpClient(stub), options))
              Expect.equal (errorOf (polar.Products.GetAsync id)).Code "ServerFailed" "still failing"
              Expect.hasLength stub.Sent 2 "both tries" ]
