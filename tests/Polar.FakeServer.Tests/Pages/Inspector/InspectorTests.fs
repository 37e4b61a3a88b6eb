/// The inspector as a whole: every page of it is complete, leads on, and loads nothing from elsewhere.
module Polar.FakeServer.Tests.Pages.Inspector.InspectorTests

open System
open System.Net.Http
open System.Text.RegularExpressions
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

let private pages =
    [ "/_fake/"
      "/_fake/inspect"
      "/_fake/inspect/requests"
      "/_fake/inspect/webhooks"
      "/_fake/inspect/jobs"
      "/_fake/inspect/mails"
      "/_fake/inspect/faults"
      "/_fake/inspect/snapshots" ]

let private ofTheWhole =
    [ testCaseTask "the first page is for browsers; programs are told what calls there are, as before" (fun () ->
          task {
              use! fake = Fake.start ()

              for path in [ "/_fake"; "/_fake/" ] do
                  let! page = Browsing.opened path fake
                  Expect.equal page.Headers["content-type"] "text/html; charset=utf-8" path
                  Browsing.shows fake.Organization.Name page
                  let! told = Http.anonymous "GET" path None fake
                  Expect.equal (told.Status, Json.text "error" told.Json) (404, "NotFound") path
          })

      testCaseTask "nothing may be loaded from elsewhere, sent elsewhere, or shown in a frame, and no script stands in a page" (fun () ->
          task {
              use! fake = Fake.start ()

              for path in pages do
                  let! page = Browsing.opened path fake

                  Expect.equal
                      page.Headers["content-security-policy"]
                      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
                      path

                  Expect.equal page.Headers["cache-control"] "no-store" path
                  Expect.isFalse (Regex.IsMatch(page.Text, @"<script(?! src=""/assets/inspector\.js"" defer>)")) path
                  Expect.isFalse (Regex.IsMatch(page.Text, @"<[^>]* (on\w+|style)=")) path
          })

      testCaseTask "what its pages load is there" (fun () ->
          task {
              use! fake = Fake.start ()

              for asset, kind in
                  [ "inspector.js", "text/javascript"
                    "inspector.css", "text/css"
                    "pages.css", "text/css" ] do
                  let! answer = Http.anonymous "GET" $"/assets/{asset}" None fake
                  Expect.equal answer.Status 200 asset
                  Expect.stringContains answer.Headers["content-type"] kind asset
          })

      testCaseTask "every field has a label, every table and list a name, and every page one heading" (fun () ->
          task {
              let! started, names = Controlled.start ()
              use fake = started

              for path in
                  pages
                  @ [ "/_fake/inspect/orders"; $"""/_fake/inspect/orders/{names["ORDER"]}""" ] do
                  let! page = Browsing.opened path fake

                  for found in Regex.Matches(page.Text, "<(input|select|textarea) ([^>]*)>") do
                      let attributes = found.Groups[2].Value
                      let id = Regex.Match(attributes, "id=\"([^\"]*)\"").Groups[1].Value

                      let isUnnamed =
                          attributes.Contains "type=\"hidden\"" || attributes.Contains "type=\"checkbox\""

                      Expect.isTrue (isUnnamed || page.Text.Contains $"for=\"{id}\"") $"{path}: {attributes}"

                  let ids =
                      [ for found in Regex.Matches(page.Text, " id=\"([^\"]*)\"") -> found.Groups[1].Value ]

                  Expect.equal (List.distinct ids) ids $"{path}: ids are unique"
                  Expect.hasLength (Regex.Matches(page.Text, "<h1") |> List.ofSeq) 1 path
                  Expect.stringContains page.Text "<html lang=\"en\"" path
          })

      testCaseTask "every link on every page leads somewhere, and no page shows a secret" (fun () ->
          task {
              let! started, _ = Controlled.start ()
              use fake = started

              let! key =
                  fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, Role = FakeUserRole.Owner))

              let secrets = [ fake.AccessToken; string fake.WebhookSecret; key ]
              let seen = Collections.Generic.HashSet<string>()
              let left = Collections.Generic.Queue<string>(pages)

              while left.Count > 0 && seen.Count < 600 do
                  let path = left.Dequeue()

                  if seen.Add path then
                      let! page = Browsing.visit path fake
                      Expect.isTrue (page.Status = 200 || page.Status = 303) $"{path} answers {page.Status}"

                      for secret in secrets do
                          Expect.isFalse (page.Text.Contains secret) $"{path} shows {secret}"

                      for link in Browsing.links page do
                          if link.StartsWith "/_fake" then
                              left.Enqueue link

              Expect.isGreaterThan seen.Count 150 "pages"
          })

      testCaseTask "what is not there is told on a page" (fun () ->
          task {
              use! fake = Fake.start ()

              for path in
                  [ "/_fake/inspect/nothing"
                    $"/_fake/inspect/orders/{unknown}"
                    "/_fake/inspect/orders/x"
                    "/_fake/inspect/requests/7"
                    "/_fake/inspect/webhooks/0"
                    "/_fake/inspect/webhooks/x"
                    "/_fake/inspect/jobs/1/2/3" ] do
                  let! page = Browsing.visit path fake
                  Expect.equal page.Status 404 path
                  Browsing.shows "Nothing is here" page
          })

      testCaseTask "whoever only asks for a page's headers gets these" (fun () ->
          task {
              use! fake = Fake.start ()

              let! answer =
                  Http.raw fake (new HttpRequestMessage(HttpMethod.Head, "/_fake/inspect/jobs"))

              Expect.equal (answer.Status, answer.Text) (200, "") "nothing but headers"
          }) ]

[<Tests>]
let tests = testList "inspector" [ testList "as a whole" ofTheWhole ]
