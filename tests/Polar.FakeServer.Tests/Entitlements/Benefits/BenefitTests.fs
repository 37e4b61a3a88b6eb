/// Benefits as merchants make and list them.
module Polar.FakeServer.Tests.Entitlements.Benefits.BenefitTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Each type with a body that passes: what its properties and its visibility become.
let private made =
    [ "a note", """{"type":"custom","description":"abc","properties":{"note":"x"}}""", """{"note":"x"}""", "public", true
      "a note without words", """{"type":"custom","description":"abc","properties":{}}""", """{"note":null}""", "public", true
      "a hidden note", """{"type":"custom","description":"abc","properties":{},"visibility":"draft"}""", """{"note":null}""", "draft", true
      "a feature flag", """{"type":"feature_flag","description":"abc","properties":{}}""", "{}", "private", true
      "a feature flag whose visibility is null",
      """{"type":"feature_flag","description":"abc","properties":{},"visibility":null}""",
      "{}",
      "private",
      true
      "license keys without limits",
      """{"type":"license_keys","description":"abc","properties":{"prefix":"  "}}""",
      """{"prefix":null,"expires":null,"activations":null,"limit_usage":null}""",
      "public",
      true
      "license keys with everything",
      """{"type":"license_keys","description":"abc","properties":{"prefix":" app ","expires":{"ttl":457,"timeframe":"year"},"activations":{"limit":3,"enable_customer_admin":true},"limit_usage":9}}""",
      """{"prefix":"app","expires":{"ttl":457,"timeframe":"year"},"activations":{"limit":3,"enable_customer_admin":true},"limit_usage":9}""",
      "public",
      true
      "a Discord role", Benefits.discord, """{"guild_id":"9001","role_id":"77","kick_member":false}""", "public", false ]

let private creation =
    [ for name, body, properties, visibility, configurable in made ->
          testCaseTask $"{name} can be made" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! benefit, events = Events.during fake (fun () -> Benefits.create body fake)
                  Expect.equal ((Json.at "properties" benefit).ToJsonString()) properties "properties"
                  Expect.equal (Json.text "visibility" benefit) visibility "visibility"
                  Expect.equal (Json.flag "visibility_configurable" benefit) configurable "configurable"
                  Expect.isTrue (Json.flag "selectable" benefit) "selectable"
                  Expect.isTrue (Json.flag "deletable" benefit) "deletable"
                  Expect.isFalse (Json.flag "is_deleted" benefit) "not deleted"
                  Expect.isTrue (Json.isNull "modified_at" benefit) "never modified"
                  Expect.equal ((Json.at "metadata" benefit).ToJsonString()) "{}" "metadata"
                  Expect.equal events [ "benefit.created" ] "events"
                  let! found = Http.get $"""/v1/benefits/{Json.text "id" benefit}""" fake
                  Expect.equal (found.Json.ToJsonString()) (benefit.ToJsonString()) "the same when it is read"
              }) ]

/// What a merchant's token may not make: the body, and each fault's type, place, message and input.
let private refused =
    [ "a description of two letters",
      """{"type":"custom","description":"ab","properties":{}}""",
      [ "string_too_short", """["body","custom","description"]""", "String should have at least 3 characters", "\"ab\"" ]
      "a description of 43 letters",
      $"""{{"type":"custom","description":"{String('a', 43)}","properties":{{}}}}""",
      [ "string_too_long", """["body","custom","description"]""", "String should have at most 42 characters", $"\"{String('a', 43)}\"" ]
      "a feature flag without properties",
      """{"type":"feature_flag","description":"abc"}""",
      [ "missing", """["body","feature_flag","properties"]""", "Field required", """{"type":"feature_flag","description":"abc"}""" ]
      "no type",
      """{"description":"abc"}""",
      [ "union_tag_not_found", """["body"]""", "Unable to extract tag using discriminator 'type'", """{"description":"abc"}""" ]
      "a key that lives 458 years",
      """{"type":"license_keys","description":"abc","properties":{"expires":{"ttl":458,"timeframe":"year"}}}""",
      [ "value_error",
        """["body","license_keys","properties","expires"]""",
        "Value error, ttl value 458 exceeds the maximum of 457 for timeframe 'year'.",
        """{"ttl":458,"timeframe":"year"}""" ]
      "a key that lives 1201 months",
      """{"type":"license_keys","description":"abc","properties":{"expires":{"ttl":1201,"timeframe":"month"}}}""",
      [ "value_error",
        """["body","license_keys","properties","expires"]""",
        "Value error, ttl value 1201 exceeds the maximum of 1200 for timeframe 'month'.",
        """{"ttl":1201,"timeframe":"month"}""" ]
      "a key that lives 36501 days",
      """{"type":"license_keys","description":"abc","properties":{"expires":{"ttl":36501,"timeframe":"day"}}}""",
      [ "value_error",
        """["body","license_keys","properties","expires"]""",
        "Value error, ttl value 36501 exceeds the maximum of 36500 for timeframe 'day'.",
        """{"ttl":36501,"timeframe":"day"}""" ]
      "a key that lives no time",
      """{"type":"license_keys","description":"abc","properties":{"expires":{"ttl":0,"timeframe":"day"}}}""",
      [ "greater_than", """["body","license_keys","properties","expires","ttl"]""", "Input should be greater than 0", "0" ]
      "a key for no activation",
      """{"type":"license_keys","description":"abc","properties":{"activations":{"limit":0,"enable_customer_admin":false}}}""",
      [ "greater_than", """["body","license_keys","properties","activations","limit"]""", "Input should be greater than 0", "0" ]
      "a key for no use",
      """{"type":"license_keys","description":"abc","properties":{"limit_usage":0}}""",
      [ "greater_than", """["body","license_keys","properties","limit_usage"]""", "Input should be greater than 0", "0" ]
      "downloads without a file",
      """{"type":"downloadables","description":"abc","properties":{"files":[]}}""",
      [ "too_short", """["body","downloadables","properties","files"]""", "List should have at least 1 item after validation, not 0", "[]" ]
      "credit of a meter that is not there",
      $"""{{"type":"meter_credit","description":"abc","properties":{{"meter_id":"{unknown}","units":5,"rollover":false}}}}""",
      [ "value_error", """["body","properties","meter_id"]""", "This meter does not exist.", $"\"{unknown}\"" ]
      "a GitHub repository with an organization's token",
      Benefits.github,
      [ "invalid_auth_subject",
        """["body","properties","repository_owner"]""",
        "We do not yet support creating this benefit with an organization token.",
        "\"acme\"" ]
      "a Slack channel where they are not enabled",
      $"""{{"type":"slack_shared_channel","description":"abc","properties":{{"slack_integration_id":"{unknown}","channel_name_template":"x"}}}}""",
      [ "value_error",
        """["body","type"]""",
        "Slack shared channel benefit is not enabled for this organization.",
        "\"slack_shared_channel\"" ]
      "a Discord role that is hidden",
      """{"type":"discord","description":"abc","visibility":"private","properties":{"guild_id":"1","role_id":"2","kick_member":true}}""",
      [ "value_error",
        """["body","visibility"]""",
        "Visibility is not configurable for this benefit type and must be public.",
        "\"private\"" ] ]

let private refusals =
    [ for name, body, expected in refused ->
          testCaseTask $"{name} is refused" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer, events =
                      Events.during fake (fun () -> Http.post "/v1/benefits/" body fake)

                  Expect.equal (Benefits.faults answer) expected "faults"
                  Expect.isEmpty events "nothing happened"
              }) ]

let private ids (answer: Answer) =
    [ for item in Json.items "items" answer.Json -> Json.text "description" item ]

/// What a list asks for, of the benefits aaa (a note), bbb (a flag), ccc (keys), made in this order.
let private lists =
    [ "", [ "ccc"; "bbb"; "aaa" ]
      "sorting=created_at", [ "aaa"; "bbb"; "ccc" ]
      "sorting=-description", [ "ccc"; "bbb"; "aaa" ]
      "sorting=type", [ "aaa"; "bbb"; "ccc" ]
      "sorting=-type", [ "ccc"; "bbb"; "aaa" ]
      "type=custom&type=license_keys", [ "ccc"; "aaa" ]
      "query=B", [ "bbb" ]
      "metadata[tier]=1", [ "aaa" ]
      "id={ccc}&id={aaa}", [ "ccc"; "aaa" ]
      "sorting=user_order", [ "aaa"; "bbb"; "ccc" ]
      "sorting=user_order&sorting=-description", [ "ccc"; "bbb"; "aaa" ]
      "id={aaa}&id={ccc}&sorting=user_order", [ "aaa"; "ccc" ]
      "id={ccc}&id={aaa}&sorting=user_order", [ "ccc"; "aaa" ]
      "id={ccc}&id={aaa}&sorting=-user_order", [ "aaa"; "ccc" ]
      "exclude_id={bbb}", [ "ccc"; "aaa" ]
      $"organization_id={unknown}", []
      "limit=2&page=2", [ "aaa" ] ]

let private listing =
    [ for query, expected in lists ->
          testCaseTask $"benefits are listed by {query}" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! a =
                      Benefits.create """{"type":"custom","description":"aaa","properties":{},"metadata":{"tier":1}}""" fake

                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.)

                  let! b =
                      Benefits.create """{"type":"feature_flag","description":"bbb","properties":{}}""" fake

                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.)

                  let! c =
                      Benefits.create """{"type":"license_keys","description":"ccc","properties":{}}""" fake

                  let! gone =
                      Benefits.create """{"type":"custom","description":"ddd","properties":{}}""" fake

                  let! _ = Http.delete $"""/v1/benefits/{Json.text "id" gone}""" fake

                  let asked =
                      query.Replace("{aaa}", Json.text "id" a).Replace("{bbb}", Json.text "id" b).Replace("{ccc}", Json.text "id" c)

                  let! answer = Http.get $"/v1/benefits/?{asked}" fake
                  Expect.equal (ids answer) expected "order"
              }) ]

[<Tests>]
let tests = testList "benefits" (creation @ refusals @ listing)
