/// What people do with the inspector: they move the clock, and what the control calls can.
module Polar.FakeServer.Tests.Pages.Inspector.InspectorActionTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Composition
open Polar.FakeServer.Pages.Inspector
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Control
open Polar.FakeServer.Tests.Pages.Inspector.InspectorTime
open Polar.FakeServer.Tests.Pages

let private ofClock =
    [ for label, fields, moment in
          [ "Advance a day", [], "2026-03-02 12:00:00"
            "Advance a month", [], "2026-04-01 12:00:00"
            "Advance", [ "advance", "PT90M" ], "2026-03-01 13:30:00"
            "To the next job", [], "2026-03-04 12:00:00" ] do
          testCaseTask $"{label} moves the clock to {moment}, and back on the page it shows" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      fake.Engine.ExecuteAsync(fun transaction ->
                          transaction.Schedule(transaction.Now.AddDays 3, Webhooks.PayloadArchiveJob(0L))
                          true)

                  let! page = Browsing.press label fields "/_fake/" fake
                  Expect.equal (now fake) moment "the clock"
                  Browsing.shows moment page
              })

      testCaseTask "a job in the list can be gone to" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Given.monthly 1900L fake
              let! _ = Given.purchase product "ada@acme.dev" fake

              let! page =
                  Browsing.press "Move there, to Subscription cycle" [] "/_fake/inspect/jobs" fake

              Expect.equal (now fake) "2026-04-01 12:00:00" "there"
              Browsing.shows "2026-05-01 12:00:00" page
              let! orders = Http.get "/v1/orders/" fake
              Expect.equal (Json.whole "pagination.total_count" orders.Json) 2L "it has renewed"
          })

      testCaseTask "where nothing is to come, it is told" (fun () ->
          task {
              use! fake = Fake.start ()
              let! page = Browsing.opened "/_fake/" fake
              let! answer = Browsing.send [] (Browsing.form "To the next job" page) fake
              Expect.equal answer.Status 400 answer.Text
              Browsing.shows "No job is to come." answer
          }) ]

let private ofOthers =
    [ testCaseTask "a snapshot is taken, gone back to and deleted; a reset leaves it" (fun () ->
          task {
              use! fake = Fake.start ()
              let path = "/_fake/inspect/snapshots"
              let! _ = Given.customer "ada@acme.dev" fake
              let! taken = Browsing.press "Take" [ "name", "with-ada" ] path fake
              Browsing.shows "with-ada clock at 2026-03-01 12:00:00" taken
              let! again = Browsing.press "Take" [ "name", "" ] path fake
              Browsing.shows "snapshot-1" again
              let! reset = Browsing.press "Reset" [] path fake
              Browsing.shows "with-ada" reset
              Expect.equal (fake.World.Customers.All |> Seq.length) 0 "the start"
              let! _ = Browsing.press "Restore with-ada" [] path fake
              Expect.equal (fake.World.Customers.All |> Seq.length) 1 "back"
              let! deleted = Browsing.press "Delete with-ada" [] path fake
              Browsing.hides "with-ada" deleted
              Browsing.shows "snapshot-1" deleted
              let! page = Browsing.opened path fake
              let! refused = Browsing.send [ "name", "a/b" ] (Browsing.form "Take" page) fake
              Expect.equal refused.Status 400 refused.Text
              Browsing.shows "'name' is not made of 1 to 100 letters" refused
          })

      testCaseTask "a fault is added, befalls its calls and is removed" (fun () ->
          task {
              use! fake = Fake.start ()
              let path = "/_fake/inspect/faults"

              let fields =
                  [ "operation", "customers:create"
                    "status", "503"
                    "body", """{"detail":"Later."}"""
                    "times", "2"
                    "percentage", ""
                    "delay_ms", "" ]

              let! added = Browsing.press "Add the fault" fields path fake
              Browsing.shows "customers:create: answers 503" added
              Browsing.shows "2 times more" added
              let! answer = Http.post "/v1/customers/" """{"email":"ada@acme.dev"}""" fake
              Expect.equal (answer.Status, answer.Text) (503, """{"detail":"Later."}""") "it befalls"
              let! left = Browsing.opened path fake
              Browsing.shows "1 time more" left
              let! removed = Browsing.press "Remove fault_1" [] path fake
              Browsing.shows "Nothing goes wrong." removed
              let! _ = Given.customer "ada@acme.dev" fake
              ()
          })

      testCaseTask "faults of all kinds can be asked for, and all be removed at once" (fun () ->
          task {
              use! fake = Fake.start ()
              let path = "/_fake/inspect/faults"

              for label, fields, said in
                  [ "Add the fault", [ "drop", "true"; "method", "POST" ], "every POST: the connection is dropped"
                    "Add the fault",
                    [ "path", "/v1/orders/"; "delay_ms", "20"; "truncate", "true" ],
                    "/v1/orders/…: waits 20 ms, the body is cut off"
                    "Add the webhook fault", [ "webhook", "duplicate"; "event", "order.paid"; "percentage", "50" ], "order.paid: duplicate" ] do
                  let! page = Browsing.press label fields path fake
                  Browsing.shows said page

              Expect.equal (fake.Faults.All.Count, fake.Faults.OfWebhooks.Count) (2, 1) "in force"
              let! page = Browsing.press "Remove all" [] path fake
              Browsing.shows "Nothing goes wrong." page

              for label, fields, said in
                  [ "Add the fault", [ "status", "many" ], "'status' is not a whole number."
                    "Add the fault", [ "operation", "nothing:at-all"; "status", "500" ], "There is no operation 'nothing:at-all'"
                    "Add the fault", [], "Say what goes wrong"
                    "Add the webhook fault", [ "webhook", "skip"; "event", "x" ], "There is no event 'x'" ] do
                  let! page = Browsing.opened path fake
                  let! refused = Browsing.send fields (Browsing.form label page) fake
                  Expect.equal refused.Status 400 said
                  Browsing.shows said refused
          })

      testCaseTask "an event is delivered again, whether its endpoint is the fake's own organization's or not" (fun () ->
          task {
              let! started, _ = Controlled.start ()
              use fake = started
              let before = fake.Webhooks.Deliveries.Count
              let! _ = Browsing.press "Redeliver" [] "/_fake/inspect/webhooks" fake
              do! fake.Webhooks.SettleAsync()
              Expect.equal fake.Webhooks.Deliveries.Count (before + 1) "one more attempt"
              let! page = Browsing.opened "/_fake/inspect/webhooks" fake
              Browsing.shows "2 attempts" page
          })

      testCaseTask "requests are forgotten" (fun () ->
          task {
              use! fake = Fake.start ()
              let! _ = Given.customer "ada@acme.dev" fake
              let! page = Browsing.press "Forget all" [] "/_fake/inspect/requests" fake
              Browsing.shows "Nothing was asked." page
              Expect.isEmpty fake.Requests.All "none"
          }) ]

[<Tests>]
let tests =
    testList "inspector's buttons" [ testList "clock" ofClock; testList "everything else" ofOthers ]
