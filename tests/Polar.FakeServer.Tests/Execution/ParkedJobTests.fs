/// Background work that fails: it fails alone, and whoever wants to know is told.
module Polar.FakeServer.Tests.Execution.ParkedJobTests

open System
open Expecto
open Microsoft.Extensions.Logging
open Polar.FakeServer
open Polar.FakeServer.Billing.Orders
open Polar.FakeServer.Billing.Subscriptions
open Polar.FakeServer.Customers
open Polar.FakeServer.Execution
open Polar.FakeServer.Sales.Checkouts
open Polar.FakeServer.Tests

let private nobody = Guid.Parse "0e0e0e0e-0000-4000-8000-000000000001"

/// A job of each module that has one which relies on what it is about; here that is not there.
let private lost: (string * (unit -> IJob)) list =
    [ "CheckoutSuccessJob", (fun () -> CheckoutSuccessJob nobody)
      "CheckoutExpiryJob", (fun () -> CheckoutExpiryJob nobody)
      "CustomerStateJob", (fun () -> CustomerStateJob nobody)
      "BookFeeJob", (fun () -> BookFeeJob nobody)
      "ConfirmOrderJob", (fun () -> ConfirmOrderJob nobody)
      "BillPeriodJob", (fun () -> BillPeriodJob(nobody, PeriodBilling.Renewal, Nullable())) ]

let private orders fake =
    task {
        let! list = Http.get "/v1/orders/" fake
        return Json.whole "pagination.total_count" list.Json
    }

let private health fake =
    task {
        let! answer = Http.anonymous "GET" "/_fake/health" None fake
        return answer.Json
    }

[<Tests>]
let tests =
    testList
        "a job that fails"
        [ testCaseTask "fails alone: everything else that is due happens, and then the move tells of it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1000L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let due = Fake.startTime.AddDays 1.0
                  let! _ = Machinery.schedule due (FailingJob()) fake
                  let before = fake.Clock.UtcNow

                  let! failed =
                      task {
                          try
                              do! fake.Clock.AdvanceAsync "P3M"
                              return failtest "The move should tell."
                          with :? FakeJobException as failed ->
                              return failed
                      }

                  let job = Seq.exactlyOne failed.Jobs
                  Expect.equal (job.Kind, job.Due) ("FailingJob", due) "job"
                  Expect.stringContains failed.Message "FailingJob" "its name"
                  Expect.stringContains failed.Message "made to fail" "why"
                  Expect.equal fake.Clock.UtcNow (before.AddMonths 3) "the clock stands where it was to stand"
                  let! count = orders fake
                  Expect.equal count 4L "renewals happened"
              })

          testCaseTask "is a 500 of the call that moved the clock, which says why in JSON, and of no other call" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Machinery.schedule (Fake.startTime.AddHours 1.0) (FailingJob()) fake

                  let! answer =
                      Http.anonymous "POST" "/_fake/clock" (Some """{"advance":"P1D"}""") fake

                  Expect.equal answer.Status 500 "status"
                  Expect.stringContains (Json.text "detail" answer.Json) "FailingJob, due at 2026-03-01T13:00:00Z, failed" "which"
                  let! again = Http.anonymous "POST" "/_fake/clock" (Some """{"advance":"P1D"}""") fake
                  Expect.equal again.Status 200 "it is told once"
                  let! customers = Http.get "/v1/customers/" fake
                  Expect.equal customers.Status 200 "others go on"
              })

          testCaseTask "is shown with the fake's health until the fake is put back" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Machinery.step (fun transaction -> transaction.Enqueue(FailingJob())) fake
                  let! customer = Given.customer "ada@acme.dev" fake
                  Expect.equal (Json.text "email" customer) "ada@acme.dev" "the next call"
                  let! shown = health fake
                  Expect.equal (Json.text "status" shown) "degraded" "status"
                  Expect.equal (Json.text "parked_jobs.0.kind" shown) "FailingJob" "kind"
                  Expect.equal (Json.text "parked_jobs.0.due" shown) "2026-03-01T12:00:00Z" "due"
                  Expect.stringContains (Json.text "parked_jobs.0.error" shown) "made to fail" "error"
                  let! _ = Http.anonymous "POST" "/_fake/reset" None fake
                  let! shown = health fake
                  Expect.equal (Json.text "status" shown) "ok" "status"
                  Expect.isFalse (Json.has "parked_jobs" shown) "none"
              })

          testCaseTask "is logged as an error" (fun () ->
              task {
                  let log = new Log()
                  use! fake = Fake.startWith (fun options -> options.LoggerFactory <- log)
                  let! _ = Machinery.step (fun transaction -> transaction.Enqueue(FailingJob())) fake

                  let _, line =
                      log.Lines
                      |> List.filter (fun (level, _) -> level = LogLevel.Error)
                      |> List.exactlyOne

                  Expect.stringContains line "FailingJob, due at 2026-03-01T12:00:00.0000000+00:00, failed and is parked." "what"
                  Expect.stringContains line "made to fail" "why"
              })

          for kind, job in lost do
              testCaseTask $"may be any: {kind}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! product = Given.monthly 1000L fake
                      let! _ = Machinery.step (fun transaction -> transaction.Enqueue(job ())) fake
                      let! _ = Given.purchase product "ada@acme.dev" fake
                      let! shown = health fake
                      Expect.equal (Json.items "parked_jobs" shown |> List.map (Json.text "kind")) [ kind ] "parked"
                      do! fake.Clock.AdvanceAsync "P1M"
                      let! count = orders fake
                      Expect.equal count 2L "business goes on"
                  }) ]
