/// Numbers, instants, texts and ids, as bodies may have them.
module Polar.FakeServer.Tests.Validation.ScalarTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Validation.Faults

let private integers =
    licenseKey
        [ "\"x\"", "int_parsing", "Input should be a valid integer, unable to parse string as an integer", ""
          "\"\"", "int_parsing", "Input should be a valid integer, unable to parse string as an integer", ""
          "\"1.5\"", "int_parsing", "Input should be a valid integer, unable to parse string as an integer", ""
          "\"1__0\"", "int_parsing", "Input should be a valid integer, unable to parse string as an integer", ""
          "\"1e3\"", "int_parsing", "Input should be a valid integer, unable to parse string as an integer", ""
          "1.5", "int_from_float", "Input should be a valid integer, got a number with a fractional part", ""
          "[]", "int_type", "Input should be a valid integer", ""
          "{}", "int_type", "Input should be a valid integer", ""
          "-2147483649", "greater_than_equal", "Input should be greater than or equal to -2147483648", """{"ge":-2147483648}"""
          "\"2147483648\"", "less_than_equal", "Input should be less than or equal to 2147483647", """{"le":2147483647}"""
          "1e+20", "int_parsing_size", "Unable to parse input string as an integer, exceeded maximum size", "" ]

let private dateWords = "Input should be a valid datetime or date, "

let private instants =
    [ for input, reason in
          [ "abc", "input is too short"
            "", "input is too short"
            "2024-1-2", "input is too short"
            "not-a-date", "invalid character in year"
            "x024-01-02T00:00:00", "invalid character in year"
            "2024x01-02T00:00:00", "invalid date separator, expected `-`"
            "2024-01x02T00:00:00", "invalid date separator, expected `-`"
            "2024-13-01T00:00:00", "month value is outside expected range of 1-12"
            "2024-00-01T00:00:00", "month value is outside expected range of 1-12"
            "2024-02-30T00:00:00", "day value is outside expected range"
            "2024-01-02T25:00:00", "unexpected extra characters at the end of the input"
            "2024-01-02T03", "unexpected extra characters at the end of the input"
            "2024-01-02x00:00:00", "unexpected extra characters at the end of the input"
            "2024-01-02T03:04:05 +01:00", "unexpected extra characters at the end of the input"
            "2024-01-02T03:04:05+24:00", "unexpected extra characters at the end of the input" ] do
          $"\"{input}\"", "datetime_from_date_parsing", dateWords + reason, $"""{{"error":"{reason}"}}"""
      "true", "datetime_type", "Input should be a valid datetime", ""
      "[]", "datetime_type", "Input should be a valid datetime", ""
      "\"0000-01-01T00:00:00\"",
      "datetime_parsing",
      "Input should be a valid datetime, year 0 is out of range",
      """{"error":"year 0 is out of range"}"""
      "99999999999999999",
      "datetime_parsing",
      "Input should be a valid datetime, dates after 9999 are not supported as unix timestamps",
      """{"error":"dates after 9999 are not supported as unix timestamps"}""" ]
    |> field "PATCH" $"/v1/license-keys/{id}" "" "[\"body\",\"expires_at\"]" "expires_at"

let private texts =
    let product = field "PATCH" $"/v1/products/{id}" ""

    product
        "[\"body\",\"name\"]"
        "name"
        [ "1", "string_type", "Input should be a valid string", ""
          "true", "string_type", "Input should be a valid string", ""
          "{\"a\":[1.0,\"é\"]}", "string_type", "Input should be a valid string", ""
          "\"ab\\u0000c\"", "value_error", "Value error, This value contains invalid characters", """{"error":{}}""" ]
    @ field
        "PATCH"
        "/v1/organizations/OWN"
        ""
        "[\"body\",\"name\"]"
        "name"
        [ "\"ab\"", "string_too_short", "String should have at least 3 characters", """{"min_length":3}"""
          "\"😀😀\"", "string_too_short", "String should have at least 3 characters", """{"min_length":3}""" ]
    @ product
        "[\"body\",\"is_archived\"]"
        "is_archived"
        [ "2", "bool_parsing", "Input should be a valid boolean, unable to interpret input", ""
          "\"2\"", "bool_parsing", "Input should be a valid boolean, unable to interpret input", ""
          "\"\"", "bool_parsing", "Input should be a valid boolean, unable to interpret input", ""
          "0.5", "bool_type", "Input should be a valid boolean", ""
          "[]", "bool_type", "Input should be a valid boolean", "" ]
    @ product
        "[\"body\",\"visibility\"]"
        "visibility"
        [ for input in [ "\"x\""; "1"; "[]" ] ->
              input, "enum", "Input should be 'draft', 'private' or 'public'", """{"expected":"'draft', 'private' or 'public'"}""" ]
    @ product
        "[\"body\",\"medias\"]"
        "medias"
        [ "{}", "list_type", "Input should be a valid list", ""
          "\"a\"", "list_type", "Input should be a valid list", "" ]
    @ product "[\"body\",\"metadata\"]" "metadata" [ "[]", "dict_type", "Input should be a valid dictionary", "" ]
    @ field
        "POST"
        "/v1/custom-fields/"
        "\"type\":\"text\",\"name\":\"N\",\"properties\":{},"
        "[\"body\",\"text\",\"slug\"]"
        "slug"
        [ "\"Shoe\"", "string_pattern_mismatch", "String should match pattern '^[a-z0-9-_]+$'", """{"pattern":"^[a-z0-9-_]+$"}"""
          "\"shoe\\n\"", "string_pattern_mismatch", "String should match pattern '^[a-z0-9-_]+$'", """{"pattern":"^[a-z0-9-_]+$"}"""
          "\"\"", "string_too_short", "String should have at least 1 character", """{"min_length":1}""" ]

let private uuids =
    [ for input, reason in
          [ "abc", "invalid length: expected length 32 for simple format, found 3"
            "", "invalid length: expected length 32 for simple format, found 0"
            "zzz", "invalid character: found `z` at 1"
            "{abc}", "invalid group count: expected 5, found 1"
            "{abz}", "invalid character: found `z` at 4"
            "urn:uuid:abz", "invalid character: found `z` at 12"
            "abc-", "invalid group count: expected 5, found 2"
            "d8dd2de1-21b7-4a41-8bc3-ce909c0cfe2", "invalid group length in group 4: expected 12, found 11"
            "d8dd2de1-21b7-4a41-8bc3-ce909c0cfe23-a", "invalid group count: expected 5, found 6" ] do
          $"\"{input}\"", "uuid_parsing", "Input should be a valid UUID, " + reason, $"""{{"error":"{reason}"}}"""
      "1", "uuid_type", "UUID input should be a string, bytes or UUID object", ""
      "\"00000000-0000-0000-0000-000000000000\"", "uuid_version", "UUID version 4 expected", """{"expected_version":4}"""
      "\"d8dd2de1-21b7-4a41-0bc3-ce909c0cfe23\"", "uuid_version", "UUID version 4 expected", """{"expected_version":4}""" ]
    |> field
        "POST"
        "/v1/products/"
        "\"name\":\"Pro\",\"prices\":[{\"amount_type\":\"fixed\",\"price_amount\":500}],"
        "[\"body\",\"one_time\",\"organization_id\"]"
        "organization_id"

let private decimals =
    [ "\"abc\"", "decimal_parsing", "Input should be a valid decimal", ""
      "\"\"", "decimal_parsing", "Input should be a valid decimal", ""
      "true", "decimal_type", "Decimal input should be an integer, float, string or Decimal object", ""
      "null", "decimal_type", "Decimal input should be an integer, float, string or Decimal object", ""
      "\"1.1234567890123\"", "decimal_max_places", "Decimal input should have no more than 12 decimal places", """{"decimal_places":12}"""
      "\"123456\"",
      "decimal_whole_digits",
      "Decimal input should have no more than 5 digits before the decimal point",
      """{"whole_digits":5}"""
      "\"1234567890123456789\"", "decimal_max_digits", "Decimal input should have no more than 17 digits in total", """{"max_digits":17}"""
      "\"nan\"", "finite_number", "Input should be a finite number", ""
      "0", "greater_than", "Input should be greater than 0", """{"gt":0}""" ]
    |> List.map (fun (input, kind, message, context) ->
        check
            $"unit_amount {input}: {message}"
            "POST"
            "/v1/products/"
            $"""{{"name":"API","recurring_interval":"month","prices":[{{"amount_type":"metered_unit","meter_id":"{id}","unit_amount":{input}}}]}}"""
            [ fault kind """["body","recurring","prices",0,"metered_unit","unit_amount"]""" message input context ])

[<Tests>]
let tests =
    testList
        "validation of values"
        [ testList "integers" integers
          testList "instants" instants
          testList "texts" texts
          testList "uuids" uuids
          testList "decimals" decimals ]
