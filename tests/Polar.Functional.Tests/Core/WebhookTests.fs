module Polar.Functional.Tests.Core.WebhookTests

open System
open System.Text
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.Tests
open Polar.Functional.Tests.Core.Stub

type private Vector =
    { Name: string
      Secret: string
      Id: string
      Timestamp: int64
      Body: string
      Right: string list
      Wrong: string list }

let private vectors =
    [ { Name = "a secret from before September 2026, a body beyond ASCII"
        Secret = "whsec_abcdefghijklmnopqrstuvwxyzABCDEFGHIJK4WQsSZ"
        Id = "3f0b7b0e-5d0c-4f0e-9a57-0c7f8d5a1b2c"
        Timestamp = 1787388425L
        Body =
          """{"type":"customer.deleted","timestamp":"2026-08-22T08:47:05.123456Z","data":{"id":"992fae2a-2a17-4b7a-8d9e-e287cf90131b","name":"Zoë — 😀"}}"""
        Right =
          [ "v1,CoaPWEP2DW2C7dz9Pox7qk370tFYGLrzPdvF75aYYc4="
            "v1,juM+5rPLKnqP2GDPcCL6oliUAnuu6NVzMtiNP3F9St0=" ]
        Wrong = [ "v1,CKpgT/Xm7uflqh/3E+4J3Kos/1Y9RvClRq5HXUteC7U=" ] }
      { Name = "a secret with the older prefix"
        Secret = "polar_whs_0123456789abcdefghijABCDEFGHIJ01234561WrueF"
        Id = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
        Timestamp = 1700000000L
        Body = """{"foo":"bar"}"""
        Right = [ "v1,7r/Y4PRfoT+xXAR+H34kYeC5mGIy2e6ffC61CD0OWI8=" ]
        Wrong = [] }
      { Name = "a secret of the merchant's own"
        Secret = "my-own-secret-of-at-least-32-chars!"
        Id = "0d5e8f54-6a3f-4f3b-8b8e-2f1f5a7c9d10"
        Timestamp = 1750000000L
        Body = """{"type":"order.paid","timestamp":"2025-06-15T15:06:40Z","data":{}}"""
        Right = [ "v1,a+IZxCjWjEDfk/DoA6CGk38t02KVBovKGhZVZ3enwwA=" ]
        Wrong = [] }
      { Name = "the secret of Polar's listening tool"
        Secret = "1dbfc5170bbf43019ba8555ca42b9737"
        Id = "11111111-2222-4333-8444-555555555555"
        Timestamp = 1750000001L
        Body = """{"type":"product.created","timestamp":"2025-06-15T15:06:41.5Z","data":{"id":"d8dd2de1-21b7-4a41-8bc3-ce909c0cfe23"}}"""
        Right = [ "v1,KGod+v+5TDPCJM2jXq1wLt/TLOIAZCqziXR5PripFCs=" ]
        Wrong = [] }
      { Name = "a secret beyond ASCII and an empty body"
        Secret = "clé-secrète-très-longue-für-tests-✓✓"
        Id = "22222222-2222-4222-8222-222222222222"
        Timestamp = 1750000002L
        Body = ""
        Right = [ "v1,g3u/hlQHNxjycQsRodAh4LdiDPf5YV3t0ueu9kPH1Q0=" ]
        Wrong = [] }
      { Name = "a secret that Polar has made since September 2026"
        Secret = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
        Id = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W"
        Timestamp = 1792000000L
        Body = """{"type":"customer.created","timestamp":"2026-10-14T15:06:40Z","api_version":"2026-10","data":{"id":"x","name":"Zoë"}}"""
        Right =
          [ "v1,7Esmla6qKmOAOfux0AySeOB7noUdKSiPrX4oVoeAG8A="
            "v1,C1gGkWovTmeiLnQOyMdXuThWo2ouNDErm5Gj7IkQkGs=" ]
        Wrong = [] } ]

let private first = vectors.Head

let private verifyWith (secrets: string list) (now: int64) (vector: Vector) (timestamp: string) (signature: string) =
    Webhook.verify
        (FrozenTime(DateTimeOffset.FromUnixTimeSeconds now))
        secrets
        { Id = vector.Id
          Timestamp = timestamp
          Signature = signature }
        (ReadOnlyMemory(Encoding.UTF8.GetBytes vector.Body))

let private verify (vector: Vector) (signature: string) =
    verifyWith [ vector.Secret ] vector.Timestamp vector (string vector.Timestamp) signature

let private refused (expected: WebhookRefusal) (result: Result<unit, WebhookRefusal>) (said: string) =
    Expect.equal result (Error expected) said

let private ofVectors =
    testList
        "vectors"
        [ for vector in vectors do
              for signature in vector.Right do
                  testCase $"{vector.Name}: {signature} is right"
                  <| fun () ->
                      Expect.isOk (verify vector signature) "alone"
                      Expect.isOk (verify vector $"v2,xx v1,AAAA {signature}") "behind others"

                      let changed = { vector with Body = vector.Body + " " }
                      refused WebhookRefusal.NoMatchingSignature (verify changed signature) "with a body that differs by a blank"

              for signature in vector.Wrong do
                  testCase $"{vector.Name}: {signature} is wrong"
                  <| fun () -> refused WebhookRefusal.NoMatchingSignature (verify vector signature) "a key that nobody signs with" ]

let private verification =
    testList
        "verification"
        [ testCase "five minutes of difference pass, a second more does not"
          <| fun () ->
              let at (now: int64) =
                  verifyWith [ first.Secret ] now first (string first.Timestamp) first.Right.Head

              Expect.isOk (at (first.Timestamp + 300L)) "five minutes old"
              Expect.isOk (at (first.Timestamp - 300L)) "five minutes ahead"
              refused WebhookRefusal.TooOld (at (first.Timestamp + 301L)) "too old"
              refused WebhookRefusal.TooNew (at (first.Timestamp - 301L)) "too new"

          testCase "a secret that was pasted with white space around it is the same secret"
          <| fun () ->
              for vector in vectors do
                  for pasted in [ $" {vector.Secret}"; $"{vector.Secret}\r\n"; $"\t{vector.Secret} " ] do
                      for signature in vector.Right do
                          Expect.isOk (verifyWith [ pasted ] vector.Timestamp vector (string vector.Timestamp) signature) vector.Name

          testCase "white space alone is no secret, and null is refused by its name"
          <| fun () ->
              refused
                  WebhookRefusal.NoSecret
                  (verifyWith [ " "; "\n" ] first.Timestamp first (string first.Timestamp) first.Right.Head)
                  "none"

              let name =
                  Expect.throwsC
                      (fun () ->
                          verifyWith Unchecked.defaultof<string list> first.Timestamp first (string first.Timestamp) first.Right.Head
                          |> ignore)
                      (fun thrown -> (thrown :?> ArgumentNullException).ParamName)

              Expect.equal name "secrets" "the parameter"

          testCase "a fraction of the timestamp is cut off before it is signed"
          <| fun () ->
              Expect.isOk (verifyWith [ first.Secret ] first.Timestamp first $"{first.Timestamp}.75" first.Right.Head) "three quarters more"

          testCase "a timestamp that is no number is said to be none"
          <| fun () ->
              for text in [ "yesterday"; "NaN"; "Infinity"; "1e400"; "99999999999999999999"; "0x10"; "-" ] do
                  refused WebhookRefusal.MalformedTimestamp (verifyWith [ first.Secret ] first.Timestamp first text first.Right.Head) text

          testCase "a header that is missing or empty is named"
          <| fun () ->
              let headers =
                  { Id = first.Id
                    Timestamp = string first.Timestamp
                    Signature = first.Right.Head }

              for name, changed in
                  [ "webhook-id", { headers with Id = "" }
                    "webhook-timestamp", { headers with Timestamp = "" }
                    "webhook-signature", { headers with Signature = "" } ] do
                  let result =
                      Webhook.verify
                          (FrozenTime(DateTimeOffset.FromUnixTimeSeconds first.Timestamp))
                          [ first.Secret ]
                          changed
                          (ReadOnlyMemory(Encoding.UTF8.GetBytes first.Body))

                  refused (WebhookRefusal.MissingHeader name) result name

          testCase "any of several secrets will do, while one replaces another"
          <| fun () ->
              let with' secrets =
                  verifyWith secrets first.Timestamp first (string first.Timestamp) first.Right.Head

              Expect.isOk (with' [ "another-secret"; first.Secret ]) "the second"
              Expect.isOk (with' [ first.Secret; "another-secret" ]) "the first"
              refused WebhookRefusal.NoMatchingSignature (with' [ "another-secret"; "and another" ]) "neither"

          testCase "no secret, or an empty one, is said to be none"
          <| fun () ->
              for secrets in [ []; [ "" ] ] do
                  refused
                      WebhookRefusal.NoSecret
                      (verifyWith secrets first.Timestamp first (string first.Timestamp) first.Right.Head)
                      $"{secrets}"

          testCase "signatures that are none are passed over"
          <| fun () ->
              for signatures in
                  [ "v1,"
                    "v1"
                    "v1,%%%"
                    ","
                    " "
                    first.Right.Head.Replace("v1,", "v2,")
                    "v1," + String('A', 5000) ] do
                  refused WebhookRefusal.NoMatchingSignature (verify first signatures) signatures

          testCase "a secret that decodes to nothing is no error"
          <| fun () ->
              for secret in [ "whsec_"; "whsec_%%%"; "whsec_===="; "whsec_A"; "="; "whsec_é" ] do
                  refused
                      WebhookRefusal.NoMatchingSignature
                      (verifyWith [ secret ] first.Timestamp first (string first.Timestamp) first.Right.Head)
                      secret ]

let private parse (json: string) =
    WebhookEvent.parse (ReadOnlyMemory(Encoding.UTF8.GetBytes json))

let private parsing =
    testList
        "parsing"
        [ testCase "there are 42 types of event"
          <| fun () -> Expect.hasLength (List.distinct WebhookEvent.types) 42 "each once"

          testCase "an event of a type that is not known is a value with its JSON"
          <| fun () ->
              let json =
                  """{"type":"comet.sighted","timestamp":"2026-10-14T15:06:40Z","data":{"id":"x"}}"""

              match parse json with
              | Ok(WebhookEvent.Unknown(kind, payload) as event) ->
                  Expect.equal kind "comet.sighted" "its type"
                  Expect.equal event.Type "comet.sighted" "as every event has one"
                  Expect.equal payload.Text json "all of it"
              | other -> failtest $"{other}"

          testCase "a known event whose payload is not what it should be names the place"
          <| fun () ->
              match parse """{"type":"order.paid","timestamp":"2026-10-14T15:06:40Z","data":{"id":7}}""" with
              | Error fault -> Expect.stringStarts fault.Path "$.data" "where"
              | Ok event -> failtest $"{event}"

          testCase "a body that is no event is an error, not an exception"
          <| fun () ->
              for json in
                  [ ""
                    "{"
                    "[]"
                    "null"
                    "{}"
                    """{"type":7}"""
                    """{"type":null}"""
                    """{"type":"\ud800"}"""
                    "<html>" ] do
                  Expect.isError (parse json) json

          testCase "an event of every known type is read as itself"
          <| fun () ->
              let document = Polar.Functional.Tests.ApiDescription.document ()
              let schemas = Map.ofList document.Schemas

              let payloads =
                  [ for name, shape in document.Schemas do
                        if name.StartsWith "Webhook" && name.EndsWith "Payload" then
                            shape ]

              Expect.hasLength payloads 42 "a payload a type"

              let read =
                  [ for shape in payloads do
                        for fill in [ Samples.Minimal; Samples.Full ] do
                            match parse (Samples.filled schemas fill 7UL shape) with
                            | Ok(WebhookEvent.Unknown(kind, _)) -> failtest $"{kind} is not known"
                            | Ok event -> event.Type
                            | Error fault -> failtest $"{fault}" ]

              Expect.equal (set read) (set WebhookEvent.types) "all types"

          testCase "every known type is read as itself, or refused for its payload, never as unknown"
          <| fun () ->
              for kind in WebhookEvent.types do
                  match parse $"""{{"type":"{kind}","timestamp":"2026-10-14T15:06:40Z"}}""" with
                  | Error fault -> Expect.stringStarts fault.Path "$" kind
                  | Ok event -> failtest $"{kind} without data was read as {event.Type}" ]

let private signing =
    testList
        "signing"
        [ for vector in vectors do
              testCase $"a delivery is signed as Polar signs it: {vector.Name}"
              <| fun () ->
                  let body = ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes vector.Body)
                  let time = DateTimeOffset.FromUnixTimeSeconds vector.Timestamp
                  let headers = Webhook.sign vector.Secret vector.Id time body
                  Expect.equal headers.Signature vector.Right.Head "the signature"
                  Expect.equal (headers.Id, headers.Timestamp) (vector.Id, string vector.Timestamp) "the other headers"
                  Expect.isOk (Webhook.verifyAt Webhook.defaultTolerance time [ vector.Secret ] headers body) "verified"
                  Expect.isError (Webhook.verifyAt Webhook.defaultTolerance time [ "another" ] headers body) "forged" ]

[<Tests>]
let tests = testList "webhooks" [ ofVectors; verification; signing; parsing ]
