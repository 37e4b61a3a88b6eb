/// Seats, units and pauses of subscriptions in the portal, and changes that are to come.
module Polar.FakeServer.Tests.Pages.Portal.PortalSubscriptionChangeTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Pages
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Pages.Portal.PortalSubscriptions

[<Tests>]
let tests =
    testList
        "portal pages: subscriptions"
        [ testCaseTask "seats are bought, given, sent again and taken back" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 2 fake
                  let! browser, _ = PortalSite.enterAs bought.Customer fake
                  let path = $"{PortalSite.root fake}/subscriptions/{bought.Id}"
                  let! page = browser.Visit path
                  page.Says "0 of 2 taken"
                  let! given = browser.Do(page, "assign_seat", [ "email", "grace@acme.dev" ])
                  given.Says "grace@acme.dev Pending"
                  given.Says "1 of 2 taken"
                  let! seats = Seats.list bought fake
                  let seat = Json.text "seats.0.id" seats
                  let! sent = browser.DoTo(given, "resend_invitation", seat)
                  sent.Says "The invitation is on its way again."
                  let! twice = browser.Do(sent, "assign_seat", [ "email", "grace@acme.dev" ])
                  Expect.equal twice.Status 400 twice.Words
                  twice.Says "Seat already assigned to customer grace@acme.dev"
                  Expect.stringContains twice.Text "value=\"grace@acme.dev\"" "what was typed stays"
                  let! back = browser.DoTo(twice, "revoke_seat", seat)
                  back.Says "0 of 2 taken"
                  let! more = browser.Do(back, "change_seats", [ "seats", "5" ])
                  more.Says "0 of 5 taken"
                  let! wrong = browser.Do(more, "change_seats", [ "seats", "0" ])
                  Expect.equal wrong.Status 422 wrong.Words
                  Expect.stringContains wrong.Text "id=\"change_seats-seats-problem\"" "where it belongs"
              })

          testCaseTask "the number of units is changed, where that is allowed" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! product =
                      Subscribing.product
                          "Fleet"
                          "month"
                          """{"amount_type":"unit_based","minimum_units":2,"tiers":{"type":"volume","tiers":[{"bound":9,"unit_amount":"700"}]}}"""
                          ""
                          fake

                  let! looking = lookAt product fake
                  Expect.equal ((looking.Page.Form "change_units").Value "units") (Some "2") "what there is"
                  let! more = looking.Do("change_units", [ "units", "5" ])
                  Expect.equal more.Status 200 more.Words
                  let! seen = looking.Seen()
                  Expect.equal (Json.whole "units" seen, Json.whole "amount" seen) (5L, 3500L) "changed"
                  let! wrong = looking.Browser.Do(more, "change_units", [ "units", "10" ])
                  Expect.equal wrong.Status 400 wrong.Words
                  wrong.Says "Maximum 9 units allowed."
                  let! none = looking.Browser.Do(more, "change_units", [ "units", "0" ])
                  Expect.equal none.Status 422 none.Words
                  Expect.stringContains none.Text "id=\"change_units-units-problem\"" "where it belongs"
                  do! PortalSite.settings (PortalSite.set "subscription.update_units" false) fake
                  let! page = looking.Look()
                  Expect.isNone (page.TryForm "change_units") "no form"
                  let token = (page.Form "cancel").Value("form_token").Value

                  let! refused =
                      looking.Browser.Post(page.Address, [ "form_token", token; "action", "change_units"; "units", "3" ])

                  Expect.equal refused.Status 403 refused.Words
                  let! seen = looking.Seen()
                  Expect.equal (Json.whole "units" seen) 5L "as it was"
              })

          testCaseTask "what is not paid is ended at once, and nothing else is" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = pro fake
                  let! customer, _ = Portal.subscriber product "ctoken_decline_renewal" fake
                  let! row = Subscribing.only fake
                  let path = $"""{PortalSite.root fake}/subscriptions/{Json.text "id" row}"""
                  let! browser, _ = PortalSite.enterAs customer fake
                  let! page = browser.Visit path
                  Expect.isNone (page.TryForm "revoke") "while it is paid"
                  let token = (page.Form "cancel").Value("form_token").Value
                  let! early = browser.Post(path, [ "form_token", token; "action", "revoke" ])
                  Expect.equal early.Status 409 early.Words
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! browser, _ = PortalSite.enterAs customer fake
                  let! late = browser.Visit path
                  late.Says "Nothing more is charged, and you lose your benefits at once."
                  let! ended = browser.Do(late, "revoke", [])
                  Expect.equal ended.Status 200 ended.Words
                  let! seen = Subscribing.get (Json.text "id" row) fake
                  Expect.equal (Json.text "status" seen) "canceled" "ended"
                  let! orders = Subscribing.orders fake
                  Expect.equal (Json.text "status" (List.head orders)) "void" "and not owed"
                  Expect.isNone (ended.TryForm "revoke") "once"
              })

          testCaseTask "one pauses and goes on, where that is allowed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  do! PortalSite.settings (PortalSite.set "subscription.pause" true) fake
                  let! product = pro fake
                  let! looking = lookAt product fake
                  let! paused = looking.Do("pause", [ "resumes_at", "2026-06-01" ])
                  paused.Says "Pauses on April 1, 2026"
                  let! seen = looking.Seen()
                  Expect.equal (Json.text "resumes_at" seen) "2026-06-01T00:00:00Z" "until when"
                  let! kept = looking.Browser.Do(paused, "unpause", [])
                  kept.Says "Renews on April 1, 2026"
                  let! _ = looking.Browser.Do(kept, "pause", [])
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! browser, _ = PortalSite.enterAs (Json.text "customer_id" seen) fake

                  let! page =
                      browser.Visit $"{PortalSite.root fake}/subscriptions/{looking.Subscription}"

                  page.Says "Paused"
                  let! resumed = browser.Do(page, "resume", [])
                  resumed.Says "Your subscription goes on."
              })

          testCaseTask "a change that is to come is shown and discarded" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = pro fake
                  let! bigger = Subscribing.monthly "Enterprise" 5000 fake
                  let! looking = lookAt product fake

                  let! _ =
                      Subscribing.patched looking.Subscription $"""{{"product_id":"{bigger}","proration_behavior":"next_period"}}""" fake

                  let! page = looking.Look()
                  page.Says "On April 1, 2026 this changes to Enterprise."
                  let! discarded = looking.Browser.Do(page, "discard_change", [])
                  discarded.Says "The change will not happen."
                  let! seen = looking.Seen()
                  Expect.isTrue (Json.isNull "pending_update" seen) "nothing is to come"
              }) ]
