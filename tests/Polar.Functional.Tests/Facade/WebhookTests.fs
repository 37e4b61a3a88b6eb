module Polar.Functional.Tests.Facade.WebhookTests

open System
open System.Text
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.CSharp
open Polar.Functional.Tests
open Polar.Functional.Tests.Core.Stub

type private Event = Polar.Functional.WebhookEvent

let private secret = "polar_whs_of-the-tests"
let private signedAt = 1790000000L
let private clock = FrozenTime(DateTimeOffset.FromUnixTimeSeconds signedAt)

let private paid =
    Filled.json<WebhookOrderPaidPayload> [ "Data", box (Filled.having<Order> [ "NetAmount", box 1900L ]) ]

let private bytes (text: string) =
    ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes text)

let private signature (body: string) =
    let key = Encoding.UTF8.GetBytes secret

    "v1,"
    + Convert.ToBase64String(Webhook.signature key "msg_1" (string signedAt) (bytes body).Span)

let private verify (body: string) (id: string | null) (signature: string | null) (secrets: string list) =
    PolarWebhook.Verify(bytes body, id, string signedAt, signature, secrets, clock)

let private parse (body: string) =
    let mutable event: Event | null = null
    let mutable fault: WireError | null = null
    let parsed = PolarWebhook.TryParse(bytes body, &event, &fault)
    parsed, event, fault

[<Tests>]
let tests =
    testList
        "facade: webhooks"
        [ testCase "a delivery that is signed with a secret of the endpoint is Polar's"
          <| fun () ->
              Expect.isNull (verify paid "msg_1" (signature paid) [ secret ]) "the secret"
              Expect.isNull (verify paid "msg_1" (signature paid) [ "an older one"; secret ]) "while secrets are rotated"

          testCase "what is signed here is taken for Polar's, with another secret it is not"
          <| fun () ->
              let signed (secret: string) =
                  PolarWebhook.Sign(bytes paid, secret, "msg_9", Nullable(DateTimeOffset.FromUnixTimeSeconds signedAt))

              let genuine, forged = signed secret, signed "another"
              Expect.isNull (verify paid genuine.Id genuine.Signature [ secret ]) "genuine"
              Expect.isNotNull (verify paid forged.Id forged.Signature [ secret ]) "forged"
              use request = new System.Net.Http.HttpRequestMessage()
              genuine.AddTo request.Headers

              Expect.equal
                  [ for header in request.Headers -> header.Key, String.concat "" header.Value ]
                  [ "webhook-id", "msg_9"
                    "webhook-timestamp", string signedAt
                    "webhook-signature", genuine.Signature ]
                  "the headers of the delivery"

          testCase "any other is refused with its reason"
          <| fun () ->
              let refused (expected: WebhookRefusal) (found: WebhookRefusal | null) (said: string) =
                  Expect.equal (Option.ofObj found) (Some expected) said

              refused WebhookRefusal.NoMatchingSignature (verify (paid + " ") "msg_1" (signature paid) [ secret ]) "another body"
              refused WebhookRefusal.NoMatchingSignature (verify paid "msg_2" (signature paid) [ secret ]) "another id"
              refused WebhookRefusal.NoMatchingSignature (verify paid "msg_1" (signature paid) [ "another" ]) "another secret"
              refused WebhookRefusal.NoSecret (verify paid "msg_1" (signature paid) []) "no secret"
              refused (WebhookRefusal.MissingHeader "webhook-id") (verify paid null (signature paid) [ secret ]) "no id"
              refused (WebhookRefusal.MissingHeader "webhook-signature") (verify paid "msg_1" null [ secret ]) "no signature"

          testCase "its age is measured by the given clock"
          <| fun () ->
              let at (seconds: float) =
                  let clock = FrozenTime(clock.GetUtcNow().AddSeconds seconds)
                  PolarWebhook.Verify(bytes paid, "msg_1", string signedAt, signature paid, [ secret ], clock)

              Expect.isNull (at 300.0) "five minutes"
              Expect.equal (at 301.0 |> Option.ofObj) (Some WebhookRefusal.TooOld) "a second more"
              Expect.equal (at -301.0 |> Option.ofObj) (Some WebhookRefusal.TooNew) "from the future"

          testCase "an event is read into its own type"
          <| fun () ->
              match parse paid with
              | true, Event.OrderPaid payload, null ->
                  Expect.equal payload.Data.NetAmount 1900L "the order"
                  Expect.equal payload.Type "order.paid" "the type"
              | other -> failtest $"{other}"

          testCase "an event of a type that is not known is a value with its JSON"
          <| fun () ->
              match parse """{"type":"comet.sighted","data":{}}""" with
              | true, Event.Unknown(kind, payload), null ->
                  Expect.equal kind "comet.sighted" "the type"
                  Expect.stringContains payload.Text "comet.sighted" "the JSON"
              | other -> failtest $"{other}"

          testCase "a body that is no event, or lacks a member, is an error with its place"
          <| fun () ->
              for body, place in
                  [ "nonsense", "$"
                    "[]", "$"
                    "{}", "$.type"
                    """{"type":"order.paid","timestamp":"2026-01-02T03:04:05Z"}""", "$.data" ] do
                  match parse body with
                  | false, null, fault -> Expect.stringStarts (Unchecked.nonNull fault).Path place body
                  | other -> failtest $"{other}" ]
