/// Streams that pages keep open: of a checkout session.
module Polar.FakeServer.Tests.Webhooks.PageStreamTests

open System
open System.Net
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Webhooks.StreamListeners

let private opened (fake: FakePolar) =
    task {
        let! product = Buying.monthly (Buying.fixedPrice 1000) fake
        return! Buying.session product "" fake
    }

let private streamOf (session: JsonNode) = Buying.path session + "/stream"

let private ofCheckouts =
    testList
        "of a checkout session"
        [ testCaseTask "tells of its changes, of what is bought, and that no endpoint waits for them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = opened fake
                  use! listener = listen (streamOf session) None fake
                  let! _ = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  let! messages = listener.NextAsync 6

                  Expect.equal
                      (keys messages)
                      [ "checkout.updated"
                        "checkout.webhook_event_delivered"
                        "checkout.subscription_created"
                        "checkout.order_created"
                        "checkout.updated"
                        "checkout.webhook_event_delivered" ]
                      "in their order"

                  Expect.equal (Json.names (List.head messages)) [ "id"; "key"; "payload" ] "members"

                  Expect.equal
                      [ for message in messages -> (Json.at "payload" message).ToJsonString() ]
                      [ """{"status":"confirmed"}"""
                        """{"status":"confirmed"}"""
                        "{}"
                        "{}"
                        """{"status":"succeeded"}"""
                        """{"status":"succeeded"}""" ]
                      "payloads"
              })

          testCaseTask "tells when a raw endpoint has taken the change, not before" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let answer =
                      TaskCompletionSource<HttpStatusCode> TaskCreationOptions.RunContinuationsAsynchronously

                  let! _ =
                      fake.Webhooks.ReceiveAsync(Func<_, _, _>(fun _ _ -> answer.Task), [| "checkout.updated" |])

                  let! session = opened fake
                  use! listener = listen (streamOf session) None fake
                  let! _ = Buying.fill """{"customer_email":"ada@acme.dev"}""" session fake
                  let! updated = listener.NextAsync()
                  Expect.equal (Json.text "key" updated, Json.text "payload.status" updated) ("checkout.updated", "open") "the change"
                  let next = listener.NextAsync()
                  Expect.isFalse next.IsCompleted "nothing more as long as the app thinks"
                  answer.SetResult HttpStatusCode.OK
                  let! delivered = next
                  Expect.equal (Json.text "key" delivered) "checkout.webhook_event_delivered" "delivered"
              })

          testCaseTask "is of that session alone, and of none that is not there" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = opened fake
                  let! other = opened fake
                  use! listener = listen (streamOf session) None fake
                  let! _ = Buying.fill "{}" other fake
                  let! _ = Buying.fill """{"customer_email":"ada@acme.dev"}""" session fake
                  let! first = listener.NextAsync()
                  Expect.equal (Json.text "key" first) "checkout.updated" "its own change"

                  let! missing =
                      Http.anonymous "GET" "/v1/checkouts/client/polar_c_none/stream" None fake

                  Refusal.domain 404 "ResourceNotFound" "Not found" missing
              }) ]

/// A clock whose timers ring at once.
type private Hasty(now: DateTimeOffset) =
    inherit TimeProvider()
    override _.GetUtcNow() = now

    override _.CreateTimer(callback, state, due, period) =
        TimeProvider.System.CreateTimer(callback, state, (if due > TimeSpan.FromMinutes 5. then TimeSpan.Zero else due), period)

let private ofEnd =
    testCaseTask "ends after ten minutes, and says to connect again" (fun () ->
        task {
            use! fake = Fake.startWith (fun options -> options.WallClock <- Hasty Fake.startTime)

            use! listener =
                listen $"/v1/cli/listen/{fake.Organization.Id}" (Some fake.AccessToken) fake

            let! connected = listener.NextAsync()
            Expect.equal (Json.text "key" connected) "connected" "connected"
            let! last = listener.NextAsync()
            Expect.equal (last.ToJsonString()) """{"type":"reconnect"}""" "the last message"
        })

[<Tests>]
let tests = testList "event streams" [ ofCheckouts; ofEnd ]
