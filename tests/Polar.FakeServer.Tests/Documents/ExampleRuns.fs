/// What each example that a document shows must come to.
[<RequireQualifiedAccess>]
module Polar.FakeServer.Tests.Documents.ExampleRuns

open System
open System.IO
open System.Net.Http
open System.Threading
open System.Threading.Tasks
open Expecto
open Microsoft.Extensions.DependencyInjection
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.CSharp

let private onLoopback (play: FakePolar -> Task<unit>) () : Task<unit> =
    task {
        use! fake = FakePolar.ListenAsync(0, Fake.options ())
        do! play fake
    }

/// A fake with sample data: products, orders, subscriptions.
let private furnished (play: FakePolar -> Task<unit>) () : Task<unit> =
    task {
        use! fake = FakePolar.StartAsync()
        do! play fake
    }

let private simple (play: unit -> Task<unit>) : unit -> Task<unit> = play

/// An id that no row has.
let private nobody = Guid "00000000-0000-4000-8000-000000000000"

let private customer (fake: FakePolar) : Task<Guid> =
    task {
        let! made =
            fake.Client.Customers.CreateAsync(CustomerCreate.Individual "grace@acme.dev")

        return made.GetValueOrThrow().Id
    }

let private firstOrder (fake: FakePolar) : Task<Order> =
    task {
        let! page = fake.Client.Orders.ListAsync(OrdersListQuery(Limit = 100L))

        return
            page.GetValueOrThrow().Items
            |> Seq.find (fun order ->
                order.Status = OrderStatus.Paid
                && order.NetAmount > 1000L
                && order.RefundedAmount = 0L)
    }

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

let private ofFirstSteps =
    [ "first steps program",
      simple (fun () ->
          task {
              let! output = Programs.run "Polar.Functional.Samples.Console"
              Expect.stringContains output "Buy Pro at http://polar.fake/" "the checkout"
              Expect.stringContains output "Customer Ada Lovelace" "the customer"
          })
      "client",
      simple (fun () -> task { Expect.equal (string (Shop.PurchaseExamples.Client "polar_oat_x")) (string typeof<PolarClient>) "a client" })
      "product",
      furnished (fun fake ->
          task {
              let! said = Shop.PurchaseExamples.ProductAsync fake.Client
              Expect.stringStarts said "Pro is " "made"
          })
      "checkout",
      furnished (fun fake ->
          task {
              let! order = firstOrder fake
              let! url = Shop.PurchaseExamples.CheckoutAsync(fake.Client, order.ProductId.Value)
              Expect.stringStarts url $"{fake.Address}" "the checkout's address"
          })
      "orders",
      furnished (fun fake ->
          task {
              let! order = firstOrder fake
              let! revenue = Shop.PurchaseExamples.OrdersAsync(fake.Client, order.ProductId.Value)
              Expect.isGreaterThanOrEqual revenue order.NetAmount "at least that order"
          })
      "call options",
      furnished (fun fake ->
          task {
              let! customer =
                  fake.Client.Customers.CreateAsync(CustomerCreate.Individual "ada@acme.dev")

              let! session =
                  fake.Client.CustomerSessions.CreateAsync(CustomerSessionCreate.ForCustomer(customer.GetValueOrThrow().Id))

              let! said =
                  Shop.PurchaseExamples.CustomerSessionAsync(fake.Client, session.GetValueOrThrow().Token)

              Expect.equal said "0 orders" "hers alone"
          })
      "subscription update",
      furnished (fun fake ->
          task {
              let! page =
                  fake.Client.Subscriptions.ListAsync(SubscriptionsListQuery(Active = Nullable true, CancelAtPeriodEnd = Nullable false))

              let subscription = page.GetValueOrThrow().Items |> Seq.head
              let! said = Shop.PurchaseExamples.CancelAsync(fake.Client, subscription.Id)
              Expect.equal said subscription.Status.Value "it goes on until then"
              let! after = fake.Client.Subscriptions.GetAsync subscription.Id
              Expect.isTrue (after.GetValueOrThrow().CancelAtPeriodEnd) "and ends then"
          })
      "change",
      furnished (fun fake ->
          task {
              let! id = customer fake
              let! name = Shop.PurchaseExamples.RenameAsync(fake.Client, id)
              Expect.equal name "Ada Lovelace" "renamed"
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

/// By the example's name.
let all: Map<string, unit -> Task<unit>> =
    Map.ofList (
        ofReadme
        @ ofFirstSteps
        @ ofErrors
        @ ofTesting
        @ ofFlows
        @ ofExecutors
        @ WebExampleRuns.all
        @ FSharpExampleRuns.all
    )
