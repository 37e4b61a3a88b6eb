/// Slack channels in the portal, and services that are set and connected over HTTP.
module Polar.FakeServer.Tests.Entitlements.Integrations.PortalIntegrationTests

open System
open System.Threading.Tasks
open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Entitlements.Grants.PortalGrants

let private slackSetting (template: string) : Task<FakePolar * string * JsonNode * JsonNode> =
    task {
        let! fake = Fake.start ()

        let! founded =
            Http.anonymous
                "POST"
                "/_fake/organizations"
                (Some """{"slug":"slackers","feature_settings":{"slack_benefit_enabled":true}}""")
                fake

        let token = Json.text "access_token" founded.Json

        let! integration =
            fake.Integrations.InstallSlackAsync(Guid.Parse(Json.text "id" founded.Json))

        let post path body =
            task {
                let! answer = Benefits.sendAs token "POST" path (Some body) fake
                return answer.Json
            }

        let! benefit =
            post
                "/v1/benefits/"
                $"""{{"type":"slack_shared_channel","description":"Channel","properties":{{"slack_integration_id":"{integration}","channel_name_template":"{template}"}}}}"""

        let! product =
            post "/v1/products/" """{"name":"Book","prices":[{"amount_type":"fixed","price_amount":0}]}"""

        let! _ =
            post $"""/v1/products/{Json.text "id" product}/benefits""" $"""{{"benefits":["{Json.text "id" benefit}"]}}"""

        let! customer =
            post "/v1/customers/" """{"email":"ada@acme.dev","name":"Ádá Lovelace"}"""

        let! checkout =
            post "/v1/checkouts/" $"""{{"products":["{Json.text "id" product}"],"customer_id":"{Json.text "id" customer}"}}"""

        let! _ = Given.confirmed checkout fake
        return fake, token, benefit, customer
    }

let private slack =
    [ testCaseTask "a Slack channel opens when the customer tells whom to invite" (fun () ->
          task {
              let! fake, merchant, benefit, customer = slackSetting "acme-{customer_name}"
              use _ = fake
              let! token = Benefits.session customer fake
              let! listed = get token portal fake
              let grant = Json.at "items.0" listed.Json

              Expect.equal
                  (Json.text "error.message" grant)
                  "Enter the email of an admin in your Slack workspace to receive the Slack Connect invite."
                  "it waits"

              let invite (email: string) =
                  patch
                      token
                      (portal + Json.text "id" grant)
                      $"""{{"benefit_type":"slack_shared_channel","properties":{{"invited_email":"{email}"}}}}"""
                      fake

              do! fake.Integrations.RefuseAsync(FakeIntegration.Slack, "not_paid")
              let! _ = invite "boss@acme.dev"
              let! refused = get token (portal + Json.text "id" grant) fake
              Expect.equal (Json.text "error.message" refused.Json) "Slack invite error: not_paid" "Slack's words"
              Expect.equal (Json.text "properties.channel_name" refused.Json) "acme-ada-lovelace" "the channel is there"
              do! fake.Integrations.WorkAsync FakeIntegration.Slack
              let! _ = invite "boss@acme.dev"
              let! granted = get token (portal + Json.text "id" grant) fake
              Expect.isTrue (Json.flag "is_granted" granted.Json) "granted"

              Expect.equal
                  (Json.text "properties.channel_id" granted.Json)
                  (Json.text "properties.channel_id" refused.Json)
                  "the same channel"

              Expect.equal (Json.text "properties.invited_email" granted.Json) "boss@acme.dev" "invited"
              Expect.isTrue (Json.has "invite_id" (Json.at "properties" granted.Json)) "with an invitation"

              let! _ =
                  Benefits.sendAs merchant "DELETE" $"""/v1/benefits/{Json.text "id" benefit}""" None fake

              let! all = Benefits.sendAs merchant "GET" "/v1/benefit-grants/" None fake

              Expect.equal
                  ((Json.at "items.0.properties" all.Json).ToJsonString())
                  $"""{{"invited_email":"boss@acme.dev","channel_id":"{Json.text "properties.channel_id" granted.Json}","channel_name":"acme-ada-lovelace"}}"""
                  "what stays after it is revoked"
          })

      testCaseTask "a channel's name that the customer's metadata lacks a word for waits for it" (fun () ->
          task {
              let! fake, _, _, customer = slackSetting "acme-{metadata.team}"
              use _ = fake
              let! token = Benefits.session customer fake
              let! listed = get token portal fake
              let id = Json.text "items.0.id" listed.Json

              let! _ =
                  patch
                      token
                      (portal + id)
                      """{"benefit_type":"slack_shared_channel","properties":{"invited_email":"boss@acme.dev"}}"""
                      fake

              let! after = get token (portal + id) fake

              Expect.equal
                  (Json.text "error.message" after.Json)
                  "Customer is missing metadata key 'team' required by the channel name template."
                  "why"
          }) ]

/// The same over HTTP, for apps in any language.
let private control =
    [ testCaseTask "services are set and accounts are connected over HTTP too" (fun () ->
          task {
              let! fake, customer, _ = owned Benefits.discord
              use _ = fake

              let call method path body =
                  Http.anonymous method path (Some body) fake

              let! set =
                  call "PATCH" "/_fake/integrations/discord" """{"refusal":"Missing Permissions","lacks":"invalid_role"}"""

              Expect.equal (set.Status, set.Text) (200, """{"refusal":"Missing Permissions","lacks":"invalid_role"}""") "set"

              let! back =
                  call "PATCH" "/_fake/integrations/discord" """{"refusal":null,"lacks":null}"""

              Expect.equal (back.Status, back.Text) (200, """{"refusal":null,"lacks":null}""") "back"

              let! linked =
                  call
                      "POST"
                      "/_fake/integrations/accounts"
                      $"""{{"service":"discord","customer_id":"{Json.text "id" customer}","account_id":"1"}}"""

              Expect.equal linked.Status 201 linked.Text
              let! grants = Http.get "/v1/benefit-grants/" fake
              Expect.isTrue (Json.flag "items.0.is_granted" grants.Json) "granted"
              let! slack = call "POST" "/_fake/integrations/slack" "{}"
              Expect.equal slack.Status 201 slack.Text
          })

      for path, body, sentence in
          [ "integrations/discord", """{"lacks":"x"}""", "'x' is none of invalid_role, invalid_role_position."
            "integrations/slack", """{"lacks":"x"}""", "Nothing can be lacking in Slack; install it, or don't."
            "integrations/github", """{"broken":true}""", "There is no member 'broken'; there are refusal, lacks." ] do
          testCaseTask $"PATCH {path} with {body} is told what is wrong" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.anonymous "PATCH" $"/_fake/{path}" (Some body) fake
                  Expect.equal answer.Status 400 "status"
                  Expect.equal (Json.text "detail" answer.Json) sentence "why"
              })

      for body, sentence in
          [ """{"service":"slack","customer_id":"6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10","account_id":"1"}""",
            "'service' is none of discord, github."
            """{"service":"discord","account_id":"1"}""", "'customer_id' is missing."
            """{"service":"discord","customer_id":"6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10","account_id":"1"}""",
            "There is no customer 6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10." ] do
          testCaseTask $"an account like {body} is told what is wrong" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.anonymous "POST" "/_fake/integrations/accounts" (Some body) fake
                  Expect.equal answer.Status 400 "status"
                  Expect.equal (Json.text "detail" answer.Json) sentence "why"
              }) ]

[<Tests>]
let tests = testList "portal integrations" (slack @ control)
