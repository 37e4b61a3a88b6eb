/// What a browser's page asks of `/v1/oauth2/authorize`, and what it says of a decision.
module Polar.FakeServer.Tests.OAuth2.AuthorizationTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private invalidScope = "The requested scope is invalid, unknown, or malformed."

/// The body of a refusal that is told to the one who asks.
let private told (error: string) (description: string) =
    $"""{{"error": "{error}", "error_description": "{description}", "state": "s t"}}"""

let private wrongRequests =
    [ "client_id", "", 400, told "invalid_client" "Missing 'client_id' parameter."
      "client_id", "polar_ci_x", 400, told "invalid_client" "The client does not exist on this server."
      "redirect_uri", "https://evil.example/", 400, told "invalid_request" "Redirect URI https://evil.example/ is not supported by client."
      "redirect_uri",
      "https://app.example/callback/",
      400,
      told "invalid_request" "Redirect URI https://app.example/callback/ is not supported by client."
      "sub_type", "customer", 400, told "invalid_request" "Invalid sub_type" ]

/// What is wrong that the client is told.
let private sentBack =
    [ [ "response_type", "token" ], "unsupported_response_type", Some "token"
      [ "response_type", "" ], "unsupported_response_type", None
      [ "scope", "openid nonsense" ], "invalid_scope", Some invalidScope
      [ "code_challenge_method", "S256" ], "invalid_request", Some "Missing 'code_challenge'"
      [ "code_challenge", "short" ], "invalid_request", Some "Invalid 'code_challenge'"
      [ "code_challenge", String('a', 129) ], "invalid_request", Some "Invalid 'code_challenge'"
      [ "code_challenge", String('a', 42) + "+" ], "invalid_request", Some "Invalid 'code_challenge'"
      [ "code_challenge", OAuth.challenge; "code_challenge_method", "S512" ], "invalid_request", Some "Unsupported 'code_challenge_method'"
      [ "code_challenge", OAuth.challenge; "code_challenge", OAuth.challenge ],
      "invalid_request",
      Some "Multiple 'code_challenge' in request."
      [ "code_challenge", OAuth.challenge
        "code_challenge_method", "S256"
        "code_challenge_method", "S256" ],
      "invalid_request",
      Some "Multiple 'code_challenge_method' in request."
      [ "prompt", "none login" ], "invalid_request", Some "Invalid 'prompt' parameter." ]

let private expectSent (error: string) (description: string option) (answer: Answer) =
    Expect.equal (answer.Status, answer.Text) (302, "") "nothing but where to"
    Expect.equal ((OAuth.location answer).GetLeftPart UriPartial.Path) OAuth.callback "back to the client"

    Expect.equal
        (OAuth.sent answer)
        (Map.ofList
            [ "error", error
              match description with
              | Some description -> "error_description", description
              | None -> ()
              "state", "s t" ])
        "what is wrong, and the state"

let private requests =
    [ for name, value, status, text in wrongRequests do
          testCaseTask $"the {name} '{value}' is told to who asks" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake
                  let! session = OAuth.session fake
                  let! answer = OAuth.authorize client [ name, value ] (Some session) fake
                  Expect.equal (answer.Status, answer.Text) (status, text) "the refusal"
                  Expect.equal answer.Headers["cache-control"] "no-store" "nobody keeps it"
              })

      for name in [ "response_type"; "client_id"; "redirect_uri"; "scope"; "state" ] do
          testCaseTask $"the {name} may come once" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake
                  let query = OAuth.asked client []
                  let again = query |> List.filter (fun (known, _) -> known = name)

                  let! answer =
                      Http.anonymous "GET" (OAuth.withQuery "/v1/oauth2/authorize" (query @ again)) None fake

                  Expect.equal (answer.Status, answer.Text) (400, told "invalid_request" $"Multiple '{name}' in request.") "the refusal"
              })

      for changes, error, description in sentBack do
          testCaseTask $"%A{changes} is told to the client" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake
                  let! session = OAuth.session fake
                  let! answer = OAuth.authorize client changes (Some session) fake
                  expectSent error description answer
                  let! decided = OAuth.decide "allow" client changes session fake

                  if not (List.exists (fun (name, _) -> name = "prompt") changes) then
                      expectSent error description decided
              })

      testCaseTask "a wrong response type is told to the client only where the client is known, and is to be sent there" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake

              for changes in [ [ "client_id", "polar_ci_x" ]; [ "redirect_uri", "https://evil.example/" ] ] do
                  let! answer =
                      OAuth.authorize client (("response_type", "token") :: changes) None fake

                  Expect.equal (answer.Status, answer.Text) (400, told "unsupported_response_type" "token") "told to who asks"

              let! first =
                  OAuth.authorize client [ "response_type", "token"; "redirect_uri", "" ] None fake

              expectSent "unsupported_response_type" (Some "token") first
          })

      testCaseTask "a client without an address to be sent back to has to name one, and can name none" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.registerWith """{"client_name":"A","redirect_uris":[]}""" fake
              let! none = OAuth.authorize client [ "redirect_uri", "" ] None fake
              Expect.equal (none.Status, none.Text) (400, told "invalid_request" "Missing 'redirect_uri' in request.") "none"
              let! registered = OAuth.registerBy ""","response_types":[]""" fake
              let! unauthorized = OAuth.authorize registered [] None fake
              expectSent "unauthorized_client" (Some "The client is not authorized to use 'response_type=code'") unauthorized
          })

      testCaseTask "what a client's address has in its query stays before what is added" (fun () ->
          task {
              use! fake = Fake.start ()

              let! client =
                  OAuth.registerWith """{"client_name":"A","redirect_uris":["https://app.example/cb?tenant=a+b"]}""" fake

              let! answer =
                  OAuth.authorize
                      client
                      [ "redirect_uri", "https://app.example/cb?tenant=a+b"
                        "scope", "x"
                        "state", "1 & 2" ]
                      None
                      fake

              Expect.equal
                  answer.Headers["location"]
                  "https://app.example/cb?tenant=a+b&error=invalid_scope&error_description=The+requested+scope+is+invalid%2C+unknown%2C+or+malformed.&state=1+%26+2"
                  "with a plus for a space"
          }) ]

let private unauthorized = """{"detail":"Unauthorized"}"""

/// The scope, the prompt, and what somebody gets who is not signed in.
let private strangers =
    [ "openid", "", "sign in"
      "openid email", "consent", "sign in"
      "openid", "login", "sign in"
      "openid", "none", "login_required"
      "email", "", "question"
      "email", "login", "question"
      "email", "none", "login_required"
      "", "", "question" ]

/// The prompt, whether openid was asked for, whether the scopes were granted before, and what somebody gets who is signed in.
let private prompts =
    [ "", true, false, "question"
      "", true, true, "code"
      "", false, true, "code"
      "consent", true, true, "question"
      "consent", false, true, "question"
      "login", true, true, "sign in"
      "login consent", true, true, "sign in"
      "login", false, true, "question"
      "select_account", true, true, "question"
      "none", true, false, "consent_required"
      "none", false, false, "consent_required"
      "none", true, true, "question"
      "none", false, true, "question" ]

let private expectOutcome (outcome: string) (answer: Answer) =
    match outcome with
    | "sign in" -> Expect.equal (answer.Status, answer.Text) (401, unauthorized) "the page shows where to sign in"
    | "question" -> Expect.equal answer.Status 200 answer.Text
    | "code" -> Expect.stringStarts (OAuth.sent answer |> Map.find "code") "polar_ac_" "a code"
    | error -> expectSent error None answer

let private prompting =
    [ for scope, prompt, outcome in strangers do
          testCaseTask $"nobody is signed in: the scope '{scope}' and the prompt '{prompt}' come to {outcome}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake
                  let! answer = OAuth.authorize client [ "scope", scope; "prompt", prompt ] None fake
                  expectOutcome outcome answer
              })

      for prompt, isOpenId, isGranted, outcome in prompts do
          testCaseTask $"the prompt '{prompt}', openid: {isOpenId}, granted: {isGranted}, comes to {outcome}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! client = OAuth.register fake
                  let! session = OAuth.session fake
                  let scope = if isOpenId then "openid email" else "email"

                  if isGranted then
                      let! decided = OAuth.decide "allow" client [ "scope", "openid email" ] session fake
                      Expect.equal decided.Status 302 decided.Text

                  let! answer =
                      OAuth.authorize client [ "scope", scope; "prompt", prompt ] (Some session) fake

                  expectOutcome outcome answer
              })

      testCaseTask "what was consented to last counts, and nothing of what was before" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! session = OAuth.session fake
              let! _ = OAuth.decide "allow" client [ "scope", "openid email" ] session fake
              let! _ = OAuth.decide "allow" client [ "scope", "products:read" ] session fake
              let! before = OAuth.authorize client [ "scope", "email" ] (Some session) fake
              expectOutcome "question" before
              let! last = OAuth.authorize client [ "scope", "products:read" ] (Some session) fake
              expectOutcome "code" last
              let! other = OAuth.register fake
              let! others = OAuth.authorize other [ "scope", "products:read" ] (Some session) fake
              expectOutcome "question" others
          })

      testCaseTask "Polar's own clients are never asked about, and what they may is remembered" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! session = OAuth.session fake

              let! changed =
                  Http.anonymous "PATCH" $"/_fake/oauth2/clients/{client.Id}" (Some """{"first_party":true}""") fake

              Expect.equal changed.Status 200 changed.Text

              for prompt in [ ""; "login"; "none" ] do
                  let! answer = OAuth.authorize client [ "prompt", prompt ] (Some session) fake
                  expectOutcome "code" answer

              let! _ =
                  Http.anonymous "PATCH" $"/_fake/oauth2/clients/{client.Id}" (Some """{"first_party":false}""") fake

              let! still = OAuth.authorize client [ "scope", "webhooks:write" ] (Some session) fake
              expectOutcome "code" still
          }) ]

let private questions =
    [ testCaseTask "the page is told who asks, for whom, and for what" (fun () ->
          task {
              use! fake = Fake.start ()

              let! client =
                  OAuth.registerBy ""","client_uri":"https://a.example","logo_uri":"https://a.example/l.png" """ fake

              let! session = OAuth.session fake
              let! second = fake.CreateOrganizationAsync "second"

              let! answer =
                  OAuth.authorize client [ "scope", "openid webhooks:write openid" ] (Some session) fake

              Expect.equal answer.Status 200 answer.Text
              Expect.equal answer.Headers["cache-control"] "private, no-store" "as any answer"
              let asked = answer.Json

              Expect.equal
                  [ for entry in asked.AsObject() -> entry.Key ]
                  [ "client"
                    "sub_type"
                    "sub"
                    "scopes"
                    "organizations"
                    "requires_single_organization"
                    "scope_display_names" ]
                  "members"

              Expect.equal
                  [ for entry in (Json.at "client" asked).AsObject() -> entry.Key ]
                  [ "created_at"
                    "modified_at"
                    "client_id"
                    "client_name"
                    "client_uri"
                    "logo_uri"
                    "tos_uri"
                    "policy_uri" ]
                  "what everybody may know of a client"

              Expect.equal (Json.text "client.client_name" asked) "Shop" "who asks"
              Expect.isTrue (Json.isNull "client.tos_uri" asked) "what it does not say"
              Expect.equal (Json.text "sub_type" asked) "user" "always"
              Expect.equal (Json.text "sub.email" asked) $"founder@{fake.Organization.Slug}.example" "for whom"
              Expect.isTrue (Json.isNull "sub.avatar_url" asked) "without a picture"
              Expect.equal [ for scope in Json.items "scopes" asked -> string scope ] [ "openid"; "webhooks:write" ] "each once"

              Expect.equal
                  [ for item in Json.items "organizations" asked -> Json.text "id" item ]
                  [ string fake.Organization.Id; string second.Id ]
                  "what it can be narrowed to"

              Expect.isFalse (Json.flag "requires_single_organization" asked) "several may be chosen"
              Expect.hasLength (Seq.toList ((Json.at "scope_display_names" asked).AsObject())) 63 "all scopes"
              Expect.equal (Json.text "scope_display_names.openid" asked) "OpenID" "by their names"

              for scope, name in
                  [ "email", "Read your email address"
                    "webhooks:read", "Read webhooks"
                    "webhooks:write", "Create or modify webhooks" ] do
                  Expect.equal (Json.text $"scope_display_names.{scope}" asked) name scope
          })

      testCaseTask "nobody's question has no subject and no organizations; without a scope it is the client's whole" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.registerBy ""","scope":"products:read orders:read" """ fake
              let! answer = OAuth.authorize client [ "scope", "" ] None fake
              Expect.equal answer.Status 200 answer.Text
              Expect.isTrue (Json.isNull "sub" answer.Json) "nobody"
              Expect.isEmpty (Json.items "organizations" answer.Json) "nothing"
              Expect.equal [ for scope in Json.items "scopes" answer.Json -> string scope ] [ "products:read"; "orders:read" ] "its own"
              let! more = OAuth.authorize client [ "scope", "webhooks:read" ] None fake

              Expect.equal
                  [ for scope in Json.items "scopes" more.Json -> string scope ]
                  [ "webhooks:read" ]
                  "what it did not register is shown"
          })

      testCaseTask "for an organization one is to be chosen, as the request or the client says" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! session = OAuth.session fake

              let single changes =
                  task {
                      let! answer =
                          OAuth.authorize client (("sub", "ignored") :: changes) (Some session) fake

                      Expect.equal (Json.text "sub_type" answer.Json) "user" "always"
                      return Json.flag "requires_single_organization" answer.Json
                  }

              let! byRequest = single [ "sub_type", "organization" ]
              Expect.isTrue byRequest "by the request"
              let! unsaid = single []
              Expect.isFalse unsaid "a person by default"

              let! _ =
                  Http.anonymous "PATCH" $"/_fake/oauth2/clients/{client.Id}" (Some """{"default_sub_type":"organization"}""") fake

              let! byClient = single []
              Expect.isTrue byClient "by the client"
              let! overruled = single [ "sub_type", "user" ]
              Expect.isFalse overruled "the request counts more"
          }) ]

let private organizationRefusal (description: string) =
    400, OAuth.refusal "invalid_request" description

let private decisions =
    [ testCaseTask "allowing sends a code and the state" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! session = OAuth.session fake
              let! answer = OAuth.decide "allow" client [] session fake
              Expect.equal (answer.Status, answer.Text) (302, "") "nothing but where to"
              let sent = OAuth.sent answer
              Expect.equal [ for entry in sent -> entry.Key ] [ "code"; "state" ] "both"
              Expect.equal sent["state"] "s t" "as it was"
              let! stateless = OAuth.decide "allow" client [ "state", "" ] session fake
              Expect.equal [ for entry in OAuth.sent stateless -> entry.Key ] [ "code" ] "no state where there was none"
          })

      testCaseTask "denying is told to the client, and grants nothing" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! session = OAuth.session fake
              let! answer = OAuth.decide "deny" client [] session fake

              Expect.equal
                  answer.Headers["location"]
                  $"{OAuth.callback}?error=access_denied&error_description=The+resource+owner+or+authorization+server+denied+the+request&state=s+t"
                  "to the letter"

              let! after = OAuth.authorize client [] (Some session) fake
              expectOutcome "question" after
          })

      testCaseTask "only a session that may write its user decides, and it decides something" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let path = OAuth.withQuery "/v1/oauth2/consent" (OAuth.asked client [])
              let! anonymous = OAuth.form path [] [ "action", "allow" ] fake
              Expect.equal (anonymous.Status, Json.text "error" anonymous.Json) (401, "Unauthorized") "nobody"
              let! personal = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))

              let! token =
                  OAuth.form path [ "Authorization", $"Bearer {personal}" ] [ "action", "allow" ] fake

              Expect.equal (token.Status, Json.text "error" token.Json) (403, "NotPermitted") "a token"
              let! reading = OAuth.sessionOf ""","scopes":["user:read"]""" fake
              let! refused = OAuth.decide "allow" client [] reading fake
              Expect.equal (refused.Status, Json.text "error" refused.Json) (403, "insufficient_scope") "a session that may only read"
              let! session = OAuth.session fake
              let! none = OAuth.form path [ OAuth.cookie session ] [] fake

              Expect.equal
                  (none.Status, Json.text "detail.0.type" none.Json, Json.text "detail.0.loc.1" none.Json)
                  (422, "missing", "action")
                  "nothing"

              let! other = OAuth.decide "maybe" client [] session fake

              Expect.equal (other.Status, Json.text "detail.0.msg" other.Json) (422, "Input should be 'allow' or 'deny'") "something else"
          })

      testCaseTask "the organizations that are chosen must be ones that the session reaches" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! session = OAuth.session fake
              let! wrong = OAuth.decide "allow" client [ "organizations", "acme" ] session fake
              Expect.equal (wrong.Status, wrong.Text) (organizationRefusal "Invalid 'organizations' UUID") "no id"
              let! foreign = OAuth.decide "allow" client [ "organizations", unknown ] session fake
              Expect.equal (foreign.Status, foreign.Text) (organizationRefusal $"Organization {unknown} is not accessible") "nobody's"
              let! single = OAuth.decide "allow" client [ "sub_type", "organization" ] session fake

              Expect.equal
                  (single.Status, single.Text)
                  (organizationRefusal "sub_type=organization requires selecting an organization")
                  "none of them"

              let! kind = OAuth.decide "allow" client [ "sub_type", "customer" ] session fake
              Expect.equal (kind.Status, kind.Text) (organizationRefusal "Invalid sub_type") "for whom"
              let! after = OAuth.authorize client [] (Some session) fake
              expectOutcome "question" after
          })

      testCaseTask "of several organizations a token for one keeps the first by its id" (fun () ->
          task {
              use! fake = Fake.start ()
              let! second = fake.CreateOrganizationAsync "second"
              let! third = fake.CreateOrganizationAsync "third"
              let ids = [ second.Id; third.Id; fake.Organization.Id ] |> List.map string
              let! client = OAuth.register fake

              let! tokens =
                  OAuth.tokensWith
                      client
                      [ "sub_type", "organization"
                        "scope", "organizations:read"
                        for id in ids do
                            "organizations", id ]
                      fake

              let! listed =
                  Http.raw fake (Http.request "GET" "/v1/organizations/" (Some(Json.text "access_token" tokens)) None)

              Expect.equal [ for item in Json.items "items" listed.Json -> Json.text "id" item ] [ List.min ids ] "one"
          })

      testCaseTask "a session that is narrowed to what is out of reach can grant nothing" (fun () ->
          task {
              use! fake = Fake.start ()
              let! second = fake.CreateOrganizationAsync "second"
              let! client = OAuth.register fake
              let! session = OAuth.sessionOf $""","organization_id":"{second.Id}" """ fake
              let! asked = OAuth.authorize client [] (Some session) fake
              Expect.equal [ for item in Json.items "organizations" asked.Json -> Json.text "slug" item ] [ "second" ] "no wider than it"
              let! granted = OAuth.decide "allow" client [] session fake
              Expect.equal granted.Status 302 granted.Text

              let! _ =
                  Http.anonymous "PATCH" $"/_fake/organizations/{second.Id}" (Some """{"status":"blocked"}""") fake

              let! answer = OAuth.decide "allow" client [] session fake
              Expect.equal (answer.Status, answer.Text) (organizationRefusal "The session has no accessible organizations") "none is left"
          })

      testCaseTask "where consent is not asked for again, an organization still has to be chosen" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! session = OAuth.session fake
              let! _ = OAuth.decide "allow" client [] session fake
              let! none = OAuth.authorize client [ "sub_type", "organization" ] (Some session) fake

              Expect.equal (none.Status, none.Text) (organizationRefusal "sub_type=organization requires selecting an organization") "none"

              let! chosen =
                  OAuth.authorize client [ "sub_type", "organization"; "organizations", string fake.Organization.Id ] (Some session) fake

              expectOutcome "code" chosen
          })

      testCaseTask "a nonce stands in one code at a time" (fun () ->
          task {
              use! fake = Fake.start ()
              let! client = OAuth.register fake
              let! other = OAuth.register fake
              let! session = OAuth.session fake
              let! code = OAuth.codeWith client [ "nonce", "n" ] fake

              let! again =
                  OAuth.authorize client [ "nonce", "n"; "prompt", "consent" ] (Some session) fake

              expectSent "invalid_request" (Some "Replay attack") again
              let! others = OAuth.authorize other [ "nonce", "n" ] (Some session) fake
              expectOutcome "question" others

              let! plain =
                  OAuth.authorize client [ "nonce", "n"; "scope", "email"; "prompt", "consent" ] (Some session) fake

              expectOutcome "question" plain
              let! exchanged = OAuth.exchange client code fake
              Expect.equal exchanged.Status 200 exchanged.Text

              let! after =
                  OAuth.authorize client [ "nonce", "n"; "prompt", "consent" ] (Some session) fake

              expectOutcome "question" after
          }) ]

[<Tests>]
let tests =
    testList
        "OAuth2 authorization"
        [ testList "requests" requests
          testList "prompting" prompting
          testList "questions" questions
          testList "decisions" decisions ]
