/// Subscriptions that customers look at in the portal.
module internal Polar.FakeServer.Tests.Pages.Portal.PortalSubscriptions

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Pages
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Billing.Subscriptions

/// A customer with a subscription, looking at it.
type Looking =
    { Fake: FakePolar
      Browser: Browser
      Subscription: string
      Page: Page }

    member looking.Seen() : Task<JsonNode> =
        Subscribing.get looking.Subscription looking.Fake

    member looking.Do(action: string, fields: (string * string) list) : Task<Page> =
        looking.Browser.Do(looking.Page, action, fields)

    member looking.Look() : Task<Page> =
        looking.Browser.Visit $"{PortalSite.root looking.Fake}/subscriptions/{looking.Subscription}"

let lookAt (product: string) (fake: FakePolar) : Task<Looking> =
    task {
        let! customer, subscription = PortalSite.subscriber product fake
        let! browser, overview = PortalSite.enterAs customer fake
        let path = $"{PortalSite.root fake}/subscriptions/{subscription}"
        Expect.stringContains overview.Text path "the overview leads there"
        let! page = browser.Visit path
        Expect.equal page.Status 200 page.Words

        return
            { Fake = fake
              Browser = browser
              Subscription = subscription
              Page = page }
    }

let pro (fake: FakePolar) = Subscribing.monthly "Pro" 1000 fake
