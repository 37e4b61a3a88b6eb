/// Webhooks in an ASP.NET Core application: what is answered, and that each is handled once.
module Polar.Functional.Tests.AspNetCore.WebhookEndpointTests

open System
open System.Collections.Concurrent
open System.Collections.Generic
open System.Net
open System.Net.Http
open System.Text
open System.Threading
open System.Threading.Tasks
open Expecto
open Microsoft.AspNetCore.Authorization
open Microsoft.AspNetCore.Builder
open Microsoft.Extensions.Configuration
open Microsoft.Extensions.DependencyInjection
open Microsoft.Extensions.Options
open Polar.Functional.AspNetCore
open Polar.Functional.Tests
open Polar.Functional.Tests.AspNetCore.WebApplication
open Polar.Functional.Contracts
open Polar.Functional.Tests.AspNetCore.WebhookDeliveries

let private startWith (change: PolarWebhookOptions -> unit) (handle: PolarWebhookDelivery -> CancellationToken -> Task) : Task<Running> =
    start (addWith change) (fun app -> app.MapPolarWebhooks(path, handle) |> ignore)

/// What was handled so far.
let private collecting () =
    let handled = ConcurrentQueue<PolarWebhookDelivery>()

    handled,
    fun (delivery: PolarWebhookDelivery) (_: CancellationToken) ->
        handled.Enqueue delivery
        Task.CompletedTask

/// A log of an application's own.
type private OwnLog() =
    member val Said = ConcurrentQueue<string>()

    interface IPolarWebhookLog with
        member log.StartAsync(id, _) =
            log.Said.Enqueue $"start {id}"
            ValueTask<PolarWebhookStart> PolarWebhookStart.Started

        member log.CompleteAsync(id, _) =
            log.Said.Enqueue $"complete {id}"
            ValueTask.CompletedTask

        member log.AbandonAsync(id, _) =
            log.Said.Enqueue $"abandon {id}"
            ValueTask.CompletedTask

let private answers =
    testList
        "answers"
        [ testCaseTask "a genuine delivery is handled, with its event, its id and its body byte for byte" (fun () ->
              task {
                  let handled, handle = collecting ()
                  use! app = startWith ignore handle
                  let! answered = status app (delivery path secret "msg_1" deleted)
                  Expect.equal answered 202 "accepted"
                  let found = List.ofSeq handled |> List.exactlyOne
                  Expect.equal found.Id "msg_1" "the id"
                  Expect.equal (Encoding.UTF8.GetString found.Body.Span) deleted "the body"
                  Expect.isTrue found.Event.IsCustomerDeleted "the event"
              })

          testCaseTask "a forged one is refused with 403, and the reason is logged" (fun () ->
              task {
                  let handled, handle = collecting ()
                  use! app = startWith ignore handle
                  let! forged = status app (delivery path "another secret" "msg_1" deleted)
                  Expect.equal forged 403 "forged"

                  let! bare =
                      status app (new HttpRequestMessage(HttpMethod.Post, path, Content = new StringContent(deleted)))

                  Expect.equal bare 403 "unsigned"
                  Expect.isEmpty handled "nothing was handled"
                  Expect.exists app.Lines (fun line -> line.Contains "No signature of the delivery matches") "the reason"

                  for line in app.Lines do
                      Expect.isFalse (line.Contains secret) line
              })

          testCaseTask "while secrets are rotated either is taken" (fun () ->
              task {
                  let _, handle = collecting ()
                  use! app = startWith (fun options -> options.Secrets.Add "the new one") handle

                  for secret in [ secret; "the new one" ] do
                      let! answered = status app (delivery path secret secret deleted)
                      Expect.equal answered 202 secret
              })

          testCaseTask "signed nonsense is answered with 400" (fun () ->
              task {
                  let handled, handle = collecting ()
                  use! app = startWith ignore handle

                  for body in [ "nonsense"; "[]"; "{}"; """{"type":"order.paid"}""" ] do
                      let! answered = status app (delivery path secret body body)
                      Expect.equal answered 400 body

                  Expect.isEmpty handled "nothing was handled"
              })

          testCaseTask "an event that is not known here is a value" (fun () ->
              task {
                  let handled, handle = collecting ()
                  use! app = startWith ignore handle

                  let body =
                      """{"type":"moon.landed","timestamp":"2026-01-02T03:04:05Z","data":{"site":"mare"}}"""

                  let! answered = status app (delivery path secret "msg_1" body)
                  Expect.equal answered 202 "accepted"
                  let found = List.ofSeq handled |> List.exactlyOne
                  Expect.isTrue found.Event.IsUnknown "unknown"
                  Expect.equal found.Event.Type "moon.landed" "its type"
              })

          testCaseTask "a body beyond the limit is answered with 413, whatever length it claims" (fun () ->
              task {
                  let handled, handle = collecting ()
                  use! app = startWith (fun options -> options.MaxBodyBytes <- 1000) handle
                  let long = String('x', 1001)
                  let! measured = status app (delivery path secret "msg_1" long)
                  Expect.equal measured 413 "with its length"
                  let chunked = delivery path secret "msg_2" long
                  chunked.Headers.TransferEncodingChunked <- Nullable true
                  (Unchecked.nonNull chunked.Content).Headers.ContentLength <- Nullable()
                  let! answered = status app chunked
                  Expect.equal answered 413 "without"
                  Expect.isEmpty handled "nothing was handled"
              })

          testCaseTask "another method is not taken" (fun () ->
              task {
                  use! app = startWith ignore (fun _ _ -> Task.CompletedTask)
                  use! answer = app.Client.GetAsync path
                  Expect.equal answer.StatusCode HttpStatusCode.MethodNotAllowed "only POST"
              })

          testCaseTask "where an application lets nobody in who has not signed in, Polar needs no more than its signature" (fun () ->
              task {
                  let services (services: IServiceCollection) =
                      addWith ignore services
                      services.AddAuthentication() |> ignore

                      services.AddAuthorization(fun options ->
                          options.FallbackPolicy <- AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
                      |> ignore

                  use! app =
                      start services (fun app ->
                          app.UseAuthorization() |> ignore

                          app.MapPolarWebhooks(path, Func<_, _, _>(fun _ _ -> Task.CompletedTask))
                          |> ignore)

                  let! answered = status app (delivery path secret "msg_1" deleted)
                  Expect.equal answered 202 "accepted"
              }) ]

let private once =
    testList
        "once"
        [ testCaseTask "an event that comes again is accepted, and handled once" (fun () ->
              task {
                  let handled, handle = collecting ()
                  use! app = startWith ignore handle

                  for _ in 1..3 do
                      let! answered = status app (delivery path secret "msg_1" deleted)
                      Expect.equal answered 202 "accepted"

                  let! other = status app (delivery path secret "msg_2" deleted)
                  Expect.equal other 202 "another event"
                  Expect.equal [ for delivery in handled -> delivery.Id ] [ "msg_1"; "msg_2" ] "each once"
              })

          testCaseTask "when the handler fails the answer is 500, the failure is logged, and the next attempt is handled" (fun () ->
              task {
                  let attempts = ref 0

                  use! app =
                      startWith ignore (fun _ _ ->
                          attempts.Value <- attempts.Value + 1

                          if attempts.Value = 1 then
                              Task.FromException(InvalidOperationException "the warehouse is closed")
                          else
                              Task.CompletedTask)

                  let! first = status app (delivery path secret "msg_1" deleted)
                  Expect.equal first 500 "failed"
                  Expect.exists app.Lines (fun line -> line.Contains "the warehouse is closed") "logged"
                  let! second = status app (delivery path secret "msg_1" deleted)
                  Expect.equal second 202 "handled"
                  Expect.equal attempts.Value 2 "both attempts"
              })

          testCaseTask "an event that is being handled is not handled beside; Polar is to ask again" (fun () ->
              task {
                  let entered = TaskCompletionSource()
                  let leave = TaskCompletionSource()

                  use! app =
                      startWith ignore (fun _ _ ->
                          entered.TrySetResult() |> ignore
                          leave.Task)

                  let first = status app (delivery path secret "msg_1" deleted)
                  do! entered.Task
                  let! second = status app (delivery path secret "msg_1" deleted)
                  Expect.equal second 409 "in progress"
                  leave.SetResult()
                  let! first = first
                  Expect.equal first 202 "handled"
              })

          testCaseTask "a log of the application's own takes the place of the one in memory" (fun () ->
              task {
                  let log = OwnLog()

                  use! app =
                      start
                          (fun services ->
                              addWith ignore services
                              services.AddSingleton<IPolarWebhookLog> log |> ignore)
                          (fun app ->
                              app.MapPolarWebhooks(
                                  path,
                                  Func<_, _, _>(fun (delivery: PolarWebhookDelivery) _ ->
                                      if delivery.Id = "msg_2" then
                                          Task.FromException(InvalidOperationException "no")
                                      else
                                          Task.CompletedTask)
                              )
                              |> ignore)

                  for id in [ "msg_1"; "msg_2" ] do
                      let! _ = status app (delivery path secret id deleted)
                      ()

                  Expect.equal (List.ofSeq log.Said) [ "start msg_1"; "complete msg_1"; "start msg_2"; "abandon msg_2" ] "asked and told"
              }) ]

[<Tests>]
let tests = testList "ASP.NET Core: webhooks" [ answers; once ]
