/// Bodies as a whole: metadata, lists, several faults at once, and JSON that is none.
module Polar.FakeServer.Tests.Validation.BodyTests

open System
open System.Text.Json
open Expecto
open Polar.FakeServer.Tests.Validation.Faults

let private metadata =
    let product body faults =
        check
            $"metadata {(if String.length body > 60 then body[..60] else body)}"
            "PATCH"
            $"/v1/products/{id}"
            $"""{{"metadata":{body}}}"""
            faults

    let entry step kind message context input =
        fault kind $"""["body","metadata","k","{step}"]""" message input context

    let all input kinds =
        [ for step, kind, message, context in kinds -> entry step kind message context input ]

    let long = String('a', 501)

    [ for input in [ "null"; "[]"; "{}" ] do
          product
              $"""{{"k":{input}}}"""
              (all
                  input
                  [ "constrained-str", "string_type", "Input should be a valid string", ""
                    "int", "int_type", "Input should be a valid integer", ""
                    "float", "float_type", "Input should be a valid number", ""
                    "bool", "bool_type", "Input should be a valid boolean", "" ])
      for input, kind, message, context in
          [ "\"\"", "string_too_short", "String should have at least 1 character", """{"min_length":1}"""
            $"\"{long}\"", "string_too_long", "String should have at most 500 characters", """{"max_length":500}""" ] do
          product
              $"""{{"k":{input}}}"""
              (all
                  input
                  [ "constrained-str", kind, message, context
                    "int", "int_parsing", "Input should be a valid integer, unable to parse string as an integer", ""
                    "float", "float_parsing", "Input should be a valid number, unable to parse string as a number", ""
                    "bool", "bool_parsing", "Input should be a valid boolean, unable to interpret input", "" ])
      product
          """{"":"x"}"""
          [ fault
                "string_too_short"
                """["body","metadata","","[key]"]"""
                "String should have at least 1 character"
                "\"\""
                """{"min_length":1}""" ]
      let name = String('n', 41)

      product
          $"""{{"{name}":"x"}}"""
          [ fault
                "string_too_long"
                $"""["body","metadata","{name}","[key]"]"""
                "String should have at most 40 characters"
                $"\"{name}\""
                """{"max_length":40}""" ]

      let many = String.Join(",", [ for number in 1..51 -> $"\"k{number}\":1" ])

      product
          $"{{{many}}}"
          [ fault
                "too_long"
                """["body","metadata"]"""
                "Dictionary should have at most 50 items after validation, not 51"
                $"{{{many}}}"
                """{"field_type":"Dictionary","max_length":50,"actual_length":51}""" ]

      product
          """{"k":"a\u0000"}"""
          [ fault
                "value_error"
                """["body","metadata"]"""
                "Value error, This value contains invalid characters"
                """{"k":"a\u0000"}"""
                """{"error":{}}""" ] ]

let private lists =
    [ check
          "a list without items where one is needed"
          "PATCH"
          $"/v1/checkout-links/{id}"
          """{"products":[]}"""
          [ fault
                "too_short"
                """["body","products"]"""
                "List should have at least 1 item after validation, not 0"
                "[]"
                """{"field_type":"List","min_length":1,"actual_length":0}""" ]
      check
          "items that are wrong are told by their index"
          "PATCH"
          $"/v1/checkout-links/{id}"
          $"""{{"products":["{id}",1,"x"]}}"""
          [ fault "uuid_type" """["body","products",1]""" "UUID input should be a string, bytes or UUID object" "1" ""
            fault
                "uuid_parsing"
                """["body","products",2]"""
                "Input should be a valid UUID, invalid character: found `x` at 1"
                "\"x\""
                """{"error":"invalid character: found `x` at 1"}""" ]
      check
          "all faults come at once, in the schema's order"
          "PATCH"
          $"/v1/license-keys/{id}"
          """{"expires_at":true,"usage":"x","status":"lost"}"""
          [ fault
                "enum"
                """["body","status"]"""
                "Input should be 'granted', 'revoked' or 'disabled'"
                "\"lost\""
                """{"expected":"'granted', 'revoked' or 'disabled'"}"""
            fault "int_parsing" """["body","usage"]""" "Input should be a valid integer, unable to parse string as an integer" "\"x\"" ""
            fault "datetime_type" """["body","expires_at"]""" "Input should be a valid datetime" "true" "" ]
      check
          "path and query are told before the body"
          "PATCH"
          "/v1/license-keys/abc"
          """{"usage":[]}"""
          [ fault
                "uuid_parsing"
                """["path","id"]"""
                "Input should be a valid UUID, invalid length: expected length 32 for simple format, found 3"
                "\"abc\""
                """{"error":"invalid length: expected length 32 for simple format, found 3"}"""
            fault "int_type" """["body","usage"]""" "Input should be a valid integer" "[]" "" ]
      check "a body that is missing" "POST" "/v1/webhooks/endpoints" "" [ fault "missing" "[\"body\"]" "Field required" "null" "" ]
      check "a body that is null" "POST" "/v1/webhooks/endpoints" "null" [ fault "missing" "[\"body\"]" "Field required" "null" "" ]
      for body in [ "[]"; "1"; "\"text\""; "true" ] do
          check
              $"the body {body} is no object"
              "POST"
              "/v1/webhooks/endpoints"
              body
              [ fault "model_attributes_type" "[\"body\"]" "Input should be a valid dictionary or object to extract fields from" body "" ] ]

/// Malformed bodies, and what Python's reader says of them and where.
let private malformed =
    [ "{", "Expecting property name enclosed in double quotes", 1
      "[", "Expecting value", 1
      "{\"a\"", "Expecting ':' delimiter", 4
      "{\"a\":", "Expecting value", 5
      "{\"a\":1", "Expecting ',' delimiter", 6
      "{\"a\":1,", "Expecting property name enclosed in double quotes", 7
      "{\"a\":1,}", "Illegal trailing comma before end of object", 6
      "[1,", "Expecting value", 3
      "[1,]", "Illegal trailing comma before end of array", 2
      "[1 2]", "Expecting ',' delimiter", 3
      "{a:1}", "Expecting property name enclosed in double quotes", 1
      "{\"a\" 1}", "Expecting ':' delimiter", 5
      "{\"a\":tru}", "Expecting value", 5
      "nul", "Expecting value", 0
      "\"abc", "Unterminated string starting at", 0
      "\"a\nb\"", "Invalid control character at", 2
      "\"\\x\"", "Invalid \\escape", 1
      "\"\\u12\"", "Invalid \\uXXXX escape", 2
      "\"\\u12zz\"", "Invalid \\uXXXX escape", 2
      "01", "Extra data", 1
      "-", "Expecting value", 0
      "1.", "Extra data", 1
      "1.e5", "Extra data", 1
      ".5", "Expecting value", 0
      "1 2", "Extra data", 2
      "  ", "Expecting value", 2
      "{\"a\":1}}", "Extra data", 7
      "{\"é\":}", "Expecting value", 5
      "{\"😀\" 1}", "Expecting ':' delimiter", 5
      "\"\\", "Unterminated string starting at", 0
      "{\"a\":[1,2}", "Expecting ',' delimiter", 9
      "+1", "Expecting value", 0
      "1e+", "Extra data", 1
      "{]", "Expecting property name enclosed in double quotes", 1 ]
    |> List.map (fun (body, message, offset) ->
        check
            $"the body {body.ReplaceLineEndings(string (char 0x2424))} is malformed"
            "POST"
            "/v1/products/"
            body
            [ fault "json_invalid" $"[\"body\",{offset}]" "JSON decode error" "{}" $"""{{"error":{JsonSerializer.Serialize message}}}""" ])

[<Tests>]
let tests =
    testList
        "validation of bodies"
        [ testList "metadata" metadata
          testList "lists and bodies" lists
          testList "malformed JSON" malformed ]
