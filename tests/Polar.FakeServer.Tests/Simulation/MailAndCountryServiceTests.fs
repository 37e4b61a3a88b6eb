/// Who sends mail and who knows countries may be a test's own. Each is asked once, and fails alone.
module Polar.FakeServer.Tests.Simulation.MailAndCountryServiceTests

open System
open System.IO
open System.Net.Http
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

let private mail (token: string) (fake: FakePolar) =
    Machinery.step
        (fun transaction ->
            SentEmails.SendEmail(
                transaction,
                EmailDraft(OrganizationId = fake.Organization.Id, To = "ada@acme.dev", Kind = "code", Subject = "Your code", Token = token)
            ))
        fake

[<Tests>]
let tests =
    testList
        "services of a test's own"
        [ testCaseTask "mail: each e-mail is sent once, as it is kept, and in its order" (fun () ->
              task {
                  let box = Mailbox()
                  use! fake = Fake.startWith (fun options -> options.MailSender <- box)
                  let! _ = mail "1" fake
                  let! _ = mail "2" fake
                  do! fake.Clock.AdvanceAsync "P1M"
                  Expect.equal box.Tokens [ "1"; "2" ] "once each"
                  Expect.equal box.Sent (List.ofSeq fake.Emails.All) "the same that the fake keeps"
              })

          testCaseTask "mail: the code of a sign-in comes by it" (fun () ->
              task {
                  let box = Mailbox()
                  use! fake = Fake.startWith (fun options -> options.MailSender <- box)
                  let! _ = Given.customer "ada@acme.dev" fake

                  let! asked =
                      Http.anonymous
                          "POST"
                          "/v1/customer-portal/customer-session/request"
                          (Some $"""{{"email":"ada@acme.dev","organization_id":"{fake.Organization.Id}"}}""")
                          fake

                  Expect.equal asked.Status 202 asked.Text
                  let email = List.exactlyOne box.Sent
                  Expect.equal (email.Kind, email.To) ("customer_session_code", "ada@acme.dev") "the code"
                  Expect.equal email.Token (fake.Emails.Last "ada@acme.dev").Token "the same code"
              })

          testCaseTask "mail: one that cannot be sent is a job that failed; the call is answered, and the next one is sent" (fun () ->
              task {
                  let log = new Log()
                  let box = Mailbox(Fails = true)

                  use! fake =
                      Fake.startWith (fun options ->
                          options.MailSender <- box
                          options.LoggerFactory <- log)

                  let! _ = mail "hush" fake
                  Expect.hasLength fake.Emails.All 1 "it is kept"
                  let! health = Http.anonymous "GET" "/_fake/health" None fake
                  Expect.equal (Json.text "parked_jobs.0.kind" health.Json) "SendEmailJob" "parked"
                  Expect.stringContains (Json.text "parked_jobs.0.error" health.Json) "the mail server is down" "why"
                  Expect.isFalse (log.Lines |> List.exists (fun (_, line) -> line.Contains "hush")) "no token in the log"
                  box.Fails <- false
                  let! _ = mail "2" fake
                  Expect.equal box.Tokens [ "2" ] "the next one, and the first one not again"
              })

          testCaseTask "mail: a step that is undone, a restore, a reset and a replay send nothing; a fork uses the same sender" (fun () ->
              task {
                  let box = Mailbox()
                  use! fake = Fake.startWith (fun options -> options.MailSender <- box)

                  let! undone =
                      task {
                          try
                              let! _ =
                                  Machinery.step
                                      (fun transaction ->
                                          SentEmails.SendEmail(
                                              transaction,
                                              EmailDraft(OrganizationId = fake.Organization.Id, To = "a@b.dev", Kind = "k", Subject = "s")
                                          )

                                          failwith "made to fail")
                                      fake

                              return false
                          with _ ->
                              return true
                      }

                  Expect.isTrue undone "the step failed"
                  Expect.isEmpty box.Sent "nothing of it was sent"
                  let! _ = mail "1" fake
                  let snapshot = fake.Snapshot()
                  let! _ = mail "2" fake
                  do! fake.RestoreAsync snapshot
                  use! fork = fake.ForkAsync()
                  let! _ = mail "3" fork
                  do! fake.ResetAsync()
                  do! fake.Clock.AdvanceAsync "P1D"
                  Expect.equal box.Tokens [ "1"; "2"; "3" ] "each once"
                  Expect.hasLength fork.Emails.All 2 "the fork has its own past"
              })

          testCaseTask "mail: starting from a data file sends nothing again" (fun () ->
              task {
                  let folder = Directory.CreateTempSubdirectory "polar-mail-"

                  try
                      let box = Mailbox()

                      let start () =
                          Fake.startWith (fun options ->
                              options.MailSender <- box
                              options.DataFile <- Path.Combine(folder.FullName, "world.db"))

                      do!
                          task {
                              use! fake = start ()
                              let! _ = mail "1" fake
                              ()
                          }

                      use! again = start ()
                      do! again.Clock.AdvanceAsync "P1D"
                      Expect.equal box.Tokens [ "1" ] "once"
                      Expect.hasLength again.Emails.All 1 "kept"
                  finally
                      folder.Delete true
              })

          testCaseTask "countries: a lookup of one's own decides a checkout's country, and is asked once" (fun () ->
              task {
                  let lookup = OneCountry(fun () -> Nullable(Country "FR"))

                  use! fake =
                      Fake.startWith (fun options ->
                          options.CountryLookup <- lookup
                          options.IpCountries["203.0.113.7"] <- "US")

                  let! product = Buying.once (Buying.fixedPrice 1000) fake

                  let! session =
                      Buying.session product ""","customer_ip_address":"::ffff:203.0.113.7" """ fake

                  Expect.equal (Json.text "customer_billing_address.country" session) "FR" "its country, and not the table's"
                  Expect.equal lookup.Asked [ "203.0.113.7" ] "asked once, for the address of version 4"
                  let! _ = Buying.fill "{}" session fake
                  Expect.hasLength lookup.Asked 1 "nobody asks where the address is known"

                  let! link =
                      Given.create "/v1/checkout-links/" $"""{{"payment_processor":"stripe","products":["{product}"]}}""" fake

                  let request =
                      new HttpRequestMessage(HttpMethod.Get, Uri(Json.text "url" link).PathAndQuery)

                  request.Headers.Add("True-Client-IP", "2001:db8::1")
                  let! opened = Http.raw fake request
                  Expect.equal opened.Status 307 opened.Text
                  Expect.equal lookup.Asked [ "203.0.113.7"; "2001:db8::1" ] "a link's visitor, once"
              })

          testList
              "countries: a lookup that"
              [ for name, answer in
                    [ "throws", (fun () -> failwith "no database")
                      "names no country", (fun () -> Nullable(Country "Narnia")) ] ->
                    testCaseTask $"{name} fails that call alone" (fun () ->
                        task {
                            let lookup = OneCountry answer
                            use! fake = Fake.startWith (fun options -> options.CountryLookup <- lookup)
                            let! product = Buying.once (Buying.fixedPrice 1000) fake

                            let! refused =
                                Buying.refused product ""","customer_ip_address":"203.0.113.7" """ fake

                            Expect.equal refused.Status 500 refused.Text
                            let! list = Http.get "/v1/checkouts/" fake
                            Expect.equal (Json.whole "pagination.total_count" list.Json) 0L "nothing of it happened"
                            let! session = Buying.session product "" fake
                            Expect.equal (Json.text "status" session) "open" "others go on"
                        }) ] ]
