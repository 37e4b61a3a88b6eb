/// Every example of README and the guides, as it runs against a fake.
module internal Polar.FakeServer.Tests.Documentation.ExampleRuns

open System
open System.IO
open System.Threading
open System.Threading.Tasks
open Expecto
open Microsoft.Extensions.DependencyInjection
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.CSharp
open Polar.FakeServer.Tests.Documentation.FirstStepsRuns
open Polar.Tests

let private onLoopback (play: FakePolar -> Task<unit>) () : Task<unit> =
    task {
        use! fake = FakePolar.ListenAsync(0, Fake.options ())
        do! play fake
    }

/// An id that no row has.
let private nobody = Guid "00000000-0000-4000-8000-000000000000"

let private clientOptions (fake: FakePolar) : PolarOptions =
    PolarOptions(AccessToken = fake.AccessToken, Server = PolarServer.At fake.Address)

let private ofReadme =
    [ "readme client",
      onLoopback (fun fake ->
          task {
              let! said =
                  Shop.ReadmeExamples.SellAsync(PolarServer.At fake.Address, fake.AccessToken, nobody)

              Expect.stringStarts said $"{fake.Address}" "the checkout's address"
              Expect.stringEnds said " Who is that?" "nobody has that id"
          })
      "readme fake",
      simple (fun () ->
          task {
              let! paid = Shop.ReadmeExamples.RenewalAsync()
              Expect.equal paid 2 "the purchase and its renewal"
          })
      "readme core",
      onLoopback (fun fake ->
          task {
              let! goTo =
                  Shop.FSharp.ReadmeExamples.sell (Server.At fake.Address) fake.AccessToken CancellationToken.None

              match goTo with
              | Ok url -> Expect.stringStarts url $"{fake.Address}" "the checkout's address"
              | Error error -> failtest error.Message
          }) ]

let private ofErrors =
    [ "errors",
      furnished (fun fake ->
          task {
              let! order = firstOrder fake
              let! said = Shop.ErrorExamples.MatchAsync(fake.Client, order.Id)
              Expect.equal said "Refunded 500." "the refund"
              let! said = Shop.ErrorExamples.MatchAsync(fake.Client, nobody)
              Expect.stringContains said "order_id" "no such order"
          })
      "pattern",
      furnished (fun fake ->
          task {
              let! said = Shop.ErrorExamples.PatternAsync(fake.Client, nobody)
              Expect.equal said "Who is that?" "nobody"
          })
      "try",
      furnished (fun fake ->
          task {
              let! id = customer fake
              let! said = Shop.ErrorExamples.TryGetValueAsync(fake.Client, id)
              Expect.stringStarts said "Hello" "somebody"
          })
      "exceptions",
      furnished (fun fake ->
          task {
              let! id = customer fake
              let! found = Shop.ErrorExamples.ThrowAsync(fake.Client, id)
              Expect.equal found.Id id "found"

              let! thrown =
                  task {
                      try
                          let! _ = Shop.ErrorExamples.ThrowAsync(fake.Client, nobody)
                          return None
                      with :? PolarException as thrown ->
                          return Some thrown.Error.Code
                  }

              Expect.equal thrown (Some "ResourceNotFound") "or thrown"
          })
      "linq",
      furnished (fun fake ->
          task {
              let! url = Shop.ErrorExamples.LinqAsync(fake.Client, "E-book")
              Expect.stringStarts url $"{fake.Address}" "the checkout's address"
          }) ]

let private ofTesting =
    [ "fake behind dependency injection",
      furnished (fun fake ->
          task {
              let! polar = Shop.TestingExamples.ReachFakeAsync(fake, ServiceCollection())
              let! products = polar.Products.ListAsync()
              Expect.isTrue products.IsOk "reached"
          })
      "fake webhooks",
      simple (fun () ->
          task {
              let! heard = Shop.TestingExamples.ReceiveAsync()
              Expect.hasLength heard 1 "one event"
          })
      "faults of webhooks",
      simple (fun () ->
          task {
              let! ids = Shop.TestingExamples.DuplicatedAsync()
              Expect.hasLength ids 2 "twice"
              Expect.hasLength (Seq.distinct ids) 1 "one id"
          })
      "record and replay a fake",
      simple (fun () ->
          task {
              let file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())

              try
                  let! difference = Shop.TestingExamples.ReplayAsync file
                  Expect.isNull difference "the same"
              finally
                  File.Delete file
          })
      "a test that prints",
      simple (fun () ->
          task {
              let! isOk = Shop.TestingExamples.RunAsync()
              Expect.isTrue isOk "it has run"
          })
      "raw requests",
      simple (fun () ->
          task {
              let! status = Shop.TestingExamples.RawAsync()
              Expect.equal status 201 "created"
          })
      "declined card",
      simple (fun () ->
          task {
              let! said = Shop.TestingExamples.DeclinedAsync()
              Expect.stringContains (said.ToLowerInvariant()) "declined" said
          }) ]

/// Each asserts by itself.
let private ofFlows =
    let run (play: unit -> Task) = simple (fun () -> task { do! play () })

    [ // Compiled with all the others, which use them.
      "flow helpers", run Shop.FlowExamples.FirstPurchaseAsync
      "flow first purchase", run Shop.FlowExamples.FirstPurchaseAsync
      "flow renewal", run Shop.FlowExamples.RenewalAsync
      "flow failed renewal", run Shop.FlowExamples.FailedRenewalAsync
      "flow lost renewal", run Shop.FlowExamples.LostRenewalAsync
      "flow upgrade", run Shop.FlowExamples.UpgradeAsync
      "flow seats", run Shop.FlowExamples.SeatsAsync
      "flow trial", run Shop.FlowExamples.TrialAsync
      "flow refund", run Shop.FlowExamples.RefundAsync
      "flow dispute", run Shop.FlowExamples.DisputeAsync ]

let private ofExecutors =
    [ "record and replay",
      onLoopback (fun fake ->
          task {
              let file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.json")

              try
                  let! recorded = Shop.ExecutorExamples.RecordOrReplayAsync(file, clientOptions fake)
                  let! _ = Shop.PurchaseExamples.ProductAsync fake.Client
                  let! replayed = Shop.ExecutorExamples.RecordOrReplayAsync(file, clientOptions fake)
                  Expect.equal (recorded, replayed) ("0 products", "0 products") "as recorded, not as it is by now"
              finally
                  File.Delete file
          })
      "stub",
      simple (fun () ->
          task {
              let! said = Shop.ExecutorExamples.StubAsync()
              Expect.equal said "Not found." "the stub's sentence"
          })
      "logging executor",
      onLoopback (fun fake ->
          task {
              let! lines = Shop.ExecutorExamples.LogAsync(clientOptions fake)
              Expect.stringStarts (Seq.exactlyOne lines) "products:list GET /v1/products/ -> 200 in " "a line"
          })
      "executor around",
      onLoopback (fun fake ->
          task {
              let! which = Shop.ExecutorExamples.ReadOnlyAsync(clientOptions fake)
              Expect.equal which 1 "it reads, and changes nothing"
          })
      "metadata",
      furnished (fun fake ->
          task {
              let! said = Shop.ExecutorExamples.MetadataAsync fake.Client
              Expect.equal said "True 1" "made, and found"
          }) ]

/// Run where there is something to run it with.
let private ofAspire =
    [ "aspire host",
      simple (fun () ->
          task {
              let tests =
                  File.ReadAllText(Approved.path "tests/Polar.FakeServer.Aspire.Tests/HostTests.fs")

              Expect.stringContains tests "AppHost.Describe(" "those tests run it"
          }) ]

/// By the example's name.
let all: Map<string, unit -> Task<unit>> =
    Map.ofList (
        ofReadme
        @ ofFirstSteps
        @ ofErrors
        @ ofTesting
        @ ofFlows
        @ ofExecutors
        @ ofAspire
        @ WebExampleRuns.all
        @ FSharpExampleRuns.all
    )
