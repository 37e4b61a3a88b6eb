/// License keys: how they look, how long they last, and what apps and merchants do with them.
module Polar.FakeServer.Tests.LicenseKeyTests

open System
open System.Text.Json.Nodes
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private unknown = "6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"

/// A key that somebody bought, and all that hangs on it.
type private Bought =
    { Fake: FakePolar
      Benefit: JsonNode
      Product: JsonNode
      Customer: JsonNode
      Key: JsonNode }

    member bought.Text = Json.text "key" bought.Key
    member bought.Path = $"""/v1/license-keys/{Json.text "id" bought.Key}"""

let private onlyKey (fake: FakePolar) : Task<JsonNode> =
    task {
        let! answer = Http.get "/v1/license-keys/" fake
        return Json.items "items" answer.Json |> List.exactlyOne
    }

let private bought (product: FakePolar -> Task<JsonNode>) (start: DateTimeOffset) (properties: string) : Task<Bought> =
    task {
        let! fake =
            Fake.startWith (fun options ->
                options.StartTime <- start
                options.WallClock <- StandingClock start)

        let! benefit = Benefits.create (Benefits.keys properties) fake
        let! product, customer = Benefits.boughtWith product [ benefit ] fake
        let! key = onlyKey fake

        return
            { Fake = fake
              Benefit = benefit
              Product = product
              Customer = customer
              Key = key }
    }

let private once = bought (Given.oneTime 500L) Fake.startTime

/// The routes of merchants and of apps, which behave alike.
let private routes =
    [ "a merchant", (fun (what: string) body fake -> Http.post $"/v1/license-keys/{what}" body fake)
      "an app", (fun (what: string) body fake -> Http.anonymous "POST" $"/v1/customer-portal/license-keys/{what}" (Some body) fake) ]

let private body (key: Bought) (members: string) =
    $"""{{"key":"{key.Text}","organization_id":"{key.Fake.Organization.Id}"{members}}}"""

let private reread (key: Bought) : Task<JsonNode> =
    task {
        let! answer = Http.get key.Path key.Fake
        return answer.Json
    }

let private change (key: Bought) (body: string) : Task<unit> =
    task {
        let! answer = Http.patch key.Path body key.Fake

        if answer.Status <> 200 then
            failwith answer.Text
    }

let private activate (key: Bought) (members: string) : Task<JsonNode> =
    task {
        let! answer =
            Http.post "/v1/license-keys/activate" (body key $",\"label\":\"Laptop\"{members}") key.Fake

        if answer.Status <> 200 then
            failwith answer.Text

        return answer.Json
    }

let private looks =
    let uuid = "[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}"

    [ for properties, pattern in
          [ "{}", $"^{uuid}$"
            """{"prefix":""}""", $"^{uuid}$"
            """{"prefix":" my app "}""", $"^MY APP-{uuid}$"
            """{"prefix":"pro"}""", $"^PRO-{uuid}$" ] do
          testCaseTask $"a key of {properties} looks like {pattern}" (fun () ->
              task {
                  let! key = once properties
                  use _ = key.Fake
                  Expect.isTrue (Regex.IsMatch(key.Text, pattern)) key.Text
                  Expect.equal (Json.text "display_key" key.Key) $"****-{key.Text[key.Text.Length - 6 ..]}" "display key"
              })

      testCaseTask "a new key has the benefit's limits and has not been used" (fun () ->
          task {
              let! key =
                  once """{"activations":{"limit":2,"enable_customer_admin":false},"limit_usage":9}"""

              use _ = key.Fake
              let read = key.Key
              Expect.equal (Json.text "status" read) "granted" "status"
              Expect.equal (Json.whole "usage" read) 0L "usage"
              Expect.equal (Json.whole "validations" read) 0L "validations"
              Expect.isTrue (Json.isNull "last_validated_at" read) "never validated"
              Expect.isTrue (Json.isNull "modified_at" read) "never modified"
              Expect.equal (Json.whole "limit_activations" read) 2L "activations"
              Expect.equal (Json.whole "limit_usage" read) 9L "uses"
              Expect.equal (Json.text "customer.id" read) (Json.text "id" key.Customer) "customer"
              Expect.equal (Json.text "member.email" read) "ada@acme.dev" "the owner's"
              let! one = reread key
              Expect.isEmpty (Json.items "activations" one) "no activations"
          }) ]

/// When a key expires that was bought at a time.
let private expiries =
    [ "2026-01-31T12:00:00Z", 1, "month", "2026-02-28T12:00:00Z"
      "2026-01-31T12:00:00Z", 2, "month", "2026-03-31T12:00:00Z"
      "2024-02-29T08:30:00Z", 1, "year", "2025-02-28T08:30:00Z"
      "2024-02-29T08:30:00Z", 4, "year", "2028-02-29T08:30:00Z"
      "2026-03-01T12:00:00Z", 30, "day", "2026-03-31T12:00:00Z"
      "2026-12-31T23:59:59Z", 1, "day", "2027-01-01T23:59:59Z"
      "2026-03-01T12:00:00Z", 1200, "month", "2126-03-01T12:00:00Z"
      "2026-03-01T12:00:00Z", 457, "year", "2483-03-01T12:00:00Z"
      "2026-03-01T12:00:00Z", 36500, "day", "2126-02-05T12:00:00Z" ]

let private expiring =
    [ for start, ttl, timeframe, expected in expiries do
          let properties = $"""{{"expires":{{"ttl":{ttl},"timeframe":"{timeframe}"}}}}"""

          testCaseTask $"a key of {ttl} {timeframe}(s) from {start} expires {expected}" (fun () ->
              task {
                  let! key = bought (Given.oneTime 500L) (DateTimeOffset.Parse start) properties
                  use _ = key.Fake
                  Expect.equal (Json.text "expires_at" key.Key) expected "expiry"
              })

      testCaseTask "a subscription's key does not expire, whatever the benefit says" (fun () ->
          task {
              let! key =
                  bought (Given.monthly 500L) Fake.startTime """{"expires":{"ttl":1,"timeframe":"day"}}"""

              use _ = key.Fake
              Expect.isTrue (Json.isNull "expires_at" key.Key) "expiry"
          })

      testCaseTask "a change of the benefit starts the time over, and overrides what was set by hand" (fun () ->
          task {
              let! key = once """{"expires":{"ttl":1,"timeframe":"day"}}"""
              use _ = key.Fake
              do! change key """{"expires_at":"2030-01-01T00:00:00Z","limit_usage":3,"usage":2}"""
              do! key.Fake.Clock.AdvanceAsync "P10D"

              let! _ =
                  Http.patch
                      $"""/v1/benefits/{Json.text "id" key.Benefit}"""
                      """{"type":"license_keys","properties":{"expires":{"ttl":2,"timeframe":"day"}}}"""
                      key.Fake

              let! after = reread key
              Expect.equal (Json.text "expires_at" after) "2026-03-13T12:00:00Z" "two days from now"
              Expect.isTrue (Json.isNull "limit_usage" after) "the benefit's limit"
              Expect.equal (Json.whole "usage" after) 2L "uses stay"
              Expect.equal (Json.text "key" after) key.Text "the key stays"
          }) ]

let private limits =
    """{"expires":{"ttl":1,"timeframe":"day"},"activations":{"limit":2,"enable_customer_admin":true},"limit_usage":5}"""

let private nothing (_: Bought) = Task.FromResult ""

/// What goes before a validation, and gives what its body has besides; then what is answered.
let private refusedValidations: (string * (Bought -> Task<string>) * int * string * string) list =
    [ "an unknown key", (fun _ -> Task.FromResult ",\"key\":\"X\""), 404, "ResourceNotFound", "Not found"
      "a key in other letters",
      (fun key -> Task.FromResult $",\"key\":\"{key.Text.ToLowerInvariant()}\""),
      404,
      "ResourceNotFound",
      "Not found"
      "another organization's key", (fun _ -> Task.FromResult $",\"organization_id\":\"{unknown}\""), 404, "ResourceNotFound", "Not found"
      "a revoked key",
      (fun key ->
          task {
              do! change key """{"status":"revoked"}"""
              return ""
          }),
      404,
      "ResourceNotFound",
      "License key is no longer active."
      "a disabled key, whatever else is wrong",
      (fun key ->
          task {
              do! change key """{"status":"disabled"}"""
              do! key.Fake.Clock.AdvanceAsync "P2D"
              return $",\"benefit_id\":\"{unknown}\",\"activation_id\":\"{unknown}\""
          }),
      404,
      "ResourceNotFound",
      "License key is no longer active."
      "a key at the moment that it expires",
      (fun key ->
          task {
              do! key.Fake.Clock.AdvanceAsync "P1D"
              return $",\"activation_id\":\"{unknown}\""
          }),
      404,
      "ResourceNotFound",
      "License key has expired."
      "an unknown activation",
      (fun _ -> Task.FromResult $",\"activation_id\":\"{unknown}\",\"benefit_id\":\"{unknown}\""),
      404,
      "ResourceNotFound",
      "Not found"
      "an activation that is over",
      (fun key ->
          task {
              let! activation = activate key ""
              let id = Json.text "id" activation

              let! _ =
                  Http.post "/v1/license-keys/deactivate" (body key $",\"activation_id\":\"{id}\"") key.Fake

              return $",\"activation_id\":\"{id}\""
          }),
      404,
      "ResourceNotFound",
      "Not found"
      "an activation under other conditions",
      (fun key ->
          task {
              let! activation = activate key ",\"conditions\":{\"major\":1}"

              return $""","activation_id":"{Json.text "id" activation}","conditions":{{"major":1,"minor":2}},"benefit_id":"{unknown}" """
          }),
      404,
      "ResourceNotFound",
      "License key does not match required conditions"
      "another benefit",
      (fun _ -> Task.FromResult $",\"benefit_id\":\"{unknown}\",\"customer_id\":\"{unknown}\""),
      404,
      "ResourceNotFound",
      "License key does not match given benefit."
      "another customer",
      (fun _ -> Task.FromResult $",\"customer_id\":\"{unknown}\",\"increment_usage\":99"),
      404,
      "ResourceNotFound",
      "License key does not match given user."
      "more uses than are left",
      (fun key ->
          task {
              do! change key """{"usage":3}"""
              return ",\"increment_usage\":3"
          }),
      400,
      "BadRequest",
      "License key only has 2 more usages." ]

let private validating =
    [ for who, route in routes do
          for name, arrange, status, error, detail in refusedValidations do
              testCaseTask $"{who} is refused the validation of {name}" (fun () ->
                  task {
                      let! key = once limits
                      use _ = key.Fake
                      let! members = arrange key
                      let! before = reread key

                      let! answer, events =
                          Events.during key.Fake (fun () -> route "validate" (body key members) key.Fake)

                      Refusal.domain status error detail answer
                      Expect.isEmpty events "no events"
                      let! after = reread key
                      Expect.equal (after.ToJsonString()) (before.ToJsonString()) "nothing is counted"
                  })

          testCaseTask $"{who} validates a key, and uses are counted" (fun () ->
              task {
                  let! key = once limits
                  use _ = key.Fake

                  let! activation =
                      activate key ",\"conditions\":{\"major\":1},\"meta\":{\"os\":\"linux\"}"

                  do! key.Fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)

                  let members =
                      String.concat
                          ""
                          [ $""","activation_id":"{Json.text "id" activation}","conditions":{{"major":1}} """
                            $""","benefit_id":"{Json.text "id" key.Benefit}","customer_id":"{Json.text "id" key.Customer}" """
                            ",\"increment_usage\":5" ]

                  let! answer = route "validate" (body key members) key.Fake
                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal (Json.whole "validations" answer.Json) 1L "validations"
                  Expect.equal (Json.whole "usage" answer.Json) 5L "uses, to the limit"
                  Expect.equal (Json.text "last_validated_at" answer.Json) "2026-03-01T13:00:00Z" "now"

                  Expect.equal
                      ((Json.at "activation" answer.Json).ToJsonString())
                      $"""{{"id":"{Json.text "id" activation}","license_key_id":"{Json.text "id" key.Key}","label":"Laptop","meta":{{"os":"linux"}},"created_at":"2026-03-01T12:00:00Z","modified_at":null}}"""
                      "the activation, without its conditions"
              })

          testCaseTask $"{who} needs no activation, and then conditions don't count" (fun () ->
              task {
                  let! key = once limits
                  use _ = key.Fake
                  let! _ = activate key ",\"conditions\":{\"major\":1}"
                  let! answer = route "validate" (body key ",\"conditions\":{\"major\":9}") key.Fake
                  Expect.equal answer.Status 200 answer.Text
                  Expect.isTrue (Json.isNull "activation" answer.Json) "none"
              })

          testCaseTask $"{who} counts uses of a key without a limit too" (fun () ->
              task {
                  let! key = once "{}"
                  use _ = key.Fake
                  let! answer = route "validate" (body key ",\"increment_usage\":1000000") key.Fake
                  Expect.equal (Json.whole "usage" answer.Json) 1000000L "uses"
              })

      testCaseTask "uses can't be taken back by a validation" (fun () ->
          task {
              let! key = once "{}"
              use _ = key.Fake

              let! answer =
                  Http.post "/v1/license-keys/validate" (body key ",\"increment_usage\":-1") key.Fake

              Refusal.malformed [ "greater_than_equal", "body.increment_usage", "Input should be greater than or equal to 0" ] answer
          })

      testCaseTask "a merchant does not validate another organization's keys; an app does" (fun () ->
          task {
              let! key = once "{}"
              use _ = key.Fake
              let! other = key.Fake.CreateOrganizationAsync "other"

              let! merchant =
                  Benefits.sendAs other.AccessToken "POST" "/v1/license-keys/validate" (Some(body key "")) key.Fake

              Refusal.domain 404 "ResourceNotFound" "Not found" merchant

              let! app =
                  Http.anonymous "POST" "/v1/customer-portal/license-keys/validate" (Some(body key "")) key.Fake

              Expect.equal app.Status 200 app.Text
          }) ]

/// What goes before an activation, by the benefit's properties, and what is answered.
let private refusedActivations =
    [ "an unknown key", limits, (fun (_: Bought) -> Task.FromResult ",\"key\":\"X\""), 404, "ResourceNotFound", "Not found"
      "a disabled key",
      limits,
      (fun key ->
          task {
              do! change key """{"status":"disabled"}"""
              return ""
          }),
      403,
      "NotPermitted",
      "License key is no longer active. This license key can not be activated."
      "a key that has expired",
      limits,
      (fun key ->
          task {
              do! key.Fake.Clock.AdvanceAsync "P1D"
              return ""
          }),
      403,
      "NotPermitted",
      "License key has expired."
      "a key without activations",
      "{}",
      nothing,
      403,
      "NotPermitted",
      "This license key does not support activations. Use the /validate endpoint instead to check license validity."
      "a key that is in use everywhere it may be",
      limits,
      (fun key ->
          task {
              let! _ = activate key ""
              let! _ = activate key ""
              return ""
          }),
      403,
      "NotPermitted",
      "License key activation limit already reached" ]

let private activating =
    [ for who, route in routes do
          for name, properties, arrange, status, error, detail in refusedActivations do
              testCaseTask $"{who} is refused the activation of {name}" (fun () ->
                  task {
                      let! key = once properties
                      use _ = key.Fake
                      let! members = arrange key
                      let! answer = route "activate" (body key $",\"label\":\"Phone\"{members}") key.Fake
                      Refusal.domain status error detail answer
                  })

          testCaseTask $"{who} activates a key, which is no use of it" (fun () ->
              task {
                  let! key = once limits
                  use _ = key.Fake

                  let! answer =
                      route "activate" (body key ",\"label\":\"Phone\",\"meta\":{\"os\":\"ios\"}") key.Fake

                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal (Json.text "label" answer.Json) "Phone" "label"
                  Expect.equal ((Json.at "meta" answer.Json).ToJsonString()) """{"os":"ios"}""" "meta"
                  Expect.isFalse (Json.has "conditions" answer.Json) "no conditions"
                  Expect.equal (Json.text "license_key.id" answer.Json) (Json.text "id" key.Key) "the key"
                  Expect.equal (Json.whole "license_key.usage" answer.Json) 0L "uses"
                  Expect.equal (Json.whole "license_key.validations" answer.Json) 0L "validations"

                  let! one =
                      Http.get $"""{key.Path}/activations/{Json.text "id" answer.Json}""" key.Fake

                  Expect.isTrue (JsonNode.DeepEquals(one.Json, answer.Json)) "the same when it is read"
              })

          testCaseTask $"{who} deactivates, which frees the place" (fun () ->
              task {
                  let! key = once limits
                  use _ = key.Fake
                  let! first = activate key ""
                  let! _ = activate key ""
                  let members = $""","activation_id":"{Json.text "id" first}" """
                  do! change key """{"status":"disabled"}"""
                  let! answer = route "deactivate" (body key members) key.Fake
                  Expect.equal (answer.Status, answer.Text) (204, "") "though the key is disabled"
                  let! again = route "deactivate" (body key members) key.Fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" again
                  let! gone = Http.get $"""{key.Path}/activations/{Json.text "id" first}""" key.Fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" gone
                  do! change key """{"status":"granted"}"""
                  let! _ = activate key ""
                  let! read = reread key
                  Expect.equal (Json.items "activations" read |> List.length) 2 "two places are in use"
              })

          testCaseTask $"{who} can't deactivate what is not active" (fun () ->
              task {
                  let! key = once limits
                  use _ = key.Fake

                  for members in
                      [ $",\"activation_id\":\"{unknown}\""
                        $",\"key\":\"X\",\"activation_id\":\"{unknown}\"" ] do
                      let! answer = route "deactivate" (body key members) key.Fake
                      Refusal.domain 404 "ResourceNotFound" "Not found" answer
              }) ]

/// What a merchant may change of a key, and what it becomes.
let private changes =
    [ """{"usage":-3}""", [ "usage", "-3" ]
      """{"limit_activations":7,"limit_usage":8}""", [ "limit_activations", "7"; "limit_usage", "8" ]
      """{"limit_activations":null,"limit_usage":null,"expires_at":null}""",
      [ "limit_activations", "null"; "limit_usage", "null"; "expires_at", "null" ]
      """{"expires_at":"2027-01-01T00:00:00Z"}""", [ "expires_at", "\"2027-01-01T00:00:00Z\"" ]
      """{"status":"disabled"}""", [ "status", "\"disabled\"" ] ]

let private shown (name: string) (node: JsonNode) =
    match Json.find name node with
    | null -> "null"
    | value -> value.ToJsonString()

/// Changes of status, one after the other: what the grant's events are after each, and the key's status in the end.
let private statuses =
    [ [ "revoked", [ "benefit_grant.revoked" ] ], "revoked"
      [ "disabled", [] ], "disabled"
      [ "disabled", []; "granted", [] ], "granted"
      [ "revoked", [ "benefit_grant.revoked" ]
        "granted", [ "benefit_grant.created" ] ],
      "granted"
      [ "revoked", [ "benefit_grant.revoked" ]
        "disabled", [ "benefit_grant.created" ] ],
      "disabled"
      [ "revoked", [ "benefit_grant.revoked" ]; "revoked", [] ], "revoked" ]

let private changing =
    [ for change, expected in changes do
          testCaseTask $"a key takes {change}" (fun () ->
              task {
                  let! key = once limits
                  use _ = key.Fake

                  let! answer, events =
                      Events.during key.Fake (fun () -> Http.patch key.Path change key.Fake)

                  Expect.equal answer.Status 200 answer.Text
                  Expect.isEmpty events "no events"

                  for name, value in expected do
                      Expect.equal (shown name answer.Json) value name

                  Expect.equal (shown "modified_at" answer.Json) "\"2026-03-01T12:00:00Z\"" "modified"
              })

      for name in [ "limit_activations"; "limit_usage" ] do
          testCaseTask $"a {name} of nothing is refused" (fun () ->
              task {
                  let! key = once limits
                  use _ = key.Fake
                  let! answer = Http.patch key.Path $"""{{"{name}":0}}""" key.Fake
                  Refusal.malformed [ "greater_than", $"body.{name}", "Input should be greater than 0" ] answer
              })

      for steps, last in statuses do
          let names = steps |> List.map fst |> String.concat ", then "

          testCaseTask $"a key that is {names} takes its grant along" (fun () ->
              task {
                  let! key = once limits
                  use _ = key.Fake

                  for status, expected in steps do
                      let! events =
                          Benefits.eventsDuring key.Fake "benefit_grant." (fun () ->
                              Http.patch key.Path $"""{{"status":"{status}"}}""" key.Fake)

                      Expect.equal (events |> List.map (Json.text "type")) expected status

                  let! read = reread key
                  Expect.equal (Json.text "status" read) last "status"
                  Expect.equal (Json.text "key" read) key.Text "the same key"
              })

      testCaseTask "fewer activations than there are take none away" (fun () ->
          task {
              let! key = once limits
              use _ = key.Fake
              let! _ = activate key ""
              let! _ = activate key ""
              do! change key """{"limit_activations":1}"""
              let! read = reread key
              Expect.equal (Json.items "activations" read |> List.length) 2 "both are there"
          }) ]

let private rotating =
    [ testCaseTask "a rotated key is another key with everything else as it was" (fun () ->
          task {
              let! key = once limits
              use _ = key.Fake
              let! activation = activate key ""

              let! _ =
                  Http.patch
                      $"""/v1/benefits/{Json.text "id" key.Benefit}"""
                      $"""{{"type":"license_keys","properties":{limits.Insert(1, "\"prefix\":\"new\",")}}}"""
                      key.Fake

              let! answer, events =
                  Events.during key.Fake (fun () -> Http.post (key.Path + "/rotate") "" key.Fake)

              Expect.equal answer.Status 200 answer.Text
              Expect.isEmpty events "no events"
              let fresh = Json.text "key" answer.Json
              Expect.stringStarts fresh "NEW-" "the benefit's prefix of today"
              Expect.equal (Json.text "expires_at" answer.Json) (Json.text "expires_at" key.Key) "expiry"
              let! grant = Benefits.grant key.Benefit key.Fake
              Expect.equal (Json.text "properties.display_key" grant) (Json.text "display_key" answer.Json) "the grant knows it"
              let! old = Http.post "/v1/license-keys/validate" (body key "") key.Fake
              Refusal.domain 404 "ResourceNotFound" "Not found" old

              let! valid =
                  Http.post
                      "/v1/license-keys/validate"
                      (body { key with Key = answer.Json } $""","activation_id":"{Json.text "id" activation}" """)
                      key.Fake

              Expect.equal valid.Status 200 valid.Text
          })

      testCaseTask "a disabled key can be rotated, a revoked one can't" (fun () ->
          task {
              let! key = once limits
              use _ = key.Fake
              do! change key """{"status":"disabled"}"""
              let! disabled = Http.post (key.Path + "/rotate") "" key.Fake
              Expect.equal (disabled.Status, Json.text "status" disabled.Json) (200, "disabled") "disabled"
              do! change key """{"status":"revoked"}"""
              let! revoked = Http.post (key.Path + "/rotate") "" key.Fake

              Refusal.domain
                  400
                  "RotateNotPermitted"
                  "License key cannot be rotated in its current status. Current status: revoked. Allowed statuses: disabled, granted."
                  revoked
          })

      testCaseTask "a key that is not there can't be read, changed or rotated" (fun () ->
          task {
              let! key = once limits
              use _ = key.Fake
              let path = $"/v1/license-keys/{unknown}"

              for method, path, body in
                  [ "GET", path, None
                    "PATCH", path, Some "{}"
                    "POST", path + "/rotate", Some ""
                    "GET", $"{path}/activations/{unknown}", None
                    "GET", $"{key.Path}/activations/{unknown}", None ] do
                  let! answer = Http.send method path body key.Fake
                  Refusal.domain 404 "ResourceNotFound" "Not found" answer
          }) ]

let private keysOf (answer: Answer) =
    Json.items "items" answer.Json |> List.map (Json.text "key")

let private listing =
    [ testCaseTask "keys are listed oldest first, by benefit and by status" (fun () ->
          task {
              let! key = once "{}"
              use _ = key.Fake
              let! other = Benefits.create (Benefits.keys """{"prefix":"OTHER"}""") key.Fake
              let! product = Given.oneTime 500L key.Fake
              let! _ = Benefits.attach product [ other ] key.Fake
              do! key.Fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)
              let! _ = Benefits.again product key.Customer key.Fake
              let! all = Http.get "/v1/license-keys/" key.Fake
              let second = keysOf all |> List.last
              Expect.equal (keysOf all) [ key.Text; second ] "oldest first"
              Expect.stringStarts second "OTHER-" "the second"
              do! change key """{"status":"disabled"}"""

              for query, expected in
                  [ $"""benefit_id={Json.text "id" other}""", [ second ]
                    "status=disabled", [ key.Text ]
                    "status=disabled&status=granted", [ key.Text; second ]
                    $"organization_id={unknown}", []
                    "limit=1&page=2", [ second ] ] do
                  let! found = Http.get $"/v1/license-keys/?{query}" key.Fake
                  Expect.equal (keysOf found) expected query
          }) ]

let private portal = "/v1/customer-portal/license-keys/"

let private inPortal =
    [ for admin in [ true; false ] ->
          testCaseTask
              $"""a customer sees {if admin then "" else "no "}activations where they are {if admin then "" else "not "}its to manage"""
              (fun () ->
                  task {
                      let! key = once (limits.Replace("true", if admin then "true" else "false"))
                      use _ = key.Fake
                      let! _ = activate key ""
                      let! token = Benefits.session key.Customer key.Fake

                      let! one =
                          Benefits.sendAs token "GET" (portal + Json.text "id" key.Key) None key.Fake

                      Expect.equal (Json.items "activations" one.Json |> List.length) (if admin then 1 else 0) "activations"
                  }) ]
    @ [ testCaseTask "customers and members see their own keys, revoked ones too" (fun () ->
            task {
                let! key = once limits
                use _ = key.Fake
                do! change key """{"status":"revoked"}"""
                let! mine = Benefits.session key.Customer key.Fake
                let! owner = Benefits.memberSession key.Customer key.Fake

                for token in [ mine; owner ] do
                    let! list = Benefits.sendAs token "GET" portal None key.Fake
                    Expect.equal (keysOf list) [ key.Text ] "listed"

                let! narrowed =
                    Benefits.sendAs mine "GET" $"{portal}?benefit_id={unknown}" None key.Fake

                Expect.isEmpty (keysOf narrowed) "by benefit"
                let! other = Given.customer "grace@acme.dev" key.Fake
                let! session = Benefits.session other key.Fake
                let! member' = Benefits.memberSession other key.Fake

                for token in [ session; member' ] do
                    let! list = Benefits.sendAs token "GET" portal None key.Fake
                    Expect.isEmpty (keysOf list) "another's list"

                    let! one =
                        Benefits.sendAs token "GET" (portal + Json.text "id" key.Key) None key.Fake

                    Refusal.domain 404 "ResourceNotFound" "Not found" one

                    let! rotated =
                        Benefits.sendAs token "POST" $"""{portal}{Json.text "id" key.Key}/rotate""" (Some "") key.Fake

                    Refusal.domain 404 "ResourceNotFound" "Not found" rotated
            })

        testCaseTask "a customer rotates its key" (fun () ->
            task {
                let! key = once limits
                use _ = key.Fake
                let! token = Benefits.session key.Customer key.Fake

                let! answer =
                    Benefits.sendAs token "POST" $"""{portal}{Json.text "id" key.Key}/rotate""" (Some "") key.Fake

                Expect.equal answer.Status 200 answer.Text
                Expect.notEqual (Json.text "key" answer.Json) key.Text "another key"
            }) ]

[<Tests>]
let tests =
    testList
        "license keys"
        (looks
         @ expiring
         @ validating
         @ activating
         @ changing
         @ rotating
         @ listing
         @ inPortal)
