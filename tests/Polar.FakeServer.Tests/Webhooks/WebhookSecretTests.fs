/// Secrets of webhook endpoints: those that Polar makes, and those that a merchant chooses; each signs in its own way.
module Polar.FakeServer.Tests.Webhooks.WebhookSecretTests

open System
open System.Collections.Concurrent
open System.Net
open System.Net.Http
open System.Security.Cryptography
open System.Text
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Webhooks
open Polar.FakeServer.Tests

let private own = "my-own-secret-of-at-least-32-chars!"

let private keyOf (secret: string) (standard: bool) =
    if standard then
        Convert.FromBase64String(secret.Substring "whsec_".Length)
    else
        Encoding.UTF8.GetBytes secret

/// Secret, whether the key is what it decodes to, id, time, body, signature.
let private vectors =
    [ "whsec_abcdefghijklmnopqrstuvwxyzABCDEFGHIJK4WQsSZ",
      false,
      "3f0b7b0e-5d0c-4f0e-9a57-0c7f8d5a1b2c",
      1787388425L,
      """{"type":"customer.deleted","timestamp":"2026-08-22T08:47:05.123456Z","data":{"id":"992fae2a-2a17-4b7a-8d9e-e287cf90131b","name":"Zoë — 😀"}}""",
      "v1,CoaPWEP2DW2C7dz9Pox7qk370tFYGLrzPdvF75aYYc4="
      "polar_whs_0123456789abcdefghijABCDEFGHIJ01234561WrueF",
      false,
      "7c9e6679-7425-40de-944b-e07fc1f90ae7",
      1700000000L,
      """{"foo":"bar"}""",
      "v1,7r/Y4PRfoT+xXAR+H34kYeC5mGIy2e6ffC61CD0OWI8="
      own,
      false,
      "0d5e8f54-6a3f-4f3b-8b8e-2f1f5a7c9d10",
      1750000000L,
      """{"type":"order.paid","timestamp":"2025-06-15T15:06:40Z","data":{}}""",
      "v1,a+IZxCjWjEDfk/DoA6CGk38t02KVBovKGhZVZ3enwwA="
      "1dbfc5170bbf43019ba8555ca42b9737",
      false,
      "11111111-2222-4333-8444-555555555555",
      1750000001L,
      """{"type":"product.created","timestamp":"2025-06-15T15:06:41.5Z","data":{"id":"d8dd2de1-21b7-4a41-8bc3-ce909c0cfe23"}}""",
      "v1,KGod+v+5TDPCJM2jXq1wLt/TLOIAZCqziXR5PripFCs="
      "clé-secrète-très-longue-für-tests-✓✓",
      false,
      "22222222-2222-4222-8222-222222222222",
      1750000002L,
      "",
      "v1,g3u/hlQHNxjycQsRodAh4LdiDPf5YV3t0ueu9kPH1Q0="
      "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=",
      true,
      "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
      1792000000L,
      """{"type":"customer.created","timestamp":"2026-10-14T15:06:40Z","api_version":"2026-10","data":{"id":"x","name":"Zoë"}}""",
      "v1,7Esmla6qKmOAOfux0AySeOB7noUdKSiPrX4oVoeAG8A="
      "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=",
      false,
      "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W",
      1792000000L,
      """{"type":"customer.created","timestamp":"2026-10-14T15:06:40Z","api_version":"2026-10","data":{"id":"x","name":"Zoë"}}""",
      "v1,C1gGkWovTmeiLnQOyMdXuThWo2ouNDErm5Gj7IkQkGs=" ]

/// A fake whose deliveries are kept: id, time, body and signature of each.
let private delivering () =
    task {
        let sent = ConcurrentQueue<string * string * string * string>()

        let handler =
            { new HttpMessageHandler() with
                override _.SendAsync(request, _) =
                    task {
                        let! body = (nonNull request.Content).ReadAsStringAsync()

                        let header (name: string) =
                            Seq.exactlyOne (request.Headers.GetValues name)

                        sent.Enqueue(header "webhook-id", header "webhook-timestamp", body, header "webhook-signature")
                        return new HttpResponseMessage(HttpStatusCode.NoContent)
                    } }

        let! fake = Fake.startWith (fun options -> options.WebhookHandler <- handler)
        return fake, sent
    }

let private endpoint (members: string) (fake: FakePolar) =
    Http.post "/v1/webhooks/endpoints" $"""{{"url":"https://acme.dev/hook","format":"raw","events":["customer.created"]{members}}}""" fake

/// Asserts that the newest delivery is signed with this secret, in this way.
let private signedWith (secret: string) (standard: bool) (fake: FakePolar) (sent: ConcurrentQueue<string * string * string * string>) =
    task {
        let before = sent.Count
        let! _ = Given.customer $"ada{before}@acme.dev" fake
        do! fake.Webhooks.SettleAsync()
        let id, time, body, signature = Seq.last sent
        Expect.hasLength sent (before + 1) "one delivery"

        let expected =
            HMACSHA256.HashData(keyOf secret standard, Encoding.UTF8.GetBytes $"{id}.{time}.{body}")
            |> Convert.ToBase64String

        Expect.equal signature $"v1,{expected}" "signature"
    }

[<Tests>]
let tests =
    testList
        "secrets of webhooks"
        [ testList
              "sign as Polar does"
              [ for secret, standard, id, time, body, expected in vectors ->
                    testCase $"{secret}, standard {standard}" (fun () ->
                        let sent = Text.Encoding.UTF8.GetBytes(body: string)

                        let struct (timestamp, signature) =
                            WebhookSignature.Sign(secret, standard, id, DateTimeOffset.FromUnixTimeSeconds time, ReadOnlySpan sent)

                        Expect.equal (timestamp, signature) (string time, expected) "headers") ]

          testCaseTask "are made by Polar unless the merchant has one, which signs by its text" (fun () ->
              task {
                  let! fake, sent = delivering ()
                  use fake = fake
                  let! answer = endpoint $""","secret":"{own}" """ fake
                  Expect.equal answer.Status 201 answer.Text
                  Expect.equal (Json.text "secret" answer.Json) own "secret"
                  Expect.isFalse (Json.flag "uses_standard_webhook_signature" answer.Json) "by its text"
                  do! signedWith own false fake sent
                  let path = $"""/v1/webhooks/endpoints/{Json.text "id" answer.Json}"""
                  let! reset = Http.patch (path + "/secret") "{}" fake
                  let made = Json.text "secret" (Buying.succeeds reset)
                  Expect.stringStarts made "whsec_" "made"
                  Expect.isTrue (Json.flag "uses_standard_webhook_signature" reset.Json) "by what it decodes to"
                  do! signedWith made true fake sent
                  let! ignored = Http.patch path """{"secret":null,"name":"Main"}""" fake
                  Expect.equal (Json.text "secret" (Buying.succeeds ignored)) made "null is ignored"
                  let! changed = Http.patch path $"""{{"secret":"{own}2"}}""" fake
                  Expect.equal (Json.text "secret" (Buying.succeeds changed)) (own + "2") "changed"
                  Expect.isFalse (Json.flag "uses_standard_webhook_signature" changed.Json) "by its text again"
                  do! signedWith (own + "2") false fake sent
              })

          testCaseTask "that look like Polar's own are the merchant's all the same" (fun () ->
              task {
                  let! fake, sent = delivering ()
                  use fake = fake
                  let secret = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
                  let! answer = endpoint $""","secret":"{secret}" """ fake
                  Expect.isFalse (Json.flag "uses_standard_webhook_signature" answer.Json) "by its text"
                  do! signedWith secret false fake sent
              })

          testCaseTask "null at the creation has one made" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = endpoint ""","secret":null""" fake
                  Expect.stringStarts (Json.text "secret" answer.Json) "whsec_" "made"
                  Expect.hasLength (Convert.FromBase64String((Json.text "secret" answer.Json).Substring 6)) 32 "of 32 bytes"
              })

          testList
              "are refused, at the creation and later:"
              [ for secret, kind, message in
                    [ "\"" + String('a', 31) + "\"", "string_too_short", "String should have at least 32 characters"
                      "1", "string_type", "Input should be a valid string"
                      "\"" + String('a', 40) + "\\u0000\"", "value_error", "Value error, This value contains invalid characters" ] ->
                    testCaseTask secret (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! made = endpoint "" fake
                            let! created = endpoint $""","secret":{secret}""" fake

                            let! updated =
                                Http.patch $"""/v1/webhooks/endpoints/{Json.text "id" made.Json}""" $"""{{"secret":{secret}}}""" fake

                            for answer in [ created; updated ] do
                                Expect.equal (Json.text "error" answer.Json) "RequestValidationError" "error"
                                Expect.equal (Faults.all answer) [ kind, """["body","secret"]""", message ] "fault"
                        }) ] ]
