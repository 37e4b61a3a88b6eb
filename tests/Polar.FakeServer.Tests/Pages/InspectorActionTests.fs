/// The inspector's buttons and forms: each is a control call, and nobody but the fake's own pages can send one.
module Polar.FakeServer.Tests.Pages.InspectorActionTests

open System
open System.Net.Http
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Composition
open Polar.FakeServer.Pages.Inspector
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Control

let private now (fake: FakePolar) =
    fake.Clock.UtcNow.ToString "yyyy-MM-dd HH:mm:ss"

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
    testList
        "inspector's buttons"
        [ testList "forms" ofForms
          testList "clock" ofClock
          testList "everything else" ofOthers ]
