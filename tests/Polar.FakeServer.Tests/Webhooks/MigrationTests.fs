/// A subscription that came over from another provider: nothing in the API causes that, so the fake is asked for it.
module Polar.FakeServer.Tests.Webhooks.MigrationTests

open System.Net
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Webhooks
open Polar.FakeServer.Tests.Billing.Subscriptions

let private migrate (id: string) (body: string) (fake: FakePolar) : Task<Answer> =
    Http.anonymous "POST" $"/_fake/subscriptions/{id}/migrate" (Some body) fake

let private body =
    """{"provider":"stripe","provider_subscription_id":"sub_1 — \"x\""}"""

let private subscription (fake: FakePolar) : Task<string> =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        return! Subscribing.bought product fake
    }

[<Tests>]
let tests =
    testList
        "a migrated subscription"
        [ testCaseTask "is told of with the provider, and its id there, behind the data" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = subscription fake

                  let delivered =
                      TaskCompletionSource<string> TaskCreationOptions.RunContinuationsAsynchronously

                  let! _ =
                      fake.Webhooks.ReceiveAsync(
                          System.Func<_, _, _>(fun request _ ->
                              delivered.TrySetResult request.Body |> ignore
                              Task.FromResult HttpStatusCode.OK),
                          [| "subscription.migrated" |]
                      )

                  let! answer, types = Events.during fake (fun () -> migrate id body fake)
                  Expect.equal (answer.Status, answer.Text) (204, "") "done"
                  Expect.equal types [ "subscription.migrated" ] "told"
                  let! text = delivered.Task
                  Expect.equal text (Seq.last fake.Webhooks.Events).Json "as it is published"
                  let payload = Json.parse text

                  Expect.equal
                      [ for entry in payload.AsObject() -> entry.Key ]
                      [ "type"
                        "timestamp"
                        "api_version"
                        "data"
                        "provider"
                        "provider_subscription_id" ]
                      "members"

                  Expect.equal (Json.text "provider" payload) "stripe" "provider"
                  Expect.equal (Json.text "provider_subscription_id" payload) "sub_1 — \"x\"" "its id there"
                  Expect.stringContains text "sub_1 — " "letters as they are"
                  Expect.equal (Payload.missing "" (Payload.described "subscription.migrated" text) payload) [] "as it is described"
                  let! seen = Subscribing.get id fake
                  Expect.equal ((Json.at "data" payload).ToJsonString()) (seen.ToJsonString()) "the subscription, which has not changed"

                  let! log =
                      Http.anonymous "GET" "/_fake/webhooks?type=subscription.migrated" None fake

                  Expect.equal (Json.text "events.0.provider" log.Json) "stripe" "in the log too"
              })

          testCaseTask "is in the history" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! id = subscription fake
                  let! _ = migrate id body fake
                  let! events = Http.get "/v1/events/?name=subscription.migrated" fake
                  let event = Json.items "items" events.Json |> List.exactlyOne

                  Expect.equal
                      (Json.text "metadata.subscription_id" event, Json.text "metadata.provider" event)
                      (id, "stripe")
                      "what is noted"

                  let! seen = Subscribing.get id fake
                  Expect.equal (Json.text "metadata.product_id" event) (Json.text "product_id" seen) "its product"
              })

          testCaseTask "must be there" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for id in [ unknown; "x" ] do
                      let! answer = migrate id body fake
                      Refusal.domain 404 "NotFound" "There is no such subscription." answer
              })

          for body, sentence in
              [ "{}", "'provider' is missing."
                """{"provider":"stripe"}""", "'provider_subscription_id' is missing."
                """{"provider":"","provider_subscription_id":"x"}""", "'provider' is empty."
                """{"provider":1,"provider_subscription_id":"x"}""", "'provider' is not a string."
                """{"provider":"x","provider_subscription_id":"x","id":"x"}""",
                "There is no member 'id'; there are provider, provider_subscription_id." ] do
              testCaseTask $"refuses {body}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! id = subscription fake
                      let! answer = migrate id body fake
                      Refusal.domain 400 "BadRequest" sentence answer
                      Expect.isEmpty (fake.Webhooks.OfType "subscription.migrated") "nothing is told"
                  }) ]
