/// What organizations' bodies may say, member by member, and what is told where they say something else.
module Polar.FakeServer.Tests.Organizations.OrganizationBodyTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private update (body: string) (fake: FakePolar) =
    Http.patch $"/v1/organizations/{fake.Organization.Id}" body fake

let private create (members: string) (fake: FakePolar) =
    task {
        let! token = fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal))
        return! Http.raw fake (Http.request "POST" "/v1/organizations/" (Some token) (Some $"{{{members}}}"))
    }

let private blocked =
    [ "porn"
      "porno"
      "pornography"
      "sex"
      "sexual"
      "sexy"
      "nsfw"
      "xxx"
      "hentai"
      "erotic"
      "erotica"
      "fetish"
      "nude"
      "nudes"
      "nudity"
      "onlyfans"
      "camgirl"
      "escort" ]

let private reserved =
    "benefits donations issue-funding newsletters products careers legal docs login signup oauth2 checkout embed maintainer dashboard feed for-you posts purchases funding rewards settings backoffice finance"
        .Split
        ' '

let private notAllowed (place: string) =
    [ "value_error", place, "Value error, This name is not allowed." ]

let private notASlug =
    [ "value_error", "body.slug", "Value error, The slug can only contain ASCII letters, numbers and hyphens." ]

let private missing (place: string) (names: string list) =
    [ for name in names -> "missing", $"{place}.{name}", "Field required" ]

let private emails =
    [ "order_confirmation"
      "payment_method_expiration_reminder"
      "subscription_cancellation"
      "subscription_confirmation"
      "subscription_cycled"
      "subscription_cycled_after_trial"
      "subscription_past_due"
      "subscription_paused"
      "subscription_resumed"
      "subscription_renewal_reminder"
      "subscription_revoked"
      "subscription_trial_conversion_reminder"
      "subscription_uncanceled"
      "subscription_updated" ]

let private subscriptions (behavior: string) =
    $$"""{"subscription_settings":{"allow_multiple_subscriptions":true,"proration_behavior":"{{behavior}}","benefit_revocation_grace_period":-1,"prevent_trial_abuse":"on","allow_customer_updates":1} }"""

let private platforms =
    "Input should be 'x', 'github', 'facebook', 'instagram', 'youtube', 'tiktok', 'linkedin', 'threads', 'discord' or 'other'"

/// Bodies of an update that its schema refuses.
let private malformed =
    [ """{"name":"ab"}""", [ "string_too_short", "body.name", "String should have at least 3 characters" ]
      for word in blocked do
          $$"""{"name":"My {{word.ToUpperInvariant()}}, really"}""", notAllowed "body.name"
      """{"email":"nobody"}""", [ "value_error", "body.email", "value is not a valid email address: An email address must have an @-sign." ]
      """{"email":"a@example.com"}""",
      [ "value_error", "body.email", "a@example.com is not a valid email address: The domain name example.com does not accept email." ]
      """{"website":"acme.dev"}""", [ "url_parsing", "body.website", "Input should be a valid URL, relative URL without a base" ]
      """{"website":"ftp://acme.dev"}""", [ "url_scheme", "body.website", "URL scheme should be 'http' or 'https'" ]
      """{"avatar_url":""}""", [ "url_parsing", "body.avatar_url", "Input should be a valid URL, input is empty" ]
      """{"avatar_url":"ftp://acme.dev"}""", [ "url_scheme", "body.avatar_url", "URL scheme should be 'http' or 'https'" ]
      """{"socials":{}}""", [ "list_type", "body.socials", "Input should be a valid list" ]
      """{"socials":[{"platform":"zz"}]}""",
      [ "enum", "body.socials.0.platform", platforms
        "missing", "body.socials.0.url", "Field required" ]
      """{"socials":[{"url":3}]}""",
      [ "missing", "body.socials.0.platform", "Field required"
        "url_type", "body.socials.0.url", "URL input should be a string or URL" ]
      """{"socials":[{"url":"acme"}]}""",
      [ "url_parsing", "body.socials.0.url", "Input should be a valid URL, relative URL without a base" ]
      """{"details":{"future_annual_revenue":-1,"previous_annual_revenue":-1,"switching_from":"shopify"}}""",
      [ "greater_than_equal", "body.details.future_annual_revenue", "Input should be greater than or equal to 0"
        "literal_error", "body.details.switching_from", "Input should be 'paddle', 'lemon_squeezy', 'gumroad', 'stripe' or 'other'"
        "greater_than_equal", "body.details.previous_annual_revenue", "Input should be greater than or equal to 0" ]
      """{"feature_settings":[]}""",
      [ "model_attributes_type", "body.feature_settings", "Input should be a valid dictionary or object to extract fields from" ]
      """{"feature_settings":{"seat_based_pricing_enabled":"zz","overview_metrics":[1]}}""",
      [ "bool_parsing", "body.feature_settings.seat_based_pricing_enabled", "Input should be a valid boolean, unable to interpret input"
        "string_type", "body.feature_settings.overview_metrics.0", "Input should be a valid string" ]
      """{"subscription_settings":{}}""",
      missing
          "body.subscription_settings"
          [ "allow_multiple_subscriptions"
            "proration_behavior"
            "benefit_revocation_grace_period"
            "prevent_trial_abuse"
            "allow_customer_updates" ]
      """{"subscription_settings":[]}""", [ "dict_type", "body.subscription_settings", "Input should be a valid dictionary" ]
      subscriptions "zz",
      [ "enum", "body.subscription_settings.proration_behavior", "Input should be 'invoice', 'prorate', 'next_period' or 'reset'" ]
      """{"customer_email_settings":{}}""", missing "body.customer_email_settings" emails
      """{"customer_email_settings":"all"}""", [ "dict_type", "body.customer_email_settings", "Input should be a valid dictionary" ]
      """{"customer_portal_settings":{}}""", missing "body.customer_portal_settings" [ "usage"; "subscription" ]
      """{"customer_portal_settings":{"usage":1,"subscription":{"update_seats":1},"customer":null}}""",
      [ "dict_type", "body.customer_portal_settings.usage", "Input should be a valid dictionary"
        "missing", "body.customer_portal_settings.subscription.update_plan", "Field required"
        "dict_type", "body.customer_portal_settings.customer", "Input should be a valid dictionary" ]
      """{"customer_portal_settings":{"usage":{},"subscription":{"update_seats":true,"update_plan":true,"pause":null}}}""",
      [ "missing", "body.customer_portal_settings.usage.show", "Field required"
        "bool_type", "body.customer_portal_settings.subscription.pause", "Input should be a valid boolean" ]
      """{"dispute_settings":{"auto_accept_below_amount":0}}""",
      [ "greater_than_equal", "body.dispute_settings.auto_accept_below_amount", "Input should be greater than or equal to 1" ]
      """{"dispute_settings":{"auto_accept_below_amount":10001}}""",
      [ "less_than_equal", "body.dispute_settings.auto_accept_below_amount", "Input should be less than or equal to 10000" ]
      """{"embed_hosts":[1,""]}""", [ "string_type", "body.embed_hosts.0", "Input should be a valid string" ]
      """{"default_tax_behavior":"none"}""",
      [ "enum", "body.default_tax_behavior", "Input should be 'location', 'inclusive' or 'exclusive'" ]
      """{"sso_enforced":"zz"}""", [ "bool_parsing", "body.sso_enforced", "Input should be a valid boolean, unable to interpret input" ] ]

let private tooLong = String.replicate 65 "a"

/// Bodies of a creation that its schema refuses.
let private malformedNew =
    [ "", missing "body" [ "name"; "slug" ]
      "\"name\":\"ab\",\"slug\":\"AB\"",
      [ "string_too_short", "body.name", "String should have at least 3 characters"
        "string_too_short", "body.slug", "String should have at least 3 characters" ]
      $"\"name\":\"Shop\",\"slug\":\"{tooLong}\"", [ "string_too_long", "body.slug", "String should have at most 64 characters" ]
      for slug in
          [ "my shop"
            "-shop"
            "shop-"
            "my--shop"
            "my_shop"
            "sh\u00f6p"
            ".well-known"
            "shop\\n" ] do
          $"\"name\":\"Shop\",\"slug\":\"{slug}\"", notASlug
      for slug in Seq.append reserved [ "DOCS" ] do
          $"\"name\":\"Shop\",\"slug\":\"{slug}\"", [ "value_error", "body.slug", "Value error, This slug is reserved." ]
      for word in blocked do
          $"\"name\":\"Shop\",\"slug\":\"my-{word}-shop\"", notAllowed "body.slug"
      "\"name\":\"Sexy shop\",\"slug\":\"shop\"", notAllowed "body.name"
      "\"name\":\"Shop\",\"slug\":\"shop\",\"legal_entity\":{}",
      [ "union_tag_not_found", "body.legal_entity", "Unable to extract tag using discriminator 'type'" ]
      "\"name\":\"Shop\",\"slug\":\"shop\",\"legal_entity\":{\"type\":\"club\"}",
      [ "union_tag_invalid",
        "body.legal_entity",
        "Input tag 'club' found using 'type' does not match any of the expected tags: 'individual', 'company'" ]
      "\"name\":\"Shop\",\"slug\":\"shop\",\"legal_entity\":{\"type\":\"company\"}",
      missing "body.legal_entity.company" [ "registered_name" ]
      "\"name\":\"Shop\",\"slug\":\"shop\",\"default_tax_behavior\":null",
      [ "enum", "body.default_tax_behavior", "Input should be 'location', 'inclusive' or 'exclusive'" ] ]

/// Names that have such a word only as a part of another.
let private harmless = [ "Sussex Tools"; "Middlesex"; "Exxxtra"; "Sex\u00e9" ]

let private refused (title: string) (send: FakePolar -> System.Threading.Tasks.Task<Answer>) (check: Answer -> unit) =
    testCaseTask title (fun () ->
        task {
            use! fake = Fake.start ()
            let world = fake.World.Organizations
            let! answer = send fake
            check answer
            Expect.isTrue (obj.ReferenceEquals(world, fake.World.Organizations)) "nothing has changed"
        })

let private countries =
    [ for country in [ "CU"; "IR"; "KP"; "SY"; "RU"; "se"; "XX" ] do
          let check (answer: Answer) =
              Expect.equal [ for fault in Refusal.faults answer -> fault.Type, fault.Place ] [ "enum", "body.country" ] country

          let member' = $"\"country\":\"{country}\""
          refused $"a change to {country}" (update $"{{{member'}}}") check
          refused $"a new one in {country}" (create $"\"name\":\"Shop\",\"slug\":\"shop\",{member'}") check ]

/// Null where nothing can be stored without a value: Polar finds out too late for an answer.
let private unstorable =
    [ "name"
      "socials"
      "customer_email_settings"
      "customer_portal_settings"
      "embed_hosts"
      "default_presentment_currency"
      "default_tax_behavior"
      "sso_enforced" ]

[<Tests>]
let tests =
    testList
        "bodies of organizations"
        [ testList "an update that is malformed" [ for body, faults in malformed -> refused body (update body) (Refusal.malformed faults) ]

          testList
              "a creation that is malformed"
              [ for body, faults in malformedNew -> refused body (create body) (Refusal.malformed faults) ]

          testList
              "names that are fine"
              [ for name in harmless ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! answer = update $"{{\"name\":\"{name}\"}}" fake
                            Expect.equal (Json.text "name" answer.Json) name answer.Text
                        }) ]

          refused "what was sent comes back as it was" (create "\"name\":\"Shop\",\"slug\":\"My-SEX\"") (fun answer ->
              Expect.equal
                  answer.Text
                  """{"error":"RequestValidationError","detail":[{"type":"value_error","loc":["body","slug"],"msg":"Value error, This name is not allowed.","input":"My-SEX","ctx":{"error":{}}}]}"""
                  "refused")

          testList "countries that Polar does not serve, or does not read" countries

          testList
              "null where there must be something"
              [ for name in unstorable ->
                    refused name (update $"{{\"{name}\":null}}") (fun answer ->
                        Expect.equal (answer.Status, answer.Text) (500, "Internal Server Error") name) ]

          testCaseTask "an organization that the caller cannot reach is missing whatever is sent" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.patch "/v1/organizations/6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10" """{"name":1}""" fake

                  answer |> Refusal.domain 404 "ResourceNotFound" "Not found"
              }) ]
