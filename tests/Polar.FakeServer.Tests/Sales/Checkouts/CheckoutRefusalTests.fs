module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutRefusalTests

open System
open Expecto
open Polar.FakeServer.Tests

let private custom =
    """{"amount_type":"custom","minimum_amount":500,"maximum_amount":10000}"""

let private seats =
    """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":2,"max_seats":9,"price_per_seat":1500},{"min_seats":10,"max_seats":20,"price_per_seat":1200}]}}"""

let private euros = """{"amount_type":"fixed","price_amount":1000}"""
let private stranger = "0e0e0e0e-0000-4000-8000-000000000001"

/// Price, what is in the body, and the one fault that it has.
let private refused =
    [ "an amount below the price's minimum",
      custom,
      ""","amount":499""",
      ("greater_than_equal", """["body","amount"]""", "Amount is below minimum.")
      "an amount above the price's maximum",
      custom,
      ""","amount":10001""",
      ("less_than_equal", """["body","amount"]""", "Amount is above maximum.")
      "an amount that no card can be charged",
      """{"amount_type":"custom","minimum_amount":0}""",
      ""","amount":49""",
      ("invalid_amount", """["body","amount"]""", "Amount must be 0 or at least $0.50.")
      "an amount that is more than any card can be charged",
      """{"amount_type":"custom","minimum_amount":0}""",
      ""","amount":100000000""",
      ("less_than_equal", """["body","amount"]""", "Amount must be at most $999,999.99.")
      "a tax id of nowhere",
      euros,
      ""","customer_tax_id":"FR61954506077" """,
      ("missing", """["body","customer_billing_address"]""", "Country is required to validate tax ID.")
      "a tax id that is none",
      euros,
      ""","customer_tax_id":"FR61954506078","customer_billing_address":{"country":"FR"}""",
      ("value_error", """["body","customer_tax_id"]""", "Invalid tax ID.")
      "a tax id of a country that has none",
      euros,
      ""","customer_tax_id":"12345","customer_billing_address":{"country":"AQ"}""",
      ("value_error", """["body","customer_tax_id"]""", "Invalid tax ID.")
      "seats of something without seats",
      euros,
      ""","seats":2""",
      ("value_error", """["body","seats"]""", "Seats can only be set for seat-based pricing.")
      "fewest seats of something without seats",
      euros,
      ""","min_seats":2""",
      ("value_error", """["body","min_seats"]""", "min_seats can only be set for seat-based pricing.")
      "units of something without units",
      euros,
      ""","units":2""",
      ("value_error", """["body","units"]""", "Units can only be set for unit-based pricing.")
      "too few seats", seats, ""","seats":1""", ("greater_than_equal", """["body","seats"]""", "Minimum 2 seats required.")
      "too many seats", seats, ""","seats":21""", ("less_than_equal", """["body","seats"]""", "Maximum 20 seats allowed.")
      "fewest seats below the price's",
      seats,
      ""","min_seats":1""",
      ("greater_than_equal", """["body","min_seats"]""", "min_seats must be at least 2.")
      "most seats above the price's",
      seats,
      ""","max_seats":21""",
      ("less_than_equal", """["body","max_seats"]""", "max_seats must be at most 20.")
      "a discount that nobody knows",
      euros,
      $""","discount_id":"{stranger}" """,
      ("value_error", """["body","discount_id"]""", "Discount does not exist.")
      "a discount on what is free",
      """{"amount_type":"fixed","price_amount":0}""",
      $""","discount_id":"{stranger}" """,
      ("value_error", """["body","discount_id"]""", "Discounts are not applicable to this product.")
      "a customer that nobody knows",
      euros,
      $""","customer_id":"{stranger}" """,
      ("value_error", """["body","customer_id"]""", "Customer does not exist.")
      "a subscription that nobody knows",
      euros,
      $""","subscription_id":"{stranger}" """,
      ("value_error", """["body","subscription_id"]""", "Subscription does not exist.")
      "prices of a product that is not on offer",
      euros,
      $""","prices":{{"{stranger}":[{{"amount_type":"fixed","price_amount":100}}]}}""",
      ("value_error", $"""["body","prices","{stranger}"]""", "Product is not set on that checkout.") ]

/// What is in the body, and the fault of the schema that it has.
let private malformed =
    [ "half a trial",
      ""","trial_interval":"week" """,
      ("missing", """["body"]""", "Both trial_interval and trial_interval_count must be set together.")
      "more fewest seats than most",
      ""","min_seats":5,"max_seats":4""",
      ("value_error", """["body"]""", "Value error, min_seats must be less than or equal to max_seats")
      "fewer seats than the fewest",
      ""","min_seats":5,"seats":4""",
      ("value_error", """["body"]""", "Value error, seats must be greater than or equal to min_seats")
      "more seats than the most",
      ""","max_seats":5,"seats":6""",
      ("value_error", """["body"]""", "Value error, seats must be less than or equal to max_seats")
      "a state that the United States lack",
      ""","customer_billing_address":{"country":"us","state":"ZZ"}""",
      ("value_error", """["body","customer_billing_address"]""", "Value error, Invalid US state")
      "a province that Canada lacks",
      ""","customer_billing_address":{"country":"CA","state":"NY"}""",
      ("value_error", """["body","customer_billing_address"]""", "Value error, Invalid CA subdivision") ]

[<Tests>]
let tests =
    testList
        "refusals of a new checkout"
        [ testList
              "by the rules"
              [ for name, price, body, expected in refused ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.once price fake
                            let! answer = Buying.refused product body fake
                            Faults.one answer expected
                            Expect.isEmpty (Events.types fake |> List.filter ((=) "checkout.created")) "nothing was made"
                        }) ]

          testList
              "by the schema"
              [ for name, body, expected in malformed ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.once euros fake
                            let! answer = Buying.refused product body fake
                            Expect.equal (Json.text "error" answer.Json) "RequestValidationError" "error"
                            let kind, place, message = expected

                            // Forms of older clients complain as well, each of what it misses.
                            let ofForm =
                                Faults.all answer
                                |> List.filter (fun (_, at, _) -> at.Contains "CheckoutProductsCreate")

                            Expect.equal
                                ofForm
                                [ kind, place.Replace("[\"body\"", $"[\"body\",\"{CheckoutForms.products}\""), message ]
                                "fault"
                        }) ]

          testCaseTask "products that cannot be bought are named with their places, all at once" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! archived = Buying.once euros fake
                  let! _ = Http.patch $"/v1/products/{archived}" """{"is_archived":true}""" fake

                  let! draft =
                      Given.create
                          "/v1/products/"
                          """{"name":"Draft","visibility":"draft","prices":[{"amount_type":"fixed","price_amount":1000}]}"""
                          fake

                  let! fine = Buying.once euros fake

                  let! answer =
                      Http.post "/v1/checkouts/" $"""{{"products":["{fine}","{archived}","{stranger}","{Json.text "id" draft}"]}}""" fake

                  Expect.equal
                      (Faults.all answer)
                      [ "value_error", """["body","products",1]""", "Product is archived."
                        "value_error", """["body","products",2]""", "Product does not exist."
                        "value_error", """["body","products",3]""", "Product is a draft." ]
                      "faults"
              })

          testCaseTask "only what is free can be upgraded" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly euros fake
                  let! session = Buying.session product "" fake
                  let! answer = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  Buying.succeeds answer |> ignore
                  let! subscription = Buying.only "/v1/subscriptions/" fake

                  let! refused =
                      Buying.refused product $""","subscription_id":"{Json.text "id" subscription}" """ fake

                  Faults.one refused ("value_error", """["body","subscription_id"]""", "Only free subscriptions can be upgraded.")
              })

          testCaseTask "what was sent comes back with the fault" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once custom fake
                  let! answer = Buying.refused product ""","amount":499""" fake

                  Expect.equal
                      answer.Text
                      """{"error":"PolarRequestValidationError","detail":[{"type":"greater_than_equal","loc":["body","amount"],"msg":"Amount is below minimum.","input":499}]}"""
                      "body"
              }) ]
