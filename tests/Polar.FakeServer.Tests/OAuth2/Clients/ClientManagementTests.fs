/// OAuth2 clients as they are read, changed and deleted (RFC 7592), and by whom.
module Polar.FakeServer.Tests.OAuth2.Clients.ClientManagementTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.OAuth2.Clients.Registrations

let private unknownClient =
    OAuth.refusal "invalid_client" "The client does not exist on this server."

let private expectUnknown (answer: Answer) =
    Expect.equal (answer.Status, answer.Text) (401, unknownClient) "nobody's"

    Expect.equal
        answer.Headers["www-authenticate"]
        "Basic error=\"invalid_client\", error_description=\"The client does not exist on this server.\""
        "how a client says who it is"

let private ownership =
    [ testCaseTask "without a credential nobody gets to a client" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake

              for method, body in
                  [ "GET", None
                    "PUT", Some $"""{{"client_name":"A","redirect_uris":[],"client_id":"{client.Id}"}}"""
                    "DELETE", None ] do
                  let! answer = Http.anonymous method (path client) body fake

                  Expect.equal
                      (answer.Status, answer.Text)
                      (400, OAuth.refusal "access_denied" "The resource owner or authorization server denied the request")
                      method
          })

      testCaseTask "with another's credential a client is unknown" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! other = OAuth.register fake

              for token in [ other.RegistrationToken; "polar_crt_nonsense"; fake.AccessToken ] do
                  let! answer = Http.sendAs token "GET" (path client) None fake
                  expectUnknown answer

              let! nowhere =
                  Http.sendAs client.RegistrationToken "GET" "/v1/oauth2/register/polar_ci_x" None fake

              expectUnknown nowhere
              let! session = OAuth.session fake
              let! foreign = OAuth.withSession "DELETE" (path client) None session fake
              expectUnknown foreign
          })

      testCaseTask "who registers with a session owns the client, and lists it, newest first" (fun () ->
          task {
              use! fake = Fake.start ()
              let! session = OAuth.session fake
              let! nobodys = OAuth.register fake

              for name in [ "One"; "Two"; "Three" ] do
                  let! made =
                      OAuth.withSession
                          "POST"
                          "/v1/oauth2/register"
                          (Some $"""{{"client_name":"{name}","redirect_uris":[],"token_endpoint_auth_method":"none"}}""")
                          session
                          fake

                  Expect.equal made.Status 201 made.Text
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.0)

              let! listed = OAuth.withSession "GET" "/v1/oauth2/?limit=2" None session fake
              Expect.equal listed.Status 200 listed.Text
              Expect.equal [ for item in Json.items "items" listed.Json -> Json.text "client_name" item ] [ "Three"; "Two" ] "newest first"
              Expect.equal (Json.whole "pagination.total_count" listed.Json, Json.whole "pagination.max_page" listed.Json) (3L, 2L) "pages"
              let newest = Json.at "items.0" listed.Json
              Expect.isTrue (isToken "polar_cs_" (Json.text "client_secret" newest)) "the secret that nobody else is shown"
              Expect.equal (Json.whole "client_secret_expires_at" newest) 0L "never"

              Expect.equal
                  (Json.whole "client_id_issued_at" newest)
                  (Fake.startTime.AddMinutes(2.0).ToUnixTimeSeconds())
                  "when it was issued"

              let id = Json.text "client_id" newest
              let! read = OAuth.withSession "GET" $"/v1/oauth2/register/{id}" None session fake
              Expect.equal (read.Status, Json.text "client_name" read.Json) (200, "Three") "with the session"
              let! gone = OAuth.withSession "DELETE" $"/v1/oauth2/register/{id}" None session fake
              Expect.equal gone.Status 204 gone.Text
              let! rest = OAuth.withSession "GET" "/v1/oauth2/" None session fake
              Expect.equal [ for item in Json.items "items" rest.Json -> Json.text "client_name" item ] [ "Two"; "One" ] "what is left"
              let! still = own nobodys "GET" None fake
              Expect.equal still.Status 200 "nobody's is still there, and in nobody's list"
          })

      testCaseTask "the list is a session's own: nobody without one, nor one that may not read its user" (fun () ->
          task {
              use! fake = Fake.start ()
              let! anonymous = Http.anonymous "GET" "/v1/oauth2/" None fake
              Expect.equal (anonymous.Status, anonymous.Text) (401, """{"error":"Unauthorized","detail":"Unauthorized"}""") "nobody"
              let! organization = Http.get "/v1/oauth2/" fake
              Expect.equal organization.Status 401 "an organization"
              let! ended = OAuth.sessionOf ""","expires_in":-1 """ fake
              let! gone = OAuth.withSession "GET" "/v1/oauth2/" None ended fake
              Expect.equal gone.Status 401 "a session that has ended"
              let! narrow = OAuth.sessionOf ""","scopes":["openid"]""" fake
              let! refused = OAuth.withSession "GET" "/v1/oauth2/" None narrow fake
              Expect.equal (refused.Status, Json.text "error" refused.Json) (403, "insufficient_scope") "a session without the scope"

              for scope in [ "user:read"; "user:write" ] do
                  let! session = OAuth.sessionOf $""","scopes":["{scope}"]""" fake
                  let! answer = OAuth.withSession "GET" "/v1/oauth2/" None session fake
                  Expect.equal answer.Status 200 scope
          })

      testCaseTask "a session is no bearer token" (fun () ->
          task {
              use! fake = Fake.start ()
              let! session = OAuth.session fake
              Expect.isTrue (isToken "polar_us_" session) session
              let! answer = Http.sendAs session "GET" "/v1/oauth2/" None fake
              Expect.equal (answer.Status, Json.text "error" answer.Json) (401, "invalid_token") "as a bearer"
              let! orders = OAuth.withSession "GET" "/v1/orders/" None session fake
              Expect.equal orders.Status 200 "as a cookie it is its user, everywhere"
              let! revoked = fake.RevokeTokenAsync session
              Expect.isTrue revoked "revoked"
              let! after = OAuth.withSession "GET" "/v1/oauth2/" None session fake
              Expect.equal after.Status 401 "over"
          }) ]

let private changes =
    [ testCaseTask "a client is changed as a whole; addresses that are left out stay, its credentials too" (fun () ->
          task {
              use! fake = Fake.start ()

              let! client =
                  OAuth.registerBy
                      ""","client_uri":"https://a.example","logo_uri":"https://a.example/l","scope":"openid","token_endpoint_auth_method":"client_secret_basic","grant_types":["authorization_code"]"""
                      fake

              do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.0)

              let! changed =
                  own
                      client
                      "PUT"
                      (Some $"""{{"client_name":"New","redirect_uris":["https://b.example"],"client_id":"{client.Id}","logo_uri":null}}""")
                      fake

              Expect.equal changed.Status 200 changed.Text
              Expect.equal (Json.text "client_name" changed.Json) "New" "what was said"
              Expect.equal (Json.text "redirect_uris.0" changed.Json) "https://b.example/" "where to"
              Expect.equal (Json.text "token_endpoint_auth_method" changed.Json) "client_secret_post" "what is usual again"
              Expect.equal (Json.text "scope" changed.Json) scopes "what is usual again"
              Expect.hasLength (Json.items "grant_types" changed.Json) 2 "what is usual again"
              Expect.equal (Json.text "client_uri" changed.Json) "https://a.example" "left out, and kept"
              Expect.equal (Json.text "logo_uri" changed.Json) "https://a.example/l" "null, and kept"

              Expect.equal
                  (Json.text "client_secret" changed.Json, Json.text "registration_access_token" changed.Json)
                  (client.Secret, client.RegistrationToken)
                  "the credentials"

              let! read = own client "GET" None fake
              Expect.equal read.Text changed.Text "and so it is read"
          })

      testCaseTask "the body of a change names its client" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake

              let! other =
                  own client "PUT" (Some """{"client_name":"A","redirect_uris":[],"client_id":"polar_ci_x"}""") fake

              Expect.equal (other.Status, other.Text) (400, OAuth.refusal "invalid_request" "") "another's"
              let! none = own client "PUT" (Some """{"client_name":"A","redirect_uris":[]}""") fake
              Expect.equal (none.Status, Json.text "detail.0.loc.1" none.Json) (422, "client_id") "nobody's"

              let! wrong =
                  own client "PUT" (Some $"""{{"client_name":"A","redirect_uris":[],"client_id":"{client.Id}","scope":"x"}}""") fake

              Expect.equal (wrong.Status, wrong.Text) (400, OAuth.refusal "invalid_client_metadata" "Invalid claim: 'scope'") "a wrong one"
              let! read = own client "GET" None fake
              Expect.equal (Json.text "client_name" read.Json) "Shop" "nothing of it has happened"
          })

      testCaseTask "a client that is deleted is unknown everywhere" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = OAuth.tokens client fake
              let! gone = own client "DELETE" None fake
              Expect.equal (gone.Status, gone.Text) (204, "") "deleted"
              Expect.equal gone.Headers["cache-control"] "no-store" "nobody keeps it"
              let! again = own client "DELETE" None fake
              expectUnknown again
              let! refreshed = OAuth.refresh client (Json.text "refresh_token" tokens) fake
              Expect.equal (refreshed.Status, refreshed.Text) (400, unknownClient) "its tokens are not renewed"
              let! asked = OAuth.authorize client [] None fake
              Expect.equal (asked.Status, Json.text "error" asked.Json) (400, "invalid_client") "nobody is asked"
          }) ]

[<Tests>]
let tests =
    testList "OAuth2 clients" [ testList "ownership" ownership; testList "changes" changes ]
