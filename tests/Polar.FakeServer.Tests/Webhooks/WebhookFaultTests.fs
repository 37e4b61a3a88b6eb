/// What goes wrong with webhooks because a test wants it.
module Polar.FakeServer.Tests.Webhooks.WebhookFaultTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Webhooks.FaultyApps

let private opened () =
    task {
        let! fake = Fake.start ()
        let app = App fake
        let! receiver = app.OpenAsync()
        return fake, app, receiver
    }

let private add (body: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = Http.anonymous "POST" "/_fake/faults" (Some body) fake
        Expect.equal answer.Status 201 answer.Text
        return answer.Json
    }

/// Faults, and what arrives of three customers a, b and c.
let private arrivals =
    [ """{"webhook":"duplicate"}""", [ "a"; "a"; "b"; "b"; "c"; "c" ]
      """{"webhook":"duplicate","times":1}""", [ "a"; "a"; "b"; "c" ]
      """{"webhook":"duplicate","percentage":50}""", [ "a"; "b"; "b"; "c" ]
      """{"webhook":"skip","times":1}""", [ "b"; "c" ]
      """{"webhook":"skip","event":"order.paid"}""", [ "a"; "b"; "c" ]
      """{"webhook":"skip","event":"customer.created"}""", []
      """{"webhook":"reorder","times":1}""", [ "b"; "a"; "c" ]
      """{"webhook":"reorder"}""", [ "b"; "a" ]
      """{"webhook":"delay","delay_ms":5000,"times":1}""", [ "b"; "c" ] ]

let private ofArrivals =
    testList
        "what arrives"
        [ for fault, expected in arrivals do
              testCaseTask fault (fun () ->
                  task {
                      let! fake, app, _ = opened ()
                      use _ = fake
                      let! _ = add fault fake
                      do! customers [ "a"; "b"; "c" ] fake
                      Expect.equal (names app) expected "in this order"
                  })

          testCaseTask "a duplicate has the id of the first one" (fun () ->
              task {
                  let! fake, app, _ = opened ()
                  use _ = fake
                  let! _ = add """{"webhook":"duplicate"}""" fake
                  do! customers [ "a" ] fake
                  Expect.hasLength (app.Got |> List.distinctBy (fun (id, _, _) -> id)) 1 "one id"
                  let! deliveries = Http.get "/v1/webhooks/deliveries" fake
                  Expect.equal (Json.whole "pagination.total_count" deliveries.Json) 2L "two attempts"
              })

          testCaseTask "a delayed one comes when the clock has got there, not before" (fun () ->
              task {
                  let! fake, app, _ = opened ()
                  use _ = fake
                  let! _ = add """{"webhook":"delay","delay_ms":5000}""" fake
                  do! customers [ "a" ] fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 4.9)
                  Expect.isEmpty app.Got "not yet"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 0.1)
                  Expect.equal (names app) [ "a" ] "now"
              })

          testCaseTask "one that is held back for another comes by itself where none does" (fun () ->
              task {
                  let! fake, app, _ = opened ()
                  use _ = fake
                  let! _ = add """{"webhook":"reorder","times":1}""" fake
                  do! customers [ "a" ] fake
                  Expect.isEmpty app.Got "held back"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.)
                  Expect.equal (names app) [ "a" ] "a minute later"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)
                  Expect.equal (names app) [ "a" ] "once"
              })

          testCaseTask "one that is skipped says so, and comes on demand" (fun () ->
              task {
                  let! fake, app, _ = opened ()
                  use _ = fake
                  let! _ = add """{"webhook":"skip","times":1}""" fake
                  do! customers [ "a" ] fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 3.)
                  Expect.isEmpty app.Got "nothing is tried again"
                  let published = Seq.last fake.Webhooks.Events
                  Expect.isTrue (fake.Webhooks.Events |> Seq.exists (fun it -> it.Type = "customer.created")) published.Type
                  let! log = Http.anonymous "GET" "/_fake/webhooks?type=customer.created" None fake
                  Expect.equal (Json.whole "pagination.deliveries" log.Json) 0L "no attempt"
              })

          testCaseTask "a bad signature is refused by the app, and the next attempt is right" (fun () ->
              task {
                  let! fake, app, _ = opened ()
                  use _ = fake
                  let! _ = add """{"webhook":"bad_signature","times":1}""" fake
                  do! customers [ "a" ] fake
                  Expect.equal [ for _, _, genuine in app.Got -> genuine ] [ false ] "refused"
                  let! deliveries = Http.get "/v1/webhooks/deliveries" fake
                  Expect.equal (Json.whole "items.0.http_code" deliveries.Json) 403L "as the app says"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 8.)
                  Expect.equal [ for _, _, genuine in app.Got -> genuine ] [ false; true ] "taken"
              })

          testCaseTask "an endpoint that is named is the only one" (fun () ->
              task {
                  let! fake, app, receiver = opened ()
                  use _ = fake
                  let other = App fake
                  let! _ = other.OpenAsync()
                  let! _ = add $"""{{"webhook":"skip","endpoint":"{receiver.EndpointId}"}}""" fake
                  do! customers [ "a" ] fake
                  Expect.isEmpty app.Got "not this one"
                  Expect.equal (names other) [ "a" ] "the other one"
              }) ]

let private ofRules =
    testList
        "the rules"
        [ testCaseTask "are listed beside those of calls, removed one by one or all, and gone after a reset" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! call = add """{"status":503}""" fake

                  let! webhook =
                      add """{"webhook":"delay","event":"order.paid","delay_ms":250,"times":3}""" fake

                  Expect.equal
                      (webhook.ToJsonString())
                      """{"id":"webhook_fault_1","webhook":"delay","event":"order.paid","endpoint":null,"percentage":100,"times_left":3,"delay_ms":250}"""
                      "as it is shown"

                  let listed () =
                      task {
                          let! answer = Http.anonymous "GET" "/_fake/faults" None fake
                          return [ for fault in Json.items "faults" answer.Json -> Json.text "id" fault ]
                      }

                  let! both = listed ()
                  Expect.equal both [ Json.text "id" call; Json.text "id" webhook ] "both"
                  let! gone = Http.anonymous "DELETE" "/_fake/faults/webhook_fault_1" None fake
                  Expect.equal gone.Status 204 gone.Text
                  let! one = listed ()
                  Expect.equal one [ Json.text "id" call ] "one"
                  let! _ = add """{"webhook":"skip"}""" fake
                  let! cleared = Http.anonymous "DELETE" "/_fake/faults" None fake
                  Expect.equal cleared.Status 204 cleared.Text
                  let! none = listed ()
                  Expect.isEmpty none "none"
                  let! _ = add """{"webhook":"skip"}""" fake
                  do! fake.ResetAsync()
                  let! fresh = listed ()
                  Expect.isEmpty fresh "none after a reset"
              })

          testCaseTask "are there in-process" (fun () ->
              task {
                  let! fake, app, _ = opened ()
                  use _ = fake

                  use fault =
                      fake.Faults.Add(FakeWebhookFault(Kind = FakeWebhookFaultKind.Duplicate, Type = "customer.created"))

                  Expect.hasLength fake.Faults.OfWebhooks 1 "in force"
                  do! customers [ "a" ] fake
                  fault.Dispose()
                  do! customers [ "b" ] fake
                  Expect.equal (names app) [ "a"; "a"; "b" ] "while it was in force"
                  fake.Faults.Add(FakeWebhookFault(Kind = FakeWebhookFaultKind.Skip)) |> ignore
                  fake.Faults.Clear()
                  Expect.isEmpty fake.Faults.OfWebhooks "none"

                  Expect.throws
                      (fun () -> fake.Faults.Add(FakeWebhookFault(Kind = FakeWebhookFaultKind.Delay)) |> ignore)
                      "a delay of nothing"
              })

          for body, sentence in
              [ """{"webhook":"explode"}""", "'webhook' is none of delay, duplicate, reorder, bad_signature, skip."
                """{"webhook":null}""", "'webhook' is missing."
                """{"webhook":"delay"}""", "A delay says for how long, in 'delay_ms'."
                """{"webhook":"skip","delay_ms":5}""", "'delay_ms' goes with a delay alone."
                """{"webhook":"skip","percentage":0}""", "A percentage is from 1 to 100."
                """{"webhook":"skip","times":0}""", "A fault lasts for one event at least."
                """{"webhook":"skip","status":503}""",
                "'status' does not go with 'webhook'; what goes with it is event, endpoint, percentage, times, delay_ms."
                """{"webhook":"skip","event":"order.payed"}""", "There is no event 'order.payed'; events are named as order.paid is."
                """{"webhook":"skip","endpoint":"x"}""", "'endpoint' is not a UUID."
                """{"event":"order.paid","status":503}""",
                "'event' and 'endpoint' go with 'webhook', which says what goes wrong with webhooks." ] do
              testCaseTask $"refuse {body}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer = Http.anonymous "POST" "/_fake/faults" (Some body) fake
                      Refusal.domain 400 "BadRequest" sentence answer
                  }) ]

[<Tests>]
let tests = testList "faults of webhooks" [ ofArrivals; ofRules ]
