/// What the version of the API that a client asks for changes about answers.
module Polar.FakeServer.Tests.Rendering.VersionTests

open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private members = [ "subscription_id"; "subscription"; "order_id"; "order" ]

let private asking (version: string option) (method: string) (path: string) (token: string option) (body: string option) (fake: FakePolar) =
    let request = Http.request method path token body

    version
    |> Option.iter (fun version -> request.Headers.TryAddWithoutValidation("Polar-Version", version) |> ignore)

    Http.raw fake request

let private asked version method path token (body: string) fake =
    asking version method path token (Some body) fake

/// The routes that answer with a license key that was found valid, and those that put one inside something else.
let private routes =
    [ "validated by a merchant",
      (fun version (key: BoughtKey) ->
          asked version "POST" "/v1/license-keys/validate" (Some key.Fake.AccessToken) (LicenseKeys.body key "") key.Fake),
      ""
      "validated by an app",
      (fun version (key: BoughtKey) ->
          asked version "POST" "/v1/customer-portal/license-keys/validate" None (LicenseKeys.body key "") key.Fake),
      ""
      "activated by a merchant",
      (fun version (key: BoughtKey) ->
          asked
              version
              "POST"
              "/v1/license-keys/activate"
              (Some key.Fake.AccessToken)
              (LicenseKeys.body key ""","label":"Laptop" """)
              key.Fake),
      "license_key"
      "activated by an app",
      (fun version (key: BoughtKey) ->
          asked version "POST" "/v1/customer-portal/license-keys/activate" None (LicenseKeys.body key ""","label":"Laptop" """) key.Fake),
      "license_key" ]

let private limits = """{"activations":{"limit":5,"enable_customer_admin":true}}"""

let private within (place: string) (answer: Answer) : JsonNode =
    Expect.equal answer.Status 200 answer.Text

    if place = "" then
        answer.Json
    else
        Json.at place answer.Json

let private subscribed () =
    LicenseKeys.bought (Given.monthly 500L) Fake.startTime limits

let private ordered () = LicenseKeys.once limits

/// Routes whose answers have a license key in a form that is the same in every version.
let private unchanged =
    [ "listed", (fun (key: BoughtKey) -> "GET", "/v1/license-keys/", Some key.Fake.AccessToken, None), "items.0"
      "shown", (fun (key: BoughtKey) -> "GET", key.Path, Some key.Fake.AccessToken, None), ""
      "changed", (fun (key: BoughtKey) -> "PATCH", key.Path, Some key.Fake.AccessToken, Some """{"limit_usage":9}"""), ""
      "rotated", (fun (key: BoughtKey) -> "POST", key.Path + "/rotate", Some key.Fake.AccessToken, Some "{}"), "" ]

let private ofLicenseKeys =
    testList
        "a license key"
        [ for name, call, place in routes do
              testCaseTask $"{name} says what it was bought with: a subscription" (fun () ->
                  task {
                      let! key = subscribed ()
                      let! subscription = Buying.only "/v1/subscriptions/" key.Fake
                      let! answer = call (Some "2027-01") key
                      let shown = within place answer
                      Expect.equal answer.Headers["polar-version"] "2027-01" "the version is echoed"
                      Expect.equal (Json.text "subscription_id" shown) (Json.text "id" subscription) "which one"

                      Expect.equal
                          (Json.names (Json.at "subscription" shown))
                          [ "id"
                            "status"
                            "current_period_start"
                            "current_period_end"
                            "cancel_at_period_end"
                            "ends_at" ]
                          "what is told of it"

                      for KeyValue(name, value) in (Json.at "subscription" shown).AsObject() do
                          Expect.equal (string value) (string (Json.find name subscription)) $"{name} as the subscription has it"

                      Expect.isTrue (Json.isNull "order_id" shown && Json.isNull "order" shown) "no order"
                  })

              testCaseTask $"{name} says what it was bought with: an order" (fun () ->
                  task {
                      let! key = ordered ()
                      let! order = Buying.only "/v1/orders/" key.Fake
                      let! answer = call (Some "2027-01") key
                      let shown = within place answer
                      Expect.equal (Json.text "order_id" shown) (Json.text "id" order) "which one"
                      Expect.equal (Json.names (Json.at "order" shown)) [ "id"; "created_at"; "status"; "paid" ] "what is told of it"

                      for KeyValue(name, value) in (Json.at "order" shown).AsObject() do
                          Expect.equal (string value) (string (Json.find name order)) $"{name} as the order has it"

                      Expect.isTrue (Json.isNull "subscription_id" shown && Json.isNull "subscription" shown) "no subscription"
                  })

              testCaseTask $"{name} says nothing of that in older versions" (fun () ->
                  task {
                      let! key = subscribed ()
                      let! newer = call (Some "2027-01") key
                      let all = Json.names (within place newer)

                      for version in [ None; Some "2026-04"; Some "2026-10" ] do
                          let! answer = call version key

                          Expect.equal
                              (Json.names (within place answer))
                              (List.except members all)
                              $"all but the four in {version}, in the same order"
                  })

          testCaseTask "shows its purchase between its expiry and what is behind that" (fun () ->
              task {
                  let! key = ordered ()

                  let! answer =
                      asked
                          (Some "2027-01")
                          "POST"
                          "/v1/license-keys/validate"
                          (Some key.Fake.AccessToken)
                          (LicenseKeys.body key "")
                          key.Fake

                  let all = Json.names answer.Json
                  let first = List.findIndex ((=) "expires_at") all + 1
                  Expect.equal (all |> List.skip first |> List.truncate 5) (members @ [ "activation" ]) "places"
              })

          testCaseTask "shows its subscription as it is by then" (fun () ->
              task {
                  let! key = subscribed ()
                  let! subscription = Buying.only "/v1/subscriptions/" key.Fake

                  let! _ =
                      Http.patch $"""/v1/subscriptions/{Json.text "id" subscription}""" """{"cancel_at_period_end":true}""" key.Fake

                  let! answer =
                      asked
                          (Some "2027-01")
                          "POST"
                          "/v1/license-keys/validate"
                          (Some key.Fake.AccessToken)
                          (LicenseKeys.body key "")
                          key.Fake

                  Expect.isTrue (Json.flag "subscription.cancel_at_period_end" answer.Json) "canceled"
                  Expect.equal (Json.text "subscription.ends_at" answer.Json) "2026-04-01T12:00:00Z" "its end"
              })

          for name, call, place in unchanged do
              testCaseTask $"that is {name} is the same in every version" (fun () ->
                  task {
                      let! key = subscribed ()

                      let shown version =
                          task {
                              let method, path, token, body = call key
                              let! answer = asking (Some version) method path token body key.Fake
                              return Json.names (within place answer)
                          }

                      let! current = shown "2026-10"
                      let! newer = shown "2027-01"
                      Expect.equal newer current "members"
                      Expect.isEmpty (List.filter (fun name -> List.contains name members) newer) "none of the four"
                  }) ]

let private payloadVersions = [ "2026-04"; "2026-10"; "2027-01" ]

let private ofEndpoints =
    testList
        "a webhook endpoint"
        [ for version in payloadVersions do
              testCaseTask $"can want payloads of {version}" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let! made =
                          Given.create
                              "/v1/webhooks/endpoints"
                              $"""{{"url":"https://acme.dev/hook","format":"raw","events":["customer.created"],"api_version":"{version}"}}"""
                              fake

                      Expect.equal (Json.text "api_version" made) version "made with it"
                      let! _ = Given.customer "ada@acme.dev" fake
                      do! fake.Webhooks.SettleAsync()
                      let! delivery = Buying.only "/v1/webhooks/deliveries" fake
                      Expect.equal (Json.text "webhook_event.api_version" delivery) version "the event says it"
                      let payload = Json.parse (Json.text "webhook_event.payload" delivery)
                      Expect.equal (Json.text "api_version" payload) version "and so does its body"
                      Expect.equal (Json.names payload) [ "type"; "timestamp"; "api_version"; "data" ] "members"

                      let! changed =
                          Http.patch $"""/v1/webhooks/endpoints/{Json.text "id" made}""" """{"api_version":"2026-10"}""" fake

                      Expect.equal (Json.text "api_version" (Buying.succeeds changed)) "2026-10" "changed"

                      let! back =
                          Http.patch $"""/v1/webhooks/endpoints/{Json.text "id" made}""" $"""{{"api_version":"{version}"}}""" fake

                      Expect.equal (Json.text "api_version" (Buying.succeeds back)) version "and back"
                  })

          testCaseTask "cannot want those of a version that is not there" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.post
                          "/v1/webhooks/endpoints"
                          """{"url":"https://acme.dev/hook","format":"raw","events":[],"api_version":"2027-02"}"""
                          fake

                  Refusal.malformed [ "enum", "body.api_version", "Input should be '2026-04', '2026-10' or '2027-01'" ] answer
              })

          testCaseTask "gets the same data in every version: no event has a member that differs" (fun () ->
              task {
                  use! fake = Fake.start ()

                  for version in payloadVersions do
                      let! _ =
                          Given.create
                              "/v1/webhooks/endpoints"
                              $"""{{"url":"https://acme.dev/{version}","format":"raw","events":["benefit_grant.created"],"api_version":"{version}"}}"""
                              fake

                      ()

                  let! benefit = Benefits.create (Benefits.keys limits) fake
                  let! _ = Benefits.boughtWith (Given.oneTime 500L) [ benefit ] fake
                  do! fake.Webhooks.SettleAsync()
                  let! deliveries = Http.get "/v1/webhooks/deliveries" fake

                  let bodies =
                      [ for delivery in Json.items "items" deliveries.Json -> Json.parse (Json.text "webhook_event.payload" delivery) ]

                  Expect.equal (List.sort [ for body in bodies -> Json.text "api_version" body ]) payloadVersions "one each"

                  Expect.hasLength (bodies |> List.distinctBy (fun body -> (Json.at "data" body).ToJsonString())) 1 "the same data"
              }) ]

[<Tests>]
let tests = testList "versions of the API" [ ofLicenseKeys; ofEndpoints ]
