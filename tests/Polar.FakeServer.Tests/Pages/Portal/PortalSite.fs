/// A portal as a customer finds it.
namespace Polar.FakeServer.Tests.Pages.Portal

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Pages
open Polar.FakeServer.Tests.Portal

[<RequireQualifiedAccess>]
module PortalSite =

    let root (fake: FakePolar) = $"/{fake.Organization.Slug}/portal"

    /// The link that a merchant's server gets for its customer.
    let link (customer: string) (fake: FakePolar) : Task<string> =
        task {
            let! session =
                Given.create "/v1/customer-sessions/" $"""{{"customer_id":"{customer}"}}""" fake

            return Json.text "customer_portal_url" session
        }

    /// Somebody who has come in with a session's token, and the first page.
    let enter (token: string) (fake: FakePolar) : Task<Browser * Page> =
        task {
            let browser = Browser fake
            let! page = browser.Visit $"{root fake}?customer_session_token={token}"
            return browser, page
        }

    /// A customer in its portal.
    let enterAs (customer: string) (fake: FakePolar) : Task<Browser * Page> =
        task {
            let! token = Portal.ownersSession customer fake
            return! enter token fake
        }

    /// Changes what the organization lets its customers do.
    let settings (change: JsonNode -> unit) (fake: FakePolar) : Task<unit> =
        task {
            let! answer = Http.get $"/v1/organizations/{fake.Organization.Id}" fake
            let settings = Json.at "customer_portal_settings" answer.Json
            change settings

            let! changed =
                Http.patch $"/v1/organizations/{fake.Organization.Id}" $"""{{"customer_portal_settings":{settings.ToJsonString()}}}""" fake

            Expect.equal changed.Status 200 changed.Text
        }

    let set (path: string) (value: bool) (settings: JsonNode) =
        let names = path.Split '.'
        (Json.at names[0] settings).AsObject()[names[1]] <- JsonValue.Create value

    /// A customer who has bought this product with a card, and the id of what came of it.
    let subscriber (product: string) (fake: FakePolar) : Task<string * string> =
        task {
            let! customer, _ = Portal.subscriber product "tok_visa" fake
            let! subscription = Buying.only "/v1/subscriptions/" fake
            return customer, Json.text "id" subscription
        }
