/// The token endpoint: who may ask, what for, and what comes of it.
module Polar.FakeServer.Tests.OAuth2.TokenTests

open System
open System.Net.Http
open System.Text
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Organizations
open Polar.FakeServer.Tests

let private path = "/v1/oauth2/token"

let private unauthenticated (methods: string) =
    401, "invalid_client", $"The client cannot authenticate with methods: [{methods}]"

let private anyMethod =
    unauthenticated "'client_secret_basic', 'client_secret_post', 'none'"

let private secretMethods =
    unauthenticated "'client_secret_basic', 'client_secret_post'"

let private unknownClient =
    400, "invalid_client", "The client does not exist on this server."

let private noGrant = 400, "unsupported_grant_type", ""

let private missing field =
    400, "invalid_request", $"Missing '{field}' in request."

let private expectRefusal (status, error, description) (answer: Answer) =
    Expect.equal (answer.Status, answer.Text) (status, OAuth.refusal error description) "the refusal"
    Expect.equal answer.Headers["content-type"] "application/json" "its type"
    Expect.equal answer.Headers["cache-control"] "no-store" "nobody keeps it"
    Expect.equal answer.Headers["pragma"] "no-cache" "not even old ones"

    Expect.equal
        (answer.Headers.TryFind "www-authenticate")
        (if status = 401 && error = "invalid_client" then
             Some $"Basic error=\"{error}\", error_description=\"{description}\""
         else
             None)
        "how a client says who it is"

let private send (path: string) (contentType: string) (body: string) (fake: FakePolar) =
    let request = new HttpRequestMessage(HttpMethod.Post, path)
    request.Content <- new StringContent(body, Encoding.UTF8, contentType)
    Http.raw fake request

let private formType = "application/x-www-form-urlencoded"
let private someone = "client_id=polar_ci_a&client_secret=polar_cs_a"

/// Where, a form, and how it is refused.
let private refused =
    [ path, "", noGrant
      path, "grant_type=password", noGrant
      path, "grant_type=client_credentials&" + someone, noGrant
      path, "grant_type=", noGrant
      path, "grant_type=authorization_code", anyMethod
      path, "grant_type=authorization_code&client_id=", anyMethod
      path, "grant_type=authorization_code&client_secret=polar_cs_a", anyMethod
      path, "grant_type=authorization_code&" + someone, unknownClient
      path, "grant_type=authorization_code&client_id=polar_ci_a", unknownClient
      path + "?grant_type=authorization_code&client_id=polar_ci_a", "", unknownClient
      path, "grant_type=refresh_token", anyMethod
      path, "grant_type=refresh_token&" + someone, unknownClient
      path, "grant_type=web", secretMethods
      path, "grant_type=web&client_id=polar_ci_a", secretMethods
      path, "grant_type=web&" + someone, unknownClient ]

/// How a client may show who it is: what it registered, what it sends, and whether that will do.
let private methods =
    [ "client_secret_post", "post", true
      "client_secret_post", "basic", false
      "client_secret_post", "none", false
      "client_secret_basic", "basic", true
      "client_secret_basic", "post", false
      "client_secret_basic", "none", false
      "none", "none", true
      "none", "post", false
      "none", "basic", false
      "none", "none with a secret", false
      "client_secret_post", "wrong post", false
      "client_secret_basic", "wrong basic", false ]

let private authentication =
    [ for path, form, refusal in refused do
          testCaseTask $"{path} refuses '{form}'" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = send path formType form fake
                  expectRefusal refusal answer
              })

      for registered, shown, isEnough in methods do
          testCaseTask $"a client of the method {registered} shows {shown}" (fun () ->
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

                  let grant = [ "grant_type", "refresh_token"; "refresh_token", "polar_rt_u_x" ]

                  let headers, fields =
                      match shown with
                      | "post" -> [], [ "client_id", id; "client_secret", secret ]
                      | "wrong post" -> [], [ "client_id", id; "client_secret", "polar_cs_x" ]
                      | "basic" -> [ OAuth.basic id secret ], []
                      | "wrong basic" -> [ OAuth.basic id "polar_cs_x" ], []
                      | "none" -> [], [ "client_id", id ]
                      | _ -> [], [ "client_id", id; "client_secret", "x" ]

                  let! answer = OAuth.form path headers (grant @ fields) fake

                  expectRefusal (if isEnough then 400, "invalid_grant", "" else anyMethod) answer
              })

      testCaseTask "name and secret in the header are percent-decoded, and an unknown name is refused there with 401" (fun () ->
          task {
              use! fake = Fake.start ()

              let! client =
                  OAuth.registerBy ""","token_endpoint_auth_method":"client_secret_basic" """ fake

              let grant = [ "grant_type", "refresh_token"; "refresh_token", "x" ]
              let escaped = client.Id.Replace("_", "%5F")
              let! known = OAuth.form path [ OAuth.basic escaped client.Secret ] grant fake
              expectRefusal (400, "invalid_grant", "") known
              let! unknown = OAuth.form path [ OAuth.basic "polar_ci_x" "polar_cs_x" ] grant fake
              expectRefusal (401, "invalid_client", "The client does not exist on this server.") unknown

              for wrong in [ "Basic"; "Basic %%%"; "Basic cG9sYXJfY2lfYQ==" ] do
                  let! nobody = OAuth.form path [ "Authorization", wrong ] grant fake
                  expectRefusal anyMethod nobody
          })

      testCaseTask "JSON is an empty form; a multipart form is one" (fun () ->
          task {
              use! fake = Fake.start ()
              let! json = send path "application/json" """{"grant_type":"refresh_token"}""" fake
              expectRefusal noGrant json
              let! client = OAuth.register fake
              let! code = OAuth.code client fake
              use content = new MultipartFormDataContent()

              for name, value in
                  [ "grant_type", "authorization_code"
                    "client_id", client.Id
                    "client_secret", client.Secret
                    "code", code
                    "redirect_uri", OAuth.callback ] do
                  content.Add(new StringContent(value), name)

              do! content.LoadIntoBufferAsync()
              use request = new HttpRequestMessage(HttpMethod.Post, path)
              request.Content <- content
              let! answer = Http.raw fake request
              Expect.equal answer.Status 200 answer.Text
          }) ]

let private isToken (prefix: string) (text: string) =
    text.StartsWith prefix && text.Length = prefix.Length + 43

let private asUser (token: string) (path: string) (fake: FakePolar) =
    Http.raw fake (Http.request "GET" path (Some token) None)

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
              let! products = asUser access "/v1/products/" fake
              Expect.equal products.Status 200 "what it is good for"
              let! orders = asUser access "/v1/orders/" fake
              Expect.equal (orders.Status, Json.text "error" orders.Json) (403, "insufficient_scope") "and for nothing else"
              let! again = OAuth.exchange client code fake
              expectRefusal (400, "invalid_grant", "Invalid 'code' in request.") again
              let! still = asUser access "/v1/products/" fake
              Expect.equal still.Status 200 "using a code twice harms nobody"
              do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 863_999.0)
              let! before = asUser access "/v1/products/" fake
              Expect.equal before.Status 200 "up to the end"
              do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 1.0)
              let! after = asUser access "/v1/products/" fake
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

let private refreshing =
    [ testCaseTask "a refresh replaces both tokens, and kills the old ones at once" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! first = OAuth.tokensWith client [ "scope", "openid products:read" ] fake
              do! fake.Clock.AdvanceAsync(TimeSpan.FromDays 40.0)
              let! answer = OAuth.refresh client (Json.text "refresh_token" first) fake
              Expect.equal answer.Status 200 answer.Text
              let second = answer.Json

              Expect.equal
                  [ for entry in second.AsObject() -> entry.Key ]
                  [ "token_type"; "access_token"; "expires_in"; "refresh_token"; "scope" ]
                  "no id token"

              Expect.equal (Json.whole "expires_in" second) 3600L "an hour"
              Expect.equal (Json.text "scope" second) "openid products:read" "the same scope"
              let! fresh = asUser (Json.text "access_token" second) "/v1/products/" fake
              Expect.equal fresh.Status 200 "the new one"
              let! reused = OAuth.refresh client (Json.text "refresh_token" first) fake
              expectRefusal (400, "invalid_grant", "") reused
              let! still = asUser (Json.text "access_token" second) "/v1/products/" fake
              Expect.equal still.Status 200 "using an old one again does not touch the new one"
              let! third = OAuth.refresh client (Json.text "refresh_token" second) fake
              Expect.equal third.Status 200 "nor its refresh token"
              let! killed = asUser (Json.text "access_token" second) "/v1/products/" fake
              Expect.equal killed.Status 401 "a refresh kills the access token before it"
              do! fake.Clock.AdvanceAsync(TimeSpan.FromSeconds 3600.0)
              let! expired = asUser (Json.text "access_token" third.Json) "/v1/products/" fake
              Expect.equal expired.Status 401 "after an hour"
          })

      testCaseTask "a refresh may ask for less, and never for more" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = OAuth.tokensWith client [ "scope", "openid products:read" ] fake
              let token = Json.text "refresh_token" tokens

              let ask scope token =
                  OAuth.token client [ "grant_type", "refresh_token"; "refresh_token", token; "scope", scope ] fake

              let! wider = ask "openid products:read products:write" token
              expectRefusal (400, "invalid_scope", "The requested scope is invalid, unknown, or malformed.") wider
              let! narrower = ask "products:read" token
              Expect.equal (Json.text "scope" narrower.Json) "products:read" "less"
              let! again = ask "openid" (Json.text "refresh_token" narrower.Json)
              expectRefusal (400, "invalid_scope", "The requested scope is invalid, unknown, or malformed.") again
          })

      testCaseTask "what is wrong with a refresh token" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! other = OAuth.register fake
              let! tokens = OAuth.tokens client fake
              let! none = OAuth.token client [ "grant_type", "refresh_token" ] fake
              expectRefusal (missing "refresh_token") none

              for wrong in [ "polar_rt_u_x"; Json.text "access_token" tokens ] do
                  let! answer = OAuth.refresh client wrong fake
                  expectRefusal (400, "invalid_grant", "") answer

              let! foreign = OAuth.refresh other (Json.text "refresh_token" tokens) fake
              expectRefusal (400, "invalid_grant", "") foreign
          }) ]

/// Narrowed tokens: the organizations that a person chose.
let private narrowing =
    [ testCaseTask "a token reaches the organizations that were chosen, and no others" (fun () ->
          task {
              use! fake = Fake.start ()
              let! second = fake.CreateOrganizationAsync "second"
              let! third = fake.CreateOrganizationAsync "third"
              let! client = OAuth.register fake

              let! tokens =
                  OAuth.tokensWith
                      client
                      [ "scope", "organizations:read"
                        "organizations", string second.Id
                        "organizations", string third.Id ]
                      fake

              let! listed = asUser (Json.text "access_token" tokens) "/v1/organizations/" fake

              Expect.equal
                  (List.sort [ for item in Json.items "items" listed.Json -> Json.text "slug" item ])
                  [ "second"; "third" ]
                  "of three"

              let! refreshed = OAuth.refresh client (Json.text "refresh_token" tokens) fake

              let! after =
                  asUser (Json.text "access_token" refreshed.Json) "/v1/organizations/" fake

              Expect.hasLength (Json.items "items" after.Json) 2 "a refresh does not widen it"
          })

      testCaseTask "a token without a choice reaches whatever the user does, live, but none that enforces single sign-on" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = OAuth.tokensWith client [ "scope", "organizations:read" ] fake
              let! second = fake.CreateOrganizationAsync "second"
              let token = Json.text "access_token" tokens
              let! both = asUser token "/v1/organizations/" fake
              Expect.hasLength (Json.items "items" both.Json) 2 "also what came later"

              let! _ =
                  Http.anonymous "PATCH" $"/_fake/organizations/{second.Id}" (Some """{"sso_enforced":true}""") fake

              let! one = asUser token "/v1/organizations/" fake
              Expect.hasLength (Json.items "items" one.Json) 1 "out of reach"
          }) ]

/// The web grant, which only Polar's own clients have.
let private own (fake: FakePolar) =
    task {
        let! client = OAuth.register fake

        let! changed =
            Http.anonymous
                "PATCH"
                $"/_fake/oauth2/clients/{client.Id}"
                (Some """{"grant_types":["authorization_code","refresh_token","web"]}""")
                fake

        Expect.equal changed.Status 200 changed.Text
        return client
    }

let private web =
    [ testCaseTask "a session is exchanged for an access token, for an hour" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = own fake
              let! session = OAuth.session fake

              let! answer =
                  OAuth.token
                      client
                      [ "grant_type", "web"
                        "session_token", session
                        "scope", "openid products:read" ]
                      fake

              Expect.equal answer.Status 200 answer.Text

              Expect.equal
                  [ for entry in answer.Json.AsObject() -> entry.Key ]
                  [ "token_type"; "access_token"; "expires_in"; "scope" ]
                  "nothing to refresh it with"

              Expect.equal (Json.whole "expires_in" answer.Json) 3600L "an hour"
              let! products = asUser (Json.text "access_token" answer.Json) "/v1/products/" fake
              Expect.equal products.Status 200 "and it is the user's"
              let! all = OAuth.token client [ "grant_type", "web"; "session_token", session ] fake
              Expect.equal (Json.text "scope" all.Json) (Json.text "scope" client.Registration) "the client's whole scope"
          })

      testCaseTask "a session is exchanged for one organization of its user's" (fun () ->
          task {
              use! fake = Fake.start ()
              let! second = fake.CreateOrganizationAsync "second"
              let! client = own fake
              let! session = OAuth.session fake

              let ask sub =
                  OAuth.token
                      client
                      [ "grant_type", "web"
                        "session_token", session
                        "sub_type", "organization"
                        "sub", sub ]
                      fake

              let! answer = ask (string second.Id)
              let! listed = asUser (Json.text "access_token" answer.Json) "/v1/organizations/" fake
              Expect.equal [ for item in Json.items "items" listed.Json -> Json.text "slug" item ] [ "second" ] "that one"
              let! foreign = ask unknown
              expectRefusal (400, "invalid_grant", "") foreign
              let! wrong = ask "second"
              expectRefusal (400, "invalid_request", "Invalid 'sub' UUID") wrong
          })

      testCaseTask "a session that is narrowed makes tokens that are" (fun () ->
          task {
              use! fake = Fake.start ()
              let! second = fake.CreateOrganizationAsync "second"
              let! client = own fake
              let! session = OAuth.sessionOf $""","organization_id":"{second.Id}" """ fake

              let! answer =
                  OAuth.token client [ "grant_type", "web"; "session_token", session ] fake

              let! listed = asUser (Json.text "access_token" answer.Json) "/v1/organizations/" fake
              Expect.equal [ for item in Json.items "items" listed.Json -> Json.text "slug" item ] [ "second" ] "no wider than it"
          })

      for fields, refusal in
          [ [], (400, "invalid_request", "Missing 'session_token' in request.")
            [ "session_token", "x"; "sub_type", "customer" ], (400, "invalid_request", "Invalid sub_type")
            [ "session_token", "x"; "sub_type", "organization" ], (400, "invalid_request", "Missing 'sub' for organization sub_type")
            [ "session_token", "x"; "sub", unknown ], (400, "invalid_request", "Can't specify 'sub' for user sub_type")
            [ "session_token", "x"; "scope", "nonsense" ], (400, "invalid_scope", "The requested scope is invalid, unknown, or malformed.")
            [ "session_token", "polar_us_x" ], (400, "invalid_grant", "")
            [ "session_token", "polar_us_x"; "sub_type", "organization"; "sub", "x" ], (400, "invalid_grant", "") ] do
          testCaseTask $"the web grant refuses %A{fields}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = own fake
                  let! answer = OAuth.token client (("grant_type", "web") :: fields) fake
                  expectRefusal refusal answer
              }) ]

/// Tokens that stand for an organization, which Polar issued once.
let private legacy =
    let issue (client: Client) (fake: FakePolar) =
        task {
            let! answer =
                Http.anonymous
                    "POST"
                    "/_fake/oauth2/tokens"
                    (Some $"""{{"client_id":"{client.Id}","sub_type":"organization","scope":"openid products:read"}}""")
                    fake

            Expect.equal answer.Status 201 answer.Text
            return answer.Json
        }

    [ testCaseTask "an organization's token is the organization, by its slug" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = issue client fake
              let access = Json.text "access_token" tokens
              Expect.isTrue (isToken "polar_at_o_" access) access
              Expect.isTrue (isToken "polar_rt_o_" (Json.text "refresh_token" tokens)) "its refresh token"
              let! products = asUser access "/v1/products/" fake
              Expect.equal products.Status 200 products.Text
              let! info = asUser access "/v1/oauth2/userinfo" fake

              Expect.equal
                  (info.Status, info.Text)
                  (200, $"""{{"sub":"{fake.Organization.Id}","name":"{fake.Organization.Slug}"}}""")
                  "who it is"
          })

      testCaseTask "a refresh makes it the only member's, narrowed to the organization" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = issue client fake
              let! refreshed = OAuth.refresh client (Json.text "refresh_token" tokens) fake
              Expect.equal refreshed.Status 200 refreshed.Text
              Expect.isTrue (isToken "polar_at_u_" (Json.text "access_token" refreshed.Json)) "a user's"
              let! _ = fake.CreateOrganizationAsync "second"

              let! introspected =
                  OAuth.form
                      "/v1/oauth2/introspect"
                      []
                      [ "client_id", client.Id
                        "client_secret", client.Secret
                        "token", Json.text "access_token" refreshed.Json ]
                      fake

              Expect.equal (Json.text "organizations.0" introspected.Json) (string fake.Organization.Id) "narrowed"
          })

      testCaseTask "where there are several members it stays the organization's" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! tokens = issue client fake
              let! _ = OAuth.sessionOf $""","user_id":"{unknown}","role":"member" """ fake
              let! refreshed = OAuth.refresh client (Json.text "refresh_token" tokens) fake
              Expect.isTrue (isToken "polar_at_o_" (Json.text "access_token" refreshed.Json)) refreshed.Text
              Expect.isTrue (isToken "polar_rt_o_" (Json.text "refresh_token" refreshed.Json)) refreshed.Text
          }) ]

let private secrecy =
    [ testCaseTask "neither the world nor the log of requests has tokens to sign in with" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! session = OAuth.session fake
              let! code = OAuth.code client fake
              let! answer = OAuth.exchange client code fake
              let! introspected = OAuth.refresh client (Json.text "refresh_token" answer.Json) fake

              let secrets =
                  [ session
                    code
                    for tokens in [ answer; introspected ] do
                        Json.text "access_token" tokens.Json
                        Json.text "refresh_token" tokens.Json ]

              let rows =
                  [ for row in fake.World.Tokens.All -> string row
                    for row in fake.World.Table<Polar.FakeServer.OAuth2.Tokens.OAuth2TokenRow>().All -> string row
                    for row in fake.World.Table<Polar.FakeServer.OAuth2.Tokens.AuthorizationCodeRow>().All -> string row ]

              Expect.isNonEmpty rows "what is kept"
              let! log = Http.anonymous "GET" "/_fake/requests?limit=100" None fake
              Expect.equal log.Status 200 log.Text

              let logged =
                  log.Text
                  :: [ for request in fake.Requests.All -> $"{request.Body} {request.ResponseBody} {request}" ]

              for secret in client.Secret :: client.RegistrationToken :: secrets do
                  for text in logged do
                      Expect.isFalse (text.Contains secret) "nothing that anybody may read in a log"

              for secret in secrets do
                  for text in rows do
                      Expect.isFalse (text.Contains secret) "nothing that is kept"
          }) ]

[<Tests>]
let tests =
    testList
        "OAuth2 tokens"
        [ testList "authentication" authentication
          testList "codes" codes
          testList "proofs" proofs
          testList "refreshing" refreshing
          testList "narrowing" narrowing
          testList "web" web
          testList "organizations" legacy
          testList "secrecy" secrecy ]
