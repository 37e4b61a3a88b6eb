/// Checkouts whose payment is not settled at once: the buyer's bank asks, or the processor takes its time.
module Polar.FakeServer.Tests.Pages.Checkout.CheckoutBankTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Pages
open Polar.FakeServer.Tests.Pages.Checkout.CheckoutVisits

let private open' (members: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! product = Buying.once (Buying.fixedPrice 1900) fake
        return! Buying.session product members fake
    }

let private path (session: JsonNode) =
    $"""/checkout/{Json.text "client_secret" session}"""

/// Fills in a checkout's page and pays with one of its test cards.
let private pay (card: string) (page: Page) (browser: Browser) : Task<Page> =
    Expect.stringContains page.Text $"value=\"{card}\"" "the card is a button"
    browser.Send(List.exactlyOne page.Forms, [ "action", "pay"; "card", card ] @ buyer)

let private answer (text: string) (page: Page) (browser: Browser) : Task<Page> =
    page.Says "Your bank asks: is it you?"
    browser.Send(List.exactlyOne page.Forms, [ "answer", text ])

let private status (session: JsonNode) (fake: FakePolar) : Task<string> =
    task {
        let! answer = Http.get $"""/v1/checkouts/{Json.text "id" session}""" fake
        return Json.text "status" answer.Json
    }

[<Tests>]
let tests =
    testList
        "checkout page: payments that are not settled at once"
        [ testCaseTask "the bank is satisfied, and the buyer has bought" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = open' "" fake
                  let browser = Browser fake
                  let! page = browser.Visit(path session)
                  let! bank = pay "ctoken_requires_action" page browser
                  Expect.stringContains bank.Address "/authenticate?customer_session_token=" "where the buyer is"
                  bank.Says "$19.00"
                  let! waiting = status session fake
                  Expect.equal waiting "confirmed" "it waits"

                  for other in [ ""; "/confirmation" ] do
                      let! back = browser.Visit(path session + other)
                      back.Says "Your bank asks: is it you?"

                  let! done' = answer "approve" bank browser
                  done'.Says "Your order was successful"
                  let! now = status session fake
                  Expect.equal now "succeeded" "the session"
              })

          testCaseTask "the bank is not, and another card can be tried" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = open' "" fake
                  let browser = Browser fake
                  let! page = browser.Visit(path session)
                  let! bank = pay "ctoken_requires_action" page browser
                  let! form = answer "fail" bank browser
                  Expect.equal form.Address (path session) "the form again"

                  form.Says
                      "The payment failed: The provided PaymentMethod has failed authentication. Please try again with a different payment method."

                  let! now = status session fake
                  Expect.equal now "open" "the session"
                  let! again = browser.Visit bank.Address
                  Expect.equal again.Address (path session) "the bank asks once"
                  let! done' = pay "tok_visa" form browser
                  done'.Says "Your order was successful"
              })

          testCaseTask "what pays later is waited for on a page that looks again" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = open' ""","success_url":"https://shop.example/thanks" """ fake
                  let browser = Browser fake
                  let! page = browser.Visit(path session)
                  let! waiting = pay "ctoken_async" page browser
                  Expect.stringContains waiting.Address "/confirmation?customer_session_token=" "where the buyer is"
                  waiting.Says "Your order is being processed"
                  Expect.equal waiting.Answer.Headers["refresh"] "3" "it looks again"
                  do! fake.Clock.AdvanceAsync "PT1M"
                  let! done' = browser.Visit waiting.Address
                  done'.Says "Your order was successful"
                  Expect.isFalse (done'.Answer.Headers.ContainsKey "refresh") "and no more"
              })

          testCaseTask "what is declined later leads back to the form" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = open' "" fake
                  let browser = Browser fake
                  let! page = browser.Visit(path session)
                  let! waiting = pay "ctoken_async_decline" page browser
                  waiting.Says "Your order is being processed"
                  do! fake.Clock.AdvanceAsync "PT1M"
                  let! form = browser.Visit waiting.Address
                  Expect.equal form.Address (path session) "the form again"
                  form.Says "The payment failed: Your card was declined."
              })

          testCaseTask "in a frame the bank asks there, and the seller's page is told afterwards" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = open' ""","embed_origin":"https://shop.example" """ fake
                  let browser = Browser fake
                  let! page = browser.Visit(path session + "?embed=true")
                  let! bank = pay "ctoken_requires_action" page browser
                  Expect.stringContains bank.Address "embed=true" "still in the frame"
                  Expect.stringContains bank.Answer.Headers["content-security-policy"] "frame-ancestors *" "and may be"
                  Expect.isFalse (bank.Text.Contains "data-event") "nothing is confirmed yet"
                  let! confirmed = answer "approve" bank browser
                  Expect.stringContains confirmed.Text "data-event=\"confirmed\"" "now it is"
              })

          testCaseTask "the bank has nothing to ask where nothing is to be paid by card" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = open' "" fake
                  let browser = Browser fake
                  let! page = browser.Visit(path session + "/authenticate")
                  Expect.equal page.Address (path session) "the form"
                  let! posted = browser.Post(path session + "/authenticate", [ "answer", "approve" ])
                  Expect.equal posted.Address (path session) "the form"
                  let! now = status session fake
                  Expect.equal now "open" "the session"
              })

          testCaseTask "the last page leads to the portal" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = open' "" fake
                  let browser = Browser fake
                  let! page = browser.Visit(path session)
                  let! done' = pay "tok_visa" page browser

                  let link =
                      Markup.tags "a" done'.Text
                      |> List.choose (Markup.attribute "href")
                      |> List.exactlyOne

                  let! portal = browser.Visit link
                  Expect.stringEnds portal.Address "/portal/overview" "where it leads"
                  portal.Says "ada@acme.dev"
              })

          testCaseTask "who gets no session because the address is another customer's signs in" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Given.customer "ada@acme.dev" fake
                  let! session = open' "" fake
                  let browser = Browser fake
                  let! page = browser.Visit(path session)
                  let! door = pay "tok_visa" page browser
                  Expect.stringEnds door.Address "/portal/request?email=ada@acme.dev" "the door"
              }) ]
