/// Users make organizations of their own over the API.
module Polar.FakeServer.Tests.Organizations.OrganizationCreationTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private personal (fake: FakePolar) =
    fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))

let private create (token: string) (body: string) (fake: FakePolar) =
    Http.raw fake (Http.request "POST" "/v1/organizations/" (Some token) (Some body))

let private created (body: string) (fake: FakePolar) : Task<Answer> =
    task {
        let! token = personal fake
        let! answer = create token body fake
        Expect.equal answer.Status 201 answer.Text
        return answer
    }

let private shop = """{"name":"My Shop","slug":"my-shop"}"""

/// A member of the body, and what is shown of it.
let private kept =
    [ "\"avatar_url\":\"https://ACME.dev\"", "avatar_url", "\"https://acme.dev/\""
      "\"avatar_url\":\"https://img.logo.dev/acme.dev\"", "avatar_url", "null"
      "\"email\":\"Team@ACME.dev\"", "email", "\"Team@acme.dev\""
      "\"website\":\"https://acme.dev\"", "website", "\"https://acme.dev/\""
      "\"socials\":[{\"platform\":\"x\",\"url\":\"https://github.com/acme\"}]",
      "socials",
      "[{\"platform\":\"github\",\"url\":\"https://github.com/acme\"}]"
      "\"country\":\"SE\"", "country", "\"SE\""
      "\"feature_settings\":{\"checkout_localization_enabled\":true,\"wallets_enabled\":true}",
      "feature_settings.checkout_localization_enabled",
      "true"
      "\"feature_settings\":{\"wallets_enabled\":true}", "feature_settings.wallets_enabled", "false"
      "\"feature_settings\":{\"overview_metrics\":[\"orders\"]}", "feature_settings.overview_metrics", "[\"orders\"]"
      "\"feature_settings\":{\"member_model_enabled\":false}", "feature_settings.member_model_enabled", "true"
      "\"feature_settings\":{\"seat_based_pricing_enabled\":false}", "feature_settings.seat_based_pricing_enabled", "true"
      "\"subscription_settings\":{\"allow_multiple_subscriptions\":true,\"proration_behavior\":\"reset\",\"benefit_revocation_grace_period\":1,\"prevent_trial_abuse\":true,\"allow_customer_updates\":false}",
      "proration_behavior",
      "\"reset\""
      "\"customer_portal_settings\":{\"usage\":{\"show\":true},\"subscription\":{\"update_seats\":true,\"update_plan\":false}}",
      "allow_customer_updates",
      "false"
      "\"default_presentment_currency\":\"eur\"", "default_presentment_currency", "\"eur\""
      "\"default_tax_behavior\":\"inclusive\"", "default_tax_behavior", "\"inclusive\""
      "\"legal_entity\":{\"type\":\"company\",\"registered_name\":\"Acme AB\"}", "name", "\"My Shop\""
      "\"details\":{\"about\":\"Shop\",\"switching\":true}", "details_submitted_at", "null"
      "\"embed_hosts\":[\"acme.dev\"]", "embed_hosts", "[]"
      "\"sso_enforced\":true", "sso_enforced", "false" ]

/// A kind of token, and the answer to it.
let private callers =
    [ "an organization's token",
      FakeToken(Kind = FakeTokenKind.Organization),
      401,
      "{\"error\":\"Unauthorized\",\"detail\":\"Unauthorized\"}"
      "a token without the scope",
      FakeToken(Kind = FakeTokenKind.Personal, Scopes = [| "organizations:read" |]),
      403,
      "{\"error\": \"insufficient_scope\", \"error_description\": \"The request requires higher privileges than provided by the access token.\"}" ]

[<Tests>]
let tests =
    testList
        "creating organizations"
        [ testList
              "what is told is kept"
              [ for body, path, shown in kept ->
                    testCaseTask body (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! answer = created $"{{\"name\":\"My Shop\",\"slug\":\"my-shop\",{body}}}" fake

                            let found =
                                match Json.find path answer.Json with
                                | null -> "null"
                                | node -> node.ToJsonString()

                            Expect.equal found shown path
                        }) ]

          testList
              "not by everybody"
              [ for title, token, status, text in callers ->
                    testCaseTask title (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! token = fake.CreateTokenAsync token
                            let! answer = create token shop fake
                            Expect.equal (answer.Status, answer.Text) (status, text) title
                        }) ]

          testCaseTask "nobody may without a token" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = Http.anonymous "POST" "/v1/organizations/" (Some shop) fake
                  Expect.equal answer.Status 401 answer.Text
              })

          testCaseTask "who creates one owns it, whatever the role elsewhere" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let user = Guid.Parse "6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"

                  let! token =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, UserId = user, Role = FakeUserRole.Finance))

                  let! answer = create token shop fake
                  Expect.equal answer.Status 201 answer.Text
                  let path = $"""/v1/organizations/{Json.text "id" answer.Json}"""

                  let! changed =
                      Http.raw fake (Http.request "PATCH" path (Some token) (Some """{"name":"Renamed"}"""))

                  Expect.equal changed.Status 200 changed.Text

                  let! listed =
                      Http.raw fake (Http.request "GET" "/v1/organizations/" (Some token) None)

                  Expect.equal [ for item in Json.items "items" listed.Json -> Json.text "slug" item ] [ "acme"; "my-shop" ] "both"
                  let! other = Http.get path fake
                  other |> Refusal.domain 404 "ResourceNotFound" "Not found"
              })

          testCaseTask "nobody is told of it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, events = Events.during fake (fun () -> created shop fake)
                  Expect.isEmpty events "events"
              })

          testCaseTask "things are sold in it at once" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! token = personal fake
                  let! answer = create token shop fake
                  let id = Json.text "id" answer.Json

                  let! product =
                      Http.raw
                          fake
                          (Http.request
                              "POST"
                              "/v1/products/"
                              (Some token)
                              (Some $$"""{"name":"Pro","prices":[{"amount_type":"fixed","price_amount":500}],"organization_id":"{{id}}"}"""))

                  Expect.equal product.Status 201 product.Text
              })

          testList
              "a slug belongs to one organization"
              [ for slug in [ "acme"; "ACME"; "my-shop" ] ->
                    testCaseTask slug (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! _ = created shop fake
                            let! token = personal fake
                            let world = fake.World
                            let! answer = create token $$"""{"name":"Other","slug":"{{slug}}"}""" fake

                            Expect.equal
                                answer.Text
                                $$"""{"error":"PolarRequestValidationError","detail":[{"type":"value_error","loc":["body","slug"],"msg":"An organization with this slug already exists.","input":"{{slug.ToLowerInvariant()}}"}]}"""
                                "refused"

                            Expect.isTrue (obj.ReferenceEquals(world, fake.World)) "nothing has changed"
                        }) ]

          testCaseTask "a slug is taken in lower case" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = created """{"name":"My Shop","slug":"My-Shop"}""" fake
                  Expect.equal (Json.text "slug" answer.Json) "my-shop" "slug"
              })

          testList
              "a token that is narrowed to an organization makes none"
              [ for title, kind, header in
                    [ "by itself", FakeTokenKind.OAuth2, false
                      "by itself, a personal one", FakeTokenKind.Personal, false
                      "by the request", FakeTokenKind.Personal, true ] ->
                    testCaseTask title (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let own = fake.Organization.Id

                            let! token =
                                if header then
                                    fake.CreateTokenAsync(FakeToken(Kind = kind))
                                else
                                    fake.CreateTokenAsync(FakeToken(Kind = kind, OrganizationId = own))

                            let request = Http.request "POST" "/v1/organizations/" (Some token) (Some shop)

                            if header then
                                request.Headers.Add("Polar-Organization", string own)

                            let! answer = Http.raw fake request

                            answer
                            |> Refusal.domain
                                403
                                "CannotCreateOrganizationError"
                                "You cannot create an organization from a session restricted to a specific organization."
                        }) ] ]
