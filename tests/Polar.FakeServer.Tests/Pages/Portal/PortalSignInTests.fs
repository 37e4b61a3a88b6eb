/// How people get into the portal, and out of it.
module Polar.FakeServer.Tests.Pages.Portal.PortalSignInTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Pages
open Polar.FakeServer.Tests.Pages.Portal.PortalDoor

[<Tests>]
let tests =
    testList
        "portal pages: signing in"
        [ testCaseTask "with the link that a merchant's server gets" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! link = PortalSite.link (Json.text "id" customer) fake
                  let browser = Browser fake
                  let! page = browser.Visit link
                  isOverview page
                  page.Says "ada@acme.dev"
                  Expect.isFalse (page.Text.Contains "polar_mst_") "the token is on no page"

                  Expect.equal
                      [ for name, path, _ in browser.Cookies -> name, path ]
                      [ "polar_portal_session", PortalSite.root fake ]
                      "what the browser keeps"

                  let! again = browser.Visit(PortalSite.root fake)
                  isOverview again
              })

          testCaseTask "with a member's token under its own name, on any page" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! token = Portal.ownersSession (Json.text "id" customer) fake
                  let browser = Browser fake

                  let! page =
                      browser.Visit $"{PortalSite.root fake}/orders?member_session_token={token}"

                  Expect.stringEnds page.Address "/portal/orders" "where it was to lead"
                  Expect.equal page.Status 200 page.Words
              })

          testCaseTask "with a code that the page shows, once" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Given.customer "ada@acme.dev" fake
                  let! browser, page = ask "ADA@acme.dev" fake
                  Expect.stringContains page.Address "/portal/authenticate?email=" "where it leads"
                  let shown = (code page).Value
                  Expect.equal shown (fake.Emails.Last("ada@acme.dev", "customer_session_code").Token |> string) "the code"
                  let! inside = browser.Fill(page, [ "code", shown.ToLowerInvariant() ])
                  isOverview inside
                  let! late = Browser(fake).Fill(page, [ "code", shown ])
                  Expect.equal late.Status 401 late.Words
                  late.Says "This customer session code is invalid or has expired."
                  Expect.isNone (code late) "it is not shown any more"
              })

          testCaseTask "strangers are told the same, and get no code" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! browser, page = ask "eve@acme.dev" fake
                  page.Says "If eve@acme.dev is a customer's, a code has been sent there."
                  Expect.isNone (code page) "no code"
                  let! wrong = browser.Fill(page, [ "code", "AAAAAA" ])
                  Expect.equal wrong.Status 401 wrong.Words
                  Expect.stringContains wrong.Text "id=\"code-problem\"" "where it belongs"
              })

          testCaseTask "what is no address is refused where it belongs" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, page = ask "not an address" fake
                  Expect.equal page.Status 422 page.Words
                  Expect.stringContains page.Text "id=\"email-problem\"" "where it belongs"
                  Expect.stringContains page.Text "value=\"not an address\"" "what was typed stays"
              })

          testCaseTask "several customers with one address choose" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! team = Members.team fake
                  let! other = Given.customer "eve@acme.dev" fake
                  let! _ = Members.add team """{"email":"eve@acme.dev"}""" fake
                  let! browser, page = ask "eve@acme.dev" fake
                  Expect.equal page.Status 409 page.Words
                  page.Says "Several customers have this address."
                  let! next = browser.Fill(page, [ "customer_id", Json.text "id" other ])
                  let! inside = browser.Fill(next, [ "code", (code next).Value ])
                  isOverview inside
              })

          testCaseTask "the address of who asks is filled in" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! page = Browser(fake).Visit(request fake + "?email=ada%2Bshop%40acme.dev")
                  Expect.stringContains page.Text "value=\"ada+shop@acme.dev\"" "the field"
              })

          testCaseTask "without a session, or with one that is over, every page leads to the door" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! browser, _ = PortalSite.enterAs (Json.text "id" customer) fake
                  do! fake.Clock.AdvanceAsync "PT2H"

                  for page in
                      [ ""
                        "/overview"
                        "/orders"
                        "/usage"
                        "/settings"
                        "/team"
                        $"/orders/{unknown}" ] do
                      let! late = browser.Visit(PortalSite.root fake + page)
                      Expect.stringEnds late.Address "/portal/request" page
                      let! stranger = Browser(fake).Visit(PortalSite.root fake + page)
                      Expect.stringEnds stranger.Address "/portal/request" page

                  Expect.isEmpty browser.Cookies "nothing is kept of what is over"
              })

          testCaseTask "another organization's session opens nothing" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! founded = fake.CreateOrganizationAsync "other"
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! token = Portal.ownersSession (Json.text "id" customer) fake

                  let! page =
                      Browser(fake).Visit $"/{founded.Slug}/portal?customer_session_token={token}"

                  Expect.stringEnds page.Address "/other/portal/request" "the door"
              })

          testCaseTask "out again" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! browser, page = PortalSite.enterAs (Json.text "id" customer) fake
                  let! outside = browser.Do(page, "sign_out", [])
                  Expect.stringEnds outside.Address "/portal/request" "the door"
                  Expect.isEmpty browser.Cookies "nothing is kept"
              })

          testCaseTask "an unknown organization has no portal" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! page = Browser(fake).Visit "/nobody/portal"
                  Expect.equal page.Status 404 page.Words
              })

          testCaseTask "a seat is taken with the link of its invitation" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 2 fake
                  let! seat = Seats.invited bought "grace@acme.dev" fake
                  let browser = Browser fake

                  let! page =
                      browser.Visit $"{PortalSite.root fake}/claim?token={Seats.token seat fake}"

                  page.Says "grace@acme.dev"
                  let! inside = browser.Fill(page, [])
                  inside.Says "The seat is yours."
                  inside.Says "Pro Active"
                  inside.DoesNotSay "Billing"
                  let! again = browser.Visit $"{PortalSite.root fake}/claim?token=nothing"
                  Expect.equal again.Status 404 again.Words
                  again.Says "Invalid or expired invitation token"
              }) ]
