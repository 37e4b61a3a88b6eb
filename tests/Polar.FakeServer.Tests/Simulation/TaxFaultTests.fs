/// Addresses at which no tax can be computed: what a checkout says of it, and what is charged later.
module Polar.FakeServer.Tests.Simulation.TaxFaultTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Simulation
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions

/// What the tax service says of an address, and nothing else.
let private sentences =
    [ "Required tax location information is missing."
      "Invalid address provided"
      "Invalid postal code provided"
      "Postal code does not match state" ]

/// A fifth everywhere, but at no address while it has a fault.
type private Faulty() =
    member val Fault: string option = None with get, set

    interface ITaxService with
        member _.RateOf(_, _) = 0.2m
        member service.FaultOf _ = Option.toObj service.Fault

let private start (service: ITaxService) =
    Fake.startWith (fun options -> options.TaxService <- service)

[<Tests>]
let tests =
    testList
        "tax that cannot be computed"
        [ for sentence in sentences do
              testCaseTask $"is not known, and refuses the confirmation: {sentence}" (fun () ->
                  task {
                      let service = Faulty(Fault = Some sentence)
                      use! fake = start service
                      let! product = Buying.once (Buying.fixedPrice 1500) fake
                      let! session = Buying.session product "" fake

                      let! filled =
                          Buying.fill """{"customer_billing_address":{"country":"FR"}}""" session fake

                      let filled = Buying.succeeds filled
                      Expect.isTrue (Json.isNull "tax_amount" filled && Json.isNull "tax_behavior" filled) "not known"
                      Expect.equal (Json.whole "net_amount" filled, Json.whole "total_amount" filled) (1500L, 1500L) "without it"

                      let! refused, told =
                          Events.during fake (fun () -> Buying.confirm (Buying.french "ada@acme.dev") session fake)

                      Faults.one refused ("value_error", """["body","customer_billing_address"]""", sentence)
                      Expect.isEmpty told "nobody is told"
                      service.Fault <- None
                      let! confirmed = Buying.confirm (Buying.french "ada@acme.dev") session fake

                      // Prices in France include the tax: a sixth of them at a fifth.
                      Expect.equal (Json.whole "tax_amount" (Buying.succeeds confirmed)) 250L "once it is"
                  })

          testCaseTask "is none on what comes later" (fun () ->
              task {
                  let service = Faulty()
                  use! fake = start service
                  let! product = Subscribing.monthly "Pro" 1500 fake
                  let! _ = Subscribing.bought product fake
                  service.Fault <- Some "Invalid address provided"
                  do! fake.Clock.AdvanceAsync "P1M"
                  let! orders = Subscribing.orders fake

                  Expect.equal
                      [ for order in orders ->
                            Json.text "billing_reason" order, Json.whole "tax_amount" order, Json.whole "total_amount" order ]
                      [ "subscription_cycle", 0L, 1500L; "subscription_create", 250L, 1500L ]
                      "the newest first"
              })

          testCaseTask "refuses a draft" (fun () ->
              task {
                  use! fake = start (Faulty(Fault = Some "Invalid address provided"))
                  do! Subscribing.organization """{"feature_settings":{"off_session_charges_enabled":true}}""" fake
                  let! product = Buying.once (Buying.fixedPrice 1500) fake

                  let! customer =
                      Given.create "/v1/customers/" """{"email":"ada@acme.dev","billing_address":{"country":"FR"}}""" fake

                  let! refused =
                      Http.post "/v1/orders/" $"""{{"product_id":"{product}","customer_id":"{Json.text "id" customer}"}}""" fake

                  Faults.one
                      refused
                      ("value_error",
                       """["body","customer_id"]""",
                       "Tax could not be calculated for this order. The customer needs a complete, valid billing address before an off-session charge can be created.")
              }) ]
