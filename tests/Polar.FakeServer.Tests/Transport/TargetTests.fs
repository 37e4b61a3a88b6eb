/// Paths as the first line of a request has them, within the process and over a socket alike.
module Polar.FakeServer.Tests.Transport.TargetTests

open System
open System.Net.Http
open System.Text
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Transport.Transport

/// An address that nobody puts into its canonical form.
let private asWritten (fake: FakePolar) (path: string) =
    let mutable verbatim =
        UriCreationOptions(DangerousDisablePathAndQueryCanonicalization = true)

    Uri($"{fake.Address.GetLeftPart UriPartial.Authority}{path}", &verbatim)

let private get (path: string) (fake: FakePolar) =
    let request = new HttpRequestMessage(HttpMethod.Get, asWritten fake path)

    request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {fake.AccessToken}")
    |> ignore

    Http.raw fake request

let private onSocket () =
    FakePolar.ListenAsync(0, Fake.options ())

let private customerOf (externalId: string) (fake: FakePolar) =
    let encoded = Text.Json.JsonSerializer.Serialize externalId
    Given.create "/v1/customers/" $"""{{"email":"ada@acme.dev","external_id":{encoded}}}""" fake

let private ofExternalIds =
    [ for encoded, externalId in
          [ "%2E%2E", ".."
            "%2e%2E", ".."
            "..", ".."
            "%2E", "."
            ".", "."
            "%5C", "\\"
            "a%20b", "a b"
            "a+b", "a+b"
            "%41%zz", "A%zz"
            "%C3%A9", "é"
            "%F0%9F%98%80", "😀"
            "...", "..."
            "a%3Fb", "a?b"
            "%2561", "%61" ] do
          for place, start in [ "within the process", Fake.start; "over a socket", onSocket ] do
              testCaseTask $"{encoded} {place} is the customer whose external id is {externalId}" (fun () ->
                  task {
                      use! fake = start ()
                      let! customer = customerOf externalId fake
                      let! answer = get $"/v1/customers/external/{encoded}" fake
                      Expect.equal answer.Status 200 answer.Text
                      Expect.equal (Json.text "id" answer.Json) (Json.text "id" customer) "that customer"
                  }) ]

let private ofNothing =
    [ for place, start in [ "within the process", Fake.start; "over a socket", onSocket ] do
          for path in
              [ "/v1/customers/external/a%2Fb"
                "/v1/customers/external/..%2F.."
                "/v1/customers/%2e%2e%2fproducts/" ] do
              testCaseTask $"{path} {place} is no route, an encoded slash being one" (fun () ->
                  task {
                      use! fake = start ()
                      let! answer = get path fake
                      Expect.equal (answer.Status, answer.Text) (404, notFound) "no route"
                  })

          testCaseTask $"segments of dots {place} lead nowhere else" (fun () ->
              task {
                  use! fake = start ()

                  for path in [ "/v1/nowhere/../products/"; "/v1/customers/external/../../products/" ] do
                      let! answer = get path fake
                      Expect.equal (answer.Status, answer.Text) (404, notFound) path
              })

      testCaseTask "a path with an encoded null is a value, where the web server lets it through" (fun () ->
          task {
              use! fake = Fake.start ()
              let! answer = get "/v1/customers/external/%00" fake
              Expect.equal answer.Status 404 answer.Text
              Expect.equal (Json.text "error" answer.Json) "ResourceNotFound" "no such customer"
          })

      testCaseTask "bytes that are no UTF-8 are the replacement character" (fun () ->
          task {
              use! fake = Fake.start ()
              let! customer = customerOf "a\uFFFD" fake
              let! answer = get "/v1/customers/external/a%FF" fake
              Expect.equal answer.Status 200 answer.Text
              Expect.equal (Json.text "id" answer.Json) (Json.text "id" customer) "that customer"
          })

      testCaseTask "the whole address in the first line, as a proxy is sent it, counts by its path" (fun () ->
          task {
              use! fake = onSocket ()
              use client = new Net.Sockets.TcpClient()
              do! client.ConnectAsync(fake.Address.Host, fake.Address.Port)
              use stream = client.GetStream()

              let request =
                  $"GET {fake.Address}healthz HTTP/1.1\r\nHost: {fake.Address.Authority}\r\nConnection: close\r\n\r\n"

              do! stream.WriteAsync(Encoding.ASCII.GetBytes request)
              use reader = new IO.StreamReader(stream)
              let! text = reader.ReadToEndAsync()
              Expect.stringStarts text "HTTP/1.1 200 OK" "status"
              Expect.stringContains text """{"status":"ok"}""" "health"
          }) ]

[<Tests>]
let tests =
    testList "targets" [ testList "external ids" ofExternalIds; testList "other paths" ofNothing ]
