module Polar.FakeServer.Tests.ProductSchemaTests

open System
open Expecto
open Polar.FakeServer.Tests

let private create (body: string) =
    task {
        use! fake = Fake.start ()
        return! Http.post "/v1/products/" body fake
    }

/// The answer to a monthly product with these prices.
let private priced (prices: string) =
    create $$"""{"name":"Pro","recurring_interval":"month","prices":[{{prices}}]}"""

let private refused (name: string) (prices: string) (faults: (string * string * string) list) =
    testCaseTask name (fun () ->
        task {
            let! answer = priced prices

            Refusal.malformed [ for kind, place, message in faults -> kind, $"body.recurring.prices.0.{place}", message ] answer
        })

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

let private trialMessage =
    "Both trial_interval and trial_interval_count must be set together."

let private meterMessage =
    "Value error, The meter interval must evenly divide the billing interval, so the meter cycle re-aligns with the billing cycle at every renewal."

let private cycle (meter: string) (meterCount: int) (billing: string) (count: int) =
    create
        $$"""{"name":"Pro","recurring_interval":"{{billing}}","recurring_interval_count":{{count}},"meter_interval":"{{meter}}","meter_interval_count":{{meterCount}},"prices":[{"amount_type":"fixed","price_amount":500}]}"""

let private fixedPrice = """{"amount_type":"fixed","price_amount":500}"""

[<Tests>]
let products =
    testList
        "schemas of products"
        [ testCaseTask "names are trimmed and then measured" (fun () ->
              task {
                  let! short = create $$"""{"name":"  ab  ","prices":[{{fixedPrice}}]}"""

                  Refusal.malformed
                      [ "too_short", "body.one_time.name", "Value should have at least 3 items after validation, not 2" ]
                      short

                  let! long = create $$"""{"name":"{{String('n', 65)}}","prices":[{{fixedPrice}}]}"""

                  Refusal.malformed
                      [ "too_long", "body.one_time.name", "Value should have at most 64 items after validation, not 65" ]
                      long

                  let! fits =
                      create $$"""{"name":"  {{String('n', 64)}} ","description":"  ","prices":[{{fixedPrice}}]}"""

                  Expect.equal (Json.text "name" fits.Json) (String('n', 64)) "the name"
                  Expect.isTrue (Json.isNull "description" fits.Json) "a blank description is none"
              })

          testCaseTask "a product without an interval, and one with the null, are one-time products" (fun () ->
              task {
                  for interval in [ ""; "\"recurring_interval\":null," ] do
                      let! answer =
                          create $$"""{{{interval}}"name":"Book","trial_interval":"day","prices":[{{fixedPrice}}]}"""

                      Expect.equal answer.Status 201 answer.Text
                      Expect.isFalse (Json.flag "is_recurring" answer.Json) "recurring"
                      Expect.isTrue (Json.isNull "recurring_interval_count" answer.Json) "count"
                      Expect.isTrue (Json.isNull "trial_interval" answer.Json) "a trial is no member of it"
              })

          testCaseTask "an unknown interval is one of a recurring product" (fun () ->
              task {
                  let! answer =
                      create $$"""{"name":"Pro","recurring_interval":"decade","prices":[{{fixedPrice}}]}"""

                  Refusal.malformed
                      [ "enum", "body.recurring.recurring_interval", "Input should be 'day', 'week', 'month' or 'year'" ]
                      answer
              })

          testCaseTask "a count does not go without an interval" (fun () ->
              task {
                  let! answer =
                      create $$"""{"name":"Book","recurring_interval_count":2,"prices":[{{fixedPrice}}]}"""

                  Refusal.malformed [ "none_required", "body.one_time.recurring_interval_count", "Input should be None" ] answer
              })

          for half in [ "\"trial_interval\":\"day\""; "\"trial_interval_count\":3" ] do
              testCaseTask $"half a trial is refused: {half}" (fun () ->
                  task {
                      let! answer =
                          create $$"""{"name":"Pro","recurring_interval":"month",{{half}},"prices":[{{fixedPrice}}]}"""

                      Refusal.malformed [ "missing", "body.recurring", trialMessage ] answer
                  })

          for meter, meterCount, billing, count in
              [ "month", 2, "month", 3
                "day", 2, "week", 1
                "day", 2, "month", 1
                "week", 1, "month", 1
                "month", 5, "year", 1
                "year", 1, "month", 12
                "week", 1, "year", 1 ] do
              testCaseTask $"{meterCount} {meter} does not divide {count} {billing}" (fun () ->
                  task {
                      let! answer = cycle meter meterCount billing count
                      Refusal.malformed [ "value_error", "body.recurring", meterMessage ] answer
                  })

          for meter, meterCount, billing, count in
              [ "month", 2, "month", 4
                "day", 7, "week", 1
                "day", 14, "week", 2
                "day", 1, "month", 1
                "day", 1, "year", 1
                "month", 1, "year", 1
                "month", 24, "year", 2 ] do
              testCaseTask $"{meterCount} {meter} divides {count} {billing}, but the feature is off" (fun () ->
                  task {
                      let! answer = cycle meter meterCount billing count

                      Refusal.invalid
                          [ "value_error", "body.meter_interval", "Separate meter cycling is not enabled for this organization." ]
                          answer
                  })

          testCaseTask "an unknown and a missing kind of price are told apart" (fun () ->
              task {
                  let! answer =
                      create """{"name":"Book","prices":[{"amount_type":"gold"},{"price_amount":5}]}"""

                  Expect.equal
                      [ for fault in Refusal.faults answer -> fault.Type, fault.Place ]
                      [ "union_tag_invalid", "body.one_time.prices.0"
                        "union_tag_not_found", "body.one_time.prices.1" ]
                      "faults"
              })

          testCaseTask "all faults of a body come at once" (fun () ->
              task {
                  let! answer =
                      create """{"name":"x","visibility":"secret","prices":[],"medias":["y"]}"""

                  Expect.equal
                      [ for fault in Refusal.faults answer -> fault.Type, fault.Place ]
                      [ "too_short", "body.one_time.name"
                        "enum", "body.one_time.visibility"
                        "too_short", "body.one_time.prices"
                        "uuid_parsing", "body.one_time.medias.0" ]
                      "faults"
              }) ]
