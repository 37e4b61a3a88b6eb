/// The headers of answers: which kind of answer carries which, versions, and pages of other origins.
module Polar.FakeServer.Tests.Transport.HeaderTests

open System.Net.Http
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Transport.Transport

let private missing = "/v1/products/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"

/// What an answer says of version, origin, caching and environment.
type private Carried =
    { Version: bool
      Caching: string option
      Sandbox: bool }

let private usual =
    { Version = true
      Caching = Some "private, no-store"
      Sandbox = true }

let private bare =
    { Version = false
      Caching = None
      Sandbox = false }

let private early = { bare with Version = true }

let private withToken (fake: FakePolar) = Task.FromResult [ bearer fake ]

let private withNone (_: FakePolar) =
    Task.FromResult([]: (string * string) list)

let private withFew (fake: FakePolar) =
    task {
        let! token =
            fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Organization, Scopes = [| "orders:read" |]))

        return [ "Authorization", $"Bearer {token}" ]
    }

let private headerRows: Test list =
    [ "a success", "GET", "/v1/products/", withToken, None, 200, usual
      "a page beside the API", "GET", "/healthz", withNone, None, 200, usual
      "an unknown route", "GET", "/v1/nowhere", withNone, None, 404, usual
      "a wrong method", "PUT", "/v1/products/", withNone, Some(json "{}"), 405, usual
      "a missing slash", "GET", "/v1/products", withNone, None, 307, usual
      "a missing token", "GET", "/v1/products/", withNone, None, 401, usual
      "a bad token",
      "GET",
      "/v1/products/",
      (fun _ -> Task.FromResult [ "Authorization", "Bearer x" ]),
      None,
      401,
      { usual with
          Caching = Some "no-store"
          Sandbox = false }
      "a missing scope", "GET", "/v1/products/", withFew, None, 403, { usual with Caching = Some "no-store" }
      "a missing thing", "GET", missing, withToken, None, 404, usual
      "a malformed body", "POST", "/v1/products/", withToken, Some(json "{"), 422, usual
      "an invalid body", "POST", "/v1/products/", withToken, Some(json "{}"), 422, usual
      "a body of unknown length", "POST", "/v1/products/", withToken, Some(new Endless "{}"), 411, early
      "a body that is too large", "POST", "/v1/products/", withToken, Some(new ByteArrayContent(Array.zeroCreate 10_485_761)), 413, early
      "an unknown version",
      "GET",
      "/v1/products/",
      (fun fake -> Task.FromResult [ bearer fake; "Polar-Version", "2020-01" ]),
      None,
      404,
      bare ]
    |> List.map (fun (name, method, path, headers, body, status, carried) ->
        case $"{name} carries the headers of its kind" (fun fake ->
            task {
                let! sent = headers fake

                let! answer =
                    send method path (("Origin", "https://app.acme.dev") :: sent) (body: HttpContent option) fake

                let expected value =
                    if carried.Version then Some value else None

                Expect.equal answer.Status status answer.Text
                Expect.equal (header "polar-version" answer) (expected "2026-10") "version"
                Expect.equal (header "access-control-allow-origin" answer) (expected "*") "origin"
                Expect.equal (header "access-control-expose-headers" answer) (expected "Polar-Version") "exposed"
                Expect.equal (header "access-control-allow-credentials" answer) None "no cookies"
                Expect.equal (header "cache-control" answer) carried.Caching "caching"

                Expect.equal
                    (header "pragma" answer)
                    (if carried.Caching = Some "no-store" then
                         Some "no-cache"
                     else
                         None)
                    "pragma"

                Expect.equal (header "x-polar-sandbox" answer) (if carried.Sandbox then Some "1" else None) "sandbox"
            }))

let private requestHeaders =
    [ case "a request from no page gets no header about origins" (fun fake ->
          task {
              let! answer = Http.get "/v1/products/" fake
              Expect.equal (header "access-control-allow-origin" answer) None "none"
              Expect.equal (header "access-control-expose-headers" answer) None "none"
          })
      for origin in
          [ "https://polar.sh"
            "https://sandbox.polar.sh"
            "https://github.com"
            "https://docs.polar.sh" ] do
          case $"{origin} may bring cookies" (fun fake ->
              task {
                  let! answer = send "GET" "/v1/products/" [ bearer fake; "Origin", origin ] None fake
                  Expect.equal (header "access-control-allow-origin" answer) (Some origin) "origin"
                  Expect.equal (header "access-control-allow-credentials" answer) (Some "true") "cookies"
                  Expect.equal (header "vary" answer) (Some "Origin") "caches keep them apart"
              }) ]

let private versions =
    [ for version, effective in
          [ "2026-04", "2026-04"
            "2026-10", "2026-10"
            "2027-01", "2027-01"
            "", "2026-10" ] do
          case $"the version '{version}' is served as {effective}" (fun fake ->
              task {
                  let! answer =
                      send "GET" "/v1/products/" [ bearer fake; "Polar-Version", version ] None fake

                  Expect.equal answer.Status 200 "status"
                  Expect.equal (header "polar-version" answer) (Some effective) "echoed"
              })
      for version in [ "2026-05"; "latest"; "2026-4"; "20261001"; "2026-10-01"; "2025-10"; "null" ] do
          case $"the version {version} is nowhere" (fun fake ->
              task {
                  for path in [ "/v1/products/"; "/healthz"; "/v1/nowhere" ] do
                      let! answer = send "GET" path [ bearer fake; "Polar-Version", version ] None fake
                      Expect.equal (answer.Status, answer.Text) (404, notFound) path
                      Expect.equal (header "polar-version" answer) None "which tells it from a missing thing"
              })
      case "an unknown version is told before a preflight, a size and a token" (fun fake ->
          task {
              let version = "Polar-Version", "2020-01"

              let! preflight =
                  send
                      "OPTIONS"
                      "/v1/products/"
                      [ version
                        "Origin", "https://app.acme.dev"
                        "Access-Control-Request-Method", "POST" ]
                      None
                      fake

              let! size =
                  send "POST" "/v1/products/" [ version; "Authorization", "Bearer x" ] (Some(new Endless "{}")) fake

              for answer in [ preflight; size ] do
                  Expect.equal (answer.Status, answer.Text) (404, notFound) "first of all"
          }) ]

let private allowed =
    "Accept, Accept-Language, Authorization, Content-Language, Content-Type, Polar-Version"

let private preflights =
    let ask (origin: string) (method: string) (headers: string option) (fake: FakePolar) =
        send
            "OPTIONS"
            "/v1/products/"
            [ "Origin", origin
              "Access-Control-Request-Method", method
              for headers in Option.toList headers do
                  "Access-Control-Request-Headers", headers ]
            None
            fake

    [ for method, headers, status, text in
          [ "POST", Some "Authorization, Content-Type", 200, "OK"
            "GET", None, 200, "OK"
            "DELETE", Some "polar-version", 200, "OK"
            "PATCH", Some "accept,accept-language,content-language", 200, "OK"
            "POST", Some "X-Anything", 400, "Disallowed CORS headers"
            "POST", Some "Authorization, Polar-Organization", 400, "Disallowed CORS headers"
            "TRACE", None, 400, "Disallowed CORS method"
            "get", None, 400, "Disallowed CORS method"
            "TRACE", Some "X-Anything", 400, "Disallowed CORS method, headers" ] do
          case $"a page asks whether it may {method} with {headers}: {text}" (fun fake ->
              task {
                  let! answer = ask "https://app.acme.dev" method headers fake
                  Expect.equal (answer.Status, answer.Text) (status, text) "answer"
                  Expect.equal (header "content-type" answer) (Some "text/plain; charset=utf-8") "type"
                  Expect.equal (header "polar-version" answer) (Some "2026-10") "version"
                  Expect.equal (header "access-control-allow-origin" answer) (Some "*") "origin"
                  Expect.equal (header "access-control-allow-credentials" answer) None "no cookies"
                  Expect.equal (header "access-control-max-age" answer) (Some "600") "age"

                  Expect.equal
                      (header "access-control-allow-methods" answer)
                      (Some "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT")
                      "methods"

                  Expect.equal (header "access-control-allow-headers" answer) (Some allowed) "headers"
              })
      for headers in [ Some "X-Anything, Polar-Organization"; None ] do
          case $"Polar's own pages may bring cookies and any header: {headers}" (fun fake ->
              task {
                  let! answer = ask "https://sandbox.polar.sh" "POST" headers fake
                  Expect.equal (answer.Status, answer.Text) (200, "OK") "answer"
                  Expect.equal (header "access-control-allow-origin" answer) (Some "https://sandbox.polar.sh") "origin"
                  Expect.equal (header "access-control-allow-credentials" answer) (Some "true") "cookies"
                  Expect.equal (header "access-control-allow-headers" answer) headers "those that were asked for"
                  Expect.equal (header "vary" answer) (Some "Origin") "caches keep them apart"
              })
      case "a page may ask about a path that there is not, with a bad token" (fun fake ->
          task {
              let! answer =
                  send
                      "OPTIONS"
                      "/v1/nowhere"
                      [ "Origin", "https://app.acme.dev"
                        "Access-Control-Request-Method", "GET"
                        "Authorization", "Bearer x" ]
                      None
                      fake

              Expect.equal (answer.Status, answer.Text) (200, "OK") "it is told before anything else is looked at"
          }) ]

[<Tests>]
let tests =
    testList
        "headers of answers"
        [ testList "kinds of answers" headerRows
          testList "origins" requestHeaders
          testList "versions" versions
          testList "preflights" preflights ]
