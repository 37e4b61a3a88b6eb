/// The schema of prices: amounts, tiers and rates.
module Polar.FakeServer.Tests.Catalog.Products.PriceSchemaTests

open System
open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Catalog.Products.ProductBodies

/// What the payment processor takes at least in each currency, and how that is written.
let private minimums =
    [ "usd", 50, "$0.50"
      "eur", 50, "€0.50"
      "gbp", 40, "£0.40"
      "cad", 70, "CA$0.70"
      "aud", 70, "A$0.70"
      "nzd", 90, "NZ$0.90"
      "jpy", 80, "¥80"
      "krw", 800, "₩800"
      "vnd", 20000, "₫20,000"
      "mxn", 900, "MX$9.00"
      "brl", 250, "R$2.50"
      "inr", 6000, "₹60.00"
      "ils", 150, "₪1.50"
      "php", 3500, "₱35.00"
      "twd", 2000, "NT$20.00"
      "hkd", 400, "HK$4.00"
      "cny", 500, "CN¥5.00"
      "xcd", 200, "EC$2.00"
      "all", 5000, "ALL\u00A050"
      "chf", 50, "CHF\u00A00.50"
      "lak", 2000000, "LAK\u00A020,000" ]

let private maximums =
    [ "usd", 99_999_999L, "$999,999.99"
      "jpy", 99_999_999L, "¥99,999,999"
      "idr", 1_600_000_000L, "IDR\u00A016,000,000.00"
      "lak", 2_100_000_000L, "LAK\u00A021,000,000" ]

[<Tests>]
let amounts =
    testList
        "amounts of prices"
        [ for currency, minimum, written in minimums do
              refused
                  $"{currency} is refused below {minimum}"
                  $$"""{"amount_type":"fixed","price_currency":"{{currency}}","price_amount":{{minimum - 1}}}"""
                  [ "minimum_price", "fixed.price_amount", $"Amount must be at least {written} or 0 for free pricing" ]

          for currency, maximum, written in maximums do
              refused
                  $"{currency} is refused above {maximum}"
                  $$"""{"amount_type":"fixed","price_currency":"{{currency}}","price_amount":{{maximum + 1L}}}"""
                  [ "maximum_price", "fixed.price_amount", $"Amount must be at most {written}" ]

          refused
              "a negative amount is the schema's fault alone"
              """{"amount_type":"fixed","price_amount":-1}"""
              [ "greater_than_equal", "fixed.price_amount", "Input should be greater than or equal to 0" ]

          refused
              "each amount of a custom price is checked"
              """{"amount_type":"custom","minimum_amount":1,"maximum_amount":100000000,"preset_amount":49}"""
              [ "minimum_price", "custom.minimum_amount", "Amount must be at least $0.50 or 0 for free pricing"
                "maximum_price", "custom.maximum_amount", "Amount must be at most $999,999.99"
                "minimum_price", "custom.preset_amount", "Amount must be at least $0.50 or 0 for free pricing" ]

          testCaseTask "an invalid currency is the only fault of its price" (fun () ->
              task {
                  let! answer =
                      priced """{"amount_type":"fixed","price_currency":"xyz","price_amount":1}"""

                  Expect.equal
                      [ for fault in Refusal.faults answer -> fault.Type, fault.Place ]
                      [ "enum", "body.recurring.prices.0.fixed.price_currency" ]
                      "faults"
              })

          for currency, minimum, _ in minimums do
              testCaseTask $"{currency} is taken from {minimum} on, and for nothing" (fun () ->
                  task {
                      for amount in [ 0; minimum ] do
                          let usd =
                              if currency = "usd" then
                                  ""
                              else
                                  """{"amount_type":"fixed","price_amount":500},"""

                          let! answer =
                              priced $$"""{{usd}}{"amount_type":"fixed","price_currency":"{{currency}}","price_amount":{{amount}}}"""

                          Expect.equal answer.Status 201 answer.Text
                  }) ]

let private seats (tiers: string) =
    $$$"""{"amount_type":"seat_based","seat_tiers":{"tiers":[{{{tiers}}}]}}"""

let private units (tiers: string) (more: string) =
    $$$"""{"amount_type":"unit_based","tiers":{"type":"volume","tiers":[{{{tiers}}}]}{{{more}}} }"""

let private metered (more: string) =
    $$"""{"amount_type":"metered_unit","meter_id":"a8098c1a-f86e-41da-bd1a-00112444be1e",{{more}} }"""

[<Tests>]
let tiers =
    testList
        "tiers of prices"
        [ refused
              "a gap between seats"
              (seats """{"min_seats":1,"max_seats":4,"price_per_seat":100},{"min_seats":6,"price_per_seat":90}""")
              [ "value_error",
                "seat_based.seat_tiers.tiers",
                "Value error, Gap or overlap between tiers: tier ending at 4 and tier starting at 6" ]

          refused
              "an overlap of seats, whatever the order they come in"
              (seats """{"min_seats":4,"price_per_seat":90},{"min_seats":1,"max_seats":4,"price_per_seat":100}""")
              [ "value_error",
                "seat_based.seat_tiers.tiers",
                "Value error, Gap or overlap between tiers: tier ending at 4 and tier starting at 4" ]

          refused
              "seats without an end before others"
              (seats """{"min_seats":1,"price_per_seat":100},{"min_seats":5,"price_per_seat":90}""")
              [ "value_error", "seat_based.seat_tiers.tiers", "Value error, Only the last tier can have unlimited max_seats (None)" ]

          refused
              "fewer seats at most than at least"
              (seats """{"min_seats":5,"max_seats":3,"price_per_seat":100}""")
              [ "value_error",
                "seat_based.seat_tiers.tiers",
                "Value error, minimum_seats must not exceed the last tier's max_seats, got 5 > 3" ]

          refused
              "the same end of seats twice"
              (seats """{"min_seats":1,"max_seats":5,"price_per_seat":100},{"min_seats":6,"max_seats":5,"price_per_seat":90}""")
              [ "value_error", "seat_based.seat_tiers.tiers", "Value error, Tier max_seats values must be unique, got 5 twice" ]

          refused
              "no seats at all"
              (seats "")
              [ "too_short", "seat_based.seat_tiers.tiers", "List should have at least 1 item after validation, not 0" ]

          refused
              "units without an end before others"
              (units """{"bound":null,"unit_amount":"1"},{"bound":null,"unit_amount":"2"}""" "")
              [ "unbounded_tier_not_last", "unit_based.tiers.tiers", "Only the last tier can be unbounded" ]

          refused
              "the same bound of units twice"
              (units """{"bound":5,"unit_amount":"1"},{"bound":5,"unit_amount":"2"}""" "")
              [ "duplicate_tier_bound", "unit_based.tiers.tiers", "Tier bound values must be unique, got 5 twice" ]

          refused
              "a unit for half a cent"
              (units """{"unit_amount":"0.5"}""" "")
              [ "value_error", "unit_based", "Value error, Unit tier rates must be in smallest currency unit, got 0.5" ]

          refused
              "more units at least than at most"
              (units """{"bound":5,"unit_amount":"1"}""" ""","minimum_units":6""")
              [ "value_error", "unit_based", "Value error, minimum_units must not exceed the last tier's bound, got 6 > 5" ]

          refused
              "no unit at least"
              (units """{"unit_amount":"1"}""" ""","minimum_units":0""")
              [ "greater_than_equal", "unit_based.minimum_units", "Input should be greater than or equal to 1" ]

          refused
              "a bound of no units"
              (units """{"bound":0,"unit_amount":"1"}""" "")
              [ "greater_than", "unit_based.tiers.tiers.0.bound", "Input should be greater than 0" ]

          refused
              "a label without its usual form"
              (units """{"unit_amount":"1"}""" ""","unit_label":{"en":{"=1":"device","other":"  "}}""")
              [ "missing_other_plural", "unit_based.unit_label", "Each locale must include a non-empty 'other' form" ]

          refused
              "a label that is too long"
              (units """{"unit_amount":"1"}""" $$$""","unit_label":{"en":{"other":"{{{String('x', 33)}}}"}}""")
              [ "unit_label_form_too_long", "unit_based.unit_label", "Unit label forms must be at most 32 characters" ] ]

[<Tests>]
let rates =
    testList
        "rates of metered prices"
        [ for amount, kind, message in
              [ "0", "greater_than", "Input should be greater than 0"
                "-1", "greater_than", "Input should be greater than 0"
                "\"x\"", "decimal_parsing", "Input should be a valid decimal"
                "true", "decimal_type", "Decimal input should be an integer, float, string or Decimal object"
                "\"0.0000000000001\"", "decimal_max_places", "Decimal input should have no more than 12 decimal places"
                "123456", "decimal_whole_digits", "Decimal input should have no more than 5 digits before the decimal point"
                "\"123456.123456789012\"", "decimal_max_digits", "Decimal input should have no more than 17 digits in total" ] do
              refused
                  $"a rate of {amount} is refused"
                  (metered $$""" "unit_amount":{{amount}} """)
                  [ kind, "metered_unit.unit_amount", message ]

          refused
              "a negative cap is refused"
              (metered """ "unit_amount":1,"cap_amount":-1 """)
              [ "greater_than_equal", "metered_unit.cap_amount", "Input should be greater than or equal to 0" ]

          refused
              "a cap beyond 32 bits is refused"
              (metered """ "unit_amount":1,"cap_amount":2147483648 """)
              [ "less_than_equal", "metered_unit.cap_amount", "Input should be less than or equal to 2147483647" ] ]
