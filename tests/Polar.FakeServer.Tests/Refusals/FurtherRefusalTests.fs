/// Documented refusals, one operation at a time: what is answered; and nothing has happened.
module Polar.FakeServer.Tests.Refusals.FurtherRefusalTests

open System
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Files
open Polar.FakeServer.Tests.Portal
open Polar.Functional.Contracts
open Polar.FakeServer.Tests.Billing.Subscriptions

/// A call that is refused, of which nobody is told.
let private refuses (status: int) (error: string) (fake: FakePolar) (step: unit -> Task<Answer>) : Task<unit> =
    task {
        let! answer, told = Events.during fake step
        Expect.equal (answer.Status, Json.text "error" answer.Json) (status, error) answer.Text
        Expect.isEmpty told "nobody is told"
    }

let private checkouts =
    testList
        "of checkout sessions"
        [ Fake.test "the buyer fills in what is bought already" (fun fake ->
              task {
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake
                  let! _ = Buying.confirm (Buying.french "ada@acme.dev") session fake

                  do! refuses 403 "NotOpenCheckout" fake (fun () -> Buying.fill """{"customer_name":"Eve"}""" session fake)
              })

          Fake.test "the buyer fills in what has expired" (fun fake ->
              task {
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake
                  do! fake.Clock.AdvanceAsync "P2D"

                  do! refuses 410 "ExpiredCheckoutError" fake (fun () -> Buying.fill """{"customer_name":"Eve"}""" session fake)
              })

          Fake.test "the merchant names somebody who has a subscription already" (fun fake ->
              task {
                  let! product = Buying.monthly (Buying.fixedPrice 1000) fake
                  let! first = Buying.session product "" fake
                  let! _ = Buying.confirm (Buying.french "ada@acme.dev") first fake
                  let! second = Buying.session product "" fake

                  do!
                      refuses 403 "AlreadyActiveSubscriptionError" fake (fun () ->
                          Http.patch $"/v1/checkouts/{Json.id second}" """{"customer_email":"ada@acme.dev"}""" fake)
              }) ]

let private orders =
    Fake.test "an order that was given up gets no invoice, whoever asks" (fun fake ->
        task {
            let! product = Subscribing.monthly "Pro" 1000 fake
            let! customer, _ = Portal.subscriber product "ctoken_decline_renewal" fake
            do! fake.Clock.AdvanceAsync "P1M"
            do! fake.Clock.AdvanceAsync "P22D"
            let! order = Subscribing.latestOrder fake
            Expect.equal (Json.text "status" order) "void" "given up"
            let! token = Portal.session customer fake

            do! refuses 409 "OrderNotEligibleForInvoice" fake (fun () -> Http.post $"/v1/orders/{Json.id order}/invoice" "" fake)

            do! refuses 409 "OrderNotEligibleForInvoice" fake (fun () -> Portal.post token $"orders/{Json.id order}/invoice" "" fake)
        })

let private seats =
    testList
        "of seats in the portal"
        [ Fake.test "there is none left, none that waits, and in the end there are no seats" (fun fake ->
              task {
                  let! bought = Seats.order 1 fake
                  let! token = Portal.session bought.Customer fake
                  let! seat = Seats.claimed bought "bob@acme.dev" fake

                  do!
                      refuses 400 "SeatNotAvailable" fake (fun () ->
                          Portal.post token "seats" $"{{{bought.Body},\"email\":\"eve@acme.dev\"}}" fake)

                  do! refuses 400 "SeatNotPending" fake (fun () -> Portal.post token $"seats/{Json.id seat}/resend" "" fake)
                  do! Seats.organization "\"seat_based_pricing_enabled\":false" fake
                  do! refuses 403 "FeatureNotEnabled" fake (fun () -> Portal.get token $"seats?{bought.Query}" fake)
              }) ]

let private subscriptions =
    testList
        "of subscriptions"
        [ Fake.test "what has been revoked is not revoked again" (fun fake ->
              task {
                  let! product = Subscribing.monthly "Pro" 1000 fake
                  let! id = Subscribing.bought product fake
                  let! revoked = Http.delete $"/v1/subscriptions/{id}" fake
                  Expect.equal revoked.Status 200 revoked.Text
                  do! refuses 403 "AlreadyCanceledSubscription" fake (fun () -> Http.delete $"/v1/subscriptions/{id}" fake)
              })

          Fake.test "what a customer has canceled is not canceled again" (fun fake ->
              task {
                  let! product = Subscribing.monthly "Pro" 1000 fake
                  let! _, token = Portal.subscriber product "tok_visa" fake
                  let! subscription = Subscribing.only fake

                  let cancel () =
                      Portal.patch token $"subscriptions/{Json.id subscription}" """{"cancel_at_period_end":true}""" fake

                  let! first = cancel ()
                  Expect.equal first.Status 200 first.Text
                  do! refuses 403 "AlreadyCanceledSubscription" fake cancel
              })

          Fake.test "a customer goes over to more, and the card does not pay for it" (fun fake ->
              task {
                  do!
                      Subscribing.organization
                          """{"subscription_settings":{"allow_multiple_subscriptions":false,"proration_behavior":"invoice","benefit_revocation_grace_period":0,"prevent_trial_abuse":false,"allow_customer_updates":true}}"""
                          fake

                  let! product = Subscribing.monthly "Pro" 1000 fake
                  let! dearer = Subscribing.monthly "Max" 3000 fake
                  let! _, token = Portal.subscriber product "ctoken_decline_2" fake
                  let! subscription = Subscribing.only fake
                  let path = $"subscriptions/{Json.id subscription}"

                  do! refuses 402 "PaymentFailed" fake (fun () -> Portal.patch token path $"""{{"product_id":"{dearer}"}}""" fake)

                  let! seen = Portal.get token path fake
                  Expect.equal (Json.text "product_id" seen.Json) product "it stays"
              }) ]

let private others =
    testList
        "of others"
        [ Fake.test "somebody who is one person gets no second member" (fun fake ->
              task {
                  let! _ =
                      Given.create "/v1/customers/" """{"email":"ada@acme.dev","external_id":"ada"}""" fake

                  do!
                      refuses 403 "NotPermitted" fake (fun () ->
                          Http.post "/v1/customers/external/ada/members" """{"email":"bob@acme.dev"}""" fake)
              })

          Fake.test "an upload is completed by somebody whose role does not allow it" (fun fake ->
              task {
                  let! _, completed =
                      Uploads.uploaded "downloadable" "one.txt" "text/plain" [ "hello" ] fake

                  let! token =
                      fake.CreateTokenAsync(
                          FakeToken(Kind = FakeTokenKind.OAuth2, UserId = Guid.Parse Ids.unknown, Role = FakeUserRole.Finance)
                      )

                  do!
                      refuses 403 "NotPermitted" fake (fun () ->
                          Http.raw
                              fake
                              (Http.request
                                  "POST"
                                  $"/v1/files/{Json.id completed}/uploaded"
                                  (Some token)
                                  (Some """{"id":"x","path":"x","parts":[]}""")))
              }) ]

[<Tests>]
let tests =
    testList "refused" [ checkouts; testList "of orders" [ orders ]; seats; subscriptions; others ]
