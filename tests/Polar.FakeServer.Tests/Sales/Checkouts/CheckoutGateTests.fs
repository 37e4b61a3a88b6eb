/// What comes first where several things are wrong with a session, what null leaves alone, and what an answer says of a discount.
module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutGateTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Simulation
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Sales.Checkouts.CheckoutSteps
open Polar.FakeServer.Tests.Billing.Subscriptions

let private control (call: string) (session: JsonNode) (fake: FakePolar) =
    task {
        let! answer =
            Http.anonymous "POST" $"""/_fake/checkouts/{Json.text "id" session}/{call}""" (Some "") fake

        Expect.equal answer.Status 200 answer.Text
    }

let private block = Subscribing.organization """{"status":"blocked"}"""

/// The buyer's calls.
let private calls: (string * (JsonNode -> FakePolar -> Task<Answer>)) list =
    [ "a change", Buying.fill """{"customer_name":"Ada"}"""
      "a confirmation", Buying.confirm (Buying.french "ada@acme.dev") ]

/// A discount's body, and what a session says of it besides its id.
let private discounts =
    [ ""","type":"percentage","basis_points":2000,"duration":"once" """,
      """{"name":"Spring","type":"percentage","duration":"once","code":"SPRING","basis_points":2000}"""
      ""","type":"percentage","basis_points":2000,"duration":"repeating","duration_in_months":3""",
      """{"name":"Spring","type":"percentage","duration":"repeating","code":"SPRING","basis_points":2000,"duration_in_months":3}"""
      ""","type":"fixed","amounts":{"usd":300},"duration":"forever" """,
      """{"name":"Spring","type":"fixed","duration":"forever","code":"SPRING","amount":300,"currency":"usd","amounts":{"usd":300}}""" ]

[<Tests>]
let tests =
    testList
        "a session"
        [ for name, call in calls do
              testCaseTask $"of a blocked organization, late and at work, refuses {name} for each in turn" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! product = Buying.once (Buying.fixedPrice 1000) fake
                      let! bought = Buying.session product "" fake
                      let! answer = Buying.confirm (Buying.french "eve@acme.dev") bought fake
                      Buying.succeeds answer |> ignore
                      do! fake.Clock.AdvanceAsync "PT1H"
                      let! session = Buying.session product "" fake
                      let! done' = call bought fake
                      Faults.domain done' 403 "NotOpenCheckout" $"""Checkout {Json.text "id" bought} is not open: succeeded"""
                      do! block fake
                      let! blocked = call session fake
                      Faults.domain blocked 403 "NotPermitted" "Not permitted"
                      let! blocked = call bought fake
                      Faults.domain blocked 403 "NotPermitted" "Not permitted"
                      do! fake.Clock.AdvanceAsync "P2D"
                      let! late = call bought fake
                      Faults.domain late 410 "ExpiredCheckoutError" "This checkout session has expired."
                      do! control "hold" session fake
                      let! locked = call session fake
                      Faults.domain locked 409 "CheckoutLocked" "Checkout is currently being processed. Please try again."

                      let! nobody's =
                          call (JsonNode.Parse """{"client_secret":"polar_c_none"}""" |> Unchecked.nonNull) fake

                      Faults.domain nobody's 404 "ResourceNotFound" "Not found"
                  })

          testCaseTask
              "keeps address, amount, product and currency where they are sent as null; tax id and discount are taken away"
              (fun () ->
                  task {
                      use! fake = Fake.start ()

                      let! product =
                          Buying.once
                              """{"amount_type":"custom","minimum_amount":500,"preset_amount":700},{"amount_type":"custom","minimum_amount":400,"price_currency":"eur"}"""
                              fake

                      let! discount =
                          Given.create
                              "/v1/discounts/"
                              """{"name":"Spring","type":"percentage","basis_points":2000,"duration":"once"}"""
                              fake

                      let! session =
                          Buying.session
                              product
                              $""","currency":"eur","amount":900,"discount_id":"{Json.text "id" discount}","customer_billing_address":{{"country":"FR"}},"customer_tax_id":"FR61954506077" """
                              fake

                      let shown (node: JsonNode) =
                          [ for name in
                                [ "currency"
                                  "amount"
                                  "product_id"
                                  "customer_billing_address.country"
                                  "customer_tax_id"
                                  "discount_amount"
                                  "tax_amount" ] -> Json.shown name node ]

                      let! same =
                          patch """{"customer_billing_address":null,"amount":null,"product_id":null,"currency":null}""" session fake

                      Expect.equal (shown (Buying.succeeds same)) [ "eur"; "900"; product; "FR"; "FR61954506077"; "180"; "0" ] "nothing"
                      let! less = patch """{"customer_tax_id":null,"discount_id":null}""" session fake
                      Expect.equal (shown (Buying.succeeds less)) [ "eur"; "900"; product; "FR"; "null"; "0"; "150" ] "taken away"
                  })

          testCaseTask
              "with prices of its own goes back to the catalog's when its product is chosen again, and a chosen amount is forgotten"
              (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! book = Buying.once (Buying.fixedPrice 1000) fake

                      let! gift =
                          Buying.once """{"amount_type":"custom","minimum_amount":500,"preset_amount":700}""" fake

                      let! session =
                          Given.create
                              "/v1/checkouts/"
                              $"""{{"products":["{book}","{gift}"],"prices":{{"{book}":[{{"amount_type":"fixed","price_amount":4200}}]}}}}"""
                              fake

                      let choose body =
                          task {
                              let! answer = Buying.fill body session fake
                              return Json.whole "amount" (Buying.succeeds answer)
                          }

                      Expect.equal (Json.whole "amount" session) 4200L "its own"
                      let! chosen = choose $"""{{"product_id":"{gift}","amount":900}}"""
                      let! again = choose $"""{{"product_id":"{gift}"}}"""
                      let! catalog's = choose $"""{{"product_id":"{book}"}}"""
                      Expect.equal [ chosen; again; catalog's ] [ 900L; 700L; 1000L ] "amounts"
                  })

          testList
              "says of a discount"
              [ for members, expected in discounts ->
                    testCaseTask expected (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.monthly (Buying.fixedPrice 1000) fake

                            let! made =
                                Given.create "/v1/discounts/" $"""{{"name":"Spring","code":"SPRING"{members}}}""" fake

                            let! session =
                                Buying.session product $""","discount_id":"{Json.text "id" made}" """ fake

                            let said = (Json.at "discount" session).DeepClone().AsObject()
                            Expect.equal (string said["id"]) (Json.text "id" made) "id"
                            said.Remove "id" |> ignore

                            let expected = Json.parse expected
                            Expect.equal (Json.sortedNames said) (Json.sortedNames expected) "members"
                            Expect.isTrue (JsonNode.DeepEquals(said, expected)) (said.ToJsonString())
                        }) ]

          testCaseTask "whose card is refused without a word says so in a shorter sentence" (fun () ->
              task {
                  let silent =
                      { new IPaymentProcessor with
                          member _.Charge _ =
                              CardOutcome(CardTiming.AtOnce, CardRefusal("card_declined", "")) }

                  use! fake = Fake.startWith (fun options -> options.PaymentProcessor <- silent)
                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Faults.domain answer 400 "PaymentError" "The payment failed. Please try again with a different payment method."
              })

          testCaseTask "with a trial is refused to a card that has had one, whoever holds it, where the organization says so" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! settings =
                      Http.patch
                          $"/v1/organizations/{fake.Organization.Id}"
                          """{"subscription_settings":{"allow_multiple_subscriptions":true,"proration_behavior":"prorate","benefit_revocation_grace_period":0,"prevent_trial_abuse":true,"allow_customer_updates":true}}"""
                          fake

                  Expect.equal settings.Status 200 settings.Text

                  let! product =
                      Buying.monthlyWith (Buying.fixedPrice 1000) ""","trial_interval":"week","trial_interval_count":1""" fake

                  for email, card, expected in
                      [ "ada@acme.dev", "ada's card", 200
                        "eve@acme.dev", "ada's card", 403
                        "eve@acme.dev", "eve's card", 200 ] do
                      let! session = Buying.session product "" fake

                      let! answer =
                          Buying.confirm ((Buying.french email).Replace("tok_visa", card)) session fake

                      Expect.equal answer.Status expected answer.Text
              }) ]
