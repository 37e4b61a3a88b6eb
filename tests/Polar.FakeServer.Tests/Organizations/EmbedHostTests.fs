/// The pages that may show an organization's checkouts in a frame.
module Polar.FakeServer.Tests.Organizations.EmbedHostTests

open System
open System.Text.Json
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private update (hosts: string list) (fake: FakePolar) =
    Http.patch $"/v1/organizations/{fake.Organization.Id}" $"""{{"embed_hosts":{JsonSerializer.Serialize hosts}}}""" fake

/// An entry, and how it is kept.
let private kept =
    [ "shop.acme.dev", "shop.acme.dev"
      "*.acme.dev", "*.acme.dev"
      "ACME.dev", "acme.dev"
      " acme.dev ", "acme.dev"
      "acme.dev/", "acme.dev"
      "@acme.dev", "acme.dev"
      "acme.dev:443", "acme.dev"
      "acme.dev:0443", "acme.dev"
      "acme.dev:8443", "acme.dev:8443"
      "localhost:3000", "localhost:3000"
      "localhost:80", "localhost:80"
      "*.localhost", "*.localhost"
      "10.1.2.3:5500", "10.1.2.3:5500"
      "10.1", "10.0.0.1"
      "[::1]:3000", "[::1]:3000"
      "[0::1]", "[::1]"
      "acme.dev.", "acme.dev."
      "my-shop.acme.dev", "my-shop.acme.dev"
      "*.sh\u00f6p.dev", "*.xn--shp-tna.dev"
      "chrome-extension://AbC", "chrome-extension://AbC"
      "Chrome-Extension://abc/", "chrome-extension://abc"
      "tauri://localhost:1420", "tauri://localhost:1420"
      "app://*.acme", "app://*.acme"
      "acme.co.uk", "acme.co.uk"
      "co.uk", "co.uk"
      "*.acme.co.uk", "*.acme.co.uk"
      "*.vercel.app", "*.vercel.app"
      "*.intranet", "*.intranet" ]

let private empty = "it is empty"
let private bare = "a bare wildcard would let any page embed"

let private web =
    "write the host on its own. HTTPS is always allowed, and HTTP as well for localhost and private addresses"

let private noHost =
    "write a host and an optional port, with no path. Between the dots, only letters, digits and hyphens"

let private suffix (name: string) =
    $"{name} is a domain suffix, so this would admit every site registered under it. Name your own site, like myshop.{name}"

/// An entry, and what is wrong with it.
let private refused =
    [ "", empty
      "  ", empty
      "*", bare
      "*.", bare
      "*.*", bare
      "https://acme.dev", web
      "HTTP://acme.dev", web
      "http", web
      for entry in
          [ "*acme.dev"
            "a.*.dev"
            "acme.*"
            "acme.dev/path"
            "acme.dev?a=1"
            "acme.dev?"
            "acme.dev#top"
            "acme.dev\\evil.dev"
            "user@acme.dev"
            "ac me.dev"
            String.replicate 260 "x"
            "ac_me.dev"
            "*.ac_me.dev"
            "acme..dev"
            ".acme.dev"
            "data:"
            "acme.dev:"
            "[::1]:"
            "acme.dev:3000:4000"
            "acme.dev:70000"
            "*.10.1.2.3"
            "*.[::1]"
            "1extension://abc"
            "app://"
            "app://a_b"
            "app://abc/path"
            "app://abc:70000" ] do
          entry, noHost
      "*.com", suffix "com"
      "*.dev", suffix "dev"
      "*.CO.UK", suffix "co.uk"
      "*.fr", suffix "fr"
      "*.com.au", suffix "com.au"
      "*.com:8443", suffix "com" ]

/// A page, the list, and the origin that the session keeps; none where the page may not.
let private pages =
    [ "https://acme.dev/buy?x=1", [ "acme.dev" ], Some "https://acme.dev"
      "https://www.acme.dev", [ "*.acme.dev" ], Some "https://www.acme.dev"
      "https://acme.dev:8443", [ "acme.dev:8443" ], Some "https://acme.dev:8443"
      "http://localhost:3000", [ "localhost:3000" ], Some "http://localhost:3000"
      "https://localhost:3000", [ "localhost:3000" ], Some "https://localhost:3000"
      "http://app.localhost", [ "*.localhost" ], Some "http://app.localhost"
      "http://shop.local", [ "shop.local" ], Some "http://shop.local"
      "http://127.0.0.1:3000", [ "127.0.0.1:3000" ], Some "http://127.0.0.1:3000"
      "http://192.168.1.4:5500", [ "192.168.1.4:5500" ], Some "http://192.168.1.4:5500"
      "http://100.84.68.99:3000", [ "100.84.68.99:3000" ], Some "http://100.84.68.99:3000"
      "https://exämple.com", [ "xn--exmple-cua.com" ], Some "https://xn--exmple-cua.com"
      "https://evil.dev", [ "acme.dev" ], None
      "https://www.acme.dev", [ "acme.dev" ], None
      "https://acme.dev", [ "*.acme.dev" ], None
      "https://notacme.dev", [ "*.acme.dev" ], None
      "https://acme.dev:8443", [ "acme.dev" ], None
      "http://acme.dev", [ "acme.dev" ], None
      "http://8.8.8.8:3000", [ "8.8.8.8:3000" ], None
      "https://acme.dev", [], None ]

[<Tests>]
let tests =
    testList
        "embed hosts"
        [ testList
              "entries that are kept"
              [ for entry, host in kept ->
                    testCaseTask $"'{entry}'" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! answer = update [ entry ] fake
                            Expect.equal answer.Status 200 answer.Text
                            Expect.equal [ for item in Json.items "embed_hosts" answer.Json -> item.GetValue<string>() ] [ host ] entry
                        }) ]

          testList
              "entries that are refused"
              [ for entry, reason in refused ->
                    testCaseTask $"'{entry}'" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! answer = update [ "acme.dev"; entry ] fake
                            let shown = entry.Replace("\\", "\\\\")

                            answer
                            |> Refusal.malformed
                                [ "value_error", "body.embed_hosts", $"Value error, '{shown}' is not a valid embed host: {reason}" ]

                            Expect.equal (Json.items "detail.0.input" answer.Json |> List.length) 2 "the whole list"
                        }) ]

          testCaseTask "what comes to the same is kept once" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = update [ "acme.dev"; "localhost"; "ACME.dev:443" ] fake
                  Expect.equal ((Json.at "embed_hosts" answer.Json).ToJsonString()) """["acme.dev","localhost"]""" "hosts"
              })

          testList
              "pages that open a link"
              [ for page, hosts, origin in pages ->
                    testCaseTask $"%A{hosts} and {page}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Given.oneTime 500L fake

                            let! link =
                                Given.create
                                    "/v1/checkout-links/"
                                    $$"""{"payment_processor":"stripe","products":["{{Json.text "id" product}}"]}"""
                                    fake

                            let! listed = update hosts fake
                            Expect.equal listed.Status 200 listed.Text

                            let! answer =
                                Http.anonymous
                                    "GET"
                                    $"""/v1/checkout-links/{Json.text "client_secret" link}/redirect?embed_origin={Uri.EscapeDataString page}"""
                                    None
                                    fake

                            match origin with
                            | Some origin ->
                                Expect.equal answer.Status 307 answer.Text
                                let! sessions = Http.get "/v1/checkouts/" fake
                                Expect.equal (Json.text "items.0.embed_origin" sessions.Json) origin "origin"
                            | None ->
                                answer
                                |> Refusal.domain 403 "EmbedHostNotAllowed" $"{page} is not allowed to embed this checkout."
                        }) ] ]
