/// Services that throw, and recordings that were made with a test's own.
module Polar.FakeServer.Tests.Simulation.ServiceFailureTests

open System
open System.IO
open System.Net
open Expecto
open Microsoft.Extensions.Logging
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Catalog.Files
open Polar.FakeServer.Mail
open Polar.FakeServer.Simulation
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Execution
open Polar.FakeServer.Tests.Simulation.OwnServices

[<Tests>]
let tests =
    testList
        "services of a test's own"
        [ testCaseTask
              "payments and taxes: a service that throws fails that call alone, and a renewal's charge is a job that failed"
              (fun () ->
                  task {
                      let mutable isDown = true

                      let processor =
                          { new IPaymentProcessor with
                              member _.Charge _ =
                                  if isDown then
                                      failwith "the processor is down"
                                  else
                                      CardOutcome.Success }

                      let mutable taxIsDown = false

                      let taxes =
                          { new ITaxService with
                              member _.RateOf(_, _) =
                                  if taxIsDown then
                                      failwith "the tax service is down"
                                  else
                                      0.2m }

                      use! fake =
                          Fake.startWith (fun options ->
                              options.PaymentProcessor <- processor
                              options.TaxService <- taxes)

                      let! product = Buying.monthly (Buying.fixedPrice 1000) fake
                      let! session = Buying.session product "" fake
                      let! refused = Buying.confirm (Buying.french "ada@acme.dev") session fake
                      Expect.equal refused.Status 500 refused.Text
                      isDown <- false
                      taxIsDown <- true
                      let! refused = Buying.confirm (Buying.french "ada@acme.dev") session fake
                      Expect.equal refused.Status 500 refused.Text
                      let! still = Buying.seen session fake
                      Expect.equal (Json.text "status" still) "open" "nothing of it has happened"
                      taxIsDown <- false
                      let! paid = Buying.confirm (Buying.french "ada@acme.dev") session fake
                      Buying.succeeds paid |> ignore
                      isDown <- true

                      let! failed =
                          task {
                              try
                                  do! fake.Clock.AdvanceAsync "P1M"
                                  return []
                              with :? FakeJobException as failed ->
                                  return [ for job in failed.Jobs -> job.Error ]
                          }

                      Expect.isNonEmpty failed "the renewal's job"
                      Expect.all failed (fun error -> error.Contains "the processor is down") "why"
                      let! orders = Http.get "/v1/orders/" fake
                      Expect.isGreaterThanOrEqual (Json.whole "pagination.total_count" orders.Json) 1L "the first order is there"
                      isDown <- false
                      let! customer = Given.customer "bob@acme.dev" fake
                      Expect.equal (Json.text "email" customer) "bob@acme.dev" "others go on"
                  })

          testCaseTask "a recording that was made with services of one's own is only repeated with them, and sends no mail" (fun () ->
              task {
                  let folder = Directory.CreateTempSubdirectory "polar-services-"

                  try
                      let file = Path.Combine(folder.FullName, "recording.jsonl")
                      let box, shelf = Mailbox(), Shelf()
                      let lookup = OneCountry(fun () -> Nullable(Country "FR"))

                      do!
                          task {
                              use! fake =
                                  Fake.startWith (fun options ->
                                      options.RecordTo <- file
                                      options.MailSender <- box
                                      options.FileStorage <- shelf
                                      options.CountryLookup <- lookup)

                              let! _ = Given.customer "ada@acme.dev" fake

                              let! _ =
                                  Http.anonymous
                                      "POST"
                                      "/v1/customer-portal/customer-session/request"
                                      (Some $"""{{"email":"ada@acme.dev","organization_id":"{fake.Organization.Id}"}}""")
                                      fake

                              let! announced, answers = upload [ "te"; "xt" ] fake
                              let! completed = complete announced answers fake
                              Expect.equal completed.Status 200 completed.Text
                              let! product = Buying.once (Buying.fixedPrice 1000) fake
                              let! _ = Buying.session product ""","customer_ip_address":"203.0.113.7" """ fake
                              ()
                          }

                      let sent = box.Sent.Length
                      Expect.equal sent 1 "one mail"

                      for change in
                          [ (fun (options: FakePolarOptions) -> options.FileStorage <- shelf)
                            (fun (options: FakePolarOptions) -> options.CountryLookup <- lookup) ] do
                          let! missing =
                              task {
                                  try
                                      let! _ = FakePolar.ReplayAsync(file, change)
                                      return ""
                                  with :? ArgumentException as refused ->
                                      return refused.Message
                              }

                          Expect.stringContains missing "The recording was made with a" "what is missing"

                      let! replay =
                          FakePolar.ReplayAsync(
                              file,
                              fun options ->
                                  options.MailSender <- box
                                  options.FileStorage <- shelf
                                  options.CountryLookup <- lookup
                          )

                      Expect.isNull replay.Difference "the same"
                      Expect.isTrue replay.IsComplete "to its end"
                      Expect.hasLength box.Sent sent "no mail is sent again"
                  finally
                      folder.Delete true
              }) ]
