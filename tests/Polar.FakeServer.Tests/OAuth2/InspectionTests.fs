/// What clients and apps may ask about tokens: introspection, revocation, user info, keys, discovery.
module Polar.FakeServer.Tests.OAuth2.InspectionTests

open System
open System.Security.Cryptography
open System.Text
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private introspect = "/v1/oauth2/introspect"
let private revoke = "/v1/oauth2/revoke"

let private ask path (client: Client) (fields: (string * string) list) (fake: FakePolar) =
    OAuth.form path [] ([ "client_id", client.Id; "client_secret", client.Secret ] @ fields) fake

let private secretMethods =
    401, "invalid_client", "The client cannot authenticate with methods: ['client_secret_basic', 'client_secret_post']"

let private inactive = """{"active": false}"""

/// Where, what is sent, whether with a client's name and secret, and how it is refused.
let private refused =
    [ for path in [ revoke; introspect ] do
          path, [], "", secretMethods
          path, [ "token", "polar_at_u_a" ], "", secretMethods
          path, [ "token", "polar_at_u_a" ], "name", secretMethods
          path + "?client_secret=x", [ "token", "polar_at_u_a" ], "name", secretMethods
          path, [ "token", "polar_at_u_a" ], "wrong secret", secretMethods
          path, [], "unknown", (400, "invalid_client", "The client does not exist on this server.")
          path, [], "both", (400, "invalid_request", "")
          path + "?token=polar_at_u_a", [], "both", (400, "invalid_request", "")
          path, [ "token", "x"; "token_type_hint", "id_token" ], "both", (401, "unsupported_token_type", "") ]

let private refusals =
    [ for path, fields, shown, (status, error, description) in refused do
          testCaseTask $"{path} refuses %A{fields} with {shown}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake

                  let credentials =
                      match shown with
                      | "name" -> [ "client_id", client.Id ]
                      | "wrong secret" -> [ "client_id", client.Id; "client_secret", "polar_cs_x" ]
                      | "unknown" -> [ "client_id", "polar_ci_x"; "client_secret", "polar_cs_x" ]
                      | "both" -> [ "client_id", client.Id; "client_secret", client.Secret ]
                      | _ -> []

                  let! answer = OAuth.form path [] (credentials @ fields) fake
                  Expect.equal (answer.Status, answer.Text) (status, OAuth.refusal error description) "the refusal"

                  Expect.equal
                      (answer.Headers.ContainsKey "www-authenticate")
                      (error = "invalid_client" && status = 401)
                      "how to say who one is"

                  Expect.equal answer.Headers["pragma"] "no-cache" "nobody keeps it"
              })

      for registered in [ "client_secret_basic"; "client_secret_post"; "none" ] do
          testCaseTask $"a client of the method {registered} may show its secret either way" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = OAuth.session fake

                  let! made =
                      OAuth.withSession
                          "POST"
                          "/v1/oauth2/register"
                          (Some $"""{{"client_name":"A","redirect_uris":[],"token_endpoint_auth_method":"{registered}"}}""")
                          session
                          fake

                  let! listed = OAuth.withSession "GET" "/v1/oauth2/" None session fake

                  let id, secret =
                      Json.text "client_id" made.Json, Json.text "items.0.client_secret" listed.Json

                  let! post =
                      OAuth.form introspect [] [ "client_id", id; "client_secret", secret; "token", "x" ] fake

                  let! basic = OAuth.form introspect [ OAuth.basic id secret ] [ "token", "x" ] fake

                  for answer in [ post; basic ] do
                      Expect.equal (answer.Status, answer.Text) (200, inactive) "either"
              }) ]

let private introspection =
    [ testCaseTask "an active token is told about" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let organization = string fake.Organization.Id
              let! tokens = OAuth.tokensWith client [ "organizations", organization ] fake
              let issued = Fake.startTime.ToUnixTimeSeconds()

              for kind in [ "access_token"; "refresh_token" ] do
                  for hint in [ []; [ "token_type_hint", kind ] ] do
                      let! answer = ask introspect client (("token", Json.text kind tokens) :: hint) fake
                      Expect.equal answer.Status 200 answer.Text

                      Expect.equal
                          [ for entry in answer.Json.AsObject() -> entry.Key ]
                          [ "active"
                            "client_id"
                            "token_type"
                            "scope"
                            "sub_type"
                            "sub"
                            "organizations"
                            "aud"
                            "iss"
                            "exp"
                            "iat" ]
                          "members in their order"

                      Expect.isTrue (Json.flag "active" answer.Json) "active"
                      Expect.equal (Json.text "client_id" answer.Json, Json.text "aud" answer.Json) (client.Id, client.Id) "whose"
                      Expect.equal (Json.text "token_type" answer.Json) "Bearer" "of either"
                      Expect.equal (Json.text "scope" answer.Json) "openid email" "what for"
                      Expect.equal (Json.text "sub_type" answer.Json) "user" "whose"
                      Expect.isTrue (Guid.TryParse(Json.text "sub" answer.Json) |> fst) "whose"
                      Expect.equal (Json.text "organizations.0" answer.Json) organization "narrowed"
                      Expect.equal (Json.text "iss" answer.Json) "https://polar.sh" "by whom"

                      Expect.equal
                          (Json.whole "iat" answer.Json, Json.whole "exp" answer.Json)
                          (issued, issued + 864_000L)
                          "from when to when"
          })

      testCaseTask "the client reads what is said of a token that is good, and of one that is not" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = OAuth.tokens client fake

              let read (token: string) =
                  task {
                      let! answer =
                          fake.Client.OAuth2.IntrospectAsync(
                              Polar.Functional.Contracts.IntrospectTokenRequest(
                                  Token = token,
                                  ClientId = client.Id,
                                  ClientSecret = client.Secret
                              )
                          )

                      return answer.GetValueOrThrow()
                  }

              let! good = read (Json.text "access_token" tokens)
              Expect.equal (good.Active, good.ClientId, good.Scope) (true, client.Id, "openid email") "all is told"
              let! bad = read "polar_at_u_x"
              Expect.equal bad (Polar.Functional.Contracts.IntrospectTokenResponse(Active = false)) "nothing else is told"
          })

      testCaseTask "a hint is taken at its word" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = OAuth.tokens client fake

              for kind, hint in [ "access_token", "refresh_token"; "refresh_token", "access_token" ] do
                  let fields = [ "token", Json.text kind tokens; "token_type_hint", hint ]
                  let! answer = ask introspect client fields fake
                  Expect.equal answer.Text inactive kind
                  let! revoked = ask revoke client fields fake
                  Expect.equal (revoked.Status, revoked.Text) (200, "{}") kind

              let! still = ask introspect client [ "token", Json.text "access_token" tokens ] fake
              Expect.isTrue (Json.flag "active" still.Json) "nothing was revoked"
          })

      testCaseTask "a token that is unknown, another's, expired or revoked is not active" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! other = OAuth.register fake
              let! tokens = OAuth.tokens client fake
              let access = Json.text "access_token" tokens
              let! unknown = ask introspect client [ "token", "polar_at_u_x" ] fake
              Expect.equal (unknown.Status, unknown.Text) (200, inactive) "unknown"
              let! foreign = ask introspect other [ "token", access ] fake
              Expect.equal (foreign.Status, foreign.Text) (200, inactive) "another's"
              do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 864_000.0)
              let! expired = ask introspect client [ "token", access ] fake
              Expect.equal expired.Text inactive "expired"

              let! beside =
                  ask introspect client [ "token", Json.text "refresh_token" tokens ] fake

              Expect.equal beside.Text inactive "its refresh token too"
              let! refreshed = OAuth.refresh client (Json.text "refresh_token" tokens) fake
              Expect.equal refreshed.Status 200 "which can be used all the same"
          }) ]

let private revocation =
    [ for kind in [ "access_token"; "refresh_token" ] do
          for hint in [ []; [ "token_type_hint", kind ] ] do
              testCaseTask $"revoking the {kind}, %A{hint}, ends both" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! client = OAuth.register fake
                      let! tokens = OAuth.tokensWith client [ "scope", "products:read" ] fake
                      let! answer = ask revoke client (("token", Json.text kind tokens) :: hint) fake
                      Expect.equal (answer.Status, answer.Text) (200, "{}") "revoked"
                      Expect.equal answer.Headers["cache-control"] "no-store" "nobody keeps it"

                      let! used =
                          Http.raw fake (Http.request "GET" "/v1/products/" (Some(Json.text "access_token" tokens)) None)

                      Expect.equal (used.Status, Json.text "error" used.Json) (401, "invalid_token") "the access token"
                      let! refreshed = OAuth.refresh client (Json.text "refresh_token" tokens) fake
                      Expect.equal (refreshed.Status, refreshed.Text) (400, OAuth.refusal "invalid_grant" "") "the refresh token"
                      let! again = ask revoke client [ "token", Json.text kind tokens ] fake
                      Expect.equal (again.Status, again.Text) (200, "{}") "once more"
                  })

      testCaseTask "what nobody knows is revoked, what is another's is not" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! other = OAuth.register fake
              let! tokens = OAuth.tokensWith client [ "scope", "products:read" ] fake
              let access = Json.text "access_token" tokens
              let! unknown = ask revoke client [ "token", "polar_at_u_x" ] fake
              Expect.equal (unknown.Status, unknown.Text) (200, "{}") "unknown"
              let! foreign = ask revoke other [ "token", access ] fake
              Expect.equal (foreign.Status, foreign.Text) (400, OAuth.refusal "invalid_grant" "") "another's"
              let! used = Http.raw fake (Http.request "GET" "/v1/products/" (Some access) None)
              Expect.equal used.Status 200 "and still good"
          })

      testCaseTask "the test itself may revoke a client's token, and both end" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = OAuth.tokens client fake
              let! revoked = fake.RevokeTokenAsync(Json.text "access_token" tokens)
              Expect.isTrue revoked "it is known"
              let! again = fake.RevokeTokenAsync(Json.text "access_token" tokens)
              Expect.isFalse again "no more"
              let! refreshed = OAuth.refresh client (Json.text "refresh_token" tokens) fake
              Expect.equal refreshed.Status 400 "both"
          }) ]

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
    testList
        "OAuth2 inspection"
        [ testList "refusals" refusals
          testList "introspection" introspection
          testList "revocation" revocation
          testList "user info" userInfo
          testList "keys" keys
          discovery ]
