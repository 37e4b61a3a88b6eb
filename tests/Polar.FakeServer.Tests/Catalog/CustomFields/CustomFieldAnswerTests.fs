/// Answers to custom fields: which ones each kind takes, and when they must be given.
module Polar.FakeServer.Tests.Catalog.CustomFields.CustomFieldAnswerTests

open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.CustomFields.CustomFields

/// A question, whether it must be answered, an answer, and what is kept of it.
let private answers =
    [ "text", "{}", false, "\"hello\"", "\"hello\""
      "text", "{}", false, "null", "null"
      "number", "{}", false, "5", "5"
      "number", "{}", false, "\"5\"", "5"
      "number", "{}", false, "null", "null"
      "date", "{}", false, "\"2024-01-01\"", "\"2024-01-01T00:00:00\""
      "date", "{}", false, "\"2024-01-01T10:00:00+01:00\"", "\"2024-01-01T10:00:00\\u002B01:00\""
      "text", "{}", false, "\"\"", "\"\""
      "number", "{}", false, "true", "1"
      "number", "{}", false, "1.0", "1"
      "number", "{}", false, "\"1.0\"", "1"
      "number", "{}", false, "-2147483648", "-2147483648"
      "date", "{}", false, "\"2024-01-01T10:00\"", "\"2024-01-01T10:00:00\""
      "date", "{}", false, "\"2024-01-01 10:00:00.5\"", "\"2024-01-01T10:00:00.500000\""
      "date", "{}", false, "\"2024-01-01T10:00:00+00:00\"", "\"2024-01-01T10:00:00Z\""
      "date", "{}", false, "\"2024-01-01T10:00:00-05:30\"", "\"2024-01-01T10:00:00-05:30\""
      "date", "{}", false, "1704067200", "\"2024-01-01T00:00:00Z\""
      "date", "{}", false, "1704067200.5", "\"2024-01-01T00:00:00.500000Z\""
      "date", "{}", false, "null", "null"
      "date", """{"ge":1700000000,"le":1700000000}""", false, "\"2023-11-14\"", "\"2023-11-14T00:00:00\""
      "date", """{"ge":0}""", false, "\"1969-01-01\"", "\"1969-01-01T00:00:00\""
      "checkbox", "{}", false, "1", "true"
      "checkbox", "{}", false, "\"off\"", "false"
      "select", """{"options":[{"value":"a","label":"A"}]}""", false, "null", "null"
      "checkbox", "{}", false, "false", "false"
      "checkbox", "{}", false, "\"yes\"", "true"
      "select", """{"options":[{"value":"a","label":"A"},{"value":"b","label":"B"}]}""", false, "\"b\"", "\"b\"" ]

/// A question, an answer, and the type and message of what is wrong with it.
let private wrong =
    [ "text", """{"min_length":3}""", "\"ab\"", "string_too_short", "String should have at least 3 characters"
      "text", """{"max_length":1}""", "\"ab\"", "string_too_long", "String should have at most 1 character"
      "text", "{}", "5", "string_type", "Input should be a valid string"
      "number", "{}", "\"x\"", "int_parsing", "Input should be a valid integer, unable to parse string as an integer"
      "number", """{"ge":3}""", "2", "greater_than_equal", "Input should be greater than or equal to 3"
      "number", """{"le":3}""", "4", "less_than_equal", "Input should be less than or equal to 3"
      "number", "{}", "2147483648", "less_than_equal", "Input should be less than or equal to 2147483647"
      "date",
      """{"ge":1700000000}""",
      "\"2023-11-13\"",
      "greater_than_equal",
      "Input should be greater than or equal to 2023-11-14T00:00:00"
      "date", """{"le":1700000000}""", "\"2023-11-15\"", "less_than_equal", "Input should be less than or equal to 2023-11-14T00:00:00"
      "date", "{}", "\"soon\"", "datetime_from_date_parsing", "Input should be a valid datetime or date, input is too short"
      "text", "{}", "true", "string_type", "Input should be a valid string"
      "number", "{}", "\"1.5\"", "int_parsing", "Input should be a valid integer, unable to parse string as an integer"
      "number", "{}", "-2147483649", "greater_than_equal", "Input should be greater than or equal to -2147483648"
      "date", "{}", "true", "datetime_type", "Input should be a valid datetime"
      "date",
      "{}",
      "\"2024-13-01\"",
      "datetime_from_date_parsing",
      "Input should be a valid datetime or date, month value is outside expected range of 1-12"
      "date",
      "{}",
      "\"2024-02-30\"",
      "datetime_from_date_parsing",
      "Input should be a valid datetime or date, day value is outside expected range"
      "checkbox", "{}", "2", "bool_parsing", "Input should be a valid boolean, unable to interpret input"
      "select", """{"options":[{"value":"a","label":"A"}]}""", "1", "literal_error", "Input should be 'a'"
      "select",
      """{"options":[{"value":"a","label":"A"},{"value":"b","label":"B"},{"value":"c","label":"C"}]}""",
      "\"A\"",
      "literal_error",
      "Input should be 'a', 'b' or 'c'"
      "checkbox", "{}", "null", "bool_type", "Input should be a valid boolean"
      "checkbox", "{}", "\"maybe\"", "bool_parsing", "Input should be a valid boolean, unable to interpret input"
      "select",
      """{"options":[{"value":"a","label":"A"},{"value":"b","label":"B"}]}""",
      "\"c\"",
      "literal_error",
      "Input should be 'a' or 'b'" ]

/// A question, an answer that stands for an instant, and what it is told where it should be something else.
let private misread =
    [ "text", "{}", "string_type", "Input should be a valid string"
      "number", "{}", "int_type", "Input should be a valid integer"
      "checkbox", "{}", "bool_type", "Input should be a valid boolean"
      "select", """{"options":[{"value":"a","label":"A"}]}""", "literal_error", "Input should be 'a'" ]

/// A question that must be answered, and what a null is told.
let private nulls =
    [ "text", "{}", "string_type", "Input should be a valid string"
      "number", "{}", "int_type", "Input should be a valid integer"
      "date", "{}", "datetime_type", "Input should be a valid datetime"
      "checkbox", "{}", "literal_error", "Input should be True"
      "select", """{"options":[{"value":"a","label":"A"}]}""", "literal_error", "Input should be 'a'" ]

let private confirm (checkout: JsonNode) (data: string) (fake: FakePolar) =
    Http.anonymous
        "POST"
        $"""/v1/checkouts/client/{Json.text "client_secret" checkout}/confirm"""
        (Some $"""{{"customer_name":"Ada","customer_billing_address":{{"country":"SE"}},"custom_field_data":{data}}}""")
        fake

[<Tests>]
let tests =
    testList
        "custom fields"
        [ for kind, properties, required, answer, expected in answers do
              testCaseTask $"a {kind} takes {answer} and keeps {expected}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! _, product = asking kind properties (if required then "true" else "false") fake
                      let! made = checkout product $"{{\"q\":{answer},\"other\":1}}" fake
                      Expect.equal made.Status 201 made.Text
                      Expect.equal (compact made.Json "custom_field_data") $"{{\"q\":{expected}}}" "kept, and nothing else"
                  })

          for kind, properties, answer, issue, message in wrong do
              testCaseTask $"a {kind} with {properties} refuses {answer}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! _, product = asking kind properties "false" fake
                      let! made = checkout product $"{{\"q\":{answer}}}" fake

                      Expect.equal
                          made.Text
                          $"""{{"error":"PolarRequestValidationError","detail":[{{"type":"{issue}","loc":["body","custom_field_data","q"],"msg":"{message}","input":{answer}}}]}}"""
                          "the real answer"

                      Expect.equal made.Status 422 "status"
                  })

          for kind, properties, issue, message in misread do
              testCaseTask $"a {kind} refuses a number with a fraction, which stands for an instant" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! _, product = asking kind properties "false" fake
                      let! made = checkout product """{"q":1.5}""" fake

                      Expect.equal
                          made.Text
                          $"""{{"error":"PolarRequestValidationError","detail":[{{"type":"{issue}","loc":["body","custom_field_data","q"],"msg":"{message}","input":"1970-01-01T00:00:01.500000+00:00"}}]}}"""
                          "the real answer"
                  })

          for kind, properties, issue, message in nulls do
              testCaseTask $"a {kind} that must be answered refuses null" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! _, product = asking kind properties "true" fake
                      let! made = checkout product "{}" fake
                      let! refused = confirm made.Json """{"q":null}""" fake

                      Expect.equal
                          refused.Text
                          $"""{{"error":"PolarRequestValidationError","detail":[{{"type":"{issue}","loc":["body","custom_field_data","q"],"msg":"{message}","input":null}}]}}"""
                          "the real answer"
                  })

          for answer in [ "{}"; "[]" ] do
              testCaseTask $"{answer} is no answer to any question" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! _, product = asking "text" "{}" "false" fake
                      let! session = checkout product "{}" fake

                      let! made =
                          Http.patch
                              $"""/v1/checkouts/{Json.text "id" session.Json}"""
                              $"""{{"custom_field_data":{{"q":{answer}}}}}"""
                              fake

                      let items =
                          [ "str", "string_type", "string"
                            "int", "int_type", "integer"
                            "bool", "bool_type", "boolean"
                            "datetime", "datetime_type", "datetime" ]
                          |> List.map (fun (label, kind, name) ->
                              $"""{{"type":"{kind}","loc":["body","custom_field_data","q","{label}"],"msg":"Input should be a valid {name}","input":{answer}}}""")
                          |> String.concat ","

                      Expect.equal made.Text $"""{{"error":"RequestValidationError","detail":[{items}]}}""" "one of each kind"
                  })

          testCaseTask "a change adds to the answers, a confirmation replaces them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! first = create (field "text" "a" "{}") fake
                  let! second = create (field "text" "b" "{}") fake

                  let! product =
                      Given.create
                          "/v1/products/"
                          $"""{{"name":"Pro","prices":[{{"amount_type":"fixed","price_amount":0}}],"attached_custom_fields":[{{"custom_field_id":"{Json.text "id" first}","required":false}},{{"custom_field_id":"{Json.text "id" second}","required":false}}]}}"""
                          fake

                  let! made = checkout product """{"a":"1"}""" fake

                  let! changed =
                      Http.patch $"""/v1/checkouts/{Json.text "id" made.Json}""" """{"custom_field_data":{"b":"2"}}""" fake

                  Expect.equal (compact changed.Json "custom_field_data") """{"a":"1","b":"2"}""" "both"
                  let! confirmed = confirm made.Json """{"b":"3"}""" fake
                  Expect.equal (compact confirmed.Json "custom_field_data") """{"b":"3"}""" "only what was sent"
              })

          testCaseTask "an answer must be given when the purchase is confirmed, not before" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, product = asking "text" "{}" "true" fake
                  let! made = checkout product "{}" fake
                  Expect.equal made.Status 201 made.Text
                  let! without = confirm made.Json "{}" fake

                  Expect.equal
                      without.Text
                      """{"error":"PolarRequestValidationError","detail":[{"type":"missing","loc":["body","custom_field_data","q"],"msg":"Field required","input":{}}]}"""
                      "the real answer"

                  let! given = confirm made.Json """{"q":"hello"}""" fake
                  Expect.equal given.Status 200 given.Text
                  let! orders = Http.get "/v1/orders/" fake
                  Expect.equal (compact orders.Json "items.0.custom_field_data") """{"q":"hello"}""" "in the order"
              })

          testCaseTask "a box that must be ticked takes only true" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, product = asking "checkbox" "{}" "true" fake
                  let! made = checkout product "{}" fake
                  let! refused = confirm made.Json """{"q":"true"}""" fake
                  Expect.equal (Json.text "detail.0.type" refused.Json) "literal_error" "type"
                  Expect.equal (Json.text "detail.0.msg" refused.Json) "Input should be True" "message"
                  let! given = confirm made.Json """{"q":true}""" fake
                  Expect.equal given.Status 200 given.Text
              }) ]
