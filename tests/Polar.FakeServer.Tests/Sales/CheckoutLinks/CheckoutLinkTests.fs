module Polar.FakeServer.Tests.Sales.CheckoutLinks.CheckoutLinkTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Sales.CheckoutLinks.CheckoutLinks

[<Tests>]
let creation =
    testList
        "checkout link creation"
        [ testCaseTask "a link shows what it sells, where it leads, and nothing that it was not given" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! first = Given.monthly 1000L fake
                  let! second = Given.oneTime 500L fake
                  let! link, events = Events.during fake (fun () -> create [ first; second ] "" fake)
                  Expect.isEmpty events "nobody is told"
                  Expect.equal (products link) [ Json.id first; Json.id second ] "products in order"
                  let secret = Json.text "client_secret" link
                  Expect.isTrue (secret.StartsWith "polar_cl_" && secret.Length = 9 + 37 + 6) secret

                  Expect.isTrue ((Json.text "url" link).EndsWith $"/v1/checkout-links/{secret}/redirect") (Json.text "url" link)

                  Expect.isTrue (Json.flag "allow_discount_codes" link) "codes are allowed"
                  Expect.isFalse (Json.flag "require_billing_address" link) "no address is asked for"
                  Expect.equal (Json.whole "products.0.prices.0.price_amount" link) 1000L "prices"

                  for name in
                      [ "label"
                        "discount_id"
                        "discount"
                        "seats"
                        "units"
                        "success_url"
                        "return_url"
                        "modified_at"
                        "trial_interval" ] do
                      Expect.isTrue (Json.isNull name link) name
              })

          testCaseTask "one product, or one of its prices, may stand for the list" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake

                  for name, value in
                      [ "product_id", Json.id product
                        "product_price_id", Json.text "prices.0.id" product ] do
                      let! link =
                          Given.create "/v1/checkout-links/" $$"""{"payment_processor":"stripe","{{name}}":"{{value}}"}""" fake

                      Expect.equal (products link) [ Json.id product ] name
              })

          testCaseTask "addresses are normalized, the placeholder stays" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake

                  let! link =
                      create
                          [ product ]
                          ""","success_url":"https://acme.example/ok?id={CHECKOUT_ID}","return_url":"https://acme.example" """
                          fake

                  Expect.equal (Json.text "success_url" link) "https://acme.example/ok?id={CHECKOUT_ID}" "success"
                  Expect.equal (Json.text "return_url" link) "https://acme.example/" "return"
              })

          testCaseTask "all products that can't be sold are named" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! good = Given.oneTime 500L fake
                  let! archived = Given.oneTime 500L fake

                  let! _ =
                      Http.patch $"/v1/products/{Json.id archived}" """{"is_archived":true}""" fake

                  let! draft = Given.oneTime 500L fake
                  let! _ = Http.patch $"/v1/products/{Json.id draft}" """{"visibility":"draft"}""" fake

                  let! answer =
                      Http.post
                          "/v1/checkout-links/"
                          $$"""{"payment_processor":"stripe","products":["{{unknown}}","{{Json.id good}}","{{Json.id archived}}","{{Json.id draft}}"]}"""
                          fake

                  Refusal.invalid
                      [ "value_error", "body.products.0", "Product does not exist."
                        "value_error", "body.products.2", "Product is archived."
                        "value_error", "body.products.3", "Product is a draft." ]
                      answer

                  let! single =
                      Http.post "/v1/checkout-links/" $$"""{"payment_processor":"stripe","product_id":"{{unknown}}"}""" fake

                  Refusal.invalid [ "value_error", "body.products.0", "Product does not exist." ] single

                  for price, message in
                      [ unknown, "Price does not exist."
                        Json.text "prices.0.id" archived, "Product is archived."
                        Json.text "prices.0.id" draft, "Product is a draft." ] do
                      let! answer =
                          Http.post "/v1/checkout-links/" $$"""{"payment_processor":"stripe","product_price_id":"{{price}}"}""" fake

                      Refusal.invalid [ "value_error", "body.product_price_id", message ] answer

                  let old = Json.text "prices.0.id" good

                  let! _ =
                      Http.patch $"/v1/products/{Json.id good}" """{"prices":[{"amount_type":"fixed","price_amount":700}]}""" fake

                  let! answer =
                      Http.post "/v1/checkout-links/" $$"""{"payment_processor":"stripe","product_price_id":"{{old}}"}""" fake

                  Refusal.invalid [ "value_error", "body.product_price_id", "Price is archived." ] answer
              })

          testCaseTask "a discount must be there for every product; whether it may be used now does not matter" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! first = Given.oneTime 500L fake
                  let! second = Given.oneTime 500L fake
                  let! narrow = discount $$""","products":["{{Json.id first}}"]""" fake
                  let! over = discount ""","ends_at":"2020-01-01T00:00:00Z" """ fake

                  let refused =
                      [ "value_error", "body.discount_id", "Discount does not exist or is not applicable to this product." ]

                  let! answer =
                      post [ first; second ] $$""","discount_id":"{{Json.id narrow}}" """ fake

                  Refusal.invalid refused answer
                  let! answer = post [ first ] $$""","discount_id":"{{unknown}}" """ fake
                  Refusal.invalid refused answer
                  let! fits = create [ first ] $$""","discount_id":"{{Json.id narrow}}" """ fake
                  Expect.equal (Json.text "discount.name" fits) "Spring" "the discount"
                  Expect.isFalse (Json.has "products" (Json.at "discount" fits)) "without its products"
                  let! past = create [ first ] $$""","discount_id":"{{Json.id over}}" """ fake
                  Expect.equal (Json.text "discount_id" past) (Json.id over) "one that is over"
              })

          for number, most, message in
              [ 1, "9", "Product 'Team' allows between 2 and 9 seats."
                10, "9", "Product 'Team' allows between 2 and 9 seats."
                1, "null", "Product 'Team' allows between 2 and unlimited seats." ] do
              testCaseTask $"{number} seats of 2 to {most} are refused" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! product = seats most fake
                      let! answer = post [ product ] $$""","seats":{{number}}""" fake
                      Refusal.invalid [ "value_error", "body.seats", message ] answer
                  })

          for number, most, message in
              [ 2, "9", "Product 'Fleet' allows between 3 and 9 units for USD."
                10, "9", "Product 'Fleet' allows between 3 and 9 units for USD."
                2, "null", "Product 'Fleet' allows between 3 and unlimited units for USD." ] do
              testCaseTask $"{number} units of 3 to {most} are refused" (fun () ->
                  task {
                      use! fake = Fake.start ()
                      let! product = units most fake
                      let! answer = post [ product ] $$""","units":{{number}}""" fake
                      Refusal.invalid [ "value_error", "body.units", message ] answer
                  })

          testCaseTask "numbers need prices for them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! book = Given.oneTime 500L fake
                  let! team = seats "9" fake
                  let! fleet = units "9" fake
                  let! noSeats = post [ team; book ] ""","seats":5""" fake

                  Refusal.invalid
                      [ "value_error", "body.seats", "Seats can only be preconfigured when all products use seat-based pricing." ]
                      noSeats

                  let! noUnits = post [ fleet; book ] ""","units":5""" fake

                  Refusal.invalid
                      [ "value_error", "body.units", "Units can only be preconfigured when all products use unit-based pricing." ]
                      noUnits

                  let! locked = create [ team ] ""","seats":5""" fake
                  Expect.equal (Json.whole "seats" locked) 5L "seats"
              })

          testCaseTask "every form reports what it misses" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! answer =
                      Http.post "/v1/checkout-links/" """{"payment_processor":"stripe","trial_interval":"day"}""" fake

                  Refusal.malformed
                      [ "missing",
                        "body.function-after[is_complete_configuration(), CheckoutLinkCreateProductPrice].product_price_id",
                        "Field required"
                        "missing",
                        "body.function-after[is_complete_configuration(), CheckoutLinkCreateProduct].product_id",
                        "Field required"
                        "missing",
                        "body.function-after[is_complete_configuration(), CheckoutLinkCreateProducts].products",
                        "Field required" ]
                      answer
              })

          testCaseTask "the processor must be named" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Given.oneTime 500L fake

                  let! answer =
                      Http.post "/v1/checkout-links/" $$"""{"products":["{{Json.id product}}"]}""" fake

                  Expect.contains
                      [ for fault in Refusal.faults answer -> fault.Type, fault.Place ]
                      ("missing", "body.function-after[is_complete_configuration(), CheckoutLinkCreateProducts].payment_processor")
                      "faults"
              }) ]
