/// The webhook log: pages, filters, how much it keeps, and that nothing disturbs it.
module Polar.FakeServer.Tests.Webhooks.WebhookLogTests

open System
open System.Net
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Execution

let private log (query: string) fake =
    Http.anonymous "GET" $"/_fake/webhooks{query}" None fake

let private emails (answer: Answer) =
    Json.items "events" answer.Json |> List.map (Json.text "data.email")

let private customers (count: int) fake =
    task {
        for number in 1..count do
            let! _ = Given.customer $"c{number}@acme.dev" fake
            ()
    }

/// Many events in one step.
let private published (count: int) (fake: FakePolar) =
    task {
        let! customer = Given.customer "ada@acme.dev" fake
        let row = fake.World.Customers[Guid.Parse(Json.text "id" customer)]

        let! _ =
            Machinery.step
                (fun transaction ->
                    for _ in 1..count do
                        transaction.Publish(row.OrganizationId, "customer.updated", (fun _ -> row.Resource)))
                fake

        return ()
    }

/// The world as an event has found it; nothing of this test's own keeps it.
[<System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)>]
let private worldOf (fake: FakePolar) = WeakReference fake.World

[<Tests>]
let tests =
    testList
        "the webhook log"
        [ testCaseTask "keeps no world of the time before its oldest event" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.KeptEvents <- 10)
                  do! published 1 fake
                  let before = worldOf fake

                  // Each of these remembers the world that it has found, but not the log in it.
                  for number in 1..30 do
                      let! _ = Given.customer $"c{number}@acme.dev" fake
                      ()

                  let collected () =
                      GC.Collect()
                      GC.WaitForPendingFinalizers()
                      not before.IsAlive

                  let mutable tries = 0

                  while not (collected ()) && tries < 20 do
                      tries <- tries + 1
                      do! Task.Yield()

                  Expect.isFalse before.IsAlive "the world of an event that is forgotten"
              })

          testCaseTask "pages, the newest last" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! customers 5 fake
                  let! first = log "?type=customer.created&limit=2" fake
                  Expect.equal (emails first) [ "c1@acme.dev"; "c2@acme.dev" ] "first"
                  let! last = log "?type=customer.created&limit=2&page=3" fake
                  Expect.equal (emails last) [ "c5@acme.dev" ] "last"
                  Expect.equal (Json.whole "pagination.events" last.Json) 5L "all"
                  Expect.equal (Json.whole "pagination.max_page" last.Json) 3L "pages"
                  let! beyond = log "?type=customer.created&limit=2&page=4" fake
                  Expect.isEmpty (emails beyond) "beyond"
                  let! all = log "" fake
                  Expect.equal (Json.whole "pagination.events" all.Json) (int64 fake.Webhooks.Events.Count) "without a filter"
              })

          testCaseTask "shows what went to one endpoint, and what failed" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! good =
                      Machinery.receive [ "customer.created" ] (fun _ _ -> Task.FromResult HttpStatusCode.OK) fake

                  let! bad =
                      Machinery.receive [ "customer.created" ] (fun _ _ -> Task.FromResult HttpStatusCode.BadGateway) fake

                  do! customers 1 fake
                  do! fake.Webhooks.SettleAsync()

                  let deliveries query =
                      task {
                          let! answer = log query fake
                          return Json.items "deliveries" answer.Json |> List.map (Json.text "endpoint_id")
                      }

                  let! ofGood = deliveries $"?endpoint={good.EndpointId}"
                  Expect.equal ofGood [ string good.EndpointId ] "one endpoint's"
                  let! failed = deliveries "?failed=true"
                  Expect.equal failed [ string bad.EndpointId ] "failed"
                  let! taken = deliveries "?failed=false"
                  Expect.equal taken [ string good.EndpointId ] "not failed"
                  let! none = log $"?failed=true&endpoint={good.EndpointId}" fake
                  Expect.isEmpty (Json.items "events" none.Json) "no such event"
              })

          for query, sentence in
              [ "?typ=order.paid", "There is no parameter 'typ'"
                "?limit=0", "'limit' is not a whole number from 1 to 1000."
                "?limit=x", "'limit' is not a whole number from 1 to 1000."
                "?page=-1", "'page' is not a whole number"
                "?endpoint=x", "'endpoint' is not a UUID."
                "?failed=maybe", "'failed' is neither true nor false." ] do
              testCaseTask $"refuses {query}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer = log query fake
                      Expect.equal answer.Status 400 "status"
                      Expect.stringContains (Json.text "detail" answer.Json) sentence "why"
                  })

          testCaseTask "keeps so many events, and says how many it has dropped" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.KeptEvents <- 300)
                  do! published 1000 fake
                  let! answer = log "?limit=1000" fake
                  Expect.equal (Json.whole "pagination.events" answer.Json) 300L "kept"
                  let total = fake.World.Events.Total
                  Expect.isGreaterThan total 1000L "published"
                  Expect.equal (Json.whole "dropped_events" answer.Json) (total - 300L) "dropped"
                  Expect.equal fake.Webhooks.Events.Count 300 "in the process"
                  do! fake.ResetAsync()
                  let! empty = log "" fake
                  Expect.equal (Json.whole "dropped_events" empty.Json) 0L "from the start"
              })

          testCaseTask "never fails while resets run" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Machinery.receive [] (fun _ _ -> Task.FromResult HttpStatusCode.OK) fake

                  let resetting =
                      task {
                          for _ in 1..30 do
                              do! published 20 fake
                              do! fake.ResetAsync()
                      }

                  let reading =
                      task {
                          while not resetting.IsCompleted do
                              let! answer = log "?failed=false" fake
                              Expect.equal answer.Status 200 answer.Text
                              Expect.isGreaterThanOrEqual fake.Webhooks.Deliveries.Count 0 "in the process"
                      }

                  let! _ = Task.WhenAll [| resetting; reading |]
                  ()
              }) ]
