/// Payments on the page of a checkout, and where they lead.
module Polar.FakeServer.Tests.Pages.Checkout.CheckoutPaymentTests

open System
open System.Net
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Pages.Checkout.CheckoutVisits

[<Tests>]
let tests =
    testList
        "checkout page"
        [ testTask "takes the payment and sends the buyer on with a session" {
              use! fake = Fake.start ()

              let! session =
                  open' ""","success_url":"https://shop.example/thanks?order=7#top" """ fake

              let! answer = pay "tok_visa" [] session fake
              let target = Uri(location answer)
              Expect.stringStarts (string target) "https://shop.example/thanks?order=7&customer_session_token=polar_cst_" "where to"
              Expect.equal target.Fragment "#top" "the rest of the address"
              let! now = status session fake
              Expect.equal now "succeeded" "the session"
              let! again = visit (page session) fake
              Expect.equal (location again) "https://shop.example/thanks?order=7#top" "who comes back goes on, without a token"
          }

          testTask "waits until the seller has taken the webhook" {
              use! (fake: FakePolar) = Fake.start ()
              let taken = ResizeArray<string>()

              let! (_receiver: FakeWebhookReceiver) =
                  fake.Webhooks.ReceiveAsync(
                      (fun (delivery: FakeWebhookRequest) _ ->
                          lock taken (fun () -> taken.Add(Json.text "type" (JsonNode.Parse delivery.Body |> Unchecked.nonNull)))
                          Task.FromResult HttpStatusCode.OK),
                      [| "checkout.updated"; "order.created" |]
                  )

              let! (session: JsonNode) =
                  open' ""","success_url":"https://shop.example/thanks" """ fake

              let! (answer: Answer) = pay "tok_visa" [] session fake
              Expect.stringStarts (location answer) "https://shop.example/thanks?customer_session_token=" "where to"
              Expect.contains (lock taken (fun () -> List.ofSeq taken)) "order.created" "told before the buyer comes"
          }

          testTask "shows why a card was declined and keeps what was typed" {
              use! fake = Fake.start ()
              let! session = open' "" fake
              let! answer = pay "ctoken_decline" [] session fake
              Expect.equal answer.Status 422 answer.Text
              contains answer "Your card was declined"
              contains answer "value=\"ada@acme.dev\""
              let! now = status session fake
              Expect.equal now "open" "the session"
              let! second = pay "tok_visa" [] session fake
              Expect.stringContains (location second) "/confirmation?customer_session_token=" "another card pays"
          }

          testTask "takes any token that is typed, whatever card is chosen" {
              use! fake = Fake.start ()
              let! session = open' "" fake

              let! answer =
                  pay "tok_visa" [ "confirmation_token_id", "tok_expired_card" ] session fake

              Expect.equal answer.Status 422 answer.Text
              contains answer "expired"
          }

          testTask "of what costs nothing asks for no card" {
              use! fake = Fake.start ()
              let! product = Buying.monthly """{"amount_type":"fixed","price_amount":0}""" fake
              let! session = Buying.session product "" fake
              let! shown = visit (page session) fake
              contains shown "Get for free"
              Expect.isFalse (shown.Text.Contains "Test card") "no card"

              let! answer =
                  submit (page session) [ "action", "pay"; "customer_email", "ada@acme.dev" ] fake

              location answer |> ignore
              let! now = status session fake
              Expect.equal now "succeeded" "the session"
          } ]
