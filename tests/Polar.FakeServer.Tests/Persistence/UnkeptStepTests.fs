/// What leaves the fake leaves it once the file has the step that it belongs to, and of a step that could not be written nothing is to be seen anywhere.
module Polar.FakeServer.Tests.Persistence.UnkeptStepTests

open System
open System.Collections.Concurrent
open System.Net
open System.Net.Http
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Simulation
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Simulation.OwnServices
open Polar.FakeServer.Tests.Webhooks.StreamListeners

/// Has a code for signing in mailed to a customer.
let private askForCode (email: string) (fake: FakePolar) : Task<Answer> =
    Http.anonymous
        "POST"
        "/v1/customer-portal/customer-session/request"
        (Some $"""{{"email":"{email}","organization_id":"{fake.Organization.Id}"}}""")
        fake

/// An app that takes every webhook, and the bodies that it took.
let private app () =
    let taken = ConcurrentQueue<string>()

    taken,
    { new HttpMessageHandler() with
        member _.SendAsync(request, _) =
            task {
                let! body = (Unchecked.nonNull request.Content).ReadAsStringAsync()
                taken.Enqueue body
                return new HttpResponseMessage(HttpStatusCode.OK)
            } }

let private notKept (answer: Answer) : unit =
    Expect.equal (answer.Status, Json.text "error" answer.Json) (500, "NotKept") answer.Text

[<Tests>]
let tests =
    testList
        "steps that could not be written"
        [ testCaseTask "leave no trace: no mail, no event, no message on a stream, no webhook, no delivery, no time, no chance" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  let box = Mailbox()
                  let taken, handler = app ()

                  use! fake =
                      Kept.startOn folder.File (fun options ->
                          options.MailSender <- box
                          options.WebhookUrl <- Uri "http://127.0.0.1:9/hooks"
                          options.WebhookHandler <- handler)

                  let! _ = Given.customer "ada@acme.dev" fake
                  do! fake.Webhooks.SettleAsync()

                  use! stream =
                      listen $"/v1/cli/listen/{fake.Organization.Id}" (Some fake.AccessToken) fake

                  let! connected = stream.NextAsync()
                  Expect.equal (Json.text "key" connected) "connected" "it listens"
                  let told = ConcurrentQueue<FakeEvent>()
                  fake.Webhooks.add_Published (Action<FakeEvent>(told.Enqueue))
                  let! before = fake.ExportAsync()
                  taken.Clear()
                  fake.DataFile.FailWrites true
                  let! refused = askForCode "ada@acme.dev" fake
                  notKept refused
                  let! refused = Http.post "/v1/customers/" """{"email":"bob@acme.dev"}""" fake
                  notKept refused
                  do! fake.Webhooks.SettleAsync()
                  Expect.isEmpty box.Sent "no mail went out"
                  Expect.isEmpty told "no subscriber was told"
                  Expect.isEmpty taken "the app has heard nothing"
                  let! after = fake.ExportAsync()
                  Kept.isSameDocument before after "the world is the one before"
                  let! mails = Http.anonymous "GET" "/_fake/emails" None fake
                  Expect.isEmpty (Json.items "emails" mails.Json) "nor is one listed"
                  let! health = Http.anonymous "GET" "/_fake/health" None fake
                  Expect.isFalse (Json.has "parked_jobs" health.Json) "no job is said to have failed"

                  fake.DataFile.FailWrites false
                  let! asked = askForCode "ada@acme.dev" fake
                  Expect.equal asked.Status 202 asked.Text
                  let! _ = Given.customer "eve@acme.dev" fake
                  do! fake.Webhooks.SettleAsync()
                  let! first = stream.NextAsync()
                  Expect.stringContains (Json.text "payload.payload" first) "eve@acme.dev" "the stream goes on with what has happened"
                  let email = List.exactlyOne box.Sent
                  Expect.equal email (fake.Emails.Last "ada@acme.dev") "one mail, the one that is listed"
                  Expect.isFalse (taken |> Seq.exists _.Contains("bob@acme.dev")) "no webhook tells of what has not happened"
                  Expect.isTrue (taken |> Seq.exists _.Contains("eve@acme.dev")) "but of what has"
              })

          testCaseTask "on a disk that fills up, as many mails go out as calls are answered" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  let box = Mailbox()

                  let! fake =
                      Kept.startOn folder.File (fun options ->
                          options.RateLimits <- FakeRateLimits.Off
                          options.MailSender <- box)

                  let! _ = Given.customer "ada@acme.dev" fake
                  fake.DataFile.LimitGrowth 2
                  let mutable taken = 0
                  let mutable refused = None

                  while refused.IsNone do
                      let! answer = askForCode "ada@acme.dev" fake

                      if answer.Status = 202 then
                          taken <- taken + 1
                      else
                          refused <- Some answer

                  notKept refused.Value
                  Expect.stringContains (Json.text "detail" refused.Value.Json) "the disk is full" "why"
                  Expect.isGreaterThan taken 0 "some fit"
                  Expect.equal box.Sent.Length taken "each of those has gone out, and none else"
                  Expect.equal box.Sent (List.ofSeq fake.Emails.All) "the same that are listed"
                  do! fake.DisposeAsync()
                  use! again = Kept.startOn folder.File (fun options -> options.MailSender <- box)
                  Expect.hasLength again.Emails.All taken "and that are kept"
                  Expect.equal box.Sent.Length taken "none goes out again"
              })

          testCaseTask "a mail goes out when the world that is kept has it, and before its call is answered" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  let seen = ConcurrentQueue<int>()
                  let mutable listed = fun () -> -1

                  let sender =
                      { new IMailSender with
                          member _.Send _ = seen.Enqueue(listed ()) }

                  use! fake = Kept.startOn folder.File (fun options -> options.MailSender <- sender)
                  listed <- fun () -> fake.Emails.All.Count
                  let! _ = Given.customer "ada@acme.dev" fake
                  let! asked = askForCode "ada@acme.dev" fake
                  Expect.equal asked.Status 202 asked.Text
                  Expect.equal (List.ofSeq seen) [ 1 ] "it stood there already"
              })

          testCaseTask "a mail that cannot be sent is parked, and stays so in the next process; its call is answered" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  let box = Mailbox(Fails = true)
                  let! fake = Kept.startOn folder.File (fun options -> options.MailSender <- box)
                  let! _ = Given.customer "ada@acme.dev" fake
                  let! asked = askForCode "ada@acme.dev" fake
                  Expect.equal asked.Status 202 asked.Text
                  Expect.hasLength fake.Emails.All 1 "the step stays as it is"
                  do! fake.DisposeAsync()
                  use! again = Kept.startOn folder.File ignore
                  let! health = Http.anonymous "GET" "/_fake/health" None again
                  Expect.equal (Json.text "parked_jobs.0.kind" health.Json) "SendEmailJob" "what failed"
                  Expect.stringContains (Json.text "parked_jobs.0.error" health.Json) "the mail server is down" "why"
                  Expect.hasLength again.Emails.All 1 "and all of it is kept"
              }) ]
