/// Custom fields as merchants make, change, list and delete them.
module Polar.FakeServer.Tests.Catalog.CustomFields.CustomFieldTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.CustomFields.CustomFields

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
