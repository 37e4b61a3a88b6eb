module Polar.FakeServer.Tests.Lists.MetadataTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private issue kind loc message input context =
    let loc =
        String.Join(",", "\"body\"" :: "\"metadata\"" :: [ for step in loc -> $"\"{step}\"" ])

    $"""{{"type":"{kind}","loc":[{loc}],"msg":"{message}","input":{input}{context}}}"""

/// A value that none of the four kinds takes: what the text says of it, and the three others.
let private four (first: string) input others =
    [ first
      for label, kind, message in others do
          issue kind [ "k"; label ] message input "" ]

let private notRead =
    [ "int", "int_parsing", "Input should be a valid integer, unable to parse string as an integer"
      "float", "float_parsing", "Input should be a valid number, unable to parse string as a number"
      "bool", "bool_parsing", "Input should be a valid boolean, unable to interpret input" ]

let private wrongKind =
    [ "int", "int_type", "Input should be a valid integer"
      "float", "float_type", "Input should be a valid number"
      "bool", "bool_type", "Input should be a valid boolean" ]

let private text = "constrained-str"
let private long' = String('v', 501)
let private longKey = String('k', 41)

let private fiftyOne =
    String.Join(",", [ for number in 1..51 -> $"\"k{number}\":{number}" ])

/// What is sent, and the issues that it makes.
let private refused =
    [ $"{{{fiftyOne}}}",
      [ issue
            "too_long"
            []
            "Dictionary should have at most 50 items after validation, not 51"
            $"{{{fiftyOne}}}"
            ",\"ctx\":{\"field_type\":\"Dictionary\",\"max_length\":50,\"actual_length\":51}" ]
      """{"":1}""",
      [ issue "string_too_short" [ ""; "[key]" ] "String should have at least 1 character" "\"\"" ",\"ctx\":{\"min_length\":1}" ]
      $"{{\"{longKey}\":1}}",
      [ issue
            "string_too_long"
            [ longKey; "[key]" ]
            "String should have at most 40 characters"
            $"\"{longKey}\""
            ",\"ctx\":{\"max_length\":40}" ]
      """{"k":""}""",
      four
          (issue "string_too_short" [ "k"; text ] "String should have at least 1 character" "\"\"" ",\"ctx\":{\"min_length\":1}")
          "\"\""
          notRead
      $"{{\"k\":\"{long'}\"}}",
      four
          (issue "string_too_long" [ "k"; text ] "String should have at most 500 characters" $"\"{long'}\"" ",\"ctx\":{\"max_length\":500}")
          $"\"{long'}\""
          notRead
      "null", [ issue "dict_type" [] "Input should be a valid dictionary" "null" "" ]
      "[]", [ issue "dict_type" [] "Input should be a valid dictionary" "[]" "" ] ]
    @ [ for value in [ "null"; "{}"; "[]" ] ->
            $"{{\"k\":{value}}}", four (issue "string_type" [ "k"; text ] "Input should be a valid string" value "") value wrongKind ]

let private longest = $"{{\"{longKey[1..]}\":\"{long'[1..]}\"}}"

let private fifty =
    String.Join(",", [ for number in 11..60 -> $"\"k{number}\":{number}" ])

/// What is kept as it was sent.
let private kept =
    [ "{}"
      """{"a":"1","b":1,"c":1.5,"d":true,"f":false,"g":-3}"""
      longest
      $"{{{fifty}}}" ]

/// What has metadata, and how it is made.
let private things =
    [ "/v1/customers/", """ "email":"ada@polar.sh" """
      "/v1/products/", """ "name":"Pro","prices":[{"amount_type":"fixed","price_amount":500}] """
      "/v1/benefits/", """ "type":"custom","description":"Support","properties":{} """ ]

[<Tests>]
let tests =
    testList
        "metadata"
        [ for sent, issues in refused do
              testCaseTask $"refused: {sent[..60]}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let issues = String.Join(",", issues)
                      let expected = $"""{{"error":"RequestValidationError","detail":[{issues}]}}"""
                      let! customer = Given.customer "ada@polar.sh" fake

                      let! updated =
                          Http.patch $"""/v1/customers/{Json.text "id" customer}""" $"""{{"metadata":{sent}}}""" fake

                      Expect.equal updated.Text expected "when it is changed"
                      Expect.equal updated.Status 422 "status"
                  })

          for path, body in things do
              for sent in kept do
                  testCaseTask $"{path} keeps {sent[..60]}" (fun () ->
                      task {
                          use! fake = Fake.start ()
                          let! thing = Given.create path $"""{{{body},"metadata":{sent}}}""" fake
                          Expect.equal ((Json.at "metadata" thing).ToJsonString()) sent "as it was sent"
                      })

              testCaseTask $"{path} has none unless it is sent, keeps it when it is left out, and replaces it as a whole" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! thing = Given.create path $"{{{body}}}" fake
                      Expect.equal ((Json.at "metadata" thing).ToJsonString()) "{}" "none"
                      let type' = if path = "/v1/benefits/" then "\"type\":\"custom\"" else ""

                      let change body =
                          Http.patch $"""{path}{Json.text "id" thing}""" body fake

                      let comma = if type' = "" then "" else ","
                      let! changed = change $"{{{type'}{comma}\"metadata\":{{\"a\":1,\"b\":2}}}}"
                      Expect.equal ((Json.at "metadata" changed.Json).ToJsonString()) """{"a":1,"b":2}""" "set"
                      let! untouched = change $"{{{type'}}}"
                      Expect.equal ((Json.at "metadata" untouched.Json).ToJsonString()) """{"a":1,"b":2}""" "left out"
                      let! replaced = change $"{{{type'}{comma}\"metadata\":{{\"c\":3}}}}"
                      Expect.equal ((Json.at "metadata" replaced.Json).ToJsonString()) """{"c":3}""" "replaced"
                  }) ]
