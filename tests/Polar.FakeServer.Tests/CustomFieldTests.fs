module Polar.FakeServer.Tests.CustomFieldTests

open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private path = "/v1/custom-fields/"

let private create (body: string) (fake: FakePolar) = Given.create path body fake

let private field (kind: string) (slug: string) (properties: string) =
    $"""{{"type":"{kind}","slug":"{slug}","name":"Question","properties":{properties}}}"""

/// A type, the properties that are sent, and those that are kept.
let private kept =
    [ "text", "{}", "{}"
      "text",
      """{"form_label":"L","form_help_text":"H","form_placeholder":"P","textarea":true,"min_length":2,"max_length":1}""",
      """{"form_label":"L","form_help_text":"H","form_placeholder":"P","textarea":true,"min_length":2,"max_length":1}"""
      "text", """{"form_label":"","min_length":null,"unknown":1}""", "{}"
      "number", """{"ge":1,"le":1}""", """{"ge":1,"le":1}"""
      "date", """{"ge":1700000000}""", """{"ge":1700000000}"""
      "checkbox", """{"form_label":"Agree"}""", """{"form_label":"Agree"}"""
      "select", """{"options":[{"value":"a","label":"A"}]}""", """{"options":[{"value":"a","label":"A"}]}""" ]

let private disorder =
    "Value error, Greater than or equal (ge) must be less than or equal to Less than or equal (le)"

/// A body, and the type, place and message of what is wrong with it.
let private refused =
    [ field "number" "n" """{"ge":2,"le":1}""", "value_error", """["body","number","properties","le"]""", disorder
      field "date" "d" """{"ge":2,"le":1}""", "value_error", """["body","date","properties","le"]""", disorder
      field "text" "Upper" "{}", "string_pattern_mismatch", """["body","text","slug"]""", "String should match pattern '^[a-z0-9-_]+$'"
      field "text" "" "{}", "string_too_short", """["body","text","slug"]""", "String should have at least 1 character"
      field "select" "s" "{}", "missing", """["body","select","properties","options"]""", "Field required"
      field "select" "s" """{"options":[]}""",
      "too_short",
      """["body","select","properties","options"]""",
      "List should have at least 1 item after validation, not 0"
      """{"type":"text","slug":"t","name":"Q"}""", "missing", """["body","text","properties"]""", "Field required"
      """{"type":"text","slug":"t","name":"","properties":{}}""",
      "string_too_short",
      """["body","text","name"]""",
      "String should have at least 1 character"
      field "text" "t" """{"min_length":-1}""",
      "greater_than_equal",
      """["body","text","properties","min_length"]""",
      "Input should be greater than or equal to 0"
      field "text" "t" """{"max_length":2147483648}""",
      "less_than_equal",
      """["body","text","properties","max_length"]""",
      "Input should be less than or equal to 2147483647"
      field "number" "n" """{"ge":-2147483649}""",
      "greater_than_equal",
      """["body","number","properties","ge"]""",
      "Input should be greater than or equal to -2147483648"
      field "date" "d" """{"le":2147483648}""",
      "less_than_equal",
      """["body","date","properties","le"]""",
      "Input should be less than or equal to 2147483647"
      field "text" "t" """{"form_label":1}""",
      "string_type",
      """["body","text","properties","form_label"]""",
      "Input should be a valid string"
      field "text" "t" """{"textarea":"maybe"}""",
      "bool_parsing",
      """["body","text","properties","textarea"]""",
      "Input should be a valid boolean, unable to interpret input"
      field "select" "s" """{"options":[{"value":"","label":"A"}]}""",
      "string_too_short",
      """["body","select","properties","options",0,"value"]""",
      "String should have at least 1 character"
      field "select" "s" """{"options":[{"value":"a"}]}""",
      "missing",
      """["body","select","properties","options",0,"label"]""",
      "Field required"
      field "slider" "s" "{}",
      "union_tag_invalid",
      """["body"]""",
      "Input tag 'slider' found using 'type' does not match any of the expected tags: <CustomFieldType.text: 'text'>, <CustomFieldType.number: 'number'>, <CustomFieldType.date: 'date'>, <CustomFieldType.checkbox: 'checkbox'>, <CustomFieldType.select: 'select'>"
      """{"slug":"t","name":"Q","properties":{}}""",
      "union_tag_not_found",
      """["body"]""",
      "Unable to extract tag using discriminator 'type'" ]

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

/// A free product that asks one question.
let private asking (kind: string) (properties: string) (required: string) (fake: FakePolar) =
    task {
        let! question = create (field kind "q" properties) fake

        let! product =
            Given.create
                "/v1/products/"
                $"""{{"name":"Pro","prices":[{{"amount_type":"fixed","price_amount":0}}],"attached_custom_fields":[{{"custom_field_id":"{Json.text "id" question}","required":{required}}}]}}"""
                fake

        return question, product
    }

let private checkout (product: JsonNode) (data: string) (fake: FakePolar) =
    Http.post
        "/v1/checkouts/"
        $"""{{"products":["{Json.text "id" product}"],"customer_email":"ada@polar.sh","custom_field_data":{data}}}"""
        fake

let private confirm (checkout: JsonNode) (data: string) (fake: FakePolar) =
    Http.anonymous
        "POST"
        $"""/v1/checkouts/client/{Json.text "client_secret" checkout}/confirm"""
        (Some $"""{{"customer_name":"Ada","customer_billing_address":{{"country":"SE"}},"custom_field_data":{data}}}""")
        fake

let private compact (node: JsonNode) (path: string) = (Json.at path node).ToJsonString()

[<Tests>]
let tests =
    testList
        "custom fields"
        [ for kind, sent, properties in kept do
              testCaseTask $"{kind} keeps of {sent} {properties}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! made = create (field kind "q" sent) fake

                      Expect.equal
                          [ for entry in made.AsObject() -> entry.Key ]
                          [ "created_at"
                            "modified_at"
                            "id"
                            "metadata"
                            "type"
                            "slug"
                            "name"
                            "organization_id"
                            "properties" ]
                          "members"

                      Expect.equal (compact made "properties") properties "properties"
                      Expect.equal (compact made "metadata") "{}" "metadata"
                      let! read = Http.get $"""{path}{Json.text "id" made}""" fake
                      Expect.equal read.Text (made.ToJsonString()) "the same later"
                  })

          for body, kind, place, message in refused do
              testCaseTask $"refused: {body}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer = Http.post path body fake
                      Expect.equal answer.Status 422 answer.Text
                      Expect.equal (Json.text "detail.0.type" answer.Json) kind "type"
                      Expect.equal (compact answer.Json "detail.0.loc") place "place"
                      Expect.equal (Json.text "detail.0.msg" answer.Json) message "message"
                  })

          for kind, properties, required, answer, expected in answers do
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
              })

          testCaseTask "a slug is one's own, in whatever case, until its field is deleted" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = create (field "text" "q" "{}") fake
                  let! again = Http.post path (field "number" "q" "{}") fake

                  Expect.equal
                      again.Text
                      """{"error":"PolarRequestValidationError","detail":[{"type":"value_error","loc":["body","slug"],"msg":"Custom field with this slug already exists.","input":"q"}]}"""
                      "the real answer"

                  let! other = create (field "text" "other" "{}") fake

                  let! renamed =
                      Http.patch $"""{path}{Json.text "id" other}""" """{"type":"text","slug":"q"}""" fake

                  Expect.equal renamed.Text again.Text "nor by a change"
                  let! deleted = Http.delete $"""{path}{Json.text "id" made}""" fake
                  Expect.equal deleted.Status 204 "deleted"
                  let! gone = Http.get $"""{path}{Json.text "id" made}""" fake
                  Expect.equal gone.Status 404 "gone"
                  let! _ = create (field "number" "q" "{}") fake
                  ()
              })

          testCaseTask "a change names the type, changes what is sent, and replaces properties" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! made = create (field "number" "q" """{"ge":1,"le":3}""") fake

                  let change body =
                      Http.patch $"""{path}{Json.text "id" made}""" body fake

                  let! untyped = change "{}"
                  Expect.equal (Json.text "detail.0.type" untyped.Json) "union_tag_not_found" "a type is needed"
                  let! other = change """{"type":"text"}"""

                  Expect.equal
                      other.Text
                      """{"error":"PolarRequestValidationError","detail":[{"type":"value_error","loc":["body","type"],"msg":"The type of a custom field can't be changed.","input":"text"}]}"""
                      "the real answer"

                  let! same = change """{"type":"number"}"""
                  Expect.isTrue (Json.isNull "modified_at" same.Json) "nothing has changed"
                  let! changed = change """{"type":"number","name":"Other","properties":{"le":5}}"""
                  Expect.equal (Json.text "name" changed.Json) "Other" "name"
                  Expect.equal (Json.text "slug" changed.Json) "q" "slug"
                  Expect.equal (compact changed.Json "properties") """{"le":5}""" "properties"
                  Expect.isFalse (Json.isNull "modified_at" changed.Json) "now it has"
              })

          testCaseTask "a new slug takes the answers along" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! question, product = asking "text" "{}" "false" fake
                  let! made = checkout product """{"q":"hello"}""" fake

                  let! _ =
                      Http.patch $"""{path}{Json.text "id" question}""" """{"type":"text","slug":"renamed"}""" fake

                  let! read = Http.get $"""/v1/checkouts/{Json.text "id" made.Json}""" fake
                  Expect.equal (compact read.Json "custom_field_data") """{"renamed":"hello"}""" "renamed"
              })

          testCaseTask "a product and its checkouts show what is asked, until the field is deleted" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! question, product = asking "text" "{}" "true" fake

                  let expected =
                      $"""[{{"custom_field_id":"{Json.text "id" question}","custom_field":{question.ToJsonString()},"order":0,"required":true}}]"""

                  Expect.equal (compact product "attached_custom_fields") expected "on the product"
                  let! made = checkout product "{}" fake
                  Expect.equal (compact made.Json "attached_custom_fields") expected "on the checkout"
                  let! _ = Http.delete $"""{path}{Json.text "id" question}""" fake
                  let! read = Http.get $"""/v1/products/{Json.text "id" product}""" fake
                  Expect.equal (compact read.Json "attached_custom_fields") "[]" "detached"

                  let! again =
                      Http.patch
                          $"""/v1/products/{Json.text "id" product}"""
                          $"""{{"attached_custom_fields":[{{"custom_field_id":"{Json.text "id" question}","required":true}}]}}"""
                          fake

                  Expect.equal
                      again.Text
                      $"""{{"error":"PolarRequestValidationError","detail":[{{"type":"value_error","loc":["body","attached_custom_fields",0],"msg":"Custom field does not exist.","input":"{Json.text "id" question}"}}]}}"""
                      "the real answer"
              })

          testCaseTask "lists are filtered by type and by a piece of name or slug" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = create (field "text" "size" "{}") fake
                  let! _ = create (field "number" "count" "{}") fake

                  for query, expected in
                      [ "", [ "count"; "size" ]
                        "?type=text", [ "size" ]
                        "?query=SIZ", [ "size" ]
                        "?query=quest", [ "count"; "size" ]
                        "?query=c%25t", [ "count" ] ] do
                      let! listed = Http.get (path + query) fake
                      Expect.equal (Json.items "items" listed.Json |> List.map (Json.text "slug")) expected query
              }) ]
