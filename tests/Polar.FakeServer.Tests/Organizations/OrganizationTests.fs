module Polar.FakeServer.Tests.Organizations.OrganizationTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private path (fake: FakePolar) =
    $"/v1/organizations/{fake.Organization.Id}"

let private update (body: string) (fake: FakePolar) = Http.patch (path fake) body fake

let private changes (title: string) (body: string) (member': string) (shown: string) =
    testCaseTask title (fun () ->
        task {
            use! fake = Fake.start ()
            let! answer, events = Events.during fake (fun () -> update body fake)
            Expect.equal answer.Status 200 answer.Text
            Expect.equal ((Json.at member' answer.Json).ToJsonString()) shown member'
            Expect.equal events [ "organization.updated" ] "told"
            let! read = Http.get (path fake) fake
            Expect.equal ((Json.at member' read.Json).ToJsonString()) shown "and kept"
        })

let private refuses (title: string) (body: string) (check: Answer -> unit) =
    testCaseTask title (fun () ->
        task {
            use! fake = Fake.start ()
            let world = fake.World
            let! answer = update body fake
            check answer
            Expect.isTrue (obj.ReferenceEquals(world, fake.World)) "nothing has changed"
        })

let private platforms =
    [ "https://x.com/acme", "x"
      "https://twitter.com/acme", "x"
      "https://github.com/acme", "github"
      "https://www.youtube.com/@acme", "youtube"
      "https://www.linkedin.com/company/acme", "linkedin"
      "https://acme.dev/us", "other"
      "https://youtu.be/acme", "youtube"
      "https://gist.github.com/acme", "other"
      "https://notgithub.com/acme", "other"
      "https://www.tiktok.com/@acme", "tiktok"
      "https://facebook.com/acme", "facebook"
      "https://fb.com/acme", "facebook"
      "https://instagram.com/acme", "instagram"
      "https://threads.net/@acme", "threads"
      "https://discord.gg/acme", "discord"
      "https://discord.com/acme", "discord" ]

/// What is sent as null, with what had stood there before, and what stands there now.
let private nulls =
    [ "email", "\"team@acme.dev\"", "email", "null"
      "website", "\"https://acme.dev/\"", "website", "null"
      "avatar_url", "\"https://acme.dev/logo.png\"", "avatar_url", "null"
      "country", "\"SE\"", "country", "null"
      "feature_settings", "{\"checkout_localization_enabled\":true}", "feature_settings.checkout_localization_enabled", "true"
      "subscription_settings",
      "{\"allow_multiple_subscriptions\":true,\"proration_behavior\":\"invoice\",\"benefit_revocation_grace_period\":3,\"prevent_trial_abuse\":true,\"allow_customer_updates\":false}",
      "proration_behavior",
      "\"invoice\""
      "dispute_settings", "{}", "dispute_settings.auto_accept_below_amount", "null"
      "details", "{\"about\":\"Shop\"}", "name", "\"Acme\"" ]

let private shown (path: string) (answer: Answer) =
    match Json.find path answer.Json with
    | null -> "null"
    | node -> node.ToJsonString()

/// Founds an organization that differs, and updates it.
let private ofOther (difference: string) (body: string) (fake: FakePolar) =
    task {
        let! made = Http.anonymous "POST" "/_fake/organizations" (Some difference) fake
        let token = Json.text "access_token" made.Json
        return! Http.raw fake (Http.request "PATCH" $"""/v1/organizations/{Json.text "id" made.Json}""" (Some token) (Some body))
    }

let private subscriptions (behavior: string) =
    $$"""{"subscription_settings":{"allow_multiple_subscriptions":true,"proration_behavior":"{{behavior}}","benefit_revocation_grace_period":-1,"prevent_trial_abuse":"on","allow_customer_updates":1} }"""

/// What an organization was founded with, an update of it, and what is shown then.
let private differing =
    [ """{"slug":"other","feature_settings":{"seat_based_pricing_enabled":false}}""",
      """{"feature_settings":{"seat_based_pricing_enabled":true}}""",
      "feature_settings.seat_based_pricing_enabled",
      "true"
      """{"slug":"other","feature_settings":{"seat_based_pricing_enabled":false,"member_model_enabled":false}}""",
      """{"feature_settings":{"seat_based_pricing_enabled":true,"member_model_enabled":true}}""",
      "feature_settings.seat_based_pricing_enabled",
      "true"
      """{"slug":"other","feature_settings":{"reset_proration_behavior_enabled":true}}""",
      subscriptions "reset",
      "proration_behavior",
      "\"reset\""
      """{"slug":"other","feature_settings":{"disputes_enabled":true,"dispute_auto_accept_enabled":true}}""",
      """{"dispute_settings":{"auto_accept_below_amount":500}}""",
      "dispute_settings.auto_accept_below_amount",
      "500"
      """{"slug":"other","dispute_settings":{"auto_accept_below_amount":500}}""",
      """{"dispute_settings":{}}""",
      "dispute_settings.auto_accept_below_amount",
      "500"
      """{"slug":"other","dispute_settings":{"auto_accept_below_amount":500}}""",
      """{"dispute_settings":{"auto_accept_below_amount":null}}""",
      "dispute_settings.auto_accept_below_amount",
      "null"
      """{"slug":"other","sso_enforced":true}""", """{"sso_enforced":false}""", "sso_enforced", "false" ]

/// An update after an hour, and whether the organization counts as changed by it.
let private repeated =
    [ "{}", false
      """{"name":"Acme"}""", true
      """{"website":null}""", true
      """{"feature_settings":{"checkout_localization_enabled":false}}""", false
      """{"feature_settings":{"checkout_localization_enabled":true}}""", true
      """{"dispute_settings":{"auto_accept_below_amount":null}}""", false
      """{"details":{"about":"Shop"}}""", true ]

[<Tests>]
let tests =
    testList
        "organizations"
        [ testList
              "platforms are those of the addresses"
              [ for url, platform in platforms ->
                    changes
                        url
                        $"""{{"socials":[{{"platform":"facebook","url":"{url}"}}]}}"""
                        "socials"
                        $"""[{{"platform":"{platform}","url":"{url}"}}]""" ]

          changes
              "a feature that merchants choose is switched on"
              """{"feature_settings":{"checkout_localization_enabled":true}}"""
              "feature_settings.checkout_localization_enabled"
              "true"
          changes
              "the other features stay as they are"
              """{"feature_settings":{"checkout_localization_enabled":true}}"""
              "feature_settings.member_model_enabled"
              "true"
          changes
              "a feature that only Polar chooses is passed over"
              """{"feature_settings":{"disputes_enabled":true}}"""
              "feature_settings.disputes_enabled"
              "false"

          changes
              "settings of subscriptions are replaced, and show on the organization itself"
              """{"subscription_settings":{"allow_multiple_subscriptions":true,"proration_behavior":"invoice","benefit_revocation_grace_period":3,"prevent_trial_abuse":true,"allow_customer_updates":false}}"""
              "proration_behavior"
              "\"invoice\""

          changes "nothing at all is a change too" "{}" "name" "\"Acme\""

          testCaseTask "a logo that Polar looked up is not kept" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = update """{"avatar_url":"https://img.logo.dev/acme.dev"}""" fake
                  Expect.isTrue (Json.isNull "avatar_url" answer.Json) answer.Text
              })

          refuses
              "accepting disputes without being asked, where that is not switched on"
              """{"dispute_settings":{"auto_accept_below_amount":500}}"""
              (Refusal.domain 403 "DisputeAutoAcceptNotEnabled" "Dispute auto-accept is not enabled for this organization.")

          refuses
              "enforcing single sign-on from outside of it"
              """{"sso_enforced":true}"""
              (Refusal.domain 403 "NotPermitted" "You must be signed in through SSO for this organization to enforce it.")

          refuses
              "seat-based prices are there for good"
              """{"feature_settings":{"seat_based_pricing_enabled":false}}"""
              (Refusal.invalid
                  [ "value_error", "body.feature_settings.seat_based_pricing_enabled", "Seat-based pricing cannot be disabled once enabled." ])

          refuses "a proration behavior that is not everybody's" (subscriptions "reset") (fun answer ->
              Expect.equal
                  answer.Text
                  """{"error":"PolarRequestValidationError","detail":[{"type":"value_error","loc":["body","subscription_settings","proration_behavior"],"msg":"The 'reset' proration behavior is not enabled for this organization.","input":"reset"}]}"""
                  "refused")

          testCaseTask "seat-based prices need members" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      ofOther
                          """{"slug":"other","feature_settings":{"seat_based_pricing_enabled":false,"member_model_enabled":false}}"""
                          """{"feature_settings":{"seat_based_pricing_enabled":true}}"""
                          fake

                  Expect.equal
                      answer.Text
                      """{"error":"PolarRequestValidationError","detail":[{"type":"value_error","loc":["body","feature_settings","seat_based_pricing_enabled"],"msg":"Member model must be enabled before enabling seat-based pricing.","input":true}]}"""
                      "refused"
              })

          testList
              "with features and settings that the first organization does not have"
              [ for difference, body, path, expected in differing ->
                    testCaseTask $"{difference}, {body}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! answer = ofOther difference body fake
                            Expect.equal answer.Status 200 answer.Text
                            Expect.equal (shown path answer) expected path
                        }) ]

          testList
              "null clears some things and is passed over for others"
              [ for name, value, path, expected in nulls ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! before = update $"{{\"{name}\":{value}}}" fake
                            Expect.equal before.Status 200 before.Text
                            let! answer = update $"{{\"{name}\":null}}" fake
                            Expect.equal answer.Status 200 answer.Text
                            Expect.equal (shown path answer) expected path
                        }) ]

          testList
              "what counts as a change"
              [ for body, counts in repeated ->
                    testCaseTask body (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! first = update "{}" fake
                            Expect.equal (Json.text "modified_at" first.Json) "2026-03-01T12:00:00Z" "the first update always does"
                            do! fake.Clock.AdvanceAsync(System.TimeSpan.FromHours 1.0)
                            let! second, events = Events.during fake (fun () -> update body fake)

                            let expected =
                                if counts then
                                    "2026-03-01T13:00:00Z"
                                else
                                    "2026-03-01T12:00:00Z"

                            Expect.equal (Json.text "modified_at" second.Json) expected body
                            Expect.equal events [ "organization.updated" ] "told all the same"
                        }) ]

          changes "a slug stays" """{"slug":"other"}""" "slug" "\"acme\""
          changes "a flag where metrics belong says nothing" """{"feature_settings":{"overview_metrics":true}}""" "name" "\"Acme\""

          testCaseTask "enforcing single sign-on from within needs a connection" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! token =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.OAuth2, OrganizationId = fake.Organization.Id))

                  let! answer =
                      Http.raw fake (Http.request "PATCH" (path fake) (Some token) (Some """{"sso_enforced":true}"""))

                  answer
                  |> Refusal.domain
                      409
                      "SSOEnforcementRequiresConnection"
                      "This organization must have an enabled SSO connection before SSO can be enforced."
              })

          testCaseTask "the currency stays as long as an active product has no price in the new one" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake
                  let! refused = update """{"default_presentment_currency":"eur"}""" fake

                  refused
                  |> Refusal.invalid
                      [ "value_error", "body.default_presentment_currency", "All active products must have prices in the new currency." ]

                  let! _ =
                      Http.patch $"""/v1/products/{Json.text "id" product}""" """{"is_archived":true}""" fake

                  let! changed = update """{"default_presentment_currency":"eur"}""" fake
                  Expect.equal (Json.text "default_presentment_currency" changed.Json) "eur" changed.Text
              }) ]
