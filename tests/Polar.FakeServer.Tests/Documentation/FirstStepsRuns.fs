/// The examples of the first steps, as they run against a fake.
module internal Polar.FakeServer.Tests.Documentation.FirstStepsRuns

open System
open System.Threading.Tasks
open Expecto
open Microsoft.Extensions.DependencyInjection
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.CSharp

/// A fake with sample data: products, orders, subscriptions.
let furnished (play: FakePolar -> Task<unit>) () : Task<unit> =
    task {
        use! fake = FakePolar.StartAsync()
        do! play fake
    }

let simple (play: unit -> Task<unit>) : unit -> Task<unit> = play

let customer (fake: FakePolar) : Task<Guid> =
    task {
        let! made =
            fake.Client.Customers.CreateAsync(CustomerCreate.Individual "grace@acme.dev")

        return made.GetValueOrThrow().Id
    }

let firstOrder (fake: FakePolar) : Task<Order> =
    task {
        let! page = fake.Client.Orders.ListAsync(OrdersListQuery(Limit = 100L))

        return
            page.GetValueOrThrow().Items
            |> Seq.find (fun order ->
                order.Status = OrderStatus.Paid
                && order.NetAmount > 1000L
                && order.RefundedAmount = 0L)
    }

let ofFirstSteps =
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
