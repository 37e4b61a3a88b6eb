module Polar.FakeServer.Tests.OrganizationTests

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
      "https://notgithub.com/acme", "other" ]

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
