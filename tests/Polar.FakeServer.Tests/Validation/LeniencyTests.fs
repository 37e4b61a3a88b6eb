/// What bodies may have in place of a value of the right type.
module Polar.FakeServer.Tests.Validation.LeniencyTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Validation.Faults

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
        [ testList "leniency" lenient
          testList "leniency with numbers and instants" lenientDiscounts
          testList "leniency with ids" lenientIds ]
