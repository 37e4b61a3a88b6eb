/// Customers of the portal, their cards and their orders.
module internal Polar.FakeServer.Tests.Pages.Portal.PortalCustomers

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Pages
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Billing.Subscriptions

let settings (fake: FakePolar) = PortalSite.root fake + "/settings"

let ada (fake: FakePolar) : Task<string * Browser * Page> =
    task {
        let! customer = Given.customer "ada@acme.dev" fake
        let id = Json.text "id" customer
        let! browser, _ = PortalSite.enterAs id fake
        let! page = browser.Visit(settings fake)
        Expect.equal page.Status 200 page.Words
        return id, browser, page
    }

let cards (customer: string) (fake: FakePolar) : Task<string list> =
    task {
        let! answer = Http.get $"/v1/customers/{customer}/payment-methods" fake
        return [ for item in Json.items "items" answer.Json -> Json.text "id" item ]
    }
