module Polar.FakeServer.Tests.Control.ControlTests

open System
open System.Net.Http
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private ask (method: string) (path: string) (body: string) (fake: FakePolar) : Task<Answer> =
    Http.anonymous method path (if body = "" then None else Some body) fake

let private now (fake: FakePolar) : Task<string> =
    task {
        let! answer = ask "GET" "/_fake/clock" "" fake
        return Json.text "now" answer.Json
    }

let private customers (fake: FakePolar) : Task<int64> =
    task {
        let! answer = Http.get "/v1/customers/" fake
        return Json.whole "pagination.total_count" answer.Json
    }

let private ofHealth =
    testList
        "health"
        [ testCaseTask "says who the fake is, and nothing else" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = ask "GET" "/_fake/health" "" fake
                  let version = Regex.Match(answer.Text, "\"version\":\"([0-9.]+)\"").Groups[1].Value
                  Expect.equal answer.Status 200 "status"
                  Expect.equal answer.Headers["content-type"] "application/json" "type"
                  Expect.isMatch version @"^\d+\.\d+\.\d+$" "version"

                  let organization = $$"""{"id":"{{fake.Organization.Id}}","slug":"acme"}"""

                  let facts =
                      [ "status", "\"ok\""
                        "version", $"\"{version}\""
                        "clock", "\"2026-03-01T12:00:00Z\""
                        "organization", organization
                        "access_token", "\"polar_oat_fake\"" ]
                      |> List.map (fun (name, value) -> $"\"{name}\":{value}")

                  Expect.equal answer.Text ("{" + String.Join(",", facts) + "}") "body"
              })

          testCaseTask "asks for no token, and looks at none" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.raw fake (Http.request "GET" "/_fake/health" (Some "polar_oat_wrong") None)

                  Expect.equal answer.Status 200 "status"
              })

          testCaseTask "the organization is the one that its token sees" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.AccessToken <- "polar_oat_mine")
                  let! health = ask "GET" "/_fake/health" "" fake
                  Expect.equal (Json.text "access_token" health.Json) "polar_oat_mine" "token"

                  let! organization =
                      Http.get $"""/v1/organizations/{Json.text "organization.id" health.Json}""" fake

                  Expect.equal (Json.text "slug" organization.Json) (Json.text "organization.slug" health.Json) "slug"
              }) ]

let private ofReset =
    testList
        "reset"
        [ testCaseTask "what was made is gone, what was there at the start is as it was" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.Empty <- false)
                  let! before = Http.get "/v1/customers/?limit=100" fake
                  let! _ = Given.customer "new@acme.dev" fake
                  let gone = Json.text "items.0.id" before.Json
                  let! deleted = Http.delete $"/v1/customers/{gone}" fake
                  Expect.equal deleted.Status 204 "deleted"
                  let! reset = ask "POST" "/_fake/reset" "" fake
                  Expect.equal reset.Status 200 "status"
                  let! after = Http.get "/v1/customers/?limit=100" fake
                  Expect.equal after.Text before.Text "the customers"
                  Expect.isEmpty fake.Webhooks.Events "no event"
              })

          testCaseTask "the same requests after it get the same ids" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! first = Given.customer "ada@acme.dev" fake
                  let! _ = ask "POST" "/_fake/reset" "" fake
                  let! again = Given.customer "ada@acme.dev" fake
                  Expect.equal (again.ToJsonString()) (first.ToJsonString()) "all of it"
              })

          testCaseTask "the clock is where it was at the start, and nothing is due from before" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1900L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  do! fake.Clock.AdvanceAsync "P3M"
                  do! fake.ResetAsync()
                  let! time = now fake
                  Expect.equal time "2026-03-01T12:00:00Z" "the start"
                  let! orders = Http.get "/v1/orders/" fake
                  Expect.equal (Json.whole "pagination.total_count" orders.Json) 0L "no order"
                  do! fake.Clock.AdvanceAsync "P1D"
                  let! later = now fake
                  Expect.equal later "2026-03-02T12:00:00Z" "it can be moved again"
              }) ]

let private moved (body: string) (expected: string) =
    testCaseTask $"{body} moves it to {expected}" (fun () ->
        task {
            use! fake = Fake.start ()
            let! answer = ask "POST" "/_fake/clock" body fake
            Expect.equal answer.Status 200 answer.Text
            Expect.equal answer.Text $"""{{"now":"{expected}"}}""" "the answer"
            let! time = now fake
            Expect.equal time expected "and there it stands"
        })

let private refused (body: string) (sentence: string) =
    testCaseTask $"refuses {body}" (fun () ->
        task {
            use! fake = Fake.start ()
            let! answer = ask "POST" "/_fake/clock" body fake
            Expect.equal answer.Status 400 answer.Text
            Expect.equal (Json.text "error" answer.Json) "BadRequest" "error"
            Expect.stringContains (Json.text "detail" answer.Json) sentence "a sentence"
            let! time = now fake
            Expect.equal time "2026-03-01T12:00:00Z" "nothing moved"
        })

let private ofClock =
    testList
        "clock"
        [ moved """{"advance":"P31D"}""" "2026-04-01T12:00:00Z"
          moved """{"advance":"P1M"}""" "2026-04-01T12:00:00Z"
          moved """{"advance":"P1Y2M3DT4H5M6S"}""" "2027-05-04T16:05:06Z"
          moved """{"advance":"P2W"}""" "2026-03-15T12:00:00Z"
          moved """{"advance":"PT0S"}""" "2026-03-01T12:00:00Z"
          moved """{"set":"2027-01-01T00:00:00Z"}""" "2027-01-01T00:00:00Z"
          moved """{"set":"2027-01-01T02:00:00+02:00"}""" "2027-01-01T00:00:00Z"
          moved """{"set":"2026-03-01T12:00:00Z"}""" "2026-03-01T12:00:00Z"
          refused "" "JSON"
          refused "{" "JSON"
          refused "[]" "object"
          refused "null" "object"
          refused "{}" "advance"
          refused """{"advance":31}""" "'advance'"
          refused """{"advance":"31 days"}""" "31 days"
          refused """{"advance":"P"}""" "P31D"
          refused """{"advance":"-P1D"}""" "-P1D"
          refused """{"advance":"P99999Y"}""" "P99999Y"
          refused """{"set":"yesterday"}""" "yesterday"
          refused """{"set":"2026-02-28T00:00:00Z"}""" "only goes forward"
          refused """{"set":"2027-01-01T00:00:00Z","advance":"P1D"}""" "not both"
          refused """{"forward":"P1D"}""" "'forward'"
          refused """{"advance":"\ud800"}""" "surrogate"
          refused """{"\udc00":"P1D"}""" "surrogate"

          testCaseTask "what falls due on the way has happened when it answers, at its own time" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1900L fake
                  let! _ = Given.purchase product "ada@acme.dev" fake
                  let! _ = ask "POST" "/_fake/clock" """{"advance":"P2M"}""" fake
                  let! orders = Http.get "/v1/orders/?sorting=created_at" fake

                  Expect.equal
                      (Json.items "items" orders.Json
                       |> List.map (fun order -> (Json.text "created_at" order).Substring(0, 10)))
                      [ "2026-03-01"; "2026-04-01"; "2026-05-01" ]
                      "the purchase and two renewals"
              }) ]

let private ofWebhooks =
    testList
        "webhook log"
        [ testCaseTask "has every event in order, whether or not anybody listens" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.monthly 1900L fake
                  let! log = ask "GET" "/_fake/webhooks" "" fake
                  Expect.equal (Json.items "events" log.Json |> List.map (Json.text "type")) (Events.types fake) "types"
                  let last = Json.items "events" log.Json |> List.last
                  Expect.equal (Json.text "timestamp" last) "2026-03-01T12:00:00Z" "virtual time"
                  Expect.equal (Json.text "organization_id" last) (string fake.Organization.Id) "organization"
                  Expect.equal (Json.text "data.id" last) (Json.text "id" product) "data"
                  Expect.isEmpty (Json.items "deliveries" log.Json) "nobody listens"
              })

          testCaseTask "has each delivery with what became of it" (fun () ->
              task {
                  use handler =
                      { new HttpMessageHandler() with
                          member _.SendAsync(_, _) =
                              Task.FromResult(new HttpResponseMessage(Net.HttpStatusCode.Accepted)) }

                  use! fake =
                      Fake.startWith (fun options ->
                          options.WebhookUrl <- Uri "http://127.0.0.1:9/hooks"
                          options.WebhookHandler <- handler)

                  let! _ = Given.monthly 1900L fake
                  do! fake.Webhooks.SettleAsync()
                  let! log = ask "GET" "/_fake/webhooks" "" fake
                  let delivery = Json.at "deliveries.0" log.Json
                  Expect.equal (Json.text "type" delivery) "product.created" "type"
                  Expect.isTrue (Json.flag "succeeded" delivery) "succeeded"
                  Expect.equal (Json.whole "http_code" delivery) 202L "status"
              }) ]

let private ofOthers =
    testList
        "anything else"
        [ for method, path in
              [ "GET", "/_fake/nothing"
                "GET", "/_fake/"
                "POST", "/_fake/health"
                "GET", "/_fake/reset"
                "DELETE", "/_fake/clock" ] do
              testCaseTask $"{method} {path} is 404 with a sentence that lists what there is" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer = ask method path "" fake
                      Expect.equal answer.Status 404 "status"
                      Expect.stringContains (Json.text "detail" answer.Json) "GET /_fake/health" "what there is"
                  }) ]

[<Tests>]
let tests = testList "control" [ ofHealth; ofReset; ofClock; ofWebhooks; ofOthers ]
