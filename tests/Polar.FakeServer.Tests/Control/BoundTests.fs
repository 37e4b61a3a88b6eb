/// Every log of the fake has a bound: requests with their bodies, e-mails, messages, attempts to deliver them, jobs that failed.
module Polar.FakeServer.Tests.Control.BoundTests

open System
open System.Net.Http
open System.Runtime.CompilerServices
open System.Text.Json
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Catalog.Files
open Polar.FakeServer.Execution
open Polar.FakeServer.Mail
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Execution
open Polar.FakeServer.Webhooks

let private named (length: int) (fake: FakePolar) =
    Http.post "/v1/customers/" $"""{{"email":"no address","name":"{String('n', length)}"}}""" fake

let private ofBodies =
    testList
        "bodies of requests"
        [ testCaseTask "of each its beginning is kept, and what was cut is said" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.KeptBodyBytes <- 100)
                  let! refused = named 10_000 fake
                  Expect.equal refused.Status 422 refused.Text
                  let! _ = Http.get "/v1/customers/?limit=1" fake
                  let cut = fake.Requests.All[0]
                  Expect.equal (cut.Body.Length, cut.BodySize, cut.IsBodyCut) (100, 10_032L, true) "what was sent"
                  Expect.equal (cut.ResponseBody.Length, cut.IsResponseBodyCut) (100, true) "what was answered"
                  Expect.equal cut.ResponseBodySize (int64 refused.Text.Length) "how long the answer was"
                  Expect.stringContains (string cut) "(10032 bytes, of which not all are kept)" "as text"
                  let whole = fake.Requests.All[1]
                  Expect.equal (whole.BodySize, whole.IsBodyCut, whole.IsResponseBodyCut) (0L, false, false) "a short one"
                  let! shown = Http.anonymous "GET" "/_fake/requests" None fake
                  Expect.equal (Json.whole "requests.0.body_bytes" shown.Json) 10_032L "over HTTP"
                  Expect.isTrue (Json.flag "requests.0.cut" shown.Json) "cut"
                  Expect.isFalse (Json.flag "requests.1.cut" shown.Json) "not cut"
              })

          testCaseTask "of all only so many bytes are kept: the oldest requests lose theirs, and stay" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.KeptRequestBytes <- 100_000L)

                  for _ in 1..20 do
                      let! _ = named 10_000 fake
                      Expect.isLessThanOrEqual fake.Requests.Log.Bytes 100_000L "never more"

                  let all = fake.Requests.All
                  Expect.hasLength all 20 "all are there"
                  let oldest, latest = all[0], all[19]
                  Expect.equal (oldest.Body, oldest.BodySize, oldest.IsBodyCut) ("", 10_032L, true) "the oldest has no body"
                  Expect.equal (oldest.ResponseBody, oldest.IsResponseBodyCut) ("", true) "and no answer"
                  Expect.equal (oldest.Operation, oldest.Status) ("customers:create", 422) "all else of it"
                  Expect.equal (latest.Body.Length, latest.IsBodyCut) (10_032, false) "the latest is whole"
                  fake.Requests.Clear()
                  Expect.equal fake.Requests.Log.Bytes 0L "none"
              })

          testCaseTask "answers are kept as they were written, whatever happens since" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let path = $"""/v1/customers/{Json.text "id" customer}"""
                  let! read = Http.get path fake
                  let! _ = Http.patch path """{"name":"Somebody else"}""" fake
                  let kept = fake.Requests.Single "customers:get"
                  Expect.equal kept.ResponseBody read.Text "the same bytes"
                  Expect.equal kept.ResponseBodySize (int64 read.Text.Length) "all of them"
              })

          testCaseTask "none need be kept at all" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.KeptBodyBytes <- 0)
                  let! _ = Given.customer "ada@acme.dev" fake
                  let only = fake.Requests.Single "customers:create"
                  Expect.equal (only.Body, only.ResponseBody, only.IsBodyCut, only.IsResponseBodyCut) ("", "", true, true) "nothing"
              })

          testCase "a bound below zero is refused" (fun () ->
              for change in
                  [ (fun (options: FakePolarOptions) -> options.KeptRequests <- -1)
                    (fun options -> options.KeptBodyBytes <- -1)
                    (fun options -> options.KeptRequestBytes <- -1L) ] do
                  Expect.throwsT<ArgumentOutOfRangeException>
                      (fun () -> (Fake.startWith change).GetAwaiter().GetResult() |> ignore)
                      "refused") ]

/// Uploads a file and deletes it again; what knows whether its bytes are still there.
[<MethodImpl(MethodImplOptions.NoInlining)>]
let private passing (size: int) (fake: FakePolar) : Task<WeakReference> =
    task {
        let! announced =
            Given.create
                "/v1/files/"
                $"""{{"service":"downloadable","name":"a.bin","mime_type":"text/plain","size":{size},"upload":{{"parts":[{{"number":1,"chunk_start":0,"chunk_end":{size}}}]}}}}"""
                fake

        let! put =
            Http.raw
                fake
                (new HttpRequestMessage(
                    HttpMethod.Put,
                    Json.text "upload.parts.0.url" announced,
                    Content = new ByteArrayContent(Array.zeroCreate size)
                ))

        Expect.equal put.Status 200 put.Text
        let quoted (text: string) = JsonSerializer.Serialize text
        let path = $"""/v1/files/{Json.text "id" announced}"""

        let! completed =
            Http.post
                (path + "/uploaded")
                $"""{{"id":"{Json.text "upload.id" announced}","path":{quoted (Json.text "upload.path" announced)},"parts":[{{"number":1,"checksum_etag":{quoted put.Headers["etag"]},"checksum_sha256_base64":null}}]}}"""
                fake

        Expect.equal completed.Status 200 completed.Text
        let stored = WeakReference(Seq.exactlyOne (fake.World.Table<StoredObject>().All))
        let! deleted = Http.delete path fake
        Expect.equal deleted.Status 204 deleted.Text
        return stored
    }

let private ofUploads =
    testCaseTask "files that are gone are kept by no log, whatever was asked and published while they were there" (fun () ->
        task {
            use! fake = Fake.start ()
            let! customer = Given.customer "ada@acme.dev" fake
            let path = $"""/v1/customers/{Json.text "id" customer}"""
            let gone = ResizeArray<WeakReference>()

            for number in 1..20 do
                let! stored = passing 1_000_000 fake
                gone.Add stored
                let! _ = Http.patch path $"""{{"name":"Ada {number}"}}""" fake
                ()

            // The last steps may still be on some stack.
            let old = gone.GetRange(0, 15)
            GC.Collect()
            GC.WaitForPendingFinalizers()
            GC.Collect()
            Expect.equal (old.FindAll(fun stored -> stored.IsAlive).Count) 0 "none of them is alive"

            Expect.isTrue
                (fake.Requests.All
                 |> Seq.exists (fun request -> request.BodySize = 1_000_000L && request.Body = ""))
                "an upload's size is known"
        })

let private enqueueMail (fake: FakePolar) (transaction: Transaction) (number: int) =
    SentEmails.SendEmail(
        transaction,
        EmailDraft(OrganizationId = fake.Organization.Id, To = "ada@acme.dev", Kind = "code", Subject = "s", Token = string number)
    )

let private ofOthers =
    [ testCaseTask "of e-mails the latest 10,000 are kept" (fun () ->
          task {
              use! fake = Fake.start ()

              let! _ =
                  Machinery.step
                      (fun transaction ->
                          for number in 1..10_020 do
                              enqueueMail fake transaction number)
                      fake

              let all = fake.Emails.All
              Expect.equal (all.Count, all[0].Token, all[9_999].Token) (10_000, "21", "10020") "the latest"
          })

      testCaseTask "of messages to endpoints and of attempts the latest 100,000 are kept" (fun () ->
          task {
              use! fake = Fake.start ()

              let! _ =
                  fake.Webhooks.ReceiveAsync(Func<_, _, _>(fun _ _ -> Task.FromResult Net.HttpStatusCode.OK), [| "customer.updated" |])

              let endpoint = (Seq.exactlyOne (fake.World.Table<WebhookEndpointRow>().All)).Id
              let organization = fake.Organization.Id

              let! first =
                  fake.ExecuteAsync(fun transaction ->
                      let ids = [| for _ in 1..100_000 -> transaction.NewId() |]

                      for id in ids do
                          transaction.Save(
                              WebhookMessage(
                                  Id = id,
                                  OrganizationId = organization,
                                  CreatedAt = transaction.Now,
                                  EndpointId = endpoint,
                                  Type = "customer.updated",
                                  Payload = ReadOnlyMemory<byte>.Empty,
                                  ApiVersion = "2026-04",
                                  Succeeded = Nullable true
                              )
                          )
                          |> ignore

                          transaction.Save(
                              WebhookDeliveryRow(
                                  Id = id,
                                  OrganizationId = organization,
                                  CreatedAt = transaction.Now,
                                  EventId = id,
                                  EndpointId = endpoint,
                                  Succeeded = true
                              )
                          )
                          |> ignore

                      ids[0])

              let! customer = Given.customer "ada@acme.dev" fake

              let! _ =
                  Http.patch $"""/v1/customers/{Json.text "id" customer}""" """{"name":"Ada"}""" fake

              do! fake.Webhooks.SettleAsync()

              let messages, attempts =
                  fake.World.Table<WebhookMessage>(), fake.World.Table<WebhookDeliveryRow>()

              Expect.equal (messages.Count, attempts.Count) (100_000, 100_000) "no more"
              Expect.isNull (messages.Find first) "the oldest message is gone"
              Expect.isNull (attempts.Find first) "and the oldest attempt"
              Expect.isTrue (Seq.last messages.All).Succeeded.Value "the newest was taken"
          })

      testCaseTask "of jobs that failed the latest 1,000 are remembered, and a move tells of no more" (fun () ->
          task {
              use! fake = Fake.start ()

              let! _ =
                  Machinery.step
                      (fun transaction ->
                          for number in 1..1_100 do
                              transaction.Schedule(Fake.startTime.AddSeconds(float number), FailingJob()))
                      fake

              let! told =
                  task {
                      try
                          do! fake.Clock.AdvanceAsync "P1D"
                          return 0
                      with :? FakeJobException as failed ->
                          return failed.Jobs.Count
                  }

              Expect.equal told 1_000 "told"
              Expect.equal fake.World.ParkedJobs.Count 1_000 "remembered"
              Expect.equal (Seq.last fake.World.ParkedJobs).Due (Fake.startTime.AddSeconds 1_100.0) "the latest"
          }) ]

[<Tests>]
let tests = testList "bounds of logs" (ofBodies :: ofUploads :: ofOthers)
