/// The body of a confirmation is the buyer's last change: what it leaves out stays, null takes away.
module Polar.FakeServer.Tests.Sales.Checkouts.CheckoutConfirmChangeTests

open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// What a session begins with, as members of its body.
let private filled =
    ""","customer_name":"Ada","customer_billing_name":"Engines Ltd","customer_email":"ada@acme.dev","customer_billing_address":{"country":"FR","line1":"1 rue","city":"Paris","postal_code":"75001"},"customer_tax_id":"FR61954506077","is_business_customer":true"""

let private text (path: string) (node: JsonNode) =
    match Json.find path node with
    | null -> "null"
    | found -> string found

let private confirmed (members: string) (fake: FakePolar) =
    task {
        let! product = Buying.once (Buying.fixedPrice 1000) fake
        let! session = Buying.session product filled fake

        let! answer =
            Buying.confirm $"""{{"confirmation_token_id":"tok_visa"{members}}}""" session fake

        return Buying.succeeds answer
    }

/// More of the body, and what the session and its money say then: name, billing name, country, tax id, business, tax.
let private changes =
    [ "", "Ada, Engines Ltd, FR, FR61954506077, true, 0"
      ""","customer_name":null""", "null, Engines Ltd, FR, FR61954506077, true, 0"
      ""","customer_name":"" """, "null, Engines Ltd, FR, FR61954506077, true, 0"
      ""","customer_tax_id":null""", "Ada, Engines Ltd, FR, null, true, 167"
      ""","customer_billing_address":null""", "Ada, Engines Ltd, FR, FR61954506077, true, 0"
      ""","is_business_customer":false""", "Ada, null, FR, null, false, 167"
      ""","is_business_customer":null""", "Ada, Engines Ltd, FR, FR61954506077, true, 0"
      ""","customer_billing_name":"Engines Inc" """, "Ada, Engines Inc, FR, FR61954506077, true, 0"
      ""","locale":null""", "Ada, Engines Ltd, FR, FR61954506077, true, 0"
      ""","amount":null,"seats":null,"units":null,"product_id":null,"product_price_id":null""",
      "Ada, Engines Ltd, FR, FR61954506077, true, 0" ]

[<Tests>]
let tests =
    testList
        "changes of a confirmation"
        [ testList
              "with"
              [ for members, expected in changes ->
                    testCaseTask $"{{{members}}}" (fun () ->
                        task {
                            use! fake = Fake.start ()
                            let! answer = confirmed members fake

                            let shown =
                                [ "customer_name"
                                  "customer_billing_name"
                                  "customer_billing_address.country"
                                  "customer_tax_id"
                                  "is_business_customer"
                                  "tax_amount" ]
                                |> List.map (fun name -> text name answer)
                                |> String.concat ", "

                            Expect.equal shown expected "session"
                        }) ]

          testCaseTask "null for the address of the mailbox is as good as none" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 0) fake
                  let! session = Buying.session product ""","customer_email":"ada@acme.dev" """ fake
                  let! answer = Buying.confirm """{"customer_email":null}""" session fake
                  Expect.equal (Faults.all answer) [ "missing", """["body","customer_email"]""", "Field is required." ] "missing"
                  let! kept = Buying.confirm "{}" session fake
                  Expect.equal kept.Status 200 kept.Text
              })

          testCaseTask "null takes a discount away, absence leaves it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.once (Buying.fixedPrice 1000) fake

                  let! _ =
                      Given.create
                          "/v1/discounts/"
                          """{"name":"Spring","type":"percentage","basis_points":2000,"duration":"once","code":"SPRING"}"""
                          fake

                  for last, expected in [ "", 800L; ""","discount_code":null""", 1000L ] do
                      let! session = Buying.session product "" fake
                      let! _ = Buying.fill """{"discount_code":"SPRING"}""" session fake

                      let! answer =
                          Buying.confirm
                              $"""{{"customer_email":"ada{expected}@acme.dev","customer_billing_address":{{"country":"AE"}},"confirmation_token_id":"tok_visa"{last}}}"""
                              session
                              fake

                      Expect.equal (Json.whole "total_amount" (Buying.succeeds answer)) expected last
              })

          testCaseTask "answers are given anew, and those that are required must be there" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let field slug kind =
                      task {
                          let! made =
                              Given.create
                                  "/v1/custom-fields/"
                                  $"""{{"type":"{kind}","slug":"{slug}","name":"{slug}","properties":{{}}}}"""
                                  fake

                          return Json.text "id" made
                      }

                  let! size = field "size" "text"
                  let! terms = field "terms" "checkbox"

                  let! product =
                      Given.create
                          "/v1/products/"
                          $"""{{"name":"Shirt","prices":[{{"amount_type":"fixed","price_amount":0}}],"attached_custom_fields":[{{"custom_field_id":"{size}","required":false}},{{"custom_field_id":"{terms}","required":true}}]}}"""
                          fake

                  let! session =
                      Buying.session (Json.text "id" product) ""","customer_email":"ada@acme.dev","custom_field_data":{"size":"L"}""" fake

                  let! merged = Buying.fill """{"custom_field_data":{"terms":true}}""" session fake

                  Expect.equal
                      ((Json.at "custom_field_data" (Buying.succeeds merged)).ToJsonString())
                      """{"size":"L","terms":true}"""
                      "merged on the way"

                  let! missing = Buying.confirm "{}" session fake

                  Faults.one missing ("missing", """["body","custom_field_data","terms"]""", "Field required")
                  let! answer = Buying.confirm """{"custom_field_data":{"terms":true}}""" session fake
                  Buying.succeeds answer |> ignore
                  let! order = Buying.only "/v1/orders/" fake
                  Expect.equal (Json.find "custom_field_data.terms" order |> string) "true" "the last answers"
                  Expect.isFalse (Json.has "size" (Json.at "custom_field_data" order)) "and only those"
              }) ]
