/// What customers and members see of their benefits in the portal, and what they do for them.
module Polar.FakeServer.Tests.Entitlements.Grants.PortalBenefitGrantTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Entitlements.Grants.PortalGrants

let private names (answer: Answer) =
    [ for item in Json.items "items" answer.Json -> Json.text "benefit.description" item ]

/// Each type: what a customer sees of the benefit's properties.
let private shown =
    [ "a note", Benefits.note, """{"note":"Write to us."}"""
      "license keys",
      Benefits.keys """{"prefix":"A","limit_usage":3}""",
      """{"prefix":"A","expires":null,"activations":null,"limit_usage":3}"""
      "a Discord role", Benefits.discord, """{"guild_id":"9001"}"""
      "a GitHub repository", Benefits.github, """{"repository_owner":"acme","repository_name":"engine"}"""
      "a feature flag that is public", """{"type":"feature_flag","description":"Beta access","properties":{},"visibility":"public"}""", "{}" ]

let private showing =
    [ for name, body, properties in shown ->
          testCaseTask $"a customer sees of {name} what it may know" (fun () ->
              task {
                  let! fake, customer, grant = owned body
                  use _ = fake
                  Expect.equal ((Json.at "benefit.properties" grant).ToJsonString()) properties "properties"
                  Expect.isFalse (Json.has "metadata" (Json.at "benefit" grant)) "no metadata"
                  Expect.equal (Json.text "benefit.organization.slug" grant) "acme" "the organization"
                  Expect.equal (Json.text "customer.id" grant) (Json.text "id" customer) "the customer"
                  Expect.isFalse (Json.has "metadata" (Json.at "customer" grant)) "without the merchant's notes"
                  Expect.equal ((Json.at "customer.oauth_accounts" grant).ToJsonString()) "{}" "no accounts"
              }) ]

let private hidden =
    [ for visibility in [ "private"; "draft" ] ->
          testCaseTask $"what is {visibility} is not shown to customers" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! benefit =
                      Benefits.create $"""{{"type":"custom","description":"abc","properties":{{}},"visibility":"{visibility}"}}""" fake

                  let! _, customer = Benefits.bought [ benefit ] fake
                  let! token = Benefits.session customer fake
                  let! grant = Benefits.grant benefit fake
                  let! listed = get token portal fake
                  let! found = get token (portal + Json.text "id" grant) fake
                  Expect.isEmpty (names listed) "not in the list"
                  Refusal.domain 404 "ResourceNotFound" "Not found" found
              }) ]
    @ [ testCaseTask "feature flags are private unless they are said not to be, and revoked grants are gone" (fun () ->
            task {
                use! fake = Fake.start ()
                let! flag = Benefits.create Benefits.flag fake
                let! note = Benefits.create Benefits.note fake
                let! _, customer = Benefits.subscribed [ flag; note ] fake
                let! token = Benefits.session customer fake
                let! before = get token portal fake
                Expect.equal (names before) [ "Support" ] "only the note"
                let! grant = Benefits.grant note fake
                let! subscriptions = Http.get "/v1/subscriptions/" fake

                let! _ =
                    Http.delete $"""/v1/subscriptions/{Json.text "items.0.id" subscriptions.Json}""" fake

                let! after = get token portal fake
                Expect.isEmpty (names after) "gone"

                let! changed =
                    patch token (portal + Json.text "id" grant) """{"benefit_type":"custom"}""" fake

                Refusal.domain 404 "ResourceNotFound" "Not found" changed
            })

        testCaseTask "another customer's grants are nobody's business" (fun () ->
            task {
                use! fake = Fake.start ()
                let! benefit = Benefits.create Benefits.note fake
                let! _ = Benefits.bought [ benefit ] fake
                let! other = Given.customer "grace@acme.dev" fake
                let! session = Benefits.session other fake
                let! asMember = Benefits.memberSession other fake
                let! grant = Benefits.grant benefit fake

                for token in [ session; asMember ] do
                    let! listed = get token portal fake
                    let! found = get token (portal + Json.text "id" grant) fake
                    Expect.isEmpty (names listed) "list"
                    Refusal.domain 404 "ResourceNotFound" "Not found" found
            })

        testCaseTask "a member sees its own grants" (fun () ->
            task {
                use! fake = Fake.start ()
                let! benefit = Benefits.create Benefits.note fake
                let! _, customer = Benefits.bought [ benefit ] fake
                let! token = Benefits.memberSession customer fake
                let! listed = get token portal fake
                Expect.equal (names listed) [ "Support" ] "the owner's"
            }) ]

/// What a list asks for. The customer bought a Book with the benefits bbb and aaa, in this order, and an hour later subscribed to a Pro with ccc.
let private lists =
    [ "", [ "ccc"; "bbb"; "aaa" ]
      "sorting=granted_at", [ "bbb"; "aaa"; "ccc" ]
      "sorting=-granted_at", [ "ccc"; "bbb"; "aaa" ]
      "sorting=type&sorting=product_benefit", [ "bbb"; "aaa"; "ccc" ]
      "sorting=-type&sorting=product_benefit", [ "ccc"; "bbb"; "aaa" ]
      "type=license_keys", [ "ccc" ]
      "query=BB", [ "bbb" ]
      "benefit_id={aaa}", [ "aaa" ]
      "order_id={order}", [ "bbb"; "aaa" ]
      "subscription_id={subscription}", [ "ccc" ]
      "checkout_id={checkout}", [ "bbb"; "aaa" ]
      "member_id=6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10", []
      "limit=1&page=2", [ "bbb" ] ]

let private listing =
    [ for query, expected in lists ->
          testCaseTask $"a customer's grants are listed by {query}" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! a =
                      Benefits.create """{"type":"custom","description":"aaa","properties":{}}""" fake

                  let! b =
                      Benefits.create """{"type":"custom","description":"bbb","properties":{}}""" fake

                  let! c =
                      Benefits.create """{"type":"license_keys","description":"ccc","properties":{}}""" fake

                  let! book = Given.oneTime 500L fake
                  let! _ = Benefits.attach book [ b; a ] fake
                  let! customer, checkout = Given.purchase book "ada@acme.dev" fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)
                  let! pro = Given.monthly 500L fake
                  let! _ = Benefits.attach pro [ c ] fake
                  let! _ = Benefits.again pro customer fake
                  let! orders = Http.get $"""/v1/orders/?product_id={Json.text "id" book}""" fake
                  let! subscriptions = Http.get "/v1/subscriptions/" fake
                  let! token = Benefits.session customer fake

                  let asked =
                      query
                          .Replace("{aaa}", Json.text "id" a)
                          .Replace("{order}", Json.text "items.0.id" orders.Json)
                          .Replace("{subscription}", Json.text "items.0.id" subscriptions.Json)
                          .Replace("{checkout}", Json.text "id" checkout)

                  let! answer = get token $"{portal}?{asked}" fake
                  Expect.equal (names answer) expected "order"
              }) ]

let private updating =
    [ testCaseTask "an account that is not connected can't be chosen" (fun () ->
          task {
              let! fake, customer, grant = owned Benefits.discord
              use _ = fake
              let! token = Benefits.session customer fake

              let! answer =
                  patch token (portal + Json.text "id" grant) """{"benefit_type":"discord","properties":{"account_id":"1"}}""" fake

              Refusal.invalid [ "value_error", "body.properties.account_id", "OAuth account does not exist." ] answer
          })

      testCaseTask "the type of the benefit must be told right" (fun () ->
          task {
              let! fake, customer, grant = owned Benefits.note
              use _ = fake
              let! token = Benefits.session customer fake

              let! answer =
                  patch token (portal + Json.text "id" grant) """{"benefit_type":"license_keys"}""" fake

              Refusal.invalid [ "value_error", "body.benefit_type", "Benefit type must match the existing granted benefit type." ] answer
          })

      testCaseTask "where there is nothing to choose, nothing happens" (fun () ->
          task {
              let! fake, customer, grant = owned Benefits.note
              use _ = fake
              let! token = Benefits.session customer fake

              let! answer, events =
                  Events.during fake (fun () -> patch token (portal + Json.text "id" grant) """{"benefit_type":"custom"}""" fake)

              Expect.equal answer.Status 200 "status"
              Expect.equal (answer.Json.ToJsonString()) (grant.ToJsonString()) "as it was"
              Expect.isEmpty events "events"
          })

      for service, body, kind, granted in
          [ FakeIntegration.Discord,
            Benefits.discord,
            "discord",
            """{"account_id":"2","guild_id":"9001","role_id":"77","granted_account_id":"2"}"""
            FakeIntegration.GitHub,
            Benefits.github,
            "github_repository",
            """{"account_id":"2","repository_owner":"acme","repository_name":"engine","permission":"pull","granted_account_id":"2"}""" ] do
          testCaseTask $"another {service} account takes over from the first" (fun () ->
              task {
                  let! fake, customer, grant = owned body
                  use _ = fake
                  let id = Guid.Parse(Json.text "id" customer)

                  for account in [ "1"; "2" ] do
                      do!
                          fake.Integrations.LinkAccountAsync(
                              FakeAccount(Service = service, CustomerId = id, AccountId = account, Username = $"ada{account}")
                          )

                  let! token = Benefits.session customer fake

                  let! events =
                      Benefits.eventsDuring fake "" (fun () ->
                          patch
                              token
                              (portal + Json.text "id" grant)
                              $"""{{"benefit_type":"{kind}","properties":{{"account_id":"2"}}}}"""
                              fake)

                  Expect.equal (events |> List.map (Json.text "type")) [ "benefit_grant.updated"; "customer.state_changed" ] "events"

                  Expect.equal ((Json.at "data.properties" events[0]).ToJsonString()) granted "granted anew"
                  let! after = get token (portal + Json.text "id" grant) fake
                  Expect.isTrue (Json.flag "is_granted" after.Json) "granted"

                  Expect.equal
                      ((Json.at "customer.oauth_accounts" after.Json).ToJsonString())
                      $"""{{"{service.ToString().ToLowerInvariant()}:1":{{"account_id":"1","account_username":"ada1"}},"{service.ToString().ToLowerInvariant()}:2":{{"account_id":"2","account_username":"ada2"}}}}"""
                      "both accounts"
              }) ]

[<Tests>]
let tests = testList "portal benefit grants" (showing @ hidden @ listing @ updating)
