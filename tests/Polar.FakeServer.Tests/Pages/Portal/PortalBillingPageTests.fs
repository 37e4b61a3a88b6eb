/// Payment methods and billing details in the portal.
module Polar.FakeServer.Tests.Pages.Portal.PortalBillingPageTests

open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Portal
open Polar.FakeServer.Tests.Billing.Subscriptions
open Polar.FakeServer.Tests.Pages.Portal.PortalCustomers
open Polar.FakeServer.Tests.Pages

let private standard (customer: string) (fake: FakePolar) : Task<string option> =
    task {
        let! answer = Http.get $"/v1/customers/{customer}" fake

        return
            Json.find "default_payment_method_id" answer.Json
            |> Option.ofObj
            |> Option.map string
    }

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
