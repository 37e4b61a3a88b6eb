/// When a person is asked to sign in, to consent or to choose, and what the page is told to ask.
module Polar.FakeServer.Tests.OAuth2.Authorization.ConsentQuestionTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.OAuth2.Authorization.AuthorizationAnswers
open Polar.FakeServer.Tests.OAuth2.Authorization.AuthorizationRequestTests

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

[<Tests>]
let tests =
    testList "OAuth2 authorization" [ testList "prompting" prompting; testList "questions" questions ]
