/// Forms of the inspector: who may send them, and what the page says behind them.
module Polar.FakeServer.Tests.Pages.Inspector.InspectorFormTests

open System
open System.Net.Http
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Composition
open Polar.FakeServer.Pages.Inspector
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Control
open Polar.FakeServer.Tests.Pages.Inspector.InspectorTime
open Polar.FakeServer.Tests.Pages

/// Sends a form as it stands, with further headers.
let private sendAs (headers: (string * string) list) (fields: (string * string) list) (form: ActionForm) (fake: FakePolar) =
    let request = new HttpRequestMessage(HttpMethod.Post, form.Action)

    for name, value in headers do
        request.Headers.TryAddWithoutValidation(name, value) |> ignore

    request.Content <- new FormUrlEncodedContent(dict fields)
    Http.raw fake request

let private ofForms =
    [ testCase "every form is a control call that there is"
      <| fun () ->
          Expect.isNonEmpty ControlForm.All "forms"

          for KeyValue(name, form) in ControlForm.All do
              let segments = form.Path.Replace("{", "").Replace("}", "").Split '/'

              Expect.isTrue
                  (ControlRegistry.All
                   |> Seq.exists (fun route -> not (isNull (route.Match(form.Method, segments)))))
                  name

      testCaseTask "a form without the token of the fake's own pages does nothing, and neither does one with another" (fun () ->
          task {
              use! fake = Fake.start ()
              let! page = Browsing.opened "/_fake/" fake
              let form = Browsing.form "Advance a month" page
              let own = form.Fields |> List.find (fun (name, _) -> name = "form_token") |> snd
              Expect.equal own.Length 64 "a long one"
              use! other = Fake.start ()
              let! foreign = Browsing.opened "/_fake/" other

              let foreign =
                  (Browsing.form "Advance a month" foreign).Fields
                  |> List.find (fun (name, _) -> name = "form_token")
                  |> snd

              Expect.notEqual foreign own "of the same seed, and yet another"

              for token in [ None; Some ""; Some foreign; Some(own.Substring 1); Some(own + "0") ] do
                  let fields =
                      [ "advance", "P1M"
                        match token with
                        | Some token -> "form_token", token
                        | None -> () ]

                  let! answer = sendAs [] fields form fake
                  Expect.equal answer.Status 403 $"{token}"
                  Browsing.shows "This form is not the fake's own" answer

              Expect.equal (now fake) "2026-03-01 12:00:00" "nothing has moved"
          })

      testCaseTask "a page of another origin can send none, though it knew the token" (fun () ->
          task {
              use! fake = FakePolar.ListenAsync(0, Fake.options ())
              let! page = Browsing.opened "/_fake/" fake
              let form = Browsing.form "Advance a month" page

              for headers in
                  [ [ "Origin", "https://evil.example" ]
                    [ "Origin", "null" ]
                    [ "Sec-Fetch-Site", "cross-site" ] ] do
                  let! answer = sendAs headers form.Fields form fake
                  Expect.equal answer.Status 403 $"{headers}"
                  let request = new HttpRequestMessage(HttpMethod.Get, "/_fake/")

                  for name, value in ("Accept", "text/html") :: headers do
                      request.Headers.TryAddWithoutValidation(name, value) |> ignore

                  let! read = Http.raw fake request
                  Expect.equal read.Status 403 $"{headers} reads nothing either"

              let! named = sendAs [ "Host", "evil.example" ] form.Fields form fake
              Expect.equal named.Status 403 "nor does one that has given this machine a name"
              Expect.equal (now fake) "2026-03-01 12:00:00" "nothing has moved"

              let! own =
                  sendAs [ "Origin", string fake.Address |> _.TrimEnd('/') ] form.Fields form fake

              Expect.equal own.Status 303 own.Text
              Expect.equal (now fake) "2026-04-01 12:00:00" "the fake's own page moves it"
          })

      testCaseTask "behind a form comes a page of the inspector's, whatever the form says" (fun () ->
          task {
              use! fake = Fake.start ()
              let! page = Browsing.opened "/_fake/inspect/requests?failed=true" fake
              let form = Browsing.form "Forget all" page
              let! answer = Browsing.send [] form fake
              Expect.equal (answer.Status, answer.Headers["location"]) (303, "/_fake/inspect/requests?failed=true") "where it was"
              let token = List.find (fun (name, _) -> name = "form_token") form.Fields

              for back in
                  [ "https://evil.example/"
                    "//evil.example/_fake"
                    "/v1/orders/"
                    "\\\\evil.example"
                    ""
                    "javascript:alert(1)" ] do
                  let! answer = sendAs [] [ token; "back", back ] form fake
                  Expect.equal (answer.Status, answer.Headers["location"]) (303, "/_fake") back
          })

      testCaseTask "an unknown form is not there, and a page takes none" (fun () ->
          task {
              use! fake = Fake.start ()
              let! page = Browsing.opened "/_fake/inspect/snapshots" fake
              let form = Browsing.form "Reset" page

              let! unknown =
                  sendAs
                      []
                      form.Fields
                      { form with
                          Action = "/_fake/inspect/do/everything" }
                      fake

              Expect.equal unknown.Status 404 "unknown"

              let! page =
                  sendAs
                      []
                      form.Fields
                      { form with
                          Action = "/_fake/inspect/jobs" }
                      fake

              Expect.equal page.Status 405 "a page"
          })

      testCaseTask "what is refused is told on the page, with what was filled in" (fun () ->
          task {
              use! fake = Fake.start ()
              let! page = Browsing.opened "/_fake/" fake

              let! answer =
                  Browsing.send [ "advance", "a <b>week</b>" ] (Browsing.form "Advance" page) fake

              Expect.equal answer.Status 400 answer.Text
              Browsing.shows "'a <b>week</b>' is not an ISO 8601 duration such as P31D, P1M or PT12H." answer
              Expect.stringContains answer.Text "value=\"a &lt;b&gt;week&lt;/b&gt;\"" "what was typed"
              Expect.stringContains answer.Text "data-page=\"/_fake\"" "the page that keeps itself fresh"
              Expect.equal (now fake) "2026-03-01 12:00:00" "nothing has moved"
          }) ]

[<Tests>]
let tests = testList "inspector's buttons" [ testList "forms" ofForms ]
