/// Which requests for authorization are wrong, and who is told.
module Polar.FakeServer.Tests.OAuth2.Authorization.AuthorizationRequestTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.OAuth2.Authorization.AuthorizationAnswers

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

/// The scope, the prompt, and what somebody gets who is not signed in.
let strangers =
    [ "openid", "", "sign in"
      "openid email", "consent", "sign in"
      "openid", "login", "sign in"
      "openid", "none", "login_required"
      "email", "", "question"
      "email", "login", "question"
      "email", "none", "login_required"
      "", "", "question" ]

[<Tests>]
let tests = testList "OAuth2 authorization" [ testList "requests" requests ]
