/// Benefits and meters in the portal.
module Polar.FakeServer.Tests.Pages.Portal.PortalBenefitPageTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Files
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Pages

let private hostile = "<script>alert(1)</script>"

[<Tests>]
let tests =
    testList
        "portal pages: benefits"
        [ testCaseTask "a license key, its limits and its activations, of which one goes" (fun () ->
              task {
                  let! bought = LicenseKeys.once LicenseKeys.limits
                  use fake = bought.Fake
                  let! activation = LicenseKeys.activate bought ""
                  let! browser, page = PortalSite.enterAs (Json.text "id" bought.Customer) fake
                  page.Says bought.Text
                  page.Says "Good until March 2, 2026"
                  page.Says "Used 0 of 5 times"
                  page.Says "Up to 2 activations"
                  page.Says "Laptop March 1, 2026"
                  let! gone = browser.DoTo(page, "deactivate", Json.text "id" activation)
                  gone.Says "The activation has been removed."
                  gone.DoesNotSay "Laptop"
              })

          testCaseTask "activations are not shown where the merchant keeps them" (fun () ->
              task {
                  let! bought =
                      LicenseKeys.once """{"activations":{"limit":2,"enable_customer_admin":false}}"""

                  use fake = bought.Fake
                  let! _ = LicenseKeys.activate bought ""
                  let! _, page = PortalSite.enterAs (Json.text "id" bought.Customer) fake
                  page.Says bought.Text
                  page.DoesNotSay "Laptop"
                  Expect.isNone (page.TryForm "deactivate") "no form"
              })

          testCaseTask "a license key is replaced" (fun () ->
              task {
                  let! bought = LicenseKeys.once "{}"
                  use fake = bought.Fake
                  let! browser, page = PortalSite.enterAs (Json.text "id" bought.Customer) fake
                  let! replaced = browser.Do(page, "rotate", [])
                  replaced.Says "You have a new license key"
                  let! now = LicenseKeys.reread bought
                  replaced.Says(Json.text "key" now)
                  replaced.DoesNotSay bought.Text
              })

          testCaseTask "files are downloaded by their links" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _, file =
                      Uploads.uploaded "downloadable" "one.txt" "text/plain" [ "Hello" ] fake

                  let! benefit =
                      Benefits.create
                          $"""{{"type":"downloadables","description":"Book","properties":{{"files":["{Json.text "id" file}"]}}}}"""
                          fake

                  let! _, customer = Benefits.bought [ benefit ] fake
                  let! browser, page = PortalSite.enterAs (Json.text "id" customer) fake
                  page.Says "one.txt"

                  let link =
                      Markup.tags "a" page.Text
                      |> List.choose (Markup.attribute "href")
                      |> List.find (fun link -> link.Contains "/downloadables/")

                  let! downloaded = browser.Visit link
                  Expect.equal downloaded.Text "Hello" "the file"
              })

          testCaseTask "notes, flags and credits are shown as text" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! note =
                      Benefits.create $"""{{"type":"custom","description":"{hostile}","properties":{{"note":"{hostile} &amp;"}}}}""" fake

                  let! flag =
                      Benefits.create """{"type":"feature_flag","description":"Beta access","visibility":"public","properties":{}}""" fake

                  let! _, customer = Benefits.bought [ note; flag ] fake
                  let! _, page = PortalSite.enterAs (Json.text "id" customer) fake
                  page.Says "Beta access"
                  page.Says(hostile + " &amp;")
                  Expect.isFalse (page.Text.Contains "<script") "no markup of the merchant's"
              })

          testCaseTask "an account is connected at the service, and has the benefit then" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! user =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, OrganizationId = fake.Organization.Id))

                  let! made = Benefits.sendAs user "POST" "/v1/benefits/" (Some Benefits.github) fake
                  let benefit = made.Json
                  let! _, customer = Benefits.bought [ benefit ] fake
                  let! browser, page = PortalSite.enterAs (Json.text "id" customer) fake
                  let! connected = browser.Do(page, "link", [])
                  Expect.stringContains connected.Address "/portal/overview" "back again"
                  let! grant = Benefits.grant benefit fake
                  Expect.isTrue (Json.flag "is_granted" grant) "granted"
                  let account = (connected.Form "connect").Value("account_id").Value
                  Expect.equal (Json.text "properties.account_id" grant) account "the account"
                  let! chosen = browser.Do(connected, "connect", [])
                  chosen.Says "Your account is connected."
                  let! wrong = browser.Do(chosen, "connect", [ "account_id", "nobody" ])
                  Expect.equal wrong.Status 422 wrong.Words
                  wrong.Says "OAuth account does not exist."
              })

          testCaseTask "an address is invited to a Slack channel" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! Subscribing.organization """{"feature_settings":{"slack_benefit_enabled":true}}""" fake
                  let! integration = fake.Integrations.InstallSlackAsync(fake.Organization.Id, true)

                  let! benefit =
                      Benefits.create
                          $"""{{"type":"slack_shared_channel","description":"Channel","properties":{{"slack_integration_id":"{integration}","channel_name_template":"acme-{{customer_name}}"}}}}"""
                          fake

                  let! _, customer = Benefits.bought [ benefit ] fake
                  let! browser, page = PortalSite.enterAs (Json.text "id" customer) fake
                  let! invited = browser.Do(page, "invite", [ "invited_email", "ada@slack.dev" ])
                  Expect.equal invited.Status 200 invited.Words
                  let! grant = Benefits.grant benefit fake

                  Expect.equal
                      (Json.text "properties.invited_email" grant, Json.flag "is_granted" grant)
                      ("ada@slack.dev", true)
                      "the address"

                  Expect.equal ((invited.Form "invite").Value "invited_email") (Some "ada@slack.dev") "it is shown"
                  let! wrong = browser.Do(invited, "invite", [ "invited_email", "nobody" ])
                  Expect.equal wrong.Status 422 wrong.Words
                  Expect.stringContains wrong.Text "value=\"nobody\"" "what was typed stays"
                  let! after = Benefits.grant benefit fake
                  Expect.equal (Json.text "properties.invited_email" after) "ada@slack.dev" "as it was"
              })

          testCaseTask "a balance is shown in each currency, a debt as one" (fun () ->
              task {
                  use! fake = Subscribing.startAt "2025-06-01T00:00:00Z"
                  let! team = Subscribing.product "Team" "month" (Subscribing.perSeat 1000) "" fake

                  let! id =
                      Subscribing.boughtWith team ""","seats":5""" (Subscribing.untaxed "ada@acme.dev" "tok_visa") fake

                  let! row = Subscribing.get id fake
                  let customer = Json.text "customer_id" row
                  let! browser, _ = PortalSite.enterAs customer fake
                  let! before = browser.Visit(PortalSite.root fake + "/wallet")
                  before.DoesNotSay "Balance"
                  let! _ = Subscribing.patched id """{"seats":3,"proration_behavior":"invoice"}""" fake
                  let! after = browser.Visit(PortalSite.root fake + "/wallet")
                  after.Says "Balance"
                  after.Says "$20.00"
                  Expect.equal [ for form in after.Forms -> form.Value "action" ] [ Some "sign_out" ] "nothing is to be topped up here"
              })

          testCaseTask "meters are shown, unless the merchant keeps them" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! meter =
                      Given.create
                          "/v1/meters/"
                          """{"name":"Calls <b>","filter":{"conjunction":"and","clauses":[{"property":"name","operator":"eq","value":"call"}]},"aggregation":{"func":"count"}}"""
                          fake

                  let! credit =
                      Benefits.create
                          $"""{{"type":"meter_credit","description":"Credit","properties":{{"meter_id":"{Json.text "id" meter}","units":1200,"rollover":false}}}}"""
                          fake

                  let! _, customer = Benefits.subscribed [ credit ] fake

                  let! _ =
                      Http.post "/v1/events/ingest" $"""{{"events":[{{"name":"call","customer_id":"{Json.text "id" customer}"}}]}}""" fake

                  let! browser, page = PortalSite.enterAs (Json.text "id" customer) fake
                  page.Says "1,200 units"
                  let! usage = browser.Visit(PortalSite.root fake + "/usage")
                  usage.Says "Calls <b> 1 1,200 1,199"
                  do! PortalSite.settings (PortalSite.set "usage.show" false) fake
                  let! hidden = browser.Visit(PortalSite.root fake + "/usage")
                  Expect.equal hidden.Status 404 hidden.Words
                  let! overview = browser.Visit(PortalSite.root fake + "/overview")
                  overview.DoesNotSay "Usage"
              }) ]

/// What others have called things is text, wherever it is shown.
[<Tests>]
let names =
    testList
        "portal pages: names"
        [ testCaseTask "of organizations, products, customers and comments are text" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! _ =
                      Http.patch $"/v1/organizations/{fake.Organization.Id}" $"""{{"name":"{hostile} \" org"}}""" fake

                  let! product =
                      Given.create
                          "/v1/products/"
                          $"""{{"name":"{hostile} \" product","recurring_interval":"month","prices":[{Buying.fixedPrice 1000}]}}"""
                          fake

                  let! customer, subscription = PortalSite.subscriber (Json.text "id" product) fake

                  let! _ =
                      Http.patch $"/v1/customers/{customer}" $"""{{"name":"{hostile} \" name"}}""" fake

                  let! browser, _ = PortalSite.enterAs customer fake
                  let! order = Buying.only "/v1/orders/" fake
                  let! page = browser.Visit $"{PortalSite.root fake}/subscriptions/{subscription}"
                  let! _ = browser.Do(page, "cancel", [ "cancellation_comment", hostile ])

                  for place in
                      [ "overview"
                        $"subscriptions/{subscription}"
                        "orders"
                        $"""orders/{Json.text "id" order}"""
                        "settings"
                        "usage"
                        "request"
                        "authenticate?email=%3Cscript%3Ealert(1)%3C/script%3E" ] do
                      let! page = browser.Visit $"{PortalSite.root fake}/{place}"
                      Expect.equal page.Status 200 place
                      Expect.isFalse (page.Text.Contains "<script") $"no markup on {place}"
                      page.Says $"{hostile} \" org"
              }) ]
