/// How requests arrive and answers leave: order of the checks, headers, paths, methods, versions, origins, sizes, and what breaks on the way.
module Polar.FakeServer.Tests.TransportTests

open System
open System.Net
open System.Net.Http
open System.Net.Sockets
open System.Text
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private header name (answer: Answer) = answer.Headers.TryFind name

let private notFound = """{"detail":"Not Found"}"""
let private notAllowed = """{"detail":"Method Not Allowed"}"""

/// Sends with headers as they are.
let private send method (path: string) (headers: (string * string) list) (body: HttpContent option) (fake: FakePolar) =
    let request = new HttpRequestMessage(HttpMethod method, path)
    body |> Option.iter (fun body -> request.Content <- body)

    for name, value in headers do
        request.Headers.TryAddWithoutValidation(name, value) |> ignore

    Http.raw fake request

let private bearer (fake: FakePolar) =
    "Authorization", $"Bearer {fake.AccessToken}"

let private case name (step: FakePolar -> Task<unit>) =
    testCaseTask name (fun () ->
        task {
            use! fake = Fake.start ()
            do! step fake
        })

/// Which headers each kind of answer carries: version, origin, caching, and whose environment it is.
let private headerRows =
    let origin = "Origin", "https://app.acme.dev"

    let json (text: string) =
        Some(new StringContent(text, Encoding.UTF8, "application/json") :> HttpContent)

    [ "a success", "GET", "/v1/products/", (fun fake -> [ bearer fake; origin ]), None, 200, (true, true, Some "private, no-store", true)
      "an unknown route", "GET", "/v1/nowhere", (fun _ -> [ origin ]), None, 404, (true, true, Some "private, no-store", true)
      "a wrong method", "PUT", "/v1/products/", (fun _ -> [ origin ]), json "{}", 405, (true, true, Some "private, no-store", true)
      "a missing slash", "GET", "/v1/products", (fun _ -> [ origin ]), None, 307, (true, true, Some "private, no-store", true)
      "no token", "GET", "/v1/products/", (fun _ -> [ origin ]), None, 401, (true, true, Some "private, no-store", true)
      "a bad token",
      "GET",
      "/v1/products/",
      (fun _ -> [ origin; "Authorization", "Bearer x" ]),
      None,
      401,
      (true, true, Some "no-store", false)
      "a missing thing",
      "GET",
      "/v1/products/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10",
      (fun fake -> [ bearer fake; origin ]),
      None,
      404,
      (true, true, Some "private, no-store", true)
      "a malformed body",
      "POST",
      "/v1/products/",
      (fun fake -> [ bearer fake; origin ]),
      json "{",
      422,
      (true, true, Some "private, no-store", true)
      "an unknown version",
      "GET",
      "/v1/products/",
      (fun fake -> [ bearer fake; origin; "Polar-Version", "2020-01" ]),
      None,
      404,
      (false, false, None, false) ]
    |> List.map (fun (name, method, path, headers, body, status, (version, cors, cache, sandbox)) ->
        case $"{name} carries the headers of its kind" (fun fake ->
            task {
                let! answer = send method path (headers fake) body fake
                Expect.equal answer.Status status answer.Text
                Expect.equal (header "polar-version" answer) (if version then Some "2026-10" else None) "version"
                Expect.equal (header "access-control-allow-origin" answer) (if cors then Some "*" else None) "origin"
                Expect.equal (header "access-control-expose-headers" answer) (if cors then Some "Polar-Version" else None) "exposed"
                Expect.equal (header "cache-control" answer) cache "cache-control"
                Expect.equal (header "x-polar-sandbox" answer) (if sandbox then Some "1" else None) "sandbox"
            }))

let private slashes =
    [ "GET", "/v1/products?limit=1&sorting=-name", "/v1/products/?limit=1&sorting=-name"
      "POST", "/v1/products", "/v1/products/"
      "DELETE", "/v1/customers", "/v1/customers/"
      "GET", "/v1/webhooks/endpoints/", "/v1/webhooks/endpoints"
      "GET", "/v1/customers/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10/", "/v1/customers/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"
      "GET", "/v1/customers/external/a%20b/", "/v1/customers/external/a%20b"
      "GET", "/v1/customer-portal/orders", "/v1/customer-portal/orders/"
      "GET", "/healthz/", "/healthz" ]
    |> List.map (fun (method, path, target) ->
        case $"{method} {path} leads to {target}" (fun fake ->
            task {
                let body =
                    if method = "POST" then
                        Some(new StringContent("{}") :> HttpContent)
                    else
                        None

                let! answer = send method path [] body fake
                Expect.equal answer.Status 307 "temporary, with method and body"
                Expect.equal answer.Text "" "empty"
                Expect.equal (header "content-length" answer) (Some "0") "length"
                Expect.equal (header "location" answer) (Some("http://localhost" + target)) "absolute"
            }))

let private methods =
    [ "PUT", "/v1/products/", "GET"
      "HEAD", "/v1/products/", "GET"
      "OPTIONS", "/v1/products/", "GET"
      "GET", "/v1/files/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10", "PATCH"
      "DELETE", "/v1/customer-seats", "POST"
      "POST", "/v1/customers/export", "GET"
      "PUT", "/v1/subscriptions/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10", "GET"
      "DELETE", "/healthz", "GET"
      "POST", "/2026-10/openapi.json", "GET" ]
    |> List.map (fun (method, path, allowed) ->
        case $"{method} {path} is not allowed" (fun fake ->
            task {
                let body =
                    if method = "POST" || method = "PUT" then
                        Some(new StringContent("{}") :> HttpContent)
                    else
                        None

                let! answer = send method path [] body fake
                Expect.equal answer.Status 405 "status"

                if method <> "HEAD" then
                    Expect.equal answer.Text notAllowed "body"

                Expect.equal (header "allow" answer) (Some allowed) "the first declared method"
            }))

let private unknown =
    [ "/"
      "/v1"
      "/v1/"
      "/docs"
      "/redoc"
      "/openapi.json"
      "/v1/nowhere"
      "/v2/products/"
      "/v1/Products/"
      "/v1/customers/external/a%2Fb"
      "//v1/products/" ]
    |> List.map (fun path ->
        case $"{path} is no route" (fun fake ->
            task {
                let! answer = send "GET" path [ bearer fake ] None fake
                Expect.equal (answer.Status, answer.Text) (404, notFound) "not found"
            }))

let private versions =
    [ for version in [ "2026-04"; "2026-10"; "2027-01" ] do
          case $"the version {version} is served and echoed" (fun fake ->
              task {
                  let! answer =
                      send "GET" "/v1/products/" [ bearer fake; "Polar-Version", version ] None fake

                  Expect.equal answer.Status 200 "status"
                  Expect.equal (header "polar-version" answer) (Some version) "echoed"
              })
      for version in [ "2026-05"; "latest"; "2026-4"; "20261001" ] do
          case $"the version {version} is nowhere" (fun fake ->
              task {
                  for path in [ "/v1/products/"; "/healthz"; "/v1/nowhere" ] do
                      let! answer = send "GET" path [ bearer fake; "Polar-Version", version ] None fake
                      Expect.equal (answer.Status, answer.Text) (404, notFound) path
              }) ]

let private preflights =
    let ask origin method (headers: string) (fake: FakePolar) =
        send
            "OPTIONS"
            "/v1/products/"
            [ "Origin", origin
              "Access-Control-Request-Method", method
              if headers <> "" then
                  "Access-Control-Request-Headers", headers ]
            None
            fake

    [ for method, headers, status, text in
          [ "POST", "Authorization, Content-Type", 200, "OK"
            "GET", "", 200, "OK"
            "DELETE", "polar-version", 200, "OK"
            "POST", "X-Anything", 400, "Disallowed CORS headers"
            "TRACE", "", 400, "Disallowed CORS method" ] do
          case $"a page asks whether it may {method} with {headers}: {text}" (fun fake ->
              task {
                  let! answer = ask "https://app.acme.dev" method headers fake
                  Expect.equal (answer.Status, answer.Text) (status, text) "answer"
                  Expect.equal (header "access-control-allow-origin" answer) (Some "*") "origin"
                  Expect.equal (header "access-control-max-age" answer) (Some "600") "age"

                  Expect.equal
                      (header "access-control-allow-methods" answer)
                      (Some "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT")
                      "methods"

                  Expect.equal
                      (header "access-control-allow-headers" answer)
                      (Some "Accept, Accept-Language, Authorization, Content-Language, Content-Type, Polar-Version")
                      "headers"
              })
      case "Polar's own pages may bring cookies and any header" (fun fake ->
          task {
              let! answer = ask "https://sandbox.polar.sh" "POST" "X-Anything" fake
              Expect.equal (answer.Status, answer.Text) (200, "OK") "answer"
              Expect.equal (header "access-control-allow-origin" answer) (Some "https://sandbox.polar.sh") "origin"
              Expect.equal (header "access-control-allow-credentials" answer) (Some "true") "cookies"
              Expect.equal (header "access-control-allow-headers" answer) (Some "X-Anything") "headers"
          }) ]

/// A body that does not say how long it is.
type private Endless(text: string) =
    inherit HttpContent()

    override _.SerializeToStreamAsync(stream, _) : Task =
        stream.WriteAsync(Encoding.UTF8.GetBytes text).AsTask()

    override _.TryComputeLength(_) = false

let private bodies =
    [ case "a body without a length is refused" (fun fake ->
          task {
              for method in [ "POST"; "PUT"; "PATCH" ] do
                  let! answer =
                      send method "/v1/products/" [ bearer fake ] (Some(new Endless "{}")) fake

                  Expect.equal
                      (answer.Status, answer.Text)
                      (411, """{"error": "LengthRequired", "detail": "A Content-Length header is required."}""")
                      method

                  Expect.equal (header "cache-control" answer) None "before caching is thought of"
          })
      case "a body beyond ten megabytes is refused" (fun fake ->
          task {
              let body = new ByteArrayContent(Array.zeroCreate 10_485_761)

              let! answer =
                  send "POST" "/v1/products/" [ "Authorization", "Bearer x" ] (Some body) fake

              Expect.equal
                  (answer.Status, answer.Text)
                  (413,
                   """{"error": "RequestBodyTooLarge", "detail": "Request body exceeded the maximum allowed size of 10485760 bytes."}""")
                  "even before a bad token"
          })
      case "a body of exactly ten megabytes is read" (fun fake ->
          task {
              let text = String(' ', 10_485_758) + "[]"

              let! answer =
                  send
                      "POST"
                      "/v1/webhooks/endpoints"
                      [ bearer fake ]
                      (Some(new StringContent(text, Encoding.UTF8, "application/json")))
                      fake

              Expect.equal (Json.text "detail.0.type" answer.Json) "model_attributes_type" "as a list"
          })
      for kind in
          [ "text/plain"
            "application/x-www-form-urlencoded"
            "application/octet-stream"
            "application/xml"
            "" ] do
          case $"a body of the type '{kind}' is a text" (fun fake ->
              task {
                  let body = new StringContent("""{"url":1}""")
                  body.Headers.Remove "Content-Type" |> ignore

                  if kind <> "" then
                      body.Headers.TryAddWithoutValidation("Content-Type", kind) |> ignore

                  let! answer = send "POST" "/v1/webhooks/endpoints" [ bearer fake ] (Some body) fake

                  Expect.equal
                      answer.Text
                      ("""{"error":"RequestValidationError","detail":[{"type":"model_attributes_type","loc":["body"],"msg":"Input should be a valid dictionary or object to extract fields from","input":"{\"url\":1}"}]}""")
                      "as it was sent"
              })
      for kind in
          [ "application/json"
            "application/json; charset=utf-8"
            "APPLICATION/JSON"
            "application/vnd.acme+json" ] do
          case $"a body of the type '{kind}' is JSON" (fun fake ->
              task {
                  let body = new StringContent("[]")
                  body.Headers.Remove "Content-Type" |> ignore
                  body.Headers.TryAddWithoutValidation("Content-Type", kind) |> ignore
                  let! answer = send "POST" "/v1/webhooks/endpoints" [ bearer fake ] (Some body) fake
                  Expect.equal ((Json.at "detail.0.input" answer.Json).ToJsonString()) "[]" "read"
              })
      case "a body in parts is a text to an operation that takes JSON" (fun fake ->
          task {
              use parts = new MultipartFormDataContent("parts")
              parts.Add(new StringContent("x"), "url")
              let! answer = send "POST" "/v1/webhooks/endpoints" [ bearer fake ] (Some parts) fake
              Expect.equal answer.Status 422 "status"
              Expect.stringStarts (Json.text "detail.0.input" answer.Json) "--parts" "as it was sent"
          })
      case "a body that is no UTF-8 cannot be parsed" (fun fake ->
          task {
              let body = new ByteArrayContent([| 0x7Buy; 0xFFuy; 0x7Duy |])

              body.Headers.TryAddWithoutValidation("Content-Type", "application/json")
              |> ignore

              let! answer = send "POST" "/v1/products/" [ bearer fake ] (Some body) fake
              Expect.equal (answer.Status, answer.Text) (400, """{"detail":"There was an error parsing the body"}""") "refused"
          })
      case "a byte order mark is skipped" (fun fake ->
          task {
              let body = new ByteArrayContent(Array.append [| 0xEFuy; 0xBBuy; 0xBFuy |] "[]"B)

              body.Headers.TryAddWithoutValidation("Content-Type", "application/json")
              |> ignore

              let! answer = send "POST" "/v1/webhooks/endpoints" [ bearer fake ] (Some body) fake
              Expect.equal ((Json.at "detail.0.input" answer.Json).ToJsonString()) "[]" "read"
          })
      case "a body that nests without end cannot be parsed" (fun fake ->
          task {
              let! answer = Http.post "/v1/products/" (String('[', 100_000)) fake
              Expect.equal answer.Status 400 "refused"
          }) ]

let private pages =
    [ case "health is told to everybody" (fun fake ->
          task {
              let! answer = send "GET" "/healthz" [] None fake
              Expect.equal (answer.Status, answer.Text) (200, """{"status":"ok"}""") "healthy"
          })
      for version in [ "2026-04"; "2026-10" ] do
          case $"the description of {version} lists the operations" (fun fake ->
              task {
                  let! answer = send "GET" $"/{version}/openapi.json" [] None fake
                  Expect.equal (Json.text "info.version" answer.Json) version "version"
                  let paths = (Json.at "paths" answer.Json).AsObject()
                  Expect.isTrue (paths.ContainsKey "/v1/checkouts/client/{client_secret}/confirm") "a path"
              })
      case "the OpenID configuration names the fake's own addresses" (fun fake ->
          task {
              let! answer = send "GET" "/.well-known/openid-configuration" [] None fake
              Expect.equal (Json.text "issuer" answer.Json) "https://polar.sh" "issuer"
              Expect.equal (Json.text "token_endpoint" answer.Json) "http://localhost/v1/oauth2/token" "endpoint"
              let! keys = send "GET" "/.well-known/jwks.json" [] None fake
              Expect.isTrue (Json.has "keys" keys.Json) "keys"
          }) ]

/// What a client over a socket that gives up in the middle of its body leaves behind.
let private cut (fake: FakePolar) (text: string) =
    task {
        use socket = new TcpClient()
        do! socket.ConnectAsync(IPAddress.Loopback, fake.Address.Port)
        let stream = socket.GetStream()
        do! stream.WriteAsync(Encoding.ASCII.GetBytes text)
        do! stream.FlushAsync()
        socket.Client.Shutdown SocketShutdown.Send
        let buffer = Array.zeroCreate<byte> 4096

        try
            let! _ = stream.ReadAsync(buffer, 0, buffer.Length)
            return ()
        with :? IO.IOException ->
            // The fake hangs up, for there is nobody to answer.
            return ()
    }

let private faults =
    [ case "what fails inside is a plain 500 without Polar's headers, and nothing of it has happened" (fun fake ->
          task {
              let failing = Action<FakeEvent>(fun _ -> failwith "a subscriber fails")
              fake.Webhooks.add_Published failing
              let world = fake.World

              let! answer =
                  send
                      "POST"
                      "/v1/products/"
                      [ bearer fake; "Origin", "https://app.acme.dev" ]
                      (Some(
                          new StringContent(
                              """{"name":"Pro","prices":[{"amount_type":"fixed","price_amount":500}]}""",
                              Encoding.UTF8,
                              "application/json"
                          )
                      ))
                      fake

              Expect.equal (answer.Status, answer.Text) (500, "Internal Server Error") "body"
              Expect.equal (header "content-type" answer) (Some "text/plain; charset=utf-8") "type"

              for name in
                  [ "polar-version"
                    "access-control-allow-origin"
                    "cache-control"
                    "x-polar-sandbox" ] do
                  Expect.equal (header name answer) None name

              Expect.isTrue (obj.ReferenceEquals(world, fake.World)) "the world is as it was"
              fake.Webhooks.remove_Published failing
              let! list = Http.get "/v1/products/" fake
              Expect.equal (Json.whole "pagination.total_count" list.Json) 0L "and goes on"
          })
      testCaseTask "a body that is cut short changes nothing" (fun () ->
          task {
              use! fake = FakePolar.ListenAsync(0, Fake.options ())
              let world = fake.World

              let body =
                  """{"name":"Pro","prices":[{"amount_type":"fixed","price_amount":500}]}"""

              let head (length: int) =
                  $"POST /v1/products/ HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {fake.AccessToken}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"

              for sent in [ 0; 1; body.Length / 2; body.Length - 1 ] do
                  do! cut fake (head body.Length + body[.. sent - 1])

              Expect.isTrue (obj.ReferenceEquals(world, fake.World)) "the world is as it was"
              let! list = Http.get "/v1/products/" fake
              Expect.equal (Json.whole "pagination.total_count" list.Json) 0L "and goes on"
          }) ]

let private other =
    [ case "the old root still works and says that it moved" (fun fake ->
          task {
              let! answer = send "GET" "/api/v1/products/" [ bearer fake ] None fake
              Expect.equal answer.Status 200 "status"

              Expect.equal
                  (header "x-polar-deprecation-notice" answer)
                  (Some "The API root has moved from /api/v1 to /v1. Please update your integration.")
                  "notice"

              let! wrong = send "GET" "/api/v1/nowhere" [] None fake
              Expect.isSome (header "x-polar-deprecation-notice" wrong) "for whatever lies below"
          })
      case "a bad token is told before a redirect, a wrong route and a wrong method" (fun fake ->
          task {
              for path in [ "/v1/products"; "/v1/nowhere"; "/v1/customers/export" ] do
                  let! answer = send "GET" path [ "Authorization", "Bearer x" ] None fake
                  Expect.equal answer.Status 401 path
          })
      case "an empty success has a type and no length" (fun fake ->
          task {
              let! customer = Given.customer "ada@acme.dev" fake
              let! answer = Http.delete $"""/v1/customers/{Json.text "id" customer}""" fake
              Expect.equal (answer.Status, answer.Text) (204, "") "empty"
              Expect.equal (header "content-type" answer) (Some "application/json") "type"
              Expect.equal (header "content-length" answer) None "length"
          })
      case "an organization that is not the caller's is not found, whatever the body" (fun fake ->
          task {
              let! answer =
                  Http.patch "/v1/organizations/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10" """{"name":1}""" fake

              Expect.equal answer.Status 404 "before the body is looked at"

              let! own =
                  Http.patch $"/v1/organizations/{fake.Organization.Id}" """{"name":1}""" fake

              Expect.equal own.Status 422 "its own is"
          })
      case "answers are compact and not escaped" (fun fake ->
          task {
              let! made =
                  Http.post "/v1/products/" """{"name":"Größe 😀 <b>","prices":[{"amount_type":"fixed","price_amount":500}]}""" fake

              Expect.stringContains made.Text "\"name\":\"Größe 😀 <b>\"" "as it was sent"
              Expect.equal (header "content-type" made) (Some "application/json") "without a charset"
          }) ]

[<Tests>]
let tests =
    testList
        "transport"
        [ testList "headers" headerRows
          testList "slashes" slashes
          testList "methods" methods
          testList "unknown routes" unknown
          testList "versions" versions
          testList "preflights" preflights
          testList "bodies" bodies
          testList "pages" pages
          testList "faults" faults
          testList "other" other ]
