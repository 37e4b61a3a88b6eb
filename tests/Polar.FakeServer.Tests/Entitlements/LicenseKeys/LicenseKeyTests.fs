/// License keys: how they look, how long they last, and who sees them.
module Polar.FakeServer.Tests.Entitlements.LicenseKeys.LicenseKeyTests

open System
open System.Text.RegularExpressions
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private looks =
    let uuid = "[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}"

    [ for properties, pattern in
          [ "{}", $"^{uuid}$"
            """{"prefix":""}""", $"^{uuid}$"
            """{"prefix":" my app "}""", $"^MY APP-{uuid}$"
            """{"prefix":"pro"}""", $"^PRO-{uuid}$" ] do
          testCaseTask $"a key of {properties} looks like {pattern}" (fun () ->
              task {
                  let! key = LicenseKeys.once properties
                  use _ = key.Fake
                  Expect.isTrue (Regex.IsMatch(key.Text, pattern)) key.Text
                  Expect.equal (Json.text "display_key" key.Key) $"****-{key.Text[key.Text.Length - 6 ..]}" "display key"
              })

      testCaseTask "a new key has the benefit's limits and has not been used" (fun () ->
          task {
              let! key =
                  LicenseKeys.once """{"activations":{"limit":2,"enable_customer_admin":false},"limit_usage":9}"""

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
              let! one = LicenseKeys.reread key
              Expect.isEmpty (Json.items "activations" one) "no activations"
          }) ]

/// When a key expires that was bought at a time.
let private expiries =
    [ "2026-01-31T12:00:00Z", 1, "month", "2026-02-28T12:00:00Z"
      "2026-01-31T12:00:00Z", 2, "month", "2026-03-31T12:00:00Z"
      "2024-02-29T08:30:00Z", 1, "year", "2025-02-28T08:30:00Z"
      "2024-02-29T08:30:00Z", 4, "year", "2028-02-29T08:30:00Z"
      "2026-03-31T12:00:00Z", 1, "month", "2026-04-30T12:00:00Z"
      "2026-10-31T12:00:00Z", 4, "month", "2027-02-28T12:00:00Z"
      "2027-11-30T12:00:00Z", 3, "month", "2028-02-29T12:00:00Z"
      "2024-02-29T12:00:00Z", 12, "month", "2025-02-28T12:00:00Z"
      "2026-12-31T23:59:59Z", 2, "month", "2027-02-28T23:59:59Z"
      "2024-02-28T12:00:00Z", 1, "day", "2024-02-29T12:00:00Z"
      "2025-02-28T12:00:00Z", 1, "day", "2025-03-01T12:00:00Z"
      "2024-02-29T12:00:00Z", 365, "day", "2025-02-28T12:00:00Z"
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
                  let! key =
                      LicenseKeys.bought (Given.oneTime 500L) (DateTimeOffset.Parse start) properties

                  use _ = key.Fake
                  Expect.equal (Json.text "expires_at" key.Key) expected "expiry"
              })

      testCaseTask "a subscription's key does not expire, whatever the benefit says" (fun () ->
          task {
              let! key =
                  LicenseKeys.bought (Given.monthly 500L) Fake.startTime """{"expires":{"ttl":1,"timeframe":"day"}}"""

              use _ = key.Fake
              Expect.isTrue (Json.isNull "expires_at" key.Key) "expiry"
          })

      testCaseTask "a change of the benefit starts the time over, and overrides what was set by hand" (fun () ->
          task {
              let! key = LicenseKeys.once """{"expires":{"ttl":1,"timeframe":"day"}}"""
              use _ = key.Fake
              do! LicenseKeys.change key """{"expires_at":"2030-01-01T00:00:00Z","limit_usage":3,"usage":2}"""
              do! key.Fake.Clock.AdvanceAsync "P10D"

              let! _ =
                  Http.patch
                      $"""/v1/benefits/{Json.text "id" key.Benefit}"""
                      """{"type":"license_keys","properties":{"expires":{"ttl":2,"timeframe":"day"}}}"""
                      key.Fake

              let! after = LicenseKeys.reread key
              Expect.equal (Json.text "expires_at" after) "2026-03-13T12:00:00Z" "two days from now"
              Expect.isTrue (Json.isNull "limit_usage" after) "the benefit's limit"
              Expect.equal (Json.whole "usage" after) 2L "uses stay"
              Expect.equal (Json.text "key" after) key.Text "the key stays"
          }) ]

let private members =
    [ "id"
      "created_at"
      "modified_at"
      "organization_id"
      "customer_id"
      "customer"
      "user_id"
      "user"
      "benefit_id"
      "key"
      "display_key"
      "status"
      "limit_activations"
      "usage"
      "limit_usage"
      "validations"
      "last_validated_at"
      "expires_at"
      "member_id"
      "member" ]

let private showing =
    [ testCaseTask "a key shows all that there is to it" (fun () ->
          task {
              let! key = LicenseKeys.once LicenseKeys.limits
              use _ = key.Fake
              let! _ = LicenseKeys.activate key ",\"conditions\":{\"major\":1}"
              let! one = LicenseKeys.reread key
              Expect.equal (Json.sortedNames key.Key) (List.sort members) "in a list"
              Expect.equal (Json.sortedNames one) (List.sort ("activations" :: members)) "by itself"

              Expect.equal
                  (Json.sortedNames (Json.at "activations.0" one))
                  [ "created_at"; "id"; "label"; "license_key_id"; "meta"; "modified_at" ]
                  "an activation"
          })

      for name, email, expected in
          [ "null", "grace@acme.dev", "g"
            "\"\"", "zoe@acme.dev", "z"
            "\"Élise\"", "e@acme.dev", "É" ] do
          testCaseTask $"the public name of {email}, who is called {name}, is {expected}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! benefit = Benefits.create (Benefits.keys "{}") fake
                  let! product = Given.oneTime 500L fake
                  let! _ = Benefits.attach product [ benefit ] fake

                  let! customer =
                      Given.create "/v1/customers/" $$"""{"email":"{{email}}","name":{{name}}}""" fake

                  let! checkout = Given.checkout product customer fake

                  let! _ =
                      Buying.confirm """{"confirmation_token_id":"tok_visa","customer_billing_address":{"country":"SE"}}""" checkout fake

                  let! keys = Http.get "/v1/license-keys/" fake
                  Expect.equal (Json.text "items.0.user.public_name" keys.Json) expected "one letter"
              }) ]

let private keysOf (answer: Answer) =
    Json.items "items" answer.Json |> List.map (Json.text "key")

let private listing =
    [ testCaseTask "keys are listed oldest first, by benefit and by status" (fun () ->
          task {
              let! key = LicenseKeys.once "{}"
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
              do! LicenseKeys.change key """{"status":"disabled"}"""

              for query, expected in
                  [ $"""benefit_id={Json.text "id" other}""", [ second ]
                    "status=disabled", [ key.Text ]
                    "status=disabled&status=granted", [ key.Text; second ]
                    $"organization_id={LicenseKeys.unknown}", []
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
                      let! key =
                          LicenseKeys.once (LicenseKeys.limits.Replace("true", if admin then "true" else "false"))

                      use _ = key.Fake
                      let! _ = LicenseKeys.activate key ""
                      let! token = Benefits.session key.Customer key.Fake

                      let! one =
                          Benefits.sendAs token "GET" (portal + Json.text "id" key.Key) None key.Fake

                      Expect.equal (Json.items "activations" one.Json |> List.length) (if admin then 1 else 0) "activations"
                  }) ]
    @ [ testCaseTask "customers and members see their own keys, revoked ones too" (fun () ->
            task {
                let! key = LicenseKeys.once LicenseKeys.limits
                use _ = key.Fake
                do! LicenseKeys.change key """{"status":"revoked"}"""
                let! mine = Benefits.session key.Customer key.Fake
                let! owner = Benefits.memberSession key.Customer key.Fake

                for token in [ mine; owner ] do
                    let! list = Benefits.sendAs token "GET" portal None key.Fake
                    Expect.equal (keysOf list) [ key.Text ] "listed"

                let! narrowed =
                    Benefits.sendAs mine "GET" $"{portal}?benefit_id={LicenseKeys.unknown}" None key.Fake

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
                let! key = LicenseKeys.once LicenseKeys.limits
                use _ = key.Fake
                let! token = Benefits.session key.Customer key.Fake

                let! answer =
                    Benefits.sendAs token "POST" $"""{portal}{Json.text "id" key.Key}/rotate""" (Some "") key.Fake

                Expect.equal answer.Status 200 answer.Text
                Expect.notEqual (Json.text "key" answer.Json) key.Text "another key"
            }) ]

[<Tests>]
let tests =
    testList "license keys" (looks @ expiring @ showing @ listing @ inPortal)
