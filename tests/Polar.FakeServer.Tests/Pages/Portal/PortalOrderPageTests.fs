/// Orders and teams in the portal.
module Polar.FakeServer.Tests.Pages.Portal.PortalOrderPageTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Pages.Portal.PortalCustomers
open Polar.FakeServer.Tests.Pages

/// The order of a renewal that was declined by this card, and its customer at it.
let private overdueWith (card: string) (fake: FakePolar) : Task<string * Browser * Page> =
    task {
        let! product = Subscribing.monthly "Pro" 1000 fake
        let! customer, _ = Portal.subscriber product card fake
        let! methods = cards customer fake
        do! fake.Payments.FailPaymentMethodAsync(Guid.Parse(List.exactlyOne methods))
        do! fake.Clock.AdvanceAsync "P1M"
        let! order = Subscribing.latestOrder fake
        let id = Json.text "id" order
        let! browser, _ = PortalSite.enterAs customer fake
        let! page = browser.Visit $"{PortalSite.root fake}/orders/{id}"
        page.Says "Pay $10.00"
        return id, browser, page
    }

let private overdue = overdueWith "ctoken_decline_renewal"

let private status (order: string) (fake: FakePolar) : Task<string> =
    task {
        let! answer = Http.get $"/v1/orders/{order}" fake
        return Json.text "status" answer.Json
    }

[<Tests>]
let orders =
    testList
        "portal pages: orders"
        [ testCaseTask "are listed, newest first, page by page" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake
                  let! customer, _ = Given.purchase product "ada@acme.dev" fake

                  for _ in 1..20 do
                      let! checkout = Given.checkout product customer fake
                      let! _ = Given.confirmed checkout fake
                      do! fake.Clock.AdvanceAsync "PT1M"

                  let! browser, _ = PortalSite.enterAs (Json.text "id" customer) fake
                  let! page = browser.Visit(PortalSite.root fake + "/orders")
                  page.Says "Book March 1, 2026 Paid $5.00"
                  page.Says "Page 1 of 2"
                  Expect.hasLength (Markup.tags "tr" page.Text) 21 "a page of them"
                  let! next = browser.Visit(PortalSite.root fake + "/orders?page=2")
                  Expect.hasLength (Markup.tags "tr" next.Text) 2 "the rest"
              })

          testCaseTask "one shows what it comes to, and gives its invoice and receipt" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake
                  let! customer, _ = Given.purchase product "ada@acme.dev" fake
                  let! order = Buying.only "/v1/orders/" fake
                  let! browser, _ = PortalSite.enterAs (Json.text "id" customer) fake
                  let path = $"""{PortalSite.root fake}/orders/{Json.text "id" order}"""
                  let! page = browser.Visit path
                  page.Says "Total $5.00"

                  let! invoice = browser.Visit(path + "/invoice")
                  Expect.stringStarts invoice.Text "%PDF-" "the invoice"
                  let! waiting = browser.Visit(path + "/receipt")
                  waiting.Says "Your receipt is being made"
                  Expect.equal waiting.Answer.Headers["refresh"] "1" "it looks again"
                  let! receipt = browser.Visit(path + "/receipt")
                  Expect.stringStarts receipt.Text "%PDF-" "the receipt"
              })

          testCaseTask "an invoice is made once somebody says for whom, and only there" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! free = Given.oneTime 0L fake
                  let! customer = Given.customer "ada@acme.dev" fake
                  let! checkout = Given.checkout free customer fake
                  let! _ = Buying.confirm "{}" checkout fake
                  let! order = Buying.only "/v1/orders/" fake
                  let! browser, _ = PortalSite.enterAs (Json.text "id" customer) fake
                  let path = $"""{PortalSite.root fake}/orders/{Json.text "id" order}"""
                  let! early = browser.Visit(path + "/invoice")
                  Expect.equal early.Status 404 "no invoice yet"
                  early.Says "No invoice exists for order"
                  let! page = browser.Visit path
                  page.DoesNotSay "Download invoice"
                  let! refused = browser.Do(page, "bill_to", [ "billing_name", "Ada" ])
                  Expect.equal refused.Status 422 refused.Words
                  refused.Says "Billing name and address are required to generate an invoice for this order."

                  let! made =
                      browser.Do(
                          refused,
                          "bill_to",
                          [ "billing_name", "Ada"
                            "billing_address.line1", "Main St 1"
                            "billing_address.country", "SE" ]
                      )

                  made.Says "Your invoice is ready."
                  let! invoice = browser.Visit(path + "/invoice")
                  Expect.stringStarts invoice.Text "%PDF-" "the invoice"
                  let! moved = browser.Do(made, "bill_to", [ "billing_address.country", "FR" ])
                  Expect.equal moved.Status 422 "another country"
                  Expect.stringContains moved.Text "id=\"bill_to-billing_address.country-problem\"" "where it belongs"
                  moved.Says "Country cannot be changed"
                  let! seen = Http.get $"""/v1/orders/{Json.text "id" order}""" fake
                  Expect.equal (Json.text "billing_address.line1" seen.Json) "Main St 1" "the address"
              })

          testCaseTask "what is overdue is paid with another card" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order, browser, page = overdue fake
                  page.Says "The last payment failed."

                  let! declined =
                      browser.Do(page, "pay", [ "payment_method_id", ""; "card", "ctoken_decline" ])

                  declined.Says "Your card was declined."

                  let! paid =
                      browser.Do(declined, "pay", [ "payment_method_id", ""; "card", "tok_visa" ])

                  paid.Says "Thank you, your payment is on its way."
                  Expect.isNone (paid.TryForm "pay") "nothing is due"
                  let! now = status order fake
                  Expect.equal now "paid" "the order"
              })

          testCaseTask "or with the one on file, once that works again" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! order, browser, page = overdueWith "tok_visa" fake
                  let method = (page.Form "pay").Value("payment_method_id").Value
                  let! declined = browser.Do(page, "pay", [])
                  declined.Says "The last payment failed."
                  do! fake.Payments.RepairPaymentMethodAsync(Guid.Parse method)
                  let! paid = browser.Do(declined, "pay", [])
                  Expect.isNone (paid.TryForm "pay") "nothing is due"
                  let! now = status order fake
                  Expect.equal now "paid" "the order"
              })

          for answer, now in [ "approve", "paid"; "fail", "pending" ] do
              testCaseTask $"or where its bank wants to see the customer: {answer}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! order, browser, page = overdue fake

                      let! bank =
                          browser.Do(page, "pay", [ "payment_method_id", ""; "card", "ctoken_requires_action" ])

                      bank.Says "Your bank asks: is it you?"
                      bank.Says "$10.00"
                      let! unsettled = status order fake
                      Expect.equal unsettled "pending" "it waits"
                      let form = bank.Forms |> List.find (fun form -> form.Buttons <> [])
                      let! answered = browser.Send(form, [ "answer", answer ])
                      let! settled = status order fake
                      Expect.equal settled now answered.Words
                      let! again = browser.Visit bank.Address
                      Expect.stringContains again.Address $"/orders/{order}" "the bank asks once"
                  })

          testCaseTask "somebody else's is not there" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake
                  let! _ = Given.purchase product "eve@acme.dev" fake
                  let! order = Buying.only "/v1/orders/" fake
                  let! _, browser, _ = ada fake
                  let path = $"""{PortalSite.root fake}/orders/{Json.text "id" order}"""

                  for page in [ path; path + "/invoice"; path + "/receipt" ] do
                      let! answer = browser.Visit page
                      Expect.equal answer.Status 404 page
              }) ]

[<Tests>]
let team =
    testList
        "portal pages: teams"
        [ testCaseTask "owners add members, change their role and remove them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Members.team fake
                  let! owner = Members.owner customer fake
                  let! token = Members.session owner fake
                  let! browser, overview = PortalSite.enter token fake
                  overview.Says "Team"
                  let! page = browser.Visit(PortalSite.root fake + "/team")
                  page.Says "Ada ada@acme.dev Owner"

                  let! added =
                      browser.Do(page, "add_member", [ "email", "max@acme.dev"; "name", "Max"; "role", "member" ])

                  added.Says "Max max@acme.dev"
                  let! all = Members.all customer fake

                  let max =
                      all
                      |> List.find (fun row -> Json.text "email" row = "max@acme.dev")
                      |> Json.text "id"

                  let! changed =
                      browser.Send(added.Form("change_member", max), [ "role", "billing_manager" ])

                  changed.Says "The member has been changed."
                  let! all = Members.all customer fake
                  Expect.equal (all |> List.map (Json.text "role")) [ "owner"; "billing_manager" ] "roles"
                  let! removed = browser.DoTo(changed, "remove_member", max)
                  removed.DoesNotSay "max@acme.dev"
                  let! wrong = browser.Do(removed, "add_member", [ "email", "nobody" ])
                  Expect.equal wrong.Status 422 wrong.Words
                  Expect.stringContains wrong.Text "id=\"add_member-email-problem\"" "where it belongs"
              })

          testCaseTask "plain members see neither orders nor billing nor the team" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer = Members.team fake
                  let! plain = Members.add customer """{"email":"plain@acme.dev"}""" fake
                  let! token = Members.session plain fake
                  let! browser, overview = PortalSite.enter token fake

                  for word in [ "Orders"; "Billing"; "Team" ] do
                      overview.DoesNotSay word

                  for page in [ "settings"; "team" ] do
                      let! answer = browser.Visit $"{PortalSite.root fake}/{page}"
                      Expect.equal answer.Status 404 page

                  let! orders = browser.Visit(PortalSite.root fake + "/orders")
                  orders.Says "Only owners and billing managers can access billing features."
              }) ]
