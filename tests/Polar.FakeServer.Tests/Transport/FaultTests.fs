/// What breaks on the way, and what then has happened.
module Polar.FakeServer.Tests.Transport.FaultTests

open System
open System.Net
open System.Net.Http
open System.Net.Sockets
open System.Text
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Catalog.Products
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Transport.Transport

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
              // A checkout whose product has vanished from under it.
              let! product = Given.oneTime 500L fake
              let! customer = Given.customer "ada@acme.dev" fake
              let! checkout = Given.checkout product customer fake
              let row = fake.World.Table<ProductRow>()[Guid.Parse(Json.text "id" product)]

              let! _ =
                  fake.ExecuteAsync(fun transaction ->
                      transaction.Remove row
                      true)

              let world = fake.World
              let path = $"""/v1/checkouts/{Json.text "id" checkout}"""

              let! answer =
                  send
                      "PATCH"
                      path
                      [ bearer fake; "Origin", "https://app.acme.dev" ]
                      (Some(new StringContent("""{"metadata":{"a":"b"}}""", Encoding.UTF8, "application/json")))
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
              let! list = Http.get "/v1/products/" fake
              Expect.equal list.Status 200 "and goes on"
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

[<Tests>]
let tests = testList "faults on the way" faults
