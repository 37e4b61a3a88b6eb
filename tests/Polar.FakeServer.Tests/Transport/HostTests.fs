/// Whom the fake answers: nobody whom a foreign web page has sent.
module Polar.FakeServer.Tests.Transport.HostTests

open System
open System.Net
open System.Net.Http
open System.Net.Sockets
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Transport.Transport

let private listening (change: FakePolarOptions -> unit) =
    let options = Fake.options ()
    change options
    FakePolar.ListenAsync(0, options)

let private places =
    [ "/_fake/health"
      "/v1/products/"
      "/healthz"
      "/polar-public-sandbox-files/x" ]

let private ofHosts =
    [ for host in
          [ "127.0.0.1"
            "127.0.0.1:1"
            "[::1]:8055"
            "203.0.113.7"
            "localhost"
            "LOCALHOST:3000"
            "app.localhost"
            "localhost."
            "polar" ] do
          testCaseTask $"{host} is answered" (fun () ->
              task {
                  use! fake = listening (fun options -> options.HostNames.Add "polar" |> ignore)

                  for path in places do
                      let! answer = send "GET" path [ "Host", host ] None fake
                      Expect.isFalse (answer.Text.Contains "--host-name") path
              })

      for host in
          [ "evil.example"
            "evil.example:8055"
            "notlocalhost"
            "localhost.evil.example"
            "polar.evil.example" ] do
          testCaseTask $"{host} is refused, whatever is asked for" (fun () ->
              task {
                  use! fake = listening (fun options -> options.HostNames.Add "polar" |> ignore)

                  for path in places do
                      let! answer = send "GET" path [ "Host", host ] None fake
                      Expect.equal answer.Status 403 path
                      Expect.equal (Json.text "error" answer.Json) "Forbidden" path
                      Expect.stringContains (Json.text "detail" answer.Json) "--host-name" path
              })

      case "within the process every name is answered" (fun fake ->
          task {
              let! answer = send "GET" "/_fake/health" [ "Host", "evil.example" ] None fake
              Expect.equal answer.Status 200 answer.Text
          }) ]

let private ofOrigins =
    [ for origin in
          [ "http://127.0.0.1:3000"
            "http://localhost"
            "https://app.localhost:5173"
            "http://[::1]:3000"
            "http://polar:8055" ] do
          case $"{origin} may control it, and is not told by a preflight" (fun fake ->
              task {
                  let! answer =
                      send "GET" "/_fake/health" [ "Origin", origin; "Host", "polar:8055" ] None fake

                  Expect.equal answer.Status 200 answer.Text
                  Expect.isNone (header "access-control-allow-origin" answer) "no page of another origin reads it"
              })

      for name, headers in
          [ "a foreign origin", [ "Origin", "https://evil.example" ]
            "the origin of a page that has none", [ "Origin", "null" ]
            "an origin on another machine", [ "Origin", "http://203.0.113.7" ]
            "another site", [ "Sec-Fetch-Site", "cross-site" ]
            "a name that only begins like a local one", [ "Origin", "http://localhost.evil.example" ] ] do
          case $"{name} may not control it" (fun fake ->
              task {
                  for method, path in [ "GET", "/_fake/health"; "POST", "/_fake/reset"; "OPTIONS", "/_fake/clock" ] do
                      let! answer =
                          send method path headers (if method = "POST" then Some(json "{}") else None) fake

                      Expect.equal answer.Status 403 $"{method} {path}"
                      Expect.equal (Json.text "error" answer.Json) "Forbidden" path
                      Expect.isNone (header "access-control-allow-origin" answer) path
              })

      case "no preflight is answered, of its own pages neither" (fun fake ->
          task {
              let! answer =
                  send "OPTIONS" "/_fake/clock" [ "Origin", "http://localhost:3000"; "Access-Control-Request-Method", "POST" ] None fake

              Expect.equal answer.Status 404 answer.Text
              Expect.isNone (header "access-control-allow-methods" answer) "no permission"
          })

      case "Polar's own API is open to pages of every origin" (fun fake ->
          task {
              let! answer =
                  send
                      "GET"
                      "/v1/products/"
                      [ bearer fake
                        "Origin", "https://evil.example"
                        "Sec-Fetch-Site", "cross-site" ]
                      None
                      fake

              Expect.equal answer.Status 200 answer.Text
          }) ]

let private ofListening =
    [ testCaseTask "whoever connects first gets a real answer" (fun () ->
          task {
              use holder = new TcpListener(IPAddress.Loopback, 0)
              holder.Start()
              let port = (holder.LocalEndpoint :?> IPEndPoint).Port
              holder.Stop()
              let starting = FakePolar.ListenAsync(port, FakePolarOptions(Seed = 5))
              use client = new HttpClient()
              let mutable first: HttpResponseMessage option = None

              while first.IsNone do
                  try
                      let! answer = client.GetAsync $"http://127.0.0.1:{port}/_fake/health"
                      first <- Some answer
                  with :? HttpRequestException ->
                      do! Task.Yield()

              use! _held = starting
              Expect.equal first.Value.StatusCode HttpStatusCode.OK "health, at once"
          })

      testCaseTask "on every address of the machine it still says one that can be reached" (fun () ->
          task {
              use! fake = listening (fun options -> options.ListenAddress <- IPAddress.Any)
              Expect.equal fake.Address.Host "127.0.0.1" "the address"
              let! answer = Http.get "/v1/products/" fake
              Expect.equal answer.Status 200 answer.Text
          })

      testCaseTask "it listens on IPv6 as well" (fun () ->
          task {
              if not Socket.OSSupportsIPv6 then
                  skiptest "This machine has no IPv6."

              use! fake =
                  listening (fun options -> options.ListenAddress <- IPAddress.IPv6Loopback)

              Expect.equal fake.Address.Host "[::1]" "the address"
              let! answer = Http.get "/v1/products/" fake
              Expect.equal answer.Status 200 answer.Text
          })

      testCaseTask "half a request does not hold up its end" (fun () ->
          task {
              let! fake = listening ignore
              use client = new TcpClient()
              do! client.ConnectAsync(fake.Address.Host, fake.Address.Port)

              let half =
                  "POST /v1/customers/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"

              do! client.GetStream().WriteAsync(Text.Encoding.ASCII.GetBytes half)
              do! fake.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds 30.0)
          })

      case "a handler of its own serves clients that are made elsewhere" (fun fake ->
          task {
              use client = new HttpClient(fake.CreateHandler(), BaseAddress = fake.Address)
              let! text = client.GetStringAsync "/healthz"
              Expect.equal text """{"status":"ok"}""" "health"
          }) ]

[<Tests>]
let tests =
    testList
        "who is answered"
        [ testList "hosts" ofHosts
          testList "origins" ofOrigins
          testList "listening" ofListening ]
