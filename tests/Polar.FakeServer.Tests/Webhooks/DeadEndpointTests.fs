/// Very many events for an endpoint at whose address nobody listens.
module Polar.FakeServer.Tests.Webhooks.DeadEndpointTests

open System
open System.Diagnostics
open System.Net
open System.Net.Sockets
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Customers
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Execution
open Polar.FakeServer.Webhooks

let private closedPort () =
    use listener = new TcpListener(IPAddress.Loopback, 0)
    listener.Start()
    (listener.LocalEndpoint :?> IPEndPoint).Port

/// A fake with so many events that such an endpoint is to get.
let private published (events: int) : Task<FakePolar> =
    task {
        let! fake = Fake.start ()
        let! _ = Given.customer "ada@acme.dev" fake

        let! made =
            Http.post
                "/v1/webhooks/endpoints"
                $"""{{"url":"http://127.0.0.1:{closedPort ()}/hook","format":"raw","events":["customer.updated"]}}"""
                fake

        Expect.equal made.Status 201 made.Text
        let row = Seq.exactlyOne (fake.World.Table<CustomerRow>().All)

        let! _ =
            Machinery.step
                (fun transaction ->
                    for _ in 1..events do
                        transaction.Publish(row.OrganizationId, "customer.updated", (fun _ -> row.Resource)))
                fake

        return fake
    }

let private endpoint (fake: FakePolar) =
    Seq.exactlyOne (fake.World.Table<WebhookEndpointRow>().All)

/// How long a day of the clock takes.
let private day (fake: FakePolar) : Task<TimeSpan> =
    task {
        let begun = Stopwatch.GetTimestamp()
        do! fake.Clock.AdvanceAsync "P1D"
        return Stopwatch.GetElapsedTime begun
    }

[<Tests>]
let tests =
    testSequenced (
        testList
            "an endpoint that is not there"
            [ testCaseTask "is tried ten times, then switched off; what still waits is left out, and everybody is told once" (fun () ->
                  task {
                      use! fake = published 300
                      let attempts = ResizeArray<FakeDelivery>()
                      let disabled = ResizeArray<FakeDisabledEndpoint>()
                      fake.Webhooks.add_Delivered (fun attempt -> attempts.Add attempt)
                      fake.Webhooks.add_EndpointDisabled (fun one -> disabled.Add one)
                      let! _ = day fake
                      Expect.isFalse (endpoint fake).Resource.Enabled "off"
                      Expect.equal (Seq.exactlyOne disabled).Id (endpoint fake).Id "told once"
                      Expect.hasLength fake.Emails.All 1 "written once"
                      let messages = List.ofSeq (fake.World.Table<WebhookMessage>().All)
                      Expect.hasLength messages 300 "each once"

                      for message in messages do
                          Expect.isTrue (message.Succeeded = Nullable false || message.Skipped) "given up or left out"
                          Expect.isLessThanOrEqual message.Attempts 10 "at most ten times"

                      Expect.isTrue (messages |> List.exists (fun message -> message.Attempts = 10)) "ten times"
                      let kept = fake.World.Table<WebhookDeliveryRow>()
                      Expect.equal kept.Count (messages |> List.sumBy _.Attempts) "every attempt is kept"
                      Expect.isGreaterThanOrEqual kept.Count attempts.Count "and told of, those from now on"
                      Expect.isGreaterThan attempts.Count 1_000 "very many"
                      Expect.all kept.All (fun attempt -> not attempt.Succeeded && not attempt.HttpCode.HasValue) "none was taken"

                      for message in messages do
                          Expect.equal
                              (kept.Of(message.OrganizationId, WebhookDeliveryRow.ByEvent, message.Id).Count)
                              message.Attempts
                              "no attempt is noted twice"

                      let! again = day fake
                      Expect.isLessThan again (TimeSpan.FromSeconds 5.0) "nothing is left to do"
                      Expect.equal (fake.World.Table<WebhookDeliveryRow>().Count) kept.Count "nothing more is tried"
                  })

              testCaseTask "costs the same for each event, however many there are" (fun () ->
                  task {
                      let cost (events: int) =
                          task {
                              use! fake = published events
                              let! time = day fake
                              Expect.isFalse (endpoint fake).Resource.Enabled "off"
                              return time / float events
                          }

                      // The first one pays for the compiler.
                      let! _ = cost 500
                      let! few = cost 4_000
                      let! many = cost 16_000
                      Expect.isLessThan many (few * 2.5) $"{few.TotalMicroseconds} and {many.TotalMicroseconds} us"
                  })

              testCaseTask "that is there again gets what it has missed" (fun () ->
                  task {
                      let port = closedPort ()
                      use! fake = Fake.start ()

                      let! made =
                          Http.post
                              "/v1/webhooks/endpoints"
                              $"""{{"url":"http://127.0.0.1:{port}/hook","format":"raw","events":["customer.created"]}}"""
                              fake

                      Expect.equal made.Status 201 made.Text
                      let! _ = Given.customer "ada@acme.dev" fake
                      do! fake.Clock.AdvanceAsync "PT1M"
                      use listener = new HttpListener()
                      listener.Prefixes.Add $"http://127.0.0.1:{port}/"
                      listener.Start()

                      let taking =
                          task {
                              let! context = listener.GetContextAsync()
                              context.Response.StatusCode <- 200
                              context.Response.Close()
                          }

                      do! fake.Clock.AdvanceAsync "PT1H"
                      do! taking
                      let message = Seq.exactlyOne (fake.World.Table<WebhookMessage>().All)
                      Expect.equal message.Succeeded (Nullable true) "taken"
                      Expect.isGreaterThan message.Attempts 2 "after some attempts"
                      Expect.isTrue (endpoint fake).Resource.Enabled "still on"
                  }) ]
    )
