/// Single values: what is refused and how it is told, and what is taken though it is not as it should be.
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

let private urls =
    [ for input, reason in
          [ "abc", "relative URL without a base"
            "//x", "relative URL without a base"
            "", "input is empty"
            "http://", "empty host"
            "https://?x", "empty host"
            "http://ex ample.com", "invalid international domain name"
            "https://exa%mple.com", "invalid international domain name"
            "https://[::1", "invalid IPv6 address"
            "https://x.com:99999", "invalid port number"
            "https://x.com:abc", "invalid port number"
            "https://256.1.1.1", "invalid IPv4 address" ] do
          $"\"{input}\"", "url_parsing", "Input should be a valid URL, " + reason, $"""{{"error":"{reason}"}}"""
      for input in [ "ftp://x.y"; "mailto:a@b.c"; "javascript:alert(1)" ] do
          $"\"{input}\"", "url_scheme", "URL scheme should be 'http' or 'https'", """{"expected_schemes":"'http' or 'https'"}"""
      "1", "url_type", "URL input should be a string or URL", ""
      ("\"https://x" + String('a', 2083) + "\""), "url_too_long", "URL should have at most 2083 characters", """{"max_length":2083}""" ]
    |> field "PATCH" "/v1/organizations/OWN" "" "[\"body\",\"website\"]" "website"

let private emails =
    let customer = "[\"body\",\"individual\",\"email\"]"

    [ for address, reason in
          [ "ada", "An email address must have an @-sign."
            "@acme.dev", "There must be something before the @-sign."
            "ada@", "There must be something after the @-sign."
            "ada@acme", "The part after the @-sign is not valid. It should have a period."
            "ada lovelace@acme.dev", "The email address contains invalid characters before the @-sign: SPACE."
            "ada@ac me.dev", "The part after the @-sign contains invalid characters: SPACE."
            "ada@lovelace@acme.dev", "The part after the @-sign contains invalid characters: '@'."
            ".ada@acme.dev", "An email address cannot start with a period."
            "ada.@acme.dev", "An email address cannot have a period immediately before the @-sign."
            "a..da@acme.dev", "An email address cannot have two periods in a row."
            "ada@acme.dev.", "An email address cannot end with a period."
            "ada@-acme.dev", "An email address cannot have a hyphen immediately after the @-sign."
            "ada@acme.123", "The part after the @-sign is not valid. It is not within a valid top-level domain."
            (String('a', 65) + "@acme.dev"), "The email address is too long before the @-sign (1 character too many)."
            for name in [ "test"; "invalid"; "local"; "localhost"; "onion"; "arpa" ] do
                ("ada@acme." + name), "The part after the @-sign is a special-use or reserved name that cannot be used with email." ] ->
          $"\"{address}\"", "value_error", "value is not a valid email address: " + reason, $"""{{"reason":"{reason}"}}""" ]
    |> field "POST" "/v1/customers/" "" customer "email"
    |> List.append
        [ for domain, reason in
              [ "Example.com", "The domain name example.com does not accept email."
                "acme.example", "The domain name acme.example does not exist." ] do
              let address = "Ada@" + domain
              let normal = "Ada@" + domain.ToLowerInvariant()

              check
                  $"an address at {address} cannot get mail"
                  "POST"
                  "/v1/customers/"
                  $"""{{"email":"{address}"}}"""
                  [ fault
                        "value_error"
                        customer
                        $"{normal} is not a valid email address: {reason}"
                        $"\"{address}\""
                        $"""{{"email":"{normal}","reason":"{reason}"}}""" ] ]

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

/// What is not as it should be but is taken all the same, and what comes of it.
let private lenient =
    let product (name: string) (value: string) (path: string) (expected: string) =
        testCaseTask $"{name} {value} is read as {expected}" (fun () ->
            task {
                use! fake = Fake.start ()
                let! made = Given.oneTime 500L fake

                let! answer =
                    Http.patch $"""/v1/products/{Json.text "id" made}""" $"""{{"{name}":{value}}}""" fake

                Expect.equal answer.Status 200 answer.Text

                let found =
                    match Json.find path answer.Json with
                    | null -> "null"
                    | node -> node.ToJsonString()

                Expect.equal found expected "as it should be"
            })

    [ for yes in [ "\"yes\""; "\"ON\""; "\"1\""; "1"; "1.0"; "\"t\""; "\"y\""; "\"true\"" ] do
          product "is_archived" yes "is_archived" "true"
      for no in [ "\"no\""; "\"off\""; "\"0\""; "0"; "0.0"; "\"f\""; "\"n\""; "\"FALSE\"" ] do
          product "is_archived" no "is_archived" "false"
      for value in [ "true"; "1.0"; "1.5"; "\"1\""; "1"; "0.1"; "-7"; "\"true\"" ] do
          product "metadata" $"{{\"k\":{value}}}" "metadata.k" value
      for value, kept in
          [ "1e22", "1e+22"
            "1E-7", "1e-07"
            "100000.0e0", "100000.0"
            "1e15", "1000000000000000.0" ] do
          product "metadata" $"{{\"k\":{value}}}" "metadata.k" kept
      for value, expected in
          [ "\"https://Example.com\"", "https://example.com/"
            "\"HTTP://X.COM\"", "http://x.com/"
            "\"https://example.com:443/\"", "https://example.com/"
            "\"https://bücher.de/ä?ö#ü\"", "https://xn--bcher-kva.de/%C3%A4?%C3%B6#%C3%BC"
            "\" https://x.com \"", "https://x.com/"
            "\"https:x.com\"", "https://x.com/"
            "\"https://x.com/a/../b\"", "https://x.com/b"
            "\"https://x.com/a b\"", "https://x.com/a%20b"
            "\"https://x.com?q={}\"", "https://x.com/?q={}"
            "\"https://x.com/\\\"<>`\"", "https://x.com/%22%3C%3E%60"
            "\"https://1.2.3\"", "https://1.2.0.3/"
            "\"https://user:pa@x.com\"", "https://user:pa@x.com/"
            "\"https://[::1]/\"", "https://[::1]/"
            "\"https://localhost:8080\"", "https://localhost:8080/" ] do
          testCaseTask $"the address {value} is kept as {expected}" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.patch $"/v1/organizations/{fake.Organization.Id}" $"""{{"website":{value}}}""" fake

                  Expect.equal answer.Status 200 answer.Text
                  Expect.equal (Json.text "website" answer.Json) expected "normalised"
              })
      for address, expected in
          [ "Ada@ACME.dev", "Ada@acme.dev"
            "Ada Lovelace <ada@acme.dev>", "ada@acme.dev" ] do
          testCaseTask $"the address {address} is kept as {expected}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Given.customer address fake
                  Expect.equal (Json.text "email" answer) expected "normalised"
              }) ]

/// A member of a discount, what is sent for it, and what comes of it.
let private lenientDiscounts =
    [ for sent in [ "\"1000\""; "1000.0"; "\" 1000 \""; "\"1_000\""; "\"1000.0\"" ] do
          "basis_points", sent, "1000"
      "basis_points", "true", "1"
      for sent, expected in
          [ "\"2026-04-01T10:00:00Z\"", "2026-04-01T10:00:00Z"
            "\"2026-04-01T10:00:00\"", "2026-04-01T10:00:00Z"
            "\"2026-04-01 10:00:00\"", "2026-04-01T10:00:00Z"
            "\"2026-04-01T10:00\"", "2026-04-01T10:00:00Z"
            "\"2026-04-01T10:00:00+02:00\"", "2026-04-01T08:00:00Z"
            "\"2026-04-01T10:00:00.5Z\"", "2026-04-01T10:00:00.500000Z"
            "\"2026-04-01T10:00:00.1234567Z\"", "2026-04-01T10:00:00.123456Z"
            "\"2026-04-01\"", "2026-04-01T00:00:00Z"
            "1775001600", "2026-04-01T00:00:00Z"
            "1775001600.25", "2026-04-01T00:00:00.250000Z"
            "1775001600000", "2026-04-01T00:00:00Z"
            "\"1775001600\"", "2026-04-01T00:00:00Z" ] do
          "starts_at", sent, $"\"{expected}\"" ]
    |> List.map (fun (name, sent, expected) ->
        testCaseTask $"{name} {sent} is read as {expected}" (fun () ->
            task {
                use! fake = Fake.start ()

                let points =
                    if name = "basis_points" then
                        ""
                    else
                        "\"basis_points\":1000,"

                let! made =
                    Given.create
                        "/v1/discounts/"
                        $$"""{"type":"percentage","duration":"once","name":"Ten",{{points}}"{{name}}":{{sent}}}"""
                        fake

                Expect.equal ((Json.at name made).ToJsonString()) expected "as it should be"
            }))

/// Forms of one id, all of which are taken.
let private lenientIds =
    let plain = "6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"

    [ plain
      plain.ToUpperInvariant()
      plain.Replace("-", "")
      "{" + plain + "}"
      "urn:uuid:" + plain ]
    |> List.map (fun text ->
        testCaseTask $"the id {text} is taken" (fun () ->
            task {
                use! fake = Fake.start ()
                let! answer = Http.post "/v1/checkouts/" $$"""{"products":["{{text}}"]}""" fake

                Expect.equal
                    answer.Text
                    $$"""{"error":"PolarRequestValidationError","detail":[{"type":"value_error","loc":["body","products",0],"msg":"Product does not exist.","input":"{{plain}}"}]}"""
                    "it is that product that there is not"
            }))

[<Tests>]
let tests =
    testList
        "validation of values"
        [ testList "integers" integers
          testList "instants" instants
          testList "texts" texts
          testList "uuids" uuids
          testList "addresses of pages" urls
          testList "addresses of mail" emails
          testList "decimals" decimals
          testList "leniency" lenient
          testList "leniency with numbers and instants" lenientDiscounts
          testList "leniency with ids" lenientIds

          testCaseTask "a test chooses what a domain says about mail" (fun () ->
              task {
                  use! fake =
                      Fake.startWith (fun options -> options.EmailDomains["nowhere.dev"] <- FakeEmailDomain.DoesNotSendMail)

                  let! answer = Http.post "/v1/customers/" """{"email":"ada@nowhere.dev"}""" fake

                  Expect.equal
                      (Json.text "detail.0.msg" answer.Json)
                      "ada@nowhere.dev is not a valid email address: The domain name nowhere.dev does not send email."
                      "message"
              }) ]
