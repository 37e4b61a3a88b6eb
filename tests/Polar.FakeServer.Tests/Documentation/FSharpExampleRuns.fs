/// What each example of the page for F# must come to.
[<RequireQualifiedAccess>]
module Polar.FakeServer.Tests.Documentation.FSharpExampleRuns

open System
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.CSharp

let private onLoopback (play: FakePolar -> Task<unit>) : Task<unit> =
    task {
        use! fake = FakePolar.ListenAsync(0, Fake.options ())
        do! play fake
    }

/// An id that no row has.
let private nobody = Guid "00000000-0000-4000-8000-000000000000"

/// An executor over a listening fake, and the fake.
let private withExecutor (play: FakePolar -> Executor -> Task<unit>) () : Task<unit> =
    onLoopback (fun fake ->
        Executor.live (Connection.create (Server.At fake.Address) fake.AccessToken)
        |> play fake)

/// A customer of the fake, made by its own client.
let private customer (fake: FakePolar) : Task<Guid> =
    task {
        let! made =
            fake.Client.Customers.CreateAsync(CustomerIndividualCreate(Email = "ada@acme.dev", Name = "Ada"))

        return made.GetValueOrThrow().Id
    }

/// Each example by its name.
let all: (string * (unit -> Task<unit>)) list =
    [
      // It is compiled, and there is nothing to see.
      "fsharp opens", (fun () -> Task.FromResult())
      "fsharp combine",
      withExecutor (fun fake executor ->
          task {
              match! Shop.FSharp.FirstSteps.sell executor "ada@acme.dev" CancellationToken.None with
              | Ok url -> Expect.stringStarts url $"{fake.Address}" "the checkout's address"
              | Error error -> failtest error.Message
          })
      "fsharp errors",
      withExecutor (fun fake executor ->
          task {
              let! id = customer fake
              let! known = Shop.FSharp.FirstSteps.greet executor id CancellationToken.None
              let! unknown = Shop.FSharp.FirstSteps.greet executor nobody CancellationToken.None
              Expect.equal (known, unknown) ("Hello Ada", "Who is that?") "both"
          })
      "fsharp paging",
      withExecutor (fun fake executor ->
          task {
              let! _ = customer fake
              let! names = Shop.FSharp.FirstSteps.names executor CancellationToken.None
              Expect.equal names [ "Ada" ] "the only one"
          })
      "fsharp executors",
      fun () ->
          onLoopback (fun fake ->
              task {
                  let lines = ResizeArray<string>()

                  let executor =
                      Shop.FSharp.FirstSteps.layered (Server.At fake.Address) fake.AccessToken lines.Add

                  let! said = Shop.FSharp.FirstSteps.greet executor nobody CancellationToken.None
                  Expect.equal said "Who is that?" "the answer"
                  Expect.hasLength lines 1 "a line for the call"
              })
      "fsharp replay",
      withExecutor (fun fake executor ->
          task {
              let! id = customer fake
              let! same = Shop.FSharp.FirstSteps.replayed executor id CancellationToken.None
              Expect.isTrue same "the same answer"
          })
      "fsharp webhooks",
      fun () ->
          task {
              let headers: WebhookHeaders =
                  { Id = "1"
                    Timestamp = string (DateTimeOffset.UtcNow.ToUnixTimeSeconds())
                    Signature = "v1,AAAA" }

              let said =
                  Shop.FSharp.FirstSteps.receive "whsec_c2VjcmV0" headers (ReadOnlyMemory "{}"B)

              Expect.equal said WebhookRefusal.NoMatchingSignature.Message "a forged delivery is refused"
          } ]
