/// Orders, payment methods, billing details and teams in the portal.
module Polar.FakeServer.Tests.Pages.PortalBillingPageTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Subscriptions

let private settings (fake: FakePolar) = PortalSite.root fake + "/settings"

let private ada (fake: FakePolar) : Task<string * Browser * Page> =
    task {
        let! customer = Given.customer "ada@acme.dev" fake
        let id = Json.text "id" customer
        let! browser, _ = PortalSite.enterAs id fake
        let! page = browser.Visit(settings fake)
        Expect.equal page.Status 200 page.Words
        return id, browser, page
    }

let private cards (customer: string) (fake: FakePolar) : Task<string list> =
    task {
        let! answer = Http.get $"/v1/customers/{customer}/payment-methods" fake
        return [ for item in Json.items "items" answer.Json -> Json.text "id" item ]
    }

let private standard (customer: string) (fake: FakePolar) : Task<string option> =
    task {
        let! answer = Http.get $"/v1/customers/{customer}" fake

        return
            Json.find "default_payment_method_id" answer.Json
            |> Option.ofObj
            |> Option.map string
    }

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
let billing =
    testList
        "portal pages: billing"
        [ testCaseTask "a payment method is added, made the default one, and removed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, browser, page = ada fake
                  page.Says "You have no payment method on file."
                  let! added = browser.Do(page, "add_payment_method", [])
                  added.Says "Your payment method has been added."
                  added.Says "Visa •••• 4242, good until 12/2034"
                  let! first = standard customer fake
                  Expect.isSome first "the first is the default one"

                  let! second =
                      browser.Do(added, "add_payment_method", [ "card", "tok_mastercard"; "set_default", "false" ])

                  let! all = cards customer fake
                  Expect.hasLength all 2 "cards"
                  let other = all |> List.find (fun id -> Some id <> first)
                  let! chosen = browser.DoTo(second, "set_default", other)
                  chosen.Says "This is what you pay with from now on."
                  let! now = standard customer fake
                  Expect.equal now (Some other) "the default one"
                  let! removed = browser.DoTo(chosen, "remove_payment_method", other)
                  removed.Says "Your payment method has been removed."
                  let! left = cards customer fake
                  Expect.equal left [ first.Value ] "what is left"
              })

          testCaseTask "a card that is declined is refused in the API's words" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, browser, page = ada fake

                  let! refused =
                      browser.Do(page, "add_payment_method", [ "confirmation_token_id", "tok_expired_card" ])

                  Expect.equal refused.Status 400 refused.Words
                  refused.Says "Could not add this payment method: Your card has expired. Please try again with a different card."
                  let! all = cards customer fake
                  Expect.isEmpty all "nothing is kept"
              })

          for answer, kept, said in
              [ "approve", 1, "Your payment method has been added."
                "fail", 0, "Your bank has refused, so the payment method has not been added." ] do
              testCaseTask $"a bank that wants to see its customer is answered: {answer}" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! customer, browser, page = ada fake

                      let! bank =
                          browser.Do(page, "add_payment_method", [ "card", "ctoken_requires_action" ])

                      bank.Says "Your bank asks: is it you?"
                      let form = bank.Forms |> List.find (fun form -> form.Buttons <> [])
                      Expect.equal form.Buttons [ "answer", "approve"; "answer", "fail" ] "what may be answered"
                      let! answered = browser.Send(form, [ "answer", answer ])
                      answered.Says said
                      let! all = cards customer fake
                      Expect.hasLength all kept "cards"
                      let! default' = standard customer fake
                      Expect.equal default'.IsSome (kept = 1) "it was to be the default one"
                  })

          testCaseTask "another customer's bank asks somebody else" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _, browser, page = ada fake

                  let! bank =
                      browser.Do(page, "add_payment_method", [ "card", "ctoken_requires_action" ])

                  let! stranger = Given.customer "eve@acme.dev" fake
                  let! other, _ = PortalSite.enterAs (Json.text "id" stranger) fake
                  let! answer = other.Visit bank.Address
                  Expect.equal answer.Status 404 answer.Words
              })

          testCaseTask "a card that is still needed stays" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Subscribing.monthly "Pro" 1000 fake
                  let! customer, _ = PortalSite.subscriber product fake
                  let! browser, _ = PortalSite.enterAs customer fake
                  let! page = browser.Visit(settings fake)
                  let! all = cards customer fake
                  let! refused = browser.DoTo(page, "remove_payment_method", List.exactlyOne all)
                  Expect.equal refused.Status 400 refused.Words

                  refused.Says
                      "This payment method is still needed to bill a subscription. Add another one or cancel the subscription first."
              })

          testCaseTask "billing details are kept, and refused where they are wrong" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, browser, page = ada fake

                  let! saved =
                      browser.Do(
                          page,
                          "save_billing",
                          [ "billing_name", "Acme AB"
                            "billing_address.line1", "Storgatan 1"
                            "billing_address.country", "FR"
                            "tax_id", "FR61954506077" ]
                      )

                  saved.Says "Your billing details have been saved."
                  let! seen = Http.get $"/v1/customers/{customer}" fake
                  Expect.equal (Json.text "billing_name" seen.Json) "Acme AB" "name"
                  Expect.equal (Json.text "billing_address.line1" seen.Json) "Storgatan 1" "street"
                  Expect.equal (Json.text "tax_id.0" seen.Json) "FR61954506077" "tax id"
                  let! refused = browser.Do(saved, "save_billing", [ "tax_id", "wrong" ])
                  Expect.equal refused.Status 422 refused.Words
                  Expect.stringContains refused.Text "id=\"save_billing-tax_id-problem\"" "where it belongs"
              })

          testCaseTask "the address changes with the link that is shown, where that is allowed" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, browser, page = ada fake
                  Expect.isNone (page.TryForm "change_email") "not allowed"
                  do! Portal.allowEmailChange fake
                  let! page = browser.Visit(settings fake)
                  let! same = browser.Do(page, "change_email", [ "email", "ada@acme.dev" ])
                  Expect.equal same.Status 422 same.Words
                  Expect.stringContains same.Text "id=\"change_email-email-problem\"" "where it belongs"
                  let! asked = browser.Do(same, "change_email", [ "email", "countess@acme.dev" ])

                  let link =
                      Markup.tags "a" asked.Text
                      |> List.choose (Markup.attribute "href")
                      |> List.find (fun link -> link.Contains "/verify-email")

                  let! confirmation = browser.Visit link
                  let! changed = browser.Fill(confirmation, [])
                  changed.Says "Your email address has been changed."
                  let! seen = Http.get $"/v1/customers/{customer}" fake
                  Expect.equal (Json.text "email" seen.Json) "countess@acme.dev" "the address"
                  let! late = browser.Visit link
                  Expect.equal late.Status 401 late.Words
                  late.Says "This email update request is invalid or has expired."
              })

          testCaseTask "everything of a customer comes as a file" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! customer, browser, _ = ada fake
                  let! file = browser.Visit(settings fake + "/export")
                  Expect.equal (Json.text "customer.id" file.Answer.Json) customer "whose"
                  Expect.stringContains file.Answer.Headers["content-disposition"] "attachment" "a file"
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
