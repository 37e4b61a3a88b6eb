module Polar.Functional.Tests.Core.RecordingTests

open System
open System.IO
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.Tests
open Polar.Functional.Tests.Core.Stub

let private checkoutSecret = "polar_c_0123456789abcdefghijABCDEFGHIJ"
let private sessionToken = "polar_cst_0123456789abcdefghijABCDEFGHIJ"
let private clientSecret = "hidden-secret-of-the-app"
let private signature = "0a1b2c3d4e5f"

let private secrets = [ checkoutSecret; sessionToken; clientSecret; signature ]

let private tokenRequest (secret: string) =
    OAuth2.token (RefreshTokenRequest(ClientId = "app", ClientSecret = secret, RefreshToken = sessionToken))

let private recorded (answers: Result<WireResponse, TransportFault> list) (play: Executor -> unit) : Exchange list =
    let exchanges = ResizeArray<Exchange>()
    let executor, _ = script answers
    play (Executor.recording exchanges.Add executor)
    List.ofSeq exchanges

let private throughText (exchanges: Exchange list) : Exchange list =
    match exchanges |> Recording.toJson |> Recording.ofJson with
    | Ok read -> read
    | Error reason -> failtest reason

let private withSecrets =
    lazy
        (recorded
            [ Ok(
                  bare
                      400
                      [ "Set-Cookie", $"session={sessionToken}"
                        "polar-version", "2026-10"
                        "content-type", "application/json" ]
                      $"""{{"error":"invalid_grant","error_description":"See https://polar.sh/x?customer_session_token={sessionToken}&X-Amz-Signature={signature}."}}"""
              )
              Ok(answer 404 (errorBody "ResourceNotFound" $"No {checkoutSecret}.")) ]
            (fun executor ->
                send executor (tokenRequest clientSecret) |> ignore
                send executor (Checkouts.clientGet checkoutSecret) |> ignore))

[<Tests>]
let tests =
    testList
        "recordings"
        [ testCase "a recording keeps its outcomes through a file"
          <| fun () ->
              let file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.json")

              let outcomes =
                  [ Ok(answer 404 (errorBody "ResourceNotFound" "Gone."))
                    Error(TransportFault.Network "reset")
                    Error(TransportFault.TimedOut(TimeSpan.FromSeconds 1.5))
                    Error TransportFault.Cancelled
                    Ok(bare 502 [ "content-type", "text/html" ] "<p>Bad gateway</p>")
                    Ok(bare 500 [] "\u0001no text") ]

              let request = Products.get (Guid.NewGuid())
              let firsts = ResizeArray()

              let exchanges =
                  recorded outcomes (fun executor ->
                      for _ in outcomes do
                          firsts.Add(failed (send executor request)))

              try
                  Recording.save file exchanges

                  match Recording.load file with
                  | Error reason -> failtest reason
                  | Ok read ->
                      let replay = Executor.replay read

                      for first in firsts do
                          Expect.equal (failed (send replay request)) first "the same outcome"
              finally
                  File.Delete file

          testCase "no secret reaches the text of a recording, and none of it is printed"
          <| fun () ->
              let exchanges = withSecrets.Value
              let json = Recording.toJson exchanges

              for secret in secrets do
                  Expect.isFalse (json.Contains secret) $"{secret} in {json}"
                  Expect.isFalse ($"%A{exchanges}".Contains secret) $"{secret} printed"

              Expect.isFalse (json.Contains "Set-Cookie") "no cookie"
              Expect.stringContains json "/v1/checkouts/client/***" "the path is there"
              Expect.stringContains json "invalid_grant" "and so are the bodies"

          testCase "a cleaned recording answers requests with other secrets"
          <| fun () ->
              let replay = Executor.replay (throughText withSecrets.Value)

              Expect.isError (send replay (Checkouts.clientGet "polar_c_another-one-in-this-run")) "an error"

              match send replay (Checkouts.clientGet "polar_c_another-one-in-this-run") |> failed with
              | CheckoutsClientGetError.ResourceNotFound _ -> ()
              | other -> failtest $"{other}"

              let again = send replay (tokenRequest "another secret") |> failed
              Expect.stringContains ((again :> IPolarError).Message) "See https://polar.sh/x" "the recorded sentence"

          testCase "what an app may have under any name stays: numbers, texts without a secret"
          <| fun () ->
              let body = """{"items":[{"token_count":3,"name":"polar","code":"SUMMER"}]}"""

              let exchange =
                  recorded [ Ok(answer 200 body) ] (fun executor -> send executor (Products.list (ProductsListQuery())) |> ignore)
                  |> List.exactlyOne
                  |> Recording.clean

              match exchange.Answer with
              | Ok response -> Expect.equal (Text.Encoding.UTF8.GetString response.Body) body "untouched"
              | Error fault -> failtest $"{fault}"

          testCase "a file that is no recording says so"
          <| fun () ->
              for text in [ ""; "[]"; "{}"; """{"exchanges":[{"method":1}]}""" ] do
                  match Recording.ofJson text with
                  | Ok _ -> failtest text
                  | Error reason -> Expect.stringStarts reason "This is no recording" text ]
