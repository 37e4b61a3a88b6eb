/// What apps read of a person and of the server: user info, keys, discovery.
module Polar.FakeServer.Tests.OAuth2.Tokens.OpenIdTests

open System
open System.Security.Cryptography
open System.Text
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.OAuth2.Tokens.TokenQuestions

let private userInfo =
    [ for scope, isTold in [ "openid email", true; "openid", false; "email", true; "products:read", false ] do
          for method in [ "GET"; "POST" ] do
              testCaseTask $"{method} tells of a user with the scope '{scope}'" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! client = OAuth.register fake
                      let! tokens = OAuth.tokensWith client [ "scope", scope ] fake
                      let body = if method = "POST" then Some "" else None

                      let! answer =
                          Http.raw fake (Http.request method "/v1/oauth2/userinfo" (Some(Json.text "access_token" tokens)) body)

                      let! introspected =
                          ask introspect client [ "token", Json.text "access_token" tokens ] fake

                      let sub = Json.text "sub" introspected.Json

                      Expect.equal
                          (answer.Status, answer.Text)
                          (200,
                           if isTold then
                               $"""{{"sub":"{sub}","email":"founder@{fake.Organization.Slug}.example","email_verified":true}}"""
                           else
                               $"""{{"sub":"{sub}"}}""")
                          "no more than that"
                  })

      testCaseTask "only tokens of OAuth2 are told about" (fun () ->
          task {
              use! fake = Fake.start ()
              let! session = OAuth.session fake

              for method in [ "GET"; "POST" ] do
                  let body = if method = "POST" then Some "" else None
                  let! nobody = Http.anonymous method "/v1/oauth2/userinfo" body fake
                  Expect.equal (nobody.Status, nobody.Text) (401, """{"error":"Unauthorized","detail":"Unauthorized"}""") "nobody"
                  Expect.equal nobody.Headers["www-authenticate"] "Bearer realm=\"polar\"" "and how"
                  let! browser = OAuth.withSession method "/v1/oauth2/userinfo" body session fake
                  Expect.equal (browser.Status, Json.text "error" browser.Json) (401, "Unauthorized") "a session"
                  let! organization = Http.send method "/v1/oauth2/userinfo" body fake
                  Expect.equal (organization.Status, Json.text "error" organization.Json) (401, "invalid_token") "an organization's token"
          }) ]

let private bytesOf (text: string) : byte array =
    let plain = text.Replace('-', '+').Replace('_', '/')
    Convert.FromBase64String(plain.PadRight(plain.Length + (4 - plain.Length % 4) % 4, '='))

let private partOf (token: string) (place: int) : string =
    Encoding.UTF8.GetString(bytesOf (token.Split('.')[place]))

let private keys =
    [ testCaseTask "the keys are public halves, two thousand and forty-eight bits long" (fun () ->
          task {
              use! fake = Fake.start ()
              let! answer = Http.anonymous "GET" "/.well-known/jwks.json" None fake
              Expect.equal answer.Status 200 answer.Text
              let keys = Json.items "keys" answer.Json
              Expect.hasLength keys 1 "one"

              for key in keys do
                  Expect.equal [ for entry in key.AsObject() -> entry.Key ] [ "kty"; "n"; "e"; "kid"; "use" ] "no private part"
                  Expect.equal (Json.text "kty" key, Json.text "use" key) ("RSA", "sig") "what for"
                  Expect.hasLength (bytesOf (Json.text "n" key)) 256 "bits"
          })

      testCaseTask "an id token says who signed in, to whom, and is signed with that key" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! code = OAuth.codeWith client [ "nonce", "n-1" ] fake
              do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 60.0)
              let! answer = OAuth.exchange client code fake
              let token = Json.text "id_token" answer.Json
              Expect.equal (partOf token 0) """{"typ":"JWT","alg":"RS256"}""" "the header, without the key's id"
              let claims = Json.parse (partOf token 1)

              Expect.equal
                  [ for entry in claims.AsObject() -> entry.Key ]
                  [ "iss"
                    "exp"
                    "iat"
                    "auth_time"
                    "aud"
                    "nonce"
                    "at_hash"
                    "sub"
                    "email"
                    "email_verified" ]
                  "claims"

              let signedIn = Fake.startTime.ToUnixTimeSeconds()
              Expect.equal (Json.text "iss" claims) "https://polar.sh" "by whom"
              Expect.equal (Json.whole "auth_time" claims) signedIn "when"
              Expect.equal (Json.whole "iat" claims, Json.whole "exp" claims) (signedIn + 60L, signedIn + 3660L) "for an hour"
              Expect.equal ((Json.at "aud" claims).ToJsonString()) $"""["{client.Id}"]""" "a list"
              Expect.equal (Json.text "nonce" claims) "n-1" "as it was sent"
              Expect.equal (Json.text "email" claims) $"founder@{fake.Organization.Slug}.example" "who"
              Expect.isTrue (Json.flag "email_verified" claims) "who"

              let hash =
                  SHA256.HashData(Encoding.ASCII.GetBytes(Json.text "access_token" answer.Json))

              Expect.equal (bytesOf (Json.text "at_hash" claims)) (Array.take 16 hash) "half of a hash"
              let! published = Http.anonymous "GET" "/.well-known/jwks.json" None fake
              let key = Json.at "keys.0" published.Json

              use rsa =
                  RSA.Create(RSAParameters(Modulus = bytesOf (Json.text "n" key), Exponent = bytesOf (Json.text "e" key)))

              let parts = token.Split '.'

              Expect.isTrue
                  (rsa.VerifyData(
                      Encoding.ASCII.GetBytes $"{parts[0]}.{parts[1]}",
                      bytesOf parts[2],
                      HashAlgorithmName.SHA256,
                      RSASignaturePadding.Pkcs1
                  ))
                  "the signature"
          })

      testCaseTask "without a nonce it is null, without the scope the e-mail is left out" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = OAuth.tokensWith client [ "scope", "openid" ] fake
              let claims = Json.parse (partOf (Json.text "id_token" tokens) 1)
              Expect.isTrue (Json.isNull "nonce" claims) "null"
              Expect.isFalse (Json.has "email" claims) "left out"
          })

      testCaseTask "the same seed signs the same tokens" (fun () ->
          task {
              let idToken () =
                  task {
                      use! fake = Fake.start ()
                      let! client = OAuth.register fake
                      let! tokens = OAuth.tokens client fake
                      return Json.text "id_token" tokens
                  }

              let! one = idToken ()
              let! other = idToken ()
              Expect.equal one other "byte by byte"
          }) ]

let private discovery =
    testCaseTask "the discovery document, member by member" (fun () ->
        task {
            use! fake = Fake.start ()
            let! answer = Http.anonymous "GET" "/.well-known/openid-configuration" None fake
            let! client = OAuth.register fake
            let document = answer.Json

            let quoted (words: string seq) =
                String.Join(",", [ for word in words -> $"\"{word}\"" ])

            let scopes = (Json.text "scope" client.Registration).Split ' '
            Expect.hasLength scopes 61 "all but what only Polar's own may ask for"
            let basicAndPost = """["client_secret_basic","client_secret_post"]"""
            let api = "http://localhost"

            Expect.equal
                [ for entry in document.AsObject() -> entry.Key, (Unchecked.nonNull entry.Value).ToJsonString() ]
                [ "issuer", "\"https://polar.sh\""
                  "authorization_endpoint", $"\"{api}/oauth2/authorize\""
                  "token_endpoint", $"\"{api}/v1/oauth2/token\""
                  "jwks_uri", $"\"{api}/.well-known/jwks.json\""
                  "registration_endpoint", $"\"{api}/v1/oauth2/register\""
                  "scopes_supported", $"[{quoted scopes}]"
                  "response_types_supported", "[\"code\"]"
                  "response_modes_supported", "[\"query\"]"
                  "grant_types_supported", """["authorization_code","refresh_token","web"]"""
                  "token_endpoint_auth_methods_supported", """["client_secret_basic","client_secret_post","none"]"""
                  "service_documentation", "\"https://polar.sh/docs\""
                  "revocation_endpoint", $"\"{api}/v1/oauth2/revoke\""
                  "revocation_endpoint_auth_methods_supported", basicAndPost
                  "introspection_endpoint", $"\"{api}/v1/oauth2/introspect\""
                  "introspection_endpoint_auth_methods_supported", basicAndPost
                  "code_challenge_methods_supported", """["plain","S256"]"""
                  "userinfo_endpoint", $"\"{api}/v1/oauth2/userinfo\""
                  "subject_types_supported", "[\"public\"]"
                  "id_token_signing_alg_values_supported", "[\"RS256\"]"
                  "claims_supported", """["sub","name","email","email_verified"]""" ]
                "in their order"
        })

[<Tests>]
let tests =
    testList "OAuth2 inspection" [ testList "user info" userInfo; testList "keys" keys; discovery ]
