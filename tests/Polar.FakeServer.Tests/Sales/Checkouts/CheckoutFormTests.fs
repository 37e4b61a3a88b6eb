/// The forms of a new checkout: of several products, and those of older clients, of one product or one price.
namespace Polar.FakeServer.Tests.Sales.Checkouts

open Polar.FakeServer.Tests

[<RequireQualifiedAccess>]
module CheckoutForms =

    let private label (form: string) =
        $"function-after[_validate_unit_constraints(), function-after[_validate_seat_constraints(), function-after[is_complete_configuration(), {form}]]]"

    /// What a place calls the form of today.
    let products = label "CheckoutProductsCreate"
    let product = label "CheckoutProductCreate"
    let price = label "CheckoutPriceCreate"

module CheckoutFormTests =

    open Expecto
    open Polar.FakeServer

    let private stranger = "0e0e0e0e-0000-4000-8000-000000000001"
    let private create (body: string) (fake: FakePolar) = Http.post "/v1/checkouts/" body fake

    let private place (form: string) (steps: string) = $"""["body","{form}"{steps}]"""

    /// A product that is bought once, with two prices, and their ids.
    let private product (fake: FakePolar) =
        task {
            let! made =
                Given.create
                    "/v1/products/"
                    """{"name":"Book","prices":[{"amount_type":"fixed","price_amount":1000},{"amount_type":"fixed","price_amount":150000,"price_currency":"jpy"}]}"""
                    fake

            return Json.text "id" made, [ for price in Json.items "prices" made -> Json.text "id" price ]
        }

    /// A member of the body, whose id it is, and the one fault that it has.
    let private refused =
        [ "product_id", "stranger", "Product does not exist."
          "product_id", "archived", "Product is archived."
          "product_id", "draft", "Product is a draft."
          "product_price_id", "stranger", "Price does not exist."
          "product_price_id", "old price", "Price is archived."
          "product_price_id", "archived's price", "Product is archived." ]

    [<Tests>]
    let tests =
        testList
            "forms of a new checkout"
            [ testCaseTask "each says what it misses" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! answer = create "{}" fake
                      Expect.equal (Json.text "error" answer.Json) "RequestValidationError" "error"

                      Expect.equal
                          (Faults.all answer)
                          [ "missing", place CheckoutForms.products ",\"products\"", "Field required"
                            "missing", place CheckoutForms.product ",\"product_id\"", "Field required"
                            "missing", place CheckoutForms.price ",\"product_price_id\"", "Field required" ]
                          "faults"
                  })

              testCaseTask "what is wrong in any of them is told for each" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! id, _ = product fake
                      let! answer = create $"""{{"products":["{id}"],"amount":-1}}""" fake
                      let least = "Input should be greater than or equal to 0"

                      Expect.equal
                          (Faults.all answer)
                          [ "greater_than_equal", place CheckoutForms.products ",\"amount\"", least
                            "greater_than_equal", place CheckoutForms.product ",\"amount\"", least
                            "missing", place CheckoutForms.product ",\"product_id\"", "Field required"
                            "greater_than_equal", place CheckoutForms.price ",\"amount\"", least
                            "missing", place CheckoutForms.price ",\"product_price_id\"", "Field required" ]
                          "faults"
                  })

              testCaseTask "no product is offered twice" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! id, _ = product fake
                      let! answer = create $"""{{"products":["{id}","{id}"]}}""" fake

                      Expect.contains
                          (Faults.all answer)
                          ("value_error", place CheckoutForms.products ",\"products\"", "Value error, Product IDs must be unique.")
                          "fault"
                  })

              testCaseTask "own prices are by product, whose ids are ids" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! id, _ = product fake

                      let! answer =
                          create $"""{{"products":["{id}"],"prices":{{"x":[{{"amount_type":"fixed","price_amount":100}}]}}}}""" fake

                      Expect.contains
                          [ for kind, at, _ in Faults.all answer -> kind, at ]
                          ("uuid_parsing", place CheckoutForms.products ",\"prices\",\"x\",\"[key]\"")
                          "fault"

                      let! none = create $"""{{"products":["{id}"],"prices":{{"{id}":[]}}}}""" fake

                      Expect.contains
                          [ for kind, at, _ in Faults.all none -> kind, at ]
                          ("too_short", place CheckoutForms.products $",\"prices\",\"{id}\"")
                          "fault"
                  })

              testCaseTask "one product, in the currency that was asked for" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! id, _ = product fake

                      let! session =
                          Given.create "/v1/checkouts/" $"""{{"product_id":"{id}","currency":"jpy"}}""" fake

                      Expect.equal (Json.text "product_id" session, Json.whole "amount" session) (id, 150000L) "product"
                      Expect.equal [ for shown in Json.items "products" session -> Json.text "id" shown ] [ id ] "products"
                      let! none = create $"""{{"product_id":"{id}","currency":"eur"}}""" fake

                      Faults.one none ("value_error", """["body","product_id"]""", "Product is not available in the specified currency.")
                  })

              testCaseTask "one price, whose currency is the session's" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! id, prices = product fake

                      for price, expected in List.zip prices [ "usd", 1000L; "jpy", 150000L ] do
                          let! session =
                              Given.create "/v1/checkouts/" $"""{{"product_price_id":"{price}"}}""" fake

                          Expect.equal (Json.text "product_id" session) id "product"
                          Expect.equal (Json.text "product_price_id" session) price "price"
                          Expect.equal (Json.text "product_price.id" session) price "whole price"
                          Expect.equal (Json.text "currency" session, Json.whole "amount" session) expected "money"

                      let! session =
                          Given.create "/v1/checkouts/" $"""{{"product_price_id":"{prices[1]}","currency":"usd"}}""" fake

                      Expect.equal (Json.text "currency" session) "jpy" "a currency is not asked for"
                      let! bought = Buying.confirm (Buying.french "ada@acme.dev") session fake
                      Buying.succeeds bought |> ignore
                      let! order = Buying.only "/v1/orders/" fake
                      Expect.equal (Json.text "currency" order, Json.whole "subtotal_amount" order) ("jpy", 150000L) "order"
                  })

              testCaseTask "the form that takes most of the body counts, and of equals that of today" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! id, prices = product fake
                      let! other, _ = product fake

                      let! first =
                          Given.create "/v1/checkouts/" $"""{{"products":["{id}"],"product_id":"{other}"}}""" fake

                      Expect.equal (Json.text "product_id" first) id "of today"

                      let! second =
                          Given.create
                              "/v1/checkouts/"
                              $"""{{"product_price_id":"{prices[0]}","product_id":"{other}","currency":"jpy"}}"""
                              fake

                      Expect.equal (Json.text "product_id" second) other "a price's form has no currency"
                  })

              testList
                  "refuse"
                  [ for name, what, message in refused ->
                        testCaseTask $"{what} as {name}" (fun () ->
                            task {
                                use! fake = Fake.start ()
                                let! archived, archivedPrices = product fake
                                let! _ = Http.patch $"/v1/products/{archived}" """{"is_archived":true}""" fake
                                let! repriced, oldPrices = product fake

                                let! _ =
                                    Http.patch
                                        $"/v1/products/{repriced}"
                                        """{"prices":[{"amount_type":"fixed","price_amount":2000}]}"""
                                        fake

                                let! draft =
                                    Given.create
                                        "/v1/products/"
                                        """{"name":"Draft","visibility":"draft","prices":[{"amount_type":"fixed","price_amount":1000}]}"""
                                        fake

                                let id =
                                    match what with
                                    | "archived" -> archived
                                    | "archived's price" -> archivedPrices[0]
                                    | "draft" -> Json.text "id" draft
                                    | "old price" -> oldPrices[0]
                                    | _ -> stranger

                                let! answer = create $"""{{"{name}":"{id}"}}""" fake
                                Faults.one answer ("value_error", $"""["body","{name}"]""", message)
                                Expect.equal (Json.text "detail.0.input" answer.Json) id "input"
                            }) ]

              testCaseTask "older clients call the customer's external id the other way round" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! id, _ = product fake
                      let! session = Buying.session id ""","customer_external_id":"u-1" """ fake
                      Expect.equal (Json.text "external_customer_id" session) "u-1" "today's name"
                      Expect.equal (Json.text "customer_external_id" session) "u-1" "the older one"

                      let! both =
                          Buying.session id ""","customer_external_id":"u-1","external_customer_id":"u-2" """ fake

                      Expect.equal (Json.text "external_customer_id" both) "u-2" "today's counts"
                  }) ]
