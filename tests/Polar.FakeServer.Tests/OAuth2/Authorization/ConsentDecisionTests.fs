/// What becomes of a person's decision: where it leads, and what is remembered of it.
module Polar.FakeServer.Tests.OAuth2.Authorization.ConsentDecisionTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.OAuth2.Authorization.AuthorizationAnswers

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
let tests = testList "OAuth2 authorization" [ testList "decisions" decisions ]
