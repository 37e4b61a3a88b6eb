/// Requests, events, jobs and e-mails on pages of the inspector, which learn of changes.
module Polar.FakeServer.Tests.Pages.Inspector.InspectorActivityTests

open System
open System.Net.Http
open System.Text
open System.Security.Cryptography
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Composition
open Polar.FakeServer.Customers
open Polar.FakeServer.Entitlements.Integrations
open Polar.FakeServer.Execution
open Polar.FakeServer.Identity
open Polar.FakeServer.OAuth2.Authorization
open Polar.FakeServer.Pages.Inspector
open Polar.FakeServer.Registration
open Polar.FakeServer.Storage
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Control
open Polar.FakeServer.Tests.Pages

let private ofRequests =
    [ testCaseTask "requests are listed, the latest first, with what was sent and why it was refused" (fun () ->
          task {
              use! fake = Fake.start ()
              let! _ = Given.customer "ada@acme.dev" fake
              let! _ = Http.post "/v1/customers/" """{"email":"no address"}""" fake
              let! page = Browsing.opened "/_fake/inspect/requests" fake

              let links =
                  Browsing.links page
                  |> List.filter (fun link -> link.StartsWith "/_fake/inspect/requests/")

              Expect.equal links [ "/_fake/inspect/requests/2"; "/_fake/inspect/requests/1" ] "the latest first"
              Browsing.shows "\"email\":\"no address\"" page
              Browsing.shows "body.individual.email: value is not a valid email address" page
              Expect.stringContains page.Text "<li class=\"refused\">" "in red"
              let! one = Browsing.opened "/_fake/inspect/requests/2" fake
              Browsing.shows "customers:create" one
              Browsing.shows "RequestValidationError" one

              let! refused =
                  Browsing.opened "/_fake/inspect/requests?failed=true&path=&operation=customers%3Acreate" fake

              Browsing.hides "ada@acme.dev" refused
              Browsing.shows "no address" refused
              let! wrong = Browsing.visit "/_fake/inspect/requests?status=ok" fake
              Expect.equal wrong.Status 400 wrong.Text
              Browsing.shows "'status' is a whole number, 100 at least." wrong
          })

      testCaseTask "secrets are left out of them as everywhere" (fun () ->
          task {
              use! fake = Fake.start ()
              let! customer = Given.customer "ada@acme.dev" fake

              let! session =
                  Given.create "/v1/customer-sessions/" $"""{{"customer_id":"{Json.text "id" customer}"}}""" fake

              let! _ =
                  Http.anonymous "POST" "/v1/customer-portal/customer-session/authenticate" (Some """{"code":"SECRET"}""") fake

              for path in
                  [ "/_fake/inspect/requests"
                    "/_fake/inspect/requests/2"
                    "/_fake/inspect/requests/3" ] do
                  let! page = Browsing.opened path fake
                  Expect.isFalse (page.Text.Contains(Json.text "token" session)) path
                  Expect.isFalse (page.Text.Contains "SECRET") path
          }) ]

let private ofOthers =
    [ testCaseTask "events are listed with their deliveries; one has its body, its attempts and a signature that is right" (fun () ->
          task {
              let! started, names = Controlled.start ()
              use fake = started
              let! list = Browsing.opened "/_fake/inspect/webhooks" fake
              Browsing.shows "order.paid" list
              Browsing.shows "1 attempt, last 202" list
              let number = Events.types fake |> List.findIndex ((=) "order.paid") |> (+) 1
              let! page = Browsing.opened $"/_fake/inspect/webhooks/{number}" fake
              Browsing.shows "\"type\" : \"order.paid\"" page
              Browsing.shows "202" page
              let text = Browsing.text page

              let header name =
                  Regex.Match(text, $@"{name}: (\S+)").Groups[1].Value

              let event = fake.Webhooks.Events[number - 1]

              let key =
                  Convert.FromBase64String((string fake.WebhookSecret).Substring "whsec_".Length)

              let signed = $"""{header "webhook-id"}.{header "webhook-timestamp"}.{event.Json}"""

              let mac =
                  HMACSHA256.HashData(key, Encoding.UTF8.GetBytes signed)
                  |> Convert.ToBase64String

              Expect.equal (header "webhook-signature") $"v1,{mac}" "the signature"
              Expect.isFalse (page.Text.Contains(string fake.WebhookSecret)) "not the secret"
              Expect.isTrue (names.ContainsKey "EVENT") "there is one"
          })

      testCaseTask "what is to come is listed in its order, and what failed with its error" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Given.monthly 1900L fake
              let! _ = Given.purchase product "ada@acme.dev" fake
              let! page = Browsing.opened "/_fake/inspect/jobs" fake
              Browsing.shows "Subscription cycle" page
              Browsing.shows "2026-04-01 12:00:00" page

              let subscription =
                  Seq.exactlyOne (fake.World.Table<Billing.Subscriptions.SubscriptionRow>().All)

              Expect.contains (Browsing.links page) $"/_fake/inspect/subscriptions/{subscription.Id}" "what it is about"
              Browsing.hides "Failed" page

              let! _ =
                  fake.Engine.ExecuteAsync(fun transaction ->
                      transaction.Park(ParkedJob("BillPeriodJob", transaction.Now, InvalidOperationException "made to fail"))
                      true)

              let! failed = Browsing.opened "/_fake/inspect/jobs" fake
              Browsing.shows "InvalidOperationException: made to fail" failed
              let! overview = Browsing.opened "/_fake/" fake
              Browsing.shows "1 job has failed." overview
          })

      testCaseTask "e-mails are listed with what their readers act with" (fun () ->
          task {
              let! started, _ = Controlled.start ()
              use fake = started
              let mail = fake.Emails.Last("grace@acme.dev", "seat_invitation")
              let! page = Browsing.opened "/_fake/inspect/mails" fake
              Browsing.shows mail.Subject page
              Browsing.shows "grace@acme.dev" page
              Browsing.shows (string mail.Token) page
          })

      testCaseTask "an open page is told of changes" (fun () ->
          task {
              use! fake = Fake.start ()
              use client = fake.CreateHttpClient()

              use! answer =
                  client.SendAsync(
                      new HttpRequestMessage(HttpMethod.Get, "/_fake/inspect/stream"),
                      HttpCompletionOption.ResponseHeadersRead
                  )

              Expect.equal (string answer.Content.Headers.ContentType) "text/event-stream; charset=utf-8" "type"
              use! stream = answer.Content.ReadAsStreamAsync()
              use reader = new IO.StreamReader(stream)
              use limit = new Threading.CancellationTokenSource(TimeSpan.FromSeconds 20.)

              let next () =
                  task {
                      let mutable data = ""

                      while not (data.StartsWith "data: ") do
                          let! line = reader.ReadLineAsync limit.Token
                          data <- line |> Unchecked.nonNull

                      return data
                  }

              let! first = next ()
              Expect.equal first "data: 0" "it is there"

              for number, change in
                  [ 1, (fun () -> Given.customer "ada@acme.dev" fake :> Task)
                    2, (fun () -> Http.get "/v1/products/" fake :> Task)
                    3, (fun () -> Task.FromResult(fake.Faults.Add(FakeFault(Status = 503))) :> Task) ] do
                  do! change ()
                  let! told = next ()
                  Expect.equal told $"data: {number}" "something has changed"
          }) ]

[<Tests>]
let tests =
    testList "inspector" [ testList "requests" ofRequests; testList "everything else" ofOthers ]
