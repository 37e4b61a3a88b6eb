/// How people ask for a session in the portal.
module internal Polar.FakeServer.Tests.Pages.Portal.PortalDoor

open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Pages

let request (fake: FakePolar) = PortalSite.root fake + "/request"

/// The code that the page shows, since no mail leaves the machine.
let code (page: Page) =
    let found = Regex.Match(page.Text, "id=\"sent-code\">([A-Z0-9]{6})<")
    if found.Success then Some found.Groups[1].Value else None

/// Asks for a code with an address.
let ask (email: string) (fake: FakePolar) : Task<Browser * Page> =
    task {
        let browser = Browser fake
        let! page = browser.Visit(request fake)
        let! next = browser.Fill(page, [ "email", email ])
        return browser, next
    }

let isOverview (page: Page) =
    Expect.equal page.Status 200 page.Words
    Expect.stringEnds page.Address "/portal/overview" "where it leads"
