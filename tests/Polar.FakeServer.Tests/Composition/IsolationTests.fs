module Polar.FakeServer.Tests.Composition.IsolationTests

open System
open System.Net.Http
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private lists =
    [ "products/"
      "benefits/"
      "customers/"
      "checkouts/"
      "orders/"
      "subscriptions/"
      "license-keys/"
      "payments/"
      "benefit-grants/"
      "webhooks/endpoints" ]

/// Every list of a fake with sample data, byte for byte.
let private worldOf (change: FakePolarOptions -> unit) : Task<string list> =
    task {
        use! fake =
            Fake.startWith (fun options ->
                options.Empty <- false
                options.WebhookUrl <- Uri "http://127.0.0.1:9/hooks"
                change options)

        let texts = ResizeArray()

        for list in lists do
            let! answer = Http.get $"/v1/{list}?limit=100" fake
            texts.Add $"{list}: {answer.Status} {answer.Text}"

        return List.ofSeq texts
    }

[<Tests>]
let tests =
    testList
        "isolation"
        [ testCaseTask "the same seed makes the same world, byte for byte" (fun () ->
              task {
                  let! one = worldOf ignore
                  let! another = worldOf ignore

                  for one, another in List.zip one another do
                      Expect.equal another one "a list"
              })

          testCaseTask "another seed makes another world" (fun () ->
              task {
                  let! one = worldOf ignore
                  let! another = worldOf (fun options -> options.Seed <- 43)

                  for one, another in List.zip one another do
                      Expect.notEqual another one "a list"
              })

          testCaseTask "hundreds of fakes live side by side and share nothing" (fun () ->
              task {
                  let! fakes =
                      Task.WhenAll [ for seed in 1..300 -> Fake.startWith (fun options -> options.Seed <- seed) ]

                  let! made =
                      Task.WhenAll
                          [ for index, fake in Seq.indexed fakes do
                                task {
                                    // The same e-mail, which one organization could not have twice.
                                    let! customer = Given.customer "ada@acme.dev" fake
                                    do! fake.Clock.AdvanceAsync(TimeSpan.FromDays(float index))
                                    return Json.text "id" customer
                                } ]

                  Expect.hasLength (Array.distinct made) 300 "each its own"

                  for index, fake in Seq.indexed fakes do
                      let! all = Http.get "/v1/customers/" fake
                      Expect.equal (Json.whole "pagination.total_count" all.Json) 1L "its own customer alone"
                      Expect.equal (Json.text "items.0.id" all.Json) made[index] "and that one"
                      Expect.equal fake.Clock.UtcNow (Fake.startTime.AddDays(float index)) "its own clock"

                      Expect.hasLength
                          (fake.Webhooks.Events
                           |> Seq.filter (fun sent -> sent.Type = "customer.created")
                           |> List.ofSeq)
                          1
                          "its own events"

                  for fake in fakes do
                      do! fake.DisposeAsync()
              })

          testCaseTask "requests at one time each happen as a whole" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1900L fake

                  let! bought =
                      Task.WhenAll [ for index in 1..60 -> Given.purchase product $"customer-{index}@acme.dev" fake ]

                  Expect.hasLength (bought |> Array.distinctBy (fst >> Json.text "id")) 60 "customers/"
                  let! orders = Http.get "/v1/orders/?limit=100" fake
                  let orders = Json.items "items" orders.Json
                  Expect.hasLength orders 60 "an order each"
                  Expect.hasLength (orders |> List.distinctBy (Json.text "id")) 60 "no id twice"

                  // An organization's invoices are numbered customer by customer; none has another's number.
                  Expect.hasLength (orders |> List.distinctBy (Json.text "invoice_number")) 60 "no invoice number twice"

                  let! subscriptions = Http.get "/v1/subscriptions/?limit=100" fake

                  Expect.equal
                      (Json.items "items" subscriptions.Json
                       |> List.map (Json.text "customer_id")
                       |> List.sort)
                      (bought |> Array.map (fst >> Json.text "id") |> List.ofArray |> List.sort)
                      "a subscription for each customer"
              })

          testCaseTask "a disposed fake gives its port back and answers no more" (fun () ->
              task {
                  let! first = FakePolar.ListenAsync(0, Fake.options ())
                  let port = first.Address.Port
                  use client = first.CreateHttpClient()
                  let! health = client.GetAsync "/_fake/health"
                  Expect.equal (int health.StatusCode) 200 "it answers"
                  do! first.DisposeAsync()

                  let! refused =
                      task {
                          try
                              let! _ = client.GetAsync "/_fake/health"
                              return false
                          with :? HttpRequestException ->
                              return true
                      }

                  Expect.isTrue refused "no more"
                  let! second = FakePolar.ListenAsync(port, Fake.options ())
                  Expect.equal second.Address.Port port "the port is free again"
                  do! second.DisposeAsync()
              })

          testCaseTask "it may be disposed with deliveries under way, and twice" (fun () ->
              task {
                  let delivering = TaskCompletionSource()

                  use handler =
                      { new HttpMessageHandler() with
                          member _.SendAsync(_, cancellation) =
                              task {
                                  delivering.TrySetResult() |> ignore
                                  do! Task.Delay(Threading.Timeout.InfiniteTimeSpan, cancellation)
                                  return new HttpResponseMessage()
                              } }

                  let! fake =
                      Fake.startWith (fun options ->
                          options.WebhookUrl <- Uri "http://127.0.0.1:9/hooks"
                          options.WebhookHandler <- handler)

                  let! _ = Given.monthly 1900L fake
                  do! delivering.Task
                  do! fake.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds 20.0)
                  do! fake.DisposeAsync()
              }) ]
