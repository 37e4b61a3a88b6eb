/// Addresses of pages and of mail, as bodies may have them.
module Polar.FakeServer.Tests.Validation.AddressTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Validation.Faults

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

[<Tests>]
let tests =
    testList
        "validation of values"
        [ testList "addresses of pages" urls
          testList "addresses of mail" emails

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
