/// What clients ask about their tokens: introspection and revocation.
module Polar.FakeServer.Tests.OAuth2.Tokens.TokenInspectionTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.OAuth2.Tokens.TokenQuestions

let private revoke = "/v1/oauth2/revoke"

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

[<Tests>]
let tests =
    testList
        "OAuth2 inspection"
        [ testList "refusals" refusals
          testList "introspection" introspection
          testList "revocation" revocation ]
