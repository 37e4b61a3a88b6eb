/// What customers do with their subscriptions in the portal.
module Polar.FakeServer.Tests.Pages.Portal.PortalSubscriptionPageTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Pages
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Pages.Portal.PortalSubscriptions

/// The action and what an organization's setting says of it.
let private forbidden =
    [ "update_plan", "change_plan", [ "product_id", unknown ], 403, "Updating subscription plan is not allowed."
      "update_seats", "change_seats", [ "seats", "3" ], 403, "Updating subscription seats is not allowed."
      "pause", "pause", [], 403, "Pausing or resuming a subscription is not allowed." ]

[<Tests>]
let tests =
    testList
        "portal pages: subscriptions"
        [ testCaseTask "the overview and the page say how it stands" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = pro fake
                  let! looking = lookAt product fake
                  looking.Page.Says "Pro Active"
                  looking.Page.Says "$10.00/month"
                  looking.Page.Says "Renews on April 1, 2026"
              })

          testCaseTask "one is canceled with a reason, and kept after all" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = pro fake
                  let! looking = lookAt product fake

                  let! canceled =
                      looking.Do(
                          "cancel",
                          [ "cancellation_reason", "too_expensive"
                            "cancellation_comment", "Sorry & bye" ]
                      )

                  canceled.Says "Your subscription ends with its period."
                  canceled.Says "Ends on April 1, 2026"
                  let! seen = looking.Seen()
                  Expect.isTrue (Json.flag "cancel_at_period_end" seen) "canceled"
                  Expect.equal (Json.text "customer_cancellation_reason" seen) "too_expensive" "why"
                  Expect.equal (Json.text "customer_cancellation_comment" seen) "Sorry & bye" "in words"
                  Expect.isNone (canceled.TryForm "cancel") "once is enough"
                  let! kept = looking.Browser.Do(canceled, "uncancel", [])
                  kept.Says "Renews on April 1, 2026"
                  let! seen = looking.Seen()
                  Expect.isFalse (Json.flag "cancel_at_period_end" seen) "it goes on"
              })

          testCaseTask "without a word as well" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = pro fake
                  let! looking = lookAt product fake
                  let! _ = looking.Do("cancel", [])
                  let! seen = looking.Seen()
                  Expect.isTrue (Json.flag "cancel_at_period_end" seen) "canceled"
                  Expect.isTrue (Json.isNull "customer_cancellation_reason" seen) "no reason"
                  Expect.isTrue (Json.isNull "customer_cancellation_comment" seen) "no comment"
              })

          testCaseTask "what has ended says so, and offers nothing" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = pro fake
                  let! looking = lookAt product fake
                  let! _ = looking.Do("cancel", [])
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! seen = looking.Seen()
                  let! browser, overview = PortalSite.enterAs (Json.text "customer_id" seen) fake
                  overview.Says "Ended subscriptions"

                  let! page =
                      browser.Visit $"{PortalSite.root fake}/subscriptions/{looking.Subscription}"

                  page.Says "Ended on April 1, 2026"
                  Expect.equal [ for form in page.Forms -> form.Value "action" ] [ Some "sign_out" ] "forms"
              })

          testCaseTask "the plan is changed to another public one" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = pro fake
                  let! bigger = Subscribing.monthly "Enterprise" 5000 fake

                  let! hidden =
                      Subscribing.product "Hidden" "month" (Buying.fixedPrice 100) ",\"visibility\":\"private\"" fake

                  let! once = Buying.once (Buying.fixedPrice 100) fake
                  let! looking = lookAt product fake
                  looking.Page.Says "Enterprise $50.00/month"
                  Expect.isFalse (looking.Page.Text.Contains hidden) "private ones are not offered"
                  Expect.isFalse (looking.Page.Text.Contains once) "nor what is bought once"
                  let! changed = looking.Do("change_plan", [ "product_id", bigger ])
                  changed.Says "Your plan has been changed."
                  let! seen = looking.Seen()
                  Expect.equal (Json.text "product_id" seen) bigger "the product"
              })

          testCaseTask "no plan chosen is refused in the API's words" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = pro fake
                  let! _ = Subscribing.monthly "Enterprise" 5000 fake
                  let! looking = lookAt product fake
                  let! page = looking.Do("change_plan", [])
                  Expect.equal page.Status 422 page.Words
                  Expect.stringContains page.Text "id=\"change_plan-product_id-problem\"" "where it belongs"
                  Expect.stringContains page.Text "<details class=\"fold\" open>" "the form is to be seen"
              })

          for setting, action, fields, status, sentence in forbidden do
              testCaseTask $"{action} is not offered where {setting} is off" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      do! PortalSite.settings (PortalSite.set $"subscription.{setting}" false) fake
                      let! product = Subscribing.product "Pro" "month" (Subscribing.perSeat 500) "" fake
                      let! _ = Subscribing.monthly "Enterprise" 5000 fake
                      let! session = Buying.session product ",\"seats\":2" fake
                      let! _ = Buying.confirm (Subscribing.untaxed "ada@acme.dev" "tok_visa") session fake
                      let! row = Subscribing.only fake
                      let! browser, _ = PortalSite.enterAs (Json.text "customer_id" row) fake
                      let path = $"""{PortalSite.root fake}/subscriptions/{Json.text "id" row}"""
                      let! page = browser.Visit path
                      Expect.isNone (page.TryForm action) "no form"
                      Expect.isSome (page.TryForm "cancel") "others are there"
                      let token = (page.Form "cancel").Value("form_token").Value
                      let! refused = browser.Post(path, [ "form_token", token; "action", action ] @ fields)
                      Expect.equal refused.Status status refused.Words
                      let! shown = browser.Visit path
                      Expect.equal shown.Status 200 sentence
                  })

          testCaseTask "somebody else's is not there" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = pro fake
                  let! looking = lookAt product fake
                  let! stranger = Given.customer "eve@acme.dev" fake
                  let! browser, _ = PortalSite.enterAs (Json.text "id" stranger) fake

                  let! page =
                      browser.Visit $"{PortalSite.root fake}/subscriptions/{looking.Subscription}"

                  Expect.equal page.Status 404 page.Words
              }) ]
