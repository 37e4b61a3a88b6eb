/// Registration of OAuth2 clients (RFC 7591 and 7592): what is taken, what is answered, and to whom.
module Polar.FakeServer.Tests.OAuth2.ClientTests

open System
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private scopes =
    "openid profile email user:read user:write organizations:read organizations:write custom_fields:read custom_fields:write discounts:read \
     discounts:write checkout_links:read checkout_links:write checkouts:read checkouts:write transactions:read transactions:write payouts:read \
     payouts:write products:read products:write benefits:read benefits:write events:read events:write meters:read meters:write files:read \
     files:write subscriptions:read subscriptions:write customers:read customers:write members:read members:write wallets:read wallets:write \
     disputes:read disputes:write customer_meters:read customer_sessions:write member_sessions:write customer_seats:read customer_seats:write \
     orders:read orders:write refunds:read refunds:write payments:read metrics:read metrics:write webhooks:read webhooks:write \
     license_keys:read license_keys:write customer_portal:read customer_portal:write notifications:read notifications:write \
     notification_recipients:read notification_recipients:write"

let private names (node: JsonNode) =
    [ for entry in node.AsObject() -> entry.Key ]

let private path (client: Client) = $"/v1/oauth2/register/{client.Id}"

let private with' (token: string) (method: string) (path: string) (body: string option) (fake: FakePolar) =
    Http.raw fake (Http.request method path (Some token) body)

let private own (client: Client) method body (fake: FakePolar) =
    with' client.RegistrationToken method (path client) body fake

let private unknownClient =
    OAuth.refusal "invalid_client" "The client does not exist on this server."

let private expectUnknown (answer: Answer) =
    Expect.equal (answer.Status, answer.Text) (401, unknownClient) "nobody's"

    Expect.equal
        answer.Headers["www-authenticate"]
        "Basic error=\"invalid_client\", error_description=\"The client does not exist on this server.\""
        "how a client says who it is"

let private isToken (prefix: string) (text: string) =
    text.StartsWith prefix && text.Length = prefix.Length + 43

let private registration =
    [ testCaseTask "a client is registered by anybody, with what is usual where it says nothing" (fun () ->
          task {
              use! fake = Fake.start ()

              let! answer =
                  Http.anonymous
                      "POST"
                      "/v1/oauth2/register"
                      (Some """{"client_name":"Zoë's \"shop\"","redirect_uris":["https://app.example"]}""")
                      fake

              Expect.equal answer.Status 201 answer.Text
              Expect.equal answer.Headers["cache-control"] "no-store" "nobody keeps it"
              Expect.equal answer.Headers["pragma"] "no-cache" "not even old ones"
              Expect.equal answer.Headers["content-type"] "application/json" "its type"
              let made = answer.Json

              Expect.equal
                  (names made)
                  [ "redirect_uris"
                    "token_endpoint_auth_method"
                    "grant_types"
                    "response_types"
                    "client_name"
                    "scope"
                    "client_id"
                    "client_secret"
                    "client_id_issued_at"
                    "client_secret_expires_at"
                    "registration_client_uri"
                    "registration_access_token" ]
                  "members in their order, nothing that is null"

              let id = Json.text "client_id" made
              Expect.equal (Json.text "redirect_uris.0" made) "https://app.example/" "in its one form"
              Expect.equal (Json.text "token_endpoint_auth_method" made) "client_secret_post" "method"

              Expect.equal
                  (Json.text "grant_types.0" made, Json.text "grant_types.1" made)
                  ("authorization_code", "refresh_token")
                  "grants"

              Expect.equal (Json.text "response_types.0" made) "code" "responses"
              Expect.equal (Json.text "scope" made) scopes "all that clients may ask for"
              Expect.isTrue (isToken "polar_ci_" id) id
              Expect.isTrue (isToken "polar_cs_" (Json.text "client_secret" made)) "secret"
              Expect.isTrue (isToken "polar_crt_" (Json.text "registration_access_token" made)) "registration token"
              Expect.equal (Json.whole "client_id_issued_at" made) (Fake.startTime.ToUnixTimeSeconds()) "when"
              Expect.equal (Json.whole "client_secret_expires_at" made) 0L "never"

              Expect.equal
                  (Json.text "registration_client_uri" made)
                  $"{fake.Address.GetLeftPart UriPartial.Authority}/v1/oauth2/register/{id}"
                  "where it is read and changed"

              Expect.stringContains answer.Text """"client_name": "Zo\u00eb's \"shop\"", """ "in ASCII, with spaces"
          })

      testCaseTask "what a client says of itself is kept" (fun () ->
          task {
              use! fake = Fake.start ()

              let body =
                  """{"client_name":"Shop","redirect_uris":["https://a.example/1","http://localhost:5000/2","com.shop.app://back"],"token_endpoint_auth_method":"client_secret_basic","grant_types":["authorization_code"],"response_types":["code"],"scope":"openid products:read","client_uri":"https://a.example","logo_uri":"https://a.example/l.png","tos_uri":"https://a.example/tos","policy_uri":"https://a.example/policy","default_sub_type":"organization"}"""

              let! client = OAuth.registerWith body fake
              let made = client.Registration

              Expect.equal
                  (List.take 10 (names made))
                  [ "redirect_uris"
                    "token_endpoint_auth_method"
                    "grant_types"
                    "response_types"
                    "client_name"
                    "client_uri"
                    "logo_uri"
                    "scope"
                    "tos_uri"
                    "policy_uri" ]
                  "members in their order, without the kind of subject"

              Expect.equal
                  [ for uri in Json.items "redirect_uris" made -> string uri ]
                  [ "https://a.example/1"; "http://localhost:5000/2"; "com.shop.app://back" ]
                  "where browsers are sent"

              Expect.equal (Json.text "client_uri" made) "https://a.example" "as it was sent"
              Expect.equal (Json.text "scope" made) "openid products:read" "scope"
              let! read = own client "GET" None fake
              Expect.equal read.Status 200 read.Text

              Expect.equal
                  (names read.Json)
                  [ "client_id"
                    "client_secret"
                    "client_id_issued_at"
                    "client_secret_expires_at"
                    "redirect_uris"
                    "token_endpoint_auth_method"
                    "grant_types"
                    "response_types"
                    "client_name"
                    "client_uri"
                    "logo_uri"
                    "scope"
                    "tos_uri"
                    "policy_uri"
                    "registration_client_uri"
                    "registration_access_token" ]
                  "what is read has the credentials first"
          })

      testCaseTask "a client that can keep no secret is not shown the one it has" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.registerBy ""","token_endpoint_auth_method":"none" """ fake
              let! read = own client "GET" None fake

              for shown in [ client.Registration; read.Json ] do
                  Expect.isFalse (Json.has "client_secret" shown) "no secret"
                  Expect.isFalse (Json.has "client_secret_expires_at" shown) "nor its end"
                  Expect.isTrue (Json.has "client_id_issued_at" shown) "but when it was issued"
          })

      testCaseTask "an organization's token registers as nobody in particular, a registration token too" (fun () ->
          task {
              use! fake = Fake.start ()
              let body = """{"client_name":"A","redirect_uris":[]}"""
              let! organization = Http.post "/v1/oauth2/register" body fake
              Expect.equal organization.Status 201 organization.Text
              let! other = with' "polar_crt_x" "POST" "/v1/oauth2/register" (Some body) fake
              Expect.equal other.Status 201 other.Text
              let! stranger = with' "polar_x" "POST" "/v1/oauth2/register" (Some body) fake
              Expect.equal stranger.Status 401 "an unknown bearer gets nowhere"
          })

      for kind in [ "personal"; "oauth2" ] do
          testCaseTask $"a token of the kind {kind} may not register" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! issued =
                      Http.anonymous "POST" "/_fake/tokens" (Some $"""{{"kind":"{kind}"}}""") fake

                  let token = Json.text "token" issued.Json
                  let! client = OAuth.register fake

                  for method, path, body in
                      [ "POST", "/v1/oauth2/register", Some """{"client_name":"A","redirect_uris":[]}"""
                        "GET", path client, None
                        "GET", "/v1/oauth2/", None
                        "GET", "/v1/oauth2/authorize", None ] do
                      let! answer = with' token method path body fake
                      Expect.equal (answer.Status, answer.Text) (403, """{"error":"NotPermitted","detail":"Not permitted"}""") path
              }) ]

/// What is wrong with where browsers are to be sent, by its type and its sentence.
let private wrongAddresses =
    [ "\"http://app.example/\"", "value_error", "Value error, An HTTPS URL is required."
      "\"http://8.8.8.8/\"", "value_error", "Value error, An HTTPS URL is required."
      "\"http://100.64.0.1/\"", "value_error", "Value error, An HTTPS URL is required."
      "\"http://[::1]/\"", "value_error", "Value error, An HTTPS URL is required."
      "\"http://localhost.example/\"", "value_error", "Value error, An HTTPS URL is required."
      "\"callback\"", "url_parsing", "Input should be a valid URL, relative URL without a base"
      "\"\"", "url_parsing", "Input should be a valid URL, input is empty"
      "\"https://\"", "url_parsing", "Input should be a valid URL, empty host"
      "1", "url_type", "URL input should be a string or URL" ]

/// Where browsers may be sent, and how it is written then.
let private rightAddresses =
    [ "http://localhost", "http://localhost/"
      "http://LOCALHOST:3000/x", "http://localhost:3000/x"
      "http://app.localhost/x", "http://app.localhost/x"
      "http://127.0.0.1:8080", "http://127.0.0.1:8080/"
      "http://10.1.2.3/cb", "http://10.1.2.3/cb"
      "http://192.168.0.1/cb", "http://192.168.0.1/cb"
      "https://EXAMPLE.com/Cb?x=1", "https://example.com/Cb?x=1"
      "myapp://callback", "myapp://callback" ]

let private invalidMetadata =
    [ "redirect_uris", """{"client_name":"A","redirect_uris":["https://a.example/#top"]}"""
      "redirect_uris", """{"client_name":"A","redirect_uris":["myapp:/callback"]}"""
      "client_uri", """{"client_name":"A","redirect_uris":[],"client_uri":"a.example"}"""
      "client_uri", """{"client_name":"A","redirect_uris":[],"client_uri":"https://a.example/#x"}"""
      "logo_uri", """{"client_name":"A","redirect_uris":[],"logo_uri":"https://a.example/#x"}"""
      "scope", """{"client_name":"A","redirect_uris":[],"scope":"openid nonsense"}"""
      "scope", """{"client_name":"A","redirect_uris":[],"scope":"organization_access_tokens:read"}"""
      "scope", """{"client_name":"A","redirect_uris":[],"scope":"organization_access_tokens:write"}"""
      "tos_uri", """{"client_name":"A","redirect_uris":[],"tos_uri":"https://a.example/#x"}"""
      "policy_uri", """{"client_name":"A","redirect_uris":[],"policy_uri":"https://a.example/#x"}""" ]

let private invalidTypes =
    [ """{"redirect_uris":[]}""", "client_name", "missing"
      """{"client_name":"A"}""", "redirect_uris", "missing"
      """{"client_name":"A","redirect_uris":[],"token_endpoint_auth_method":"private_key_jwt"}""",
      "token_endpoint_auth_method",
      "literal_error"
      """{"client_name":"A","redirect_uris":[],"grant_types":["web"]}""", "grant_types", "literal_error"
      """{"client_name":"A","redirect_uris":[],"grant_types":["client_credentials"]}""", "grant_types", "literal_error"
      """{"client_name":"A","redirect_uris":[],"response_types":["token"]}""", "response_types", "literal_error"
      """{"client_name":"A","redirect_uris":[],"default_sub_type":"customer"}""", "default_sub_type", "enum"
      """{"client_name":"A","redirect_uris":[],"logo_uri":"ftp://a.example/"}""", "logo_uri", "url_scheme" ]

let private refusals =
    [ for given, kind, sentence in wrongAddresses do
          testCaseTask $"nobody is sent back to {given}" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.anonymous
                          "POST"
                          "/v1/oauth2/register"
                          (Some $"""{{"client_name":"A","redirect_uris":["https://a.example/",{given}]}}""")
                          fake

                  Expect.equal answer.Status 422 answer.Text
                  Expect.equal (Json.text "error" answer.Json) "RequestValidationError" "by its schema"
                  let issue = Json.at "detail.0" answer.Json
                  Expect.equal (Json.text "type" issue, Json.text "msg" issue) (kind, sentence) "what is wrong"

                  Expect.equal (Json.at "loc" issue |> fun loc -> loc.ToJsonString()) """["body","redirect_uris",1]""" "where"
              })

      for given, written in rightAddresses do
          testCaseTask $"browsers are sent back to {given}" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! client =
                      OAuth.registerWith $"""{{"client_name":"A","redirect_uris":["{given}"]}}""" fake

                  Expect.equal (Json.text "redirect_uris.0" client.Registration) written "in its one form"
              })

      for place, (name, body) in List.indexed invalidMetadata do
          testCaseTask $"{name} is wrong ({place})" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.anonymous "POST" "/v1/oauth2/register" (Some body) fake

                  Expect.equal
                      (answer.Status, answer.Text)
                      (400, OAuth.refusal "invalid_client_metadata" $"Invalid claim: '{name}'")
                      "in OAuth2's words"

                  Expect.equal answer.Headers["cache-control"] "no-store" "nobody keeps it"
              })

      for place, (body, name, kind) in List.indexed invalidTypes do
          testCaseTask $"{name} is of a wrong type ({place})" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.anonymous "POST" "/v1/oauth2/register" (Some body) fake
                  Expect.equal answer.Status 422 answer.Text

                  Expect.equal
                      (Json.text "detail.0.type" answer.Json, Json.text "detail.0.loc.1" answer.Json)
                      (kind, name)
                      "what and where"
              }) ]

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
                  let! answer = with' token "GET" (path client) None fake
                  expectUnknown answer

              let! nowhere =
                  with' client.RegistrationToken "GET" "/v1/oauth2/register/polar_ci_x" None fake

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
              let! answer = with' session "GET" "/v1/oauth2/" None fake
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
    testList
        "OAuth2 clients"
        [ testList "registration" registration
          testList "refusals" refusals
          testList "ownership" ownership
          testList "changes" changes ]
