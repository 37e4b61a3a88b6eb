/// How subscriptions end, and what they say then.
module Polar.FakeServer.Tests.Billing.Subscriptions.EndingTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.AmountsByHand
open Polar.FakeServer.Tests.Billing.Subscriptions

let monthly (fake: FakePolar) =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        return! Subscribing.bought product fake
    }

let deleted (id: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = Http.delete $"/v1/subscriptions/{id}" fake
        return Buying.succeeds answer
    }

let private dates =
    [ testCaseTask "at once: a pause that was to come is forgotten" (fun () ->
          task {
              use! fake = Fake.start ()
              let! id = monthly fake

              let! _ =
                  Subscribing.patched id """{"pause_at_period_end":true,"resumes_at":"2026-06-01T00:00:00Z"}""" fake

              let! ended = deleted id fake

              Expect.equal
                  (Json.flag "pause_at_period_end" ended, Json.isNull "resumes_at" ended, Json.isNull "paused_at" ended)
                  (false, true, true)
                  "forgotten"
          })

      testCaseTask "at once out of a pause: since when it lasted stays" (fun () ->
          task {
              use! fake = Fake.start ()
              let! id = monthly fake

              let! _ =
                  Subscribing.patched id """{"pause_at_period_end":true,"resumes_at":"2026-06-01T00:00:00Z"}""" fake

              do! fake.Clock.AdvanceAsync "P1M"
              let! ended = deleted id fake

              Expect.equal
                  (Json.text "status" ended, Json.text "paused_at" ended, Json.isNull "resumes_at" ended)
                  ("canceled", "2026-04-01T12:00:00Z", true)
                  "paused"

              do! fake.Clock.AdvanceAsync "P3M"
              let! later = Subscribing.get id fake
              Expect.equal (Json.text "status" later) "canceled" "it does not come back"
          })

      testCaseTask "at once after a cancellation: its time is the later one, and the flag stays" (fun () ->
          task {
              use! fake = Fake.start ()
              let! id = monthly fake

              let! canceled =
                  Subscribing.patched
                      id
                      """{"cancel_at_period_end":true,"customer_cancellation_reason":"unused","customer_cancellation_comment":"Bye"}"""
                      fake

              Expect.equal
                  (Json.text "canceled_at" canceled, Json.text "ends_at" canceled, Json.isNull "ended_at" canceled)
                  ("2026-03-01T12:00:00Z", "2026-04-01T12:00:00Z", true)
                  "canceled"

              do! fake.Clock.AdvanceAsync "P2D"
              let! ended = deleted id fake

              Expect.equal
                  [ for name in [ "canceled_at"; "ends_at"; "ended_at"; "customer_cancellation_reason" ] -> Json.text name ended ]
                  [ "2026-03-03T12:00:00Z"
                    "2026-03-03T12:00:00Z"
                    "2026-03-03T12:00:00Z"
                    "unused" ]
                  "ended"

              Expect.isTrue (Json.flag "cancel_at_period_end" ended) "the flag"
          })

      testCaseTask "not, where it is taken back: nothing of the cancellation is left, whatever reason is given" (fun () ->
          task {
              use! fake = Fake.start ()
              let! id = monthly fake
              let! _ = Subscribing.patched id """{"pause_at_period_end":true}""" fake

              let! _ =
                  Subscribing.patched id """{"cancel_at_period_end":true,"customer_cancellation_reason":"unused"}""" fake

              let! kept =
                  Subscribing.patched id """{"cancel_at_period_end":false,"customer_cancellation_reason":"other"}""" fake

              for name in
                  [ "canceled_at"
                    "ends_at"
                    "customer_cancellation_reason"
                    "customer_cancellation_comment" ] do
                  Expect.isTrue (Json.isNull name kept) name

              Expect.isFalse (Json.flag "pause_at_period_end" kept) "the pause does not come back"
          }) ]

/// Ten seats at 15 dollars in New York since June 1, seven since June 16, the renewal not paid.

[<Tests>]
let tests = testList "a subscription" [ testList "ends" dates ]
