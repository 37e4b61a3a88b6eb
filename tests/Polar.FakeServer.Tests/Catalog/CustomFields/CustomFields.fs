/// Custom fields that tests need, and checkouts that ask their questions.
module internal Polar.FakeServer.Tests.Catalog.CustomFields.CustomFields

open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Tests

let path = "/v1/custom-fields/"
let create (body: string) (fake: FakePolar) = Given.create path body fake

let field (kind: string) (slug: string) (properties: string) =
    $"""{{"type":"{kind}","slug":"{slug}","name":"Question","properties":{properties}}}"""

let private disorder =
    "Value error, Greater than or equal (ge) must be less than or equal to Less than or equal (le)"

/// A body, and the type, place and message of what is wrong with it.
let refused =
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

/// A free product that asks one question.
let asking (kind: string) (properties: string) (required: string) (fake: FakePolar) =
    task {
        let! question = create (field kind "q" properties) fake

        let! product =
            Given.create
                "/v1/products/"
                $"""{{"name":"Pro","prices":[{{"amount_type":"fixed","price_amount":0}}],"attached_custom_fields":[{{"custom_field_id":"{Json.text "id" question}","required":{required}}}]}}"""
                fake

        return question, product
    }

let checkout (product: JsonNode) (data: string) (fake: FakePolar) =
    Http.post
        "/v1/checkouts/"
        $"""{{"products":["{Json.text "id" product}"],"customer_email":"ada@polar.sh","custom_field_data":{data}}}"""
        fake

let compact (node: JsonNode) (path: string) = (Json.at path node).ToJsonString()
