/// What the portal refuses to other sites, and what it asks nobody else for.
module Polar.FakeServer.Tests.Pages.Portal.PortalProtectionTests

open System.Net.Http
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Pages
open Polar.FakeServer.Tests.Pages.Portal.PortalDoor

/// Requests that no page of the portal sends.
[<Tests>]
let foreign =
    testList
        "portal pages: what comes from elsewhere"
        [ testCaseTask "a form of another site is refused, whatever it carries" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! browser, page = PortalSite.enterAs (Json.text "id" customer) fake
                  let _, _, token = List.exactlyOne browser.Cookies
                  let carried = page.Form "sign_out"

                  for name, value in
                      [ "Origin", "https://evil.example"
                        "Origin", "null"
                        "Sec-Fetch-Site", "cross-site" ] do
                      let request =
                          new HttpRequestMessage(HttpMethod.Post, PortalSite.root fake + "/settings")

                      request.Headers.TryAddWithoutValidation(name, value) |> ignore

                      request.Headers.TryAddWithoutValidation("Cookie", $"polar_portal_session={token}")
                      |> ignore

                      request.Content <- new FormUrlEncodedContent(dict (carried.Fields @ [ "billing_name", "Eve" ]))
                      let! answer = Http.raw fake request
                      Expect.equal answer.Status 403 $"{name}: {value}"
              })

          testCaseTask "a form of the door that stands on no page of the fake's does nothing" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Given.customer "ada@acme.dev" fake
                  let! bought = Seats.subscription 2 fake
                  let! seat = Seats.invited bought "grace@acme.dev" fake
                  let! _, sent = ask "ada@acme.dev" fake
                  let! eve = Given.customer "eve@acme.dev" fake
                  let mails = fake.Emails.All.Count
                  do! Portal.allowEmailChange fake
                  let! session = Portal.ownersSession (Json.text "id" eve) fake

                  let! requested =
                      Portal.post session "customers/me/email-update/request" """{"email":"new@acme.dev"}""" fake

                  Expect.isLessThan requested.Status 300 requested.Text

                  let link =
                      string (fake.Emails.Last("new@acme.dev", "customer_email_update_verification").Token)

                  for page, fields in
                      [ "request", [ "email", "ada@acme.dev" ]
                        "authenticate", [ "code", (code sent).Value ]
                        "claim", [ "token", Seats.token seat fake ]
                        "verify-email", [ "token", link ] ] do
                      for token in [ []; [ "form_token", "guess" ]; [ "form_token", "" ] ] do
                          let browser = Browser fake
                          let! refused = browser.Post($"{PortalSite.root fake}/{page}", fields @ token)
                          Expect.equal refused.Status 403 page
                          refused.Says "That form is out of date"
                          Expect.isEmpty browser.Cookies "nobody is let in"

                  Expect.hasLength fake.Emails.All (mails + 1) "no mail but the one that was asked for"
                  let! seats = Seats.list bought fake
                  Expect.equal (Json.text "seats.0.status" seats) "pending" "nobody sits there"
                  let! customer = Http.get $"""/v1/customers/{Json.text "id" eve}""" fake
                  Expect.equal (Json.text "email" customer.Json) "eve@acme.dev" "nor has another address"
                  let! inside = Browser(fake).Fill(sent, [ "code", (code sent).Value ])
                  isOverview inside
              })

          testCaseTask "a form without the session's token does nothing" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let product = Buying.monthly (Buying.fixedPrice 1000)
                  let! product = product fake
                  let! customer, subscription = PortalSite.subscriber product fake
                  let! browser, _ = PortalSite.enterAs customer fake
                  let path = $"{PortalSite.root fake}/subscriptions/{subscription}"

                  for token in [ []; [ "form_token", "guess" ] ] do
                      let! page = browser.Post(path, [ "action", "cancel" ] @ token)
                      Expect.equal page.Status 403 page.Words

                  let! seen = Http.get $"/v1/subscriptions/{subscription}" fake
                  Expect.isFalse (Json.flag "cancel_at_period_end" seen.Json) "it goes on"
              })

          testCaseTask "no page may be shown in a frame, and none asks anybody else" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! page = Browser(fake).Visit(PortalSite.root fake + "/request")
                  let policy = page.Answer.Headers["content-security-policy"]

                  Expect.equal
                      policy
                      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'"
                      "the policy"

                  let! style = Http.anonymous "GET" "/assets/portal.css" None fake
                  Expect.equal (style.Status, style.Headers["content-type"]) (200, "text/css; charset=utf-8") "its style sheet"
                  Expect.isFalse (style.Text.Contains "url(") "nothing from elsewhere"
              })

          testCaseTask "looking at it is no request of the app's" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Given.customer "ada@acme.dev" fake
                  fake.Requests.Clear()
                  let! _ = PortalSite.enterAs (Json.text "id" customer) fake
                  Expect.isEmpty fake.Requests.All "requests"
              }) ]
