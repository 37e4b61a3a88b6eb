/// Worked examples of what a checkout comes to, and of what has to be done for it.
module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutExampleTests

open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private discount (members: string) (fake: FakePolar) : Task<string> =
    task {
        let! made = Given.create "/v1/discounts/" $"""{{"name":"Spring"{members}}}""" fake
        return Json.text "id" made
    }

let private percent (basisPoints: int) (duration: string) =
    $""","type":"percentage","basis_points":{basisPoints},"duration":"{duration}" """

let private figures (names: string list) (node: JsonNode) =
    names |> List.map (fun name -> Json.shown name node) |> String.concat " "

let private ofSession =
    figures
        [ "amount"
          "discount_amount"
          "net_amount"
          "tax_amount"
          "total_amount"
          "tax_behavior" ]

let private ofOrder =
    figures
        [ "subtotal_amount"
          "discount_amount"
          "net_amount"
          "tax_amount"
          "total_amount" ]

let private onTop =
    """{"amount_type":"fixed","price_amount":1000,"tax_behavior":"exclusive"}"""

let private usual = Buying.fixedPrice 1000
let private france = ""","customer_billing_address":{"country":"FR"}"""

/// A price of 1000 with a fifth off, where the tax is a fifth: price, discount, address, the session, and the order that comes of it.
let private examples =
    [ "no address yet", usual, 2000, "", "1000 200 800 null 800 null", "1000 200 667 133 800"
      "tax on top", onTop, 2000, france, "1000 200 800 160 960 exclusive", "1000 200 800 160 960"
      "tax included", usual, 2000, france, "1000 200 667 133 800 inclusive", "1000 200 667 133 800"
      "a free product", Buying.fixedPrice 0, 0, france, "0 0 0 0 0 null", "0 0 0 0 0"
      "all of it off", usual, 10000, france, "1000 1000 0 0 0 null", "1000 1000 0 0 0" ]

let private trial = ""","trial_interval":"week","trial_interval_count":2"""

let private gift =
    """{"amount_type":"custom","minimum_amount":0,"preset_amount":0}"""

let private sum = ""","type":"fixed","amounts":{"usd":5000},"duration":"forever" """

/// What is sold, for how long, the discount, and whether a payment, a card or a form is needed.
let private needs =
    [ "one-time", Buying.once usual, "", "T F T"
      "one-time and free", Buying.once (Buying.fixedPrice 0), "", "F F F"
      "one-time with all of it off", Buying.once usual, percent 10000 "once", "F F F"
      "recurring", Buying.monthly usual, "", "T T T"
      "recurring with a trial", Buying.monthlyWith usual trial, "", "F T T"
      "recurring with all of the first month off", Buying.monthly usual, percent 10000 "once", "F T T"
      "recurring with all of some months off", Buying.monthly usual, percent 10000 "repeating" + ""","duration_in_months":3""", "F T T"
      "recurring with a sum off that covers all", Buying.monthly usual, sum, "F T T"
      "recurring with all of it off forever", Buying.monthly usual, percent 10000 "forever", "F F F"
      "recurring and free", Buying.monthly (Buying.fixedPrice 0), "", "F F F"
      "recurring, pay what you want, and it is nothing", Buying.monthly gift, "", "F F F" ]

let private flags (session: JsonNode) =
    [ "is_payment_required"
      "is_payment_setup_required"
      "is_payment_form_required" ]
    |> List.map (fun name -> if Json.flag name session then "T" else "F")
    |> String.concat " "

[<Tests>]
let tests =
    testList
        "examples of checkouts"
        [ testList
              "of 1000, a fifth off, a fifth tax:"
              [ for name, price, off, address, session, order in examples ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! product = Buying.once price fake

                            let! members =
                                if off = 0 then
                                    Task.FromResult address
                                else
                                    task {
                                        let! id = discount (percent off "once") fake
                                        return $""","discount_id":"{id}"{address}"""
                                    }

                            let! opened = Buying.session product members fake
                            Expect.equal (ofSession opened) session "session"
                            let! answer = Buying.confirm (Buying.french "ada@acme.dev") opened fake
                            Buying.succeeds answer |> ignore
                            let! bought = Buying.only "/v1/orders/" fake
                            Expect.equal (ofOrder bought) order "order"
                            Expect.equal (Json.shown "due_amount" bought) (Json.shown "total_amount" bought) "due stays the total"
                        }) ]

          testList
              "need a payment, a card, a form:"
              [ for name, product, off, expected in needs ->
                    testCaseTask name (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! id = product fake

                            let! members =
                                if off = "" then
                                    Task.FromResult ""
                                else
                                    task {
                                        let! id = discount off fake
                                        return $""","discount_id":"{id}" """
                                    }

                            let! session = Buying.session id members fake
                            Expect.equal (flags session) expected "needs"
                        }) ]

          testCaseTask "what is only metered needs a card, and no payment" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.Empty <- false)
                  let! listed = Http.get "/v1/products/?query=API&limit=100" fake

                  let meter =
                      [ for product in Json.items "items" listed.Json do
                            for price in Json.items "prices" product do
                                if Json.has "meter_id" price then
                                    Json.text "meter_id" price ]
                      |> List.head

                  let! product =
                      Buying.monthly $"""{{"amount_type":"metered_unit","meter_id":"{meter}","unit_amount":"5"}}""" fake

                  let! session = Buying.session product "" fake
                  Expect.equal (flags session) "F T T" "needs"
                  Expect.equal (Json.whole "amount" session) 0L "nothing up front"
                  Expect.isFalse (Json.flag "is_free_product_price" session) "not free"
                  Expect.isTrue (Json.flag "is_discount_applicable" session) "a discount may be taken off later"
              })

          testCaseTask "of all that is wrong with a new session, the first is told" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let stranger = "0e0e0e0e-0000-4000-8000-000000000001"

                  let! field =
                      Given.create "/v1/custom-fields/" """{"type":"number","slug":"size","name":"Size","properties":{}}""" fake

                  let! product =
                      Given.create
                          "/v1/products/"
                          $"""{{"name":"Gift","prices":[{{"amount_type":"custom","minimum_amount":500}}],"attached_custom_fields":[{{"custom_field_id":"{Json.text "id" field}","required":true}}]}}"""
                          fake

                  let id = Json.text "id" product

                  // Each part as it is wrong, as it is right, and what is said of it.
                  let parts =
                      [ $"\"products\":[\"{stranger}\"]", $"\"products\":[\"{id}\"]", "products", "Product does not exist."
                        $"\"prices\":{{\"{stranger}\":[{{\"amount_type\":\"fixed\",\"price_amount\":100}}]}}",
                        "",
                        "prices",
                        "Product is not set on that checkout."
                        "\"currency\":\"eur\"", "\"currency\":\"usd\"", "products", "Product is not available in the specified currency."
                        "\"amount\":499", "\"amount\":900", "amount", "Amount is below minimum."
                        $"\"discount_id\":\"{stranger}\"", "", "discount_id", "Discount does not exist."
                        "\"customer_tax_id\":\"1\"", "", "customer_billing_address", "Country is required to validate tax ID."
                        "\"min_seats\":2", "", "min_seats", "min_seats can only be set for seat-based pricing."
                        "\"seats\":2", "", "seats", "Seats can only be set for seat-based pricing."
                        "\"max_units\":2", "", "max_units", "max_units can only be set for unit-based pricing."
                        "\"units\":2", "", "units", "Units can only be set for unit-based pricing."
                        $"\"subscription_id\":\"{stranger}\"", "", "subscription_id", "Subscription does not exist."
                        $"\"customer_id\":\"{stranger}\"", "", "customer_id", "Customer does not exist."
                        "\"custom_field_data\":{\"size\":\"x\"}",
                        "",
                        "custom_field_data",
                        "Input should be a valid integer, unable to parse string as an integer" ]

                  for index in 0 .. parts.Length do
                      let body =
                          parts
                          |> List.mapi (fun place (wrong, right, _, _) -> if place < index then right else wrong)
                          |> List.filter ((<>) "")
                          |> String.concat ","

                      let! answer = Http.post "/v1/checkouts/" $"{{{body}}}" fake

                      if index < parts.Length then
                          let _, _, place, message = parts[index]
                          let faults = Faults.all answer
                          Expect.hasLength faults 1 answer.Text
                          let _, at, said = faults[0]
                          Expect.equal said message answer.Text
                          Expect.stringStarts at $"[\"body\",\"{place}\"" "place"
                      else
                          Expect.equal answer.Status 201 answer.Text
              }) ]
