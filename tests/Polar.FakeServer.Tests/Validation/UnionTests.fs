/// Unions: their tags, their cases, and what is wrong with each.
module Polar.FakeServer.Tests.Validation.UnionTests

open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Validation.Faults

let private extra =
    [ for case in
          [ "SubscriptionUpdateBase"
            "SubscriptionUpdateSeats"
            "SubscriptionUpdateBillingPeriod"
            "SubscriptionCancel"
            "SubscriptionRevoke"
            "SubscriptionPause"
            "SubscriptionResume"
            "SubscriptionUpdateClear"
            "SubscriptionUpdateUnits" ] -> $"\"{case}\"", "\"extra_forbidden\"" ]

let private unions =
    let files =
        "<FileServiceTypes.downloadable: 'downloadable'>, <FileServiceTypes.product_media: 'product_media'>, <FileServiceTypes.organization_avatar: 'organization_avatar'>, <FileServiceTypes.support_case_attachment: 'support_case_attachment'>"

    let invalid (tag: string) (body: string) =
        check
            $"a file's service {tag} is none"
            "POST"
            "/v1/files/"
            body
            [ fault
                  "union_tag_invalid"
                  "[\"body\"]"
                  $"Input tag '{tag}' found using 'service' does not match any of the expected tags: {files}"
                  body
                  $"""{{"discriminator":"'service'","tag":"{tag}","expected_tags":"{files}"}}""" ]

    [ invalid "zz" """{"service":"zz"}"""
      invalid "None" """{"service":null}"""
      invalid "1" """{"service":1}"""
      invalid "True" """{"service":true}"""
      invalid "['a']" """{"service":["a"]}"""
      check
          "a union whose tag is missing"
          "POST"
          "/v1/files/"
          "{}"
          [ fault
                "union_tag_not_found"
                "[\"body\"]"
                "Unable to extract tag using discriminator 'service'"
                "{}"
                """{"discriminator":"'service'"}""" ]
      check
          "a union with a tag names it in the place"
          "POST"
          "/v1/files/"
          """{"service":"product_media","name":"a","mime_type":"text/plain","size":10485761,"upload":{"parts":[]}}"""
          [ fault
                "string_pattern_mismatch"
                """["body","product_media","mime_type"]"""
                "String should match pattern '^image\\/(jpeg|png|gif|webp|svg\\+xml)$'"
                "\"text/plain\""
                """{"pattern":"^image\\/(jpeg|png|gif|webp|svg\\+xml)$"}"""
            fault
                "less_than_equal"
                """["body","product_media","size"]"""
                "Input should be less than or equal to 10485760"
                "10485761"
                """{"le":10485760}""" ]
      check
          "a union that is told apart by trying reports what is wrong with each case"
          "POST"
          "/v1/customer-sessions/"
          "{}"
          [ fault "missing" """["body","CustomerSessionCustomerIDCreate","customer_id"]""" "Field required" "{}" ""
            fault "missing" """["body","CustomerSessionCustomerExternalIDCreate","external_customer_id"]""" "Field required" "{}" "" ]
      check
          "a customer's type is worked out, and told as it was read"
          "POST"
          "/v1/customers/"
          """{"type":"company","email":"ada@acme.dev"}"""
          [ fault
                "union_tag_invalid"
                "[\"body\"]"
                "Input tag 'company' found using _customer_create_type() does not match any of the expected tags: 'individual', 'team'"
                """{"type":"company","email":"ada@acme.dev"}"""
                """{"discriminator":"_customer_create_type()","tag":"company","expected_tags":"'individual', 'team'"}""" ]
      check
          "a product is recurring as soon as it has an interval"
          "POST"
          "/v1/products/"
          """{"recurring_interval":"decade","prices":[{"amount_type":"x"}]}"""
          (let prices =
              "<ProductPriceAmountType.fixed: 'fixed'>, <ProductPriceAmountType.custom: 'custom'>, <ProductPriceAmountType.seat_based: 'seat_based'>, <ProductPriceAmountType.unit_based: 'unit_based'>, <ProductPriceAmountType.metered_unit: 'metered_unit'>, <ProductPriceAmountType.metered_tiers: 'metered_tiers'>"

           [ fault
                 "missing"
                 """["body","recurring","name"]"""
                 "Field required"
                 """{"recurring_interval":"decade","prices":[{"amount_type":"x"}]}"""
                 ""
             fault
                 "union_tag_invalid"
                 """["body","recurring","prices",0]"""
                 $"Input tag 'x' found using 'amount_type' does not match any of the expected tags: {prices}"
                 """{"amount_type":"x"}"""
                 $"""{{"discriminator":"'amount_type'","tag":"x","expected_tags":"{prices}"}}"""
             fault
                 "enum"
                 """["body","recurring","recurring_interval"]"""
                 "Input should be 'day', 'week', 'month' or 'year'"
                 "\"decade\""
                 """{"expected":"'day', 'week', 'month' or 'year'"}""" ])
      testCaseTask "a member that nobody knows is forbidden in every way to change a subscription" (fun () ->
          task {
              use! fake = Fake.start ()
              let! answer = Http.patch $"/v1/subscriptions/{id}" """{"x":1}""" fake

              let found =
                  [ for item in Json.items "detail" answer.Json do
                        if Json.text "type" item = "extra_forbidden" then
                            (Json.at "loc.1" item).ToJsonString(), (Json.at "type" item).ToJsonString() ]

              Expect.equal found extra "one a case"
          })
      check
          "a benefit's type is a member of its enumeration"
          "PATCH"
          $"/v1/benefits/{id}"
          """{"type":1}"""
          [ for name, value in
                [ "Custom", "custom"
                  "Discord", "discord"
                  "GitHubRepository", "github_repository"
                  "Downloadables", "downloadables"
                  "LicenseKeys", "license_keys"
                  "MeterCredit", "meter_credit"
                  "FeatureFlag", "feature_flag"
                  "SlackSharedChannel", "slack_shared_channel" ] ->
                fault
                    "literal_error"
                    $"""["body","Benefit{name}Update","type"]"""
                    $"Input should be <BenefitType.{value}: '{value}'>"
                    "1"
                    $"""{{"expected":"<BenefitType.{value}: '{value}'>"}}""" ] ]

[<Tests>]
let tests = testList "validation of unions" unions
