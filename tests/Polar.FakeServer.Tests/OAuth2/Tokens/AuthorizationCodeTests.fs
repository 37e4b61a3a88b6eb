/// Codes that are exchanged for tokens, with the proof of who asked for them.
module Polar.FakeServer.Tests.OAuth2.Tokens.AuthorizationCodeTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Organizations
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.OAuth2.Tokens.TokenRequests

let private codes =
    [ testCaseTask "a code is exchanged for tokens, once" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! code = OAuth.codeWith client [ "scope", "openid email products:read" ] fake
              Expect.isTrue (isToken "polar_ac_" code) code
              let! answer = OAuth.exchange client code fake
              Expect.equal answer.Status 200 answer.Text
              Expect.equal answer.Headers["cache-control"] "no-store" "nobody keeps it"

              Expect.equal
                  [ for entry in answer.Json.AsObject() -> entry.Key ]
                  [ "token_type"
                    "access_token"
                    "expires_in"
                    "refresh_token"
                    "scope"
                    "id_token" ]
                  "members in their order"

              Expect.stringStarts answer.Text """{"token_type": "Bearer", "access_token": "polar_at_u_""" "with spaces"
              Expect.equal (Json.whole "expires_in" answer.Json) 864_000L "ten days"
              Expect.equal (Json.text "scope" answer.Json) "openid email products:read" "scope"
              let access = Json.text "access_token" answer.Json
              Expect.isTrue (isToken "polar_at_u_" access) access
              Expect.isTrue (isToken "polar_rt_u_" (Json.text "refresh_token" answer.Json)) "refresh token"
              let! products = Http.getAs access "/v1/products/" fake
              Expect.equal products.Status 200 "what it is good for"
              let! orders = Http.getAs access "/v1/orders/" fake
              Expect.equal (orders.Status, Json.text "error" orders.Json) (403, "insufficient_scope") "and for nothing else"
              let! again = OAuth.exchange client code fake
              expectRefusal (400, "invalid_grant", "Invalid 'code' in request.") again
              let! still = Http.getAs access "/v1/products/" fake
              Expect.equal still.Status 200 "using a code twice harms nobody"
              do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 863_999.0)
              let! before = Http.getAs access "/v1/products/" fake
              Expect.equal before.Status 200 "up to the end"
              do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.0)
              let! after = Http.getAs access "/v1/products/" fake
              Expect.equal (after.Status, Json.text "error" after.Json) (401, "invalid_token") "over"
          })

      testCaseTask "without openid there is no id token, without the grant no refresh token, without scopes no scope" (fun () ->
          task {
              use! fake = Fake.start ()

              let! client =
                  OAuth.registerBy ""","grant_types":["authorization_code"],"scope":"products:read" """ fake

              let! tokens = OAuth.tokensWith client [ "scope", "orders:read products:read" ] fake

              Expect.equal
                  [ for entry in tokens.AsObject() -> entry.Key ]
                  [ "token_type"; "access_token"; "expires_in"; "scope" ]
                  "absent, not null"

              Expect.equal (Json.text "scope" tokens) "products:read" "what the client may have of what was granted"
              let! none = OAuth.tokensWith client [ "scope", "orders:read" ] fake

              Expect.equal [ for entry in none.AsObject() -> entry.Key ] [ "token_type"; "access_token"; "expires_in" ] "nothing at all"
          })

      testCaseTask "what is wrong with a code" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! other = OAuth.register fake
              let grant = "grant_type", "authorization_code"
              let! none = OAuth.token client [ grant ] fake
              expectRefusal (missing "code") none

              let! inQuery =
                  OAuth.form (path + "?code=polar_ac_x") [] [ grant; "client_id", client.Id; "client_secret", client.Secret ] fake

              expectRefusal (missing "code") inQuery
              let! unknown = OAuth.exchange client "polar_ac_x" fake
              expectRefusal (400, "invalid_grant", "Invalid 'code' in request.") unknown
              let! code = OAuth.code client fake
              let! foreign = OAuth.exchange other code fake
              expectRefusal (400, "invalid_grant", "Invalid 'code' in request.") foreign

              for redirect in [ []; [ "redirect_uri", "https://app.example/other" ] ] do
                  let! elsewhere = OAuth.token client ([ grant; "code", code ] @ redirect) fake
                  expectRefusal (400, "invalid_grant", "Invalid 'redirect_uri' in request.") elsewhere

              let! right = OAuth.exchange client code fake
              Expect.equal right.Status 200 "none of that has used it up"
          })

      testCaseTask "where the request did not say where to, the exchange need not either" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! code = OAuth.codeWith client [ "redirect_uri", "" ] fake

              let! answer =
                  OAuth.token client [ "grant_type", "authorization_code"; "code", code ] fake

              Expect.equal answer.Status 200 answer.Text
          })

      for seconds, isGood in [ 299.0, true; 300.0, false ] do
          testCaseTask $"a code of {seconds} seconds is good: {isGood}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake
                  let! code = OAuth.code client fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds seconds)
                  let! answer = OAuth.exchange client code fake
                  Expect.equal answer.Status (if isGood then 200 else 400) answer.Text
              })

      testCaseTask "a client whose grants lack one is refused it" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.registerBy ""","grant_types":["refresh_token"]""" fake

              let! code =
                  OAuth.token client [ "grant_type", "authorization_code"; "code", "x" ] fake

              expectRefusal (400, "unauthorized_client", "The client is not authorized to use 'grant_type=authorization_code'") code
              let! other = OAuth.registerBy ""","grant_types":[]""" fake
              let! refresh = OAuth.refresh other "x" fake
              expectRefusal (400, "unauthorized_client", "The client is not authorized to use 'grant_type=refresh_token'") refresh
              let! web = OAuth.token other [ "grant_type", "web" ] fake
              expectRefusal (400, "unauthorized_client", "The client is not authorized to use 'grant_type=web'") web
          }) ]

/// A challenge, its method, what is sent to prove it, and what comes of that.
let private verifiers =
    let plain = String('p', 43)
    let failed = 400, "invalid_grant", "Code challenge failed."

    [ OAuth.challenge, "S256", OAuth.verifier, None
      OAuth.challenge, "S256", OAuth.challenge, Some failed
      OAuth.challenge, "S256", "", Some(400, "invalid_request", "Missing 'code_verifier'")
      OAuth.challenge, "S256", String('a', 42), Some(400, "invalid_request", "Invalid 'code_verifier'")
      OAuth.challenge, "S256", String('a', 129), Some(400, "invalid_request", "Invalid 'code_verifier'")
      OAuth.challenge, "S256", String('a', 42) + "!", Some(400, "invalid_request", "Invalid 'code_verifier'")
      plain, "plain", plain, None
      plain, "", plain, None
      plain, "", OAuth.verifier, Some failed
      "",
      "",
      OAuth.verifier,
      Some(400, "invalid_request", "The authorization request had no 'code_challenge', but a 'code_verifier' was provided.") ]

let private proofs =
    [ for challenge, method, verifier, refusal in verifiers do
          testCaseTask $"the challenge '{challenge}' by '{method}' and the verifier '{verifier}'" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake

                  let! code =
                      OAuth.codeWith client [ "code_challenge", challenge; "code_challenge_method", method ] fake

                  let fields =
                      [ "grant_type", "authorization_code"
                        "code", code
                        "redirect_uri", OAuth.callback ]

                  let! answer =
                      OAuth.token
                          client
                          (if verifier = "" then
                               fields
                           else
                               ("code_verifier", verifier) :: fields)
                          fake

                  match refusal with
                  | None -> Expect.equal answer.Status 200 answer.Text
                  | Some refusal ->
                      expectRefusal refusal answer

                      if challenge = OAuth.challenge then
                          let! right = OAuth.token client (("code_verifier", OAuth.verifier) :: fields) fake
                          Expect.equal right.Status 200 "it has not used up the code"
              })

      testCaseTask "a client that can keep no secret has to prove itself, and then needs none" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.registerBy ""","token_endpoint_auth_method":"none" """ fake

              let exchange more code =
                  OAuth.form
                      path
                      []
                      ([ "grant_type", "authorization_code"
                         "client_id", client.Id
                         "code", code
                         "redirect_uri", OAuth.callback ]
                       @ more)
                      fake

              let! bare = OAuth.code client fake
              let! refused = exchange [] bare
              expectRefusal (400, "invalid_request", "Missing 'code_verifier'") refused

              let! code =
                  OAuth.codeWith client [ "code_challenge", OAuth.challenge; "code_challenge_method", "S256" ] fake

              let! answer = exchange [ "code_verifier", OAuth.verifier ] code
              Expect.equal answer.Status 200 answer.Text

              let! refreshed =
                  OAuth.form
                      path
                      []
                      [ "grant_type", "refresh_token"
                        "client_id", client.Id
                        "refresh_token", Json.text "refresh_token" answer.Json ]
                      fake

              Expect.equal refreshed.Status 200 refreshed.Text
          }) ]

[<Tests>]
let tests =
    testList "OAuth2 tokens" [ testList "codes" codes; testList "proofs" proofs ]
