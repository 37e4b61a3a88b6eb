/// Who may be paid, what a purchase leaves with the customer, and how long a session lasts.
module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutCompletionTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Sales.Checkouts.CheckoutSteps

[<Tests>]
let tests =
    testList
        "rules of checkouts"
        [ testCaseTask "nobody pays an organization that may not be paid, but what is free goes through" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! founded =
                      Http.anonymous
                          "POST"
                          "/_fake/organizations"
                          (Some
                              """{"slug":"closed","capabilities":{"checkout_payments":false,"subscription_renewals":true,"payouts":true,"refunds":true,"api_access":true,"dashboard_access":true}}""")
                          fake

                  let post path body =
                      Http.raw fake (Http.request "POST" path (Some(Json.text "access_token" founded.Json)) (Some body))

                  for amount, expected in [ 1000, 403; 0, 200 ] do
                      let! product =
                          post "/v1/products/" $"""{{"name":"Book","prices":[{Buying.fixedPrice amount}]}}"""

                      let! session =
                          post "/v1/checkouts/" $"""{{"products":["{Json.text "id" product.Json}"]}}"""

                      let! answer = Buying.confirm (Buying.french "ada@acme.dev") session.Json fake
                      Expect.equal answer.Status expected answer.Text

                      if expected = 403 then
                          Faults.domain answer 403 "PaymentNotReady" "Organization is not ready to accept payments"
              })

          testCaseTask "an address that is found does not get the external id" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! known = Given.customer "ada@acme.dev" fake
                  let! product = Buying.once (Buying.fixedPrice 0) fake
                  let! session = Buying.session product ""","external_customer_id":"u-1" """ fake
                  let! answer = Buying.confirm """{"customer_email":"Ada@acme.dev"}""" session fake
                  Expect.equal (Json.text "customer_id" (Buying.succeeds answer)) (Json.text "id" known) "found"
                  let! customer = Buying.only "/v1/customers/" fake
                  Expect.isTrue (Json.isNull "external_id" customer) "no external id"
              })

          testCaseTask "a customer without a name gets the one of the purchase" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Given.create "/v1/customers/" """{"email":"ada@acme.dev"}""" fake
                  let! product = Buying.once (Buying.fixedPrice 0) fake
                  let! session = Buying.session product "" fake

                  let! _ =
                      Buying.confirm """{"customer_email":"ada@acme.dev","customer_name":"Ada"}""" session fake

                  let! customer = Buying.only "/v1/customers/" fake
                  Expect.equal (Json.shown "name" customer, Json.shown "billing_name" customer) ("Ada", "Ada") "names"
              })

          testCaseTask "the sweep comes every quarter of an hour" (fun () ->
              task {
                  use! fake =
                      Fake.startWith (fun options -> options.StartTime <- Nullable(Fake.startTime + TimeSpan.FromMinutes 7.0))

                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 24.0 + TimeSpan.FromMinutes 7.0)
                  let! late = Buying.seen session fake
                  Expect.equal (Json.text "status" late) "open" "past its time, not swept"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 1.0)
                  let! swept = Buying.seen session fake
                  Expect.equal (Json.text "status" swept) "expired" "swept"
              })

          testCaseTask "a change of the merchant's behind its time ends it without a word" (fun () ->
              task {
                  use! fake =
                      Fake.startWith (fun options -> options.StartTime <- Nullable(Fake.startTime + TimeSpan.FromMinutes 7.0))

                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 24.0 + TimeSpan.FromMinutes 7.0)
                  let! _, types = Events.during fake (fun () -> patch "{}" session fake)
                  Expect.equal types [ "checkout.updated" ] "told as any change"
                  let! over = Buying.seen session fake
                  Expect.equal (Json.text "status" over) "expired" "over"

                  let! _, later =
                      Events.during fake (fun () -> task { do! fake.Clock.AdvanceAsync(TimeSpan.FromMinutes 15.0) })

                  Expect.isEmpty later "the sweep has nothing to say"
              })

          testCaseTask "a confirmed session can be read for a day, then by the merchant only" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake
                  let! _ = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  let! read = Http.anonymous "GET" (Buying.path session) None fake
                  Expect.equal (Json.text "status" (Buying.succeeds read)) "succeeded" "read"
                  do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 25.0)
                  let! gone = Http.anonymous "GET" (Buying.path session) None fake
                  Expect.equal gone.Status 410 "gone"
                  let! seen = Buying.seen session fake
                  Expect.equal (Json.text "status" seen) "succeeded" "but it succeeded"
              }) ]
