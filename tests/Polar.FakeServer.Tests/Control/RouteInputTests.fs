/// Every control call refuses what makes no sense with one sentence, and nothing happens. What is right is shown by the page of control calls, whose
/// examples are run.
module Polar.FakeServer.Tests.Control.RouteInputTests

open System
open Expecto
open Polar.FakeServer.Composition
open Polar.FakeServer.Tests

let private notJson =
    "The body is not JSON, or names a member twice; send an object."

let private none (name: string) =
    $"There is no parameter '{name}'; there are none."

/// A call, what is sent with it, and how it is refused.
let private rows =
    [ "GET /_fake/health", "?verbose=1", "", 400, none "verbose"
      "POST /_fake/reset", "?to=start", "", 400, none "to"
      "GET /_fake/clock", "?at=noon", "", 400, none "at"
      "POST /_fake/clock", "", """{"advance":"soon"}""", 400, "'soon' is not an ISO 8601 duration"
      "GET /_fake/webhooks", "?page=0", "", 400, "'page' is not a whole number from 1 to 2147483647."
      "GET /_fake/webhooks", "?limit=1001", "", 400, "'limit' is not a whole number from 1 to 1000."
      "GET /_fake/webhooks", "?endpoint=x", "", 400, "'endpoint' is not a UUID."
      "GET /_fake/webhooks", "?failed=perhaps", "", 400, "'failed' is neither true nor false."
      "GET /_fake/webhooks", "?kind=x", "", 400, "There is no parameter 'kind'; there are page, limit, type, endpoint, failed."
      "POST /_fake/webhooks/$ORDER/redeliver", "", "", 404, "There is no such event of an endpoint."
      "POST /_fake/webhooks/x/redeliver", "", "", 404, "There is no such event of an endpoint."
      "GET /_fake/requests", "?status=ok", "", 400, "'status' is a whole number, 100 at least."
      "DELETE /_fake/requests", "?path=/v1/customers/", "", 400, none "path"
      "GET /_fake/emails", "?limit=none", "", 400, "'limit' is not a whole number from 1 to 1000."
      "GET /_fake/emails", "?from=x", "", 400, "There is no parameter 'from'; there are page, limit, to, kind."
      "GET /_fake/faults", "?id=fault_1", "", 400, none "id"
      "POST /_fake/faults", "", """{"status":"bad"}""", 400, "'status' is not a whole number."
      "DELETE /_fake/faults", "?id=fault_1", "", 400, none "id"
      "DELETE /_fake/faults/fault_7", "", "", 404, "There is no such fault."
      "GET /_fake/snapshots", "?name=x", "", 400, none "name"
      "POST /_fake/snapshots", "", """{"name":"a/b"}""", 400, "'name' is not made of 1 to 100 letters"
      "POST /_fake/snapshots/nothing/restore", "", "", 404, "There is no such snapshot."
      "DELETE /_fake/snapshots/nothing", "", "", 404, "There is no such snapshot."
      "GET /_fake/export", "?format=xml", "", 400, none "format"
      "POST /_fake/import", "", "{", 400, "The document is not JSON."
      "POST /_fake/import", "", """{"format":"x"}""", 400, "The document is no world of a fake Polar."
      "POST /_fake/organizations", "", "{}", 400, "'slug' is missing."
      "PATCH /_fake/organizations/$ORGANIZATION", "", "[]", 400, "The body is not an object."
      "PATCH /_fake/organizations/$ORDER", "", "{}", 404, "There is no such organization."
      "POST /_fake/tokens", "", "{}", 400, "'kind' is missing."
      "DELETE /_fake/tokens/polar_oat_nobody", "", "", 404, "There is no such token."
      "PATCH /_fake/oauth2/clients/$CLIENT",
      "",
      """{"grant_types":["implicit"]}""",
      400,
      "There is no grant 'implicit'; there are authorization_code, refresh_token, web."
      "PATCH /_fake/oauth2/clients/$CLIENT", "", """{"first_party":"yes"}""", 400, "'first_party' is not a boolean."
      "PATCH /_fake/oauth2/clients/nobody", "", "{}", 404, "There is no such client."
      "POST /_fake/oauth2/tokens", "", """{"client_id":"nobody"}""", 400, "There is no client nobody."
      "POST /_fake/oauth2/tokens", "", """{"client_id":"$CLIENT","sub_type":"robot"}""", 400, "'sub_type' is none of user, organization."
      "PUT /_fake/oauth2/user", "", $$"""{"user_id":"{{unknown}}"}""", 400, $"There is no user {unknown}"
      "POST /_fake/subscriptions/$SUBSCRIPTION/migrate", "", """{"provider":"stripe"}""", 400, "'provider_subscription_id' is missing."
      "POST /_fake/subscriptions/$SUBSCRIPTION/migrate",
      "",
      """{"provider":"","provider_subscription_id":"x"}""",
      400,
      "'provider' is empty."
      "POST /_fake/subscriptions/$ORDER/migrate",
      "",
      """{"provider":"stripe","provider_subscription_id":"x"}""",
      404,
      "There is no such subscription."
      "POST /_fake/subscriptions/$ORDER/reinstate", "", "", 404, "There is no such subscription."
      "POST /_fake/orders/$ORDER/unvoid", "", "", 400, "Only void orders can be unvoided."
      "POST /_fake/orders/$SUBSCRIPTION/unvoid", "", "", 404, "There is no such order."
      "GET /_fake/seats/$ORDER", "", "", 404, "There is no seat $ORDER."
      "PATCH /_fake/integrations/discord", "", """{"lacks":"money"}""", 400, "'money' is none of invalid_role, invalid_role_position."
      "PATCH /_fake/integrations/github", "", """{"refusal":7}""", 400, "'refusal' is not a string."
      "PATCH /_fake/integrations/slack", "", """{"lacks":"anything"}""", 400, "Nothing can be lacking in Slack; install it, or don't."
      "POST /_fake/integrations/slack", "", $$"""{"organization_id":"{{unknown}}"}""", 400, $"There is no organization {unknown}."
      "POST /_fake/integrations/accounts",
      "",
      """{"service":"slack","customer_id":"$CUSTOMER","account_id":"1"}""",
      400,
      "'service' is none of discord, github."
      "POST /_fake/integrations/accounts",
      "",
      $$"""{"service":"github","customer_id":"{{unknown}}","account_id":"1"}""",
      400,
      $"There is no customer {unknown}."
      "POST /_fake/disputes", "", "{}", 400, "'order_id' is missing."
      "POST /_fake/disputes", "", """{"order_id":"$ORDER","amount":0}""", 400, "'amount' is not between 1 and"
      "POST /_fake/disputes",
      "",
      """{"order_id":"$ORDER","status":"won"}""",
      400,
      "A dispute begins as needs_response or as early_warning, not as 'won'."
      "PATCH /_fake/disputes/$ORDER", "", """{"status":"won"}""", 404, "There is no such dispute."
      "PATCH /_fake/refunds/$REFUND", "", "{}", 400, "'status' is missing."
      "PATCH /_fake/refunds/$REFUND", "", """{"status":"lost"}""", 400, "A refund that is succeeded does not become 'lost'."
      "PATCH /_fake/refunds/$ORDER", "", """{"status":"failed"}""", 404, "There is no such refund."
      "POST /_fake/payment-methods/$PAYMENT_METHOD/fail", "", """{"times":0}""", 400, "'times' is not above 0."
      "POST /_fake/payment-methods/$PAYMENT_METHOD/fail", "", """{"why":"x"}""", 400, "There is no member 'why'; there are reason, times."
      "POST /_fake/payment-methods/$ORDER/fail", "", "", 404, "There is no such payment method."
      "POST /_fake/payment-methods/$ORDER/repair", "", "", 404, "There is no such payment method."
      "POST /_fake/checkouts/$CHECKOUT/authenticate", "", """{"succeeds":"maybe"}""", 400, "'succeeds' is not a boolean."
      "POST /_fake/checkouts/$ORDER/authenticate", "", "", 404, "There is no such checkout."
      "POST /_fake/checkouts/$ORDER/hold", "", "", 404, "There is no such checkout."
      "POST /_fake/checkouts/$ORDER/release", "", "", 404, "There is no such checkout."
      "POST /_fake/intents/$INTENT/authenticate", "", "{", 400, notJson
      "POST /_fake/intents/nothing/authenticate", "", "", 404, "There is no such intent." ]

[<Tests>]
let tests =
    testList
        "input of every control call"
        [ testCaseTask "what is wrong is refused with a sentence, and nothing happens" (fun () ->
              task {
                  let! started, names = Controlled.start ()
                  use fake = started
                  let filled = Controlled.filled names

                  let state () =
                      fake.Clock.UtcNow,
                      fake.World.Events.Total,
                      fake.World.Jobs.Count,
                      fake.World.Tokens.Count,
                      fake.Requests.All.Count,
                      fake.Faults.All.Count

                  let before = state ()

                  for call, query, body, status, sentence in rows do
                      let method, path =
                          match (filled call).Split ' ' with
                          | [| method; path |] -> method, path
                          | _ -> failtest call

                      let! answer =
                          Http.anonymous method (path + query) (if body = "" then None else Some(filled body)) fake

                      let name = $"{call}{query} {body}"
                      Expect.equal answer.Status status $"{name} {answer.Text}"
                      Expect.equal (Json.text "error" answer.Json) (if status = 400 then "BadRequest" else "NotFound") name
                      Expect.stringContains (Json.text "detail" answer.Json) (filled sentence) name
                      Expect.equal (state ()) before $"{name}: nothing has happened"
              })

          testCase "every call is among them"
          <| fun () ->
              let refused =
                  [ for call, _, _, _, _ in rows do
                        match call.Split ' ' with
                        | [| method; path |] -> method, path.Substring("/_fake/".Length).Split '/'
                        | _ -> failtest call ]

              for route in ControlRegistry.All do
                  Expect.isTrue
                      (refused
                       |> List.exists (fun (method, segments) -> not (isNull (route.Match(method, segments)))))
                      (string route)

          testCaseTask "the next job is not moved to where there is none" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.anonymous "POST" "/_fake/clock" (Some """{"advance":"next_job"}""") fake

                  Expect.equal (answer.Status, Json.text "detail" answer.Json) (400, "No job is to come.") answer.Text
              })

          testCaseTask "the clock moves to the next job, which has happened then, and no further" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1900L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake

                  let next = (fake.World.Jobs.Next |> Unchecked.nonNull).Place.Due

                  let! answer =
                      Http.anonymous "POST" "/_fake/clock" (Some """{"advance":"next_job"}""") fake

                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal fake.Clock.UtcNow next "there"
                  let left = fake.World.Jobs.Next |> Option.ofObj
                  Expect.isTrue (left |> Option.forall (fun job -> job.Place.Due > next)) "it has happened"
              })

          testCaseTask "an event of any organization is delivered again" (fun () ->
              task {
                  let! started, names = Controlled.start ()
                  use fake = started
                  let before = fake.Webhooks.Deliveries.Count

                  let! answer =
                      Http.anonymous "POST" (Controlled.filled names "/_fake/webhooks/$EVENT/redeliver") None fake

                  Expect.equal answer.Status 202 answer.Text
                  do! fake.Webhooks.SettleAsync()
                  Expect.equal fake.Webhooks.Deliveries.Count (before + 1) "one more attempt"
                  let last = Seq.last fake.Webhooks.Deliveries
                  Expect.equal (string last.EventId) names["EVENT"] "of that event"
              }) ]
