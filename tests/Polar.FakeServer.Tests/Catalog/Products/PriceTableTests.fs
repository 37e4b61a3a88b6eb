/// What every currency allows at least and at most, and how each kind of price is worked out and shown.
module Polar.FakeServer.Tests.Catalog.Products.PriceTableTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// The least that may be charged, in the smallest unit, and the currencies where it is that.
let private minimums =
    [ 40L, "gbp"
      50L, "chf eur usd"
      70L, "aud cad sgd"
      80L, "jpy"
      90L, "nzd"
      100L, "awg azn bam bmd bnd bsd djf fkp gip kyd pab shp vuv xcg xpf"
      150L, "ils"
      200L, "aed bbd bzd fjd gel myr pen pln qar sar top wst xcd"
      250L, "brl ron"
      300L, "pgk"
      320L, "dkk"
      400L, "hkd sbd ttd"
      500L, "bob clp cny gtq kmf mad mop nok sek tjs xaf xof"
      800L, "krw mvr scr"
      900L, "mxn zar"
      1000L, "bwp lsl mdl nad rwf szl zmw"
      1500L, "czk"
      2000L, "bif hnl nio srd thb twd uyu"
      3000L, "egp mga try uah"
      3500L, "php"
      4000L, "dop gmd pyg"
      5000L, "all cve gnf kgs mkd mur mzn"
      6000L, "inr rsd"
      7000L, "bdt dzd htg isk kes"
      8000L, "etb jmd npr"
      10000L, "lrd"
      17500L, "huf"
      20000L, "amd gyd lkr pkr vnd yer"
      30000L, "crc kzt"
      50000L, "aoa sos"
      70000L, "ngn"
      75000L, "ars"
      100000L, "mwk"
      200000L, "cdf cop mnt tzs ugx"
      300000L, "khr"
      700000L, "uzs"
      900000L, "idr"
      2000000L, "lak" ]

/// The most that may be charged, where it is not what it is everywhere else.
let private maximums =
    [ "ars", 140_000_000L
      "cdf", 280_000_000L
      "cop", 400_000_000L
      "idr", 1_600_000_000L
      "khr", 400_000_000L
      "lak", 2_100_000_000L
      "mnt", 350_000_000L
      "mwk", 175_000_000L
      "ngn", 155_000_000L
      "tzs", 250_000_000L
      "ugx", 370_000_000L
      "uzs", 1_250_000_000L ]

let private usualMaximum = 99_999_999L

let private withoutDecimals =
    "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".Split ' '

/// The answer to a product at this price, which has one in the default currency too.
let private priced (currency: string) (amount: int64) (fake: FakePolar) =
    let own =
        if currency = "usd" then
            ""
        else
            """{"amount_type":"fixed","price_amount":500},"""

    Http.post
        "/v1/products/"
        $$"""{"name":"Book","prices":[{{own}}{"amount_type":"fixed","price_currency":"{{currency}}","price_amount":{{amount}}}]}"""
        fake

let private kind (answer: Answer) =
    if answer.Status = 201 then
        "taken"
    else
        Refusal.faults answer |> List.map (fun fault -> fault.Type) |> String.concat ","

let private bounds =
    [ for minimum, currencies in minimums do
          for currency in currencies.Split ' ' do
              let maximum =
                  List.tryFind (fst >> (=) currency) maximums
                  |> Option.map snd
                  |> Option.defaultValue usualMaximum

              testCaseTask $"{currency}: nothing, or {minimum} to {maximum}" (fun () ->
                  task {
                      use! fake = Fake.start ()

                      for amount, expected in
                          [ 0L, "taken"
                            1L, "minimum_price"
                            minimum - 1L, "minimum_price"
                            minimum, "taken"
                            maximum, "taken"
                            maximum + 1L, "maximum_price" ] do
                          let! answer = priced currency amount fake
                          Expect.equal (kind answer) expected $"{amount}"
                  }) ]

let private decimals =
    [ for currency in withoutDecimals do
          testCaseTask $"{currency} is written without decimals" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! answer = priced currency 1L fake
                  let message = (List.exactlyOne (Refusal.faults answer)).Message

                  let minimum =
                      fst (List.find (fun (_, codes: string) -> codes.Contains currency) minimums)

                  Expect.stringContains message (minimum.ToString "N0" + " or 0 for free pricing") "the whole amount"
                  Expect.isFalse (message.Contains '.') message
              })

      testCaseTask "there are 126 currencies and no other" (fun () ->
          task {
              use! fake = Fake.start ()
              let! answer = priced "xyz" 500L fake
              let message = (List.exactlyOne (Refusal.faults answer)).Message
              Expect.equal (message.Split '\'' |> Array.filter (fun part -> part.Length = 3)).Length 126 message

              for _, currencies in minimums do
                  for currency in currencies.Split ' ' do
                      Expect.stringContains message $"'{currency}'" "named"
          }) ]

let private seats (kind: string) (tiers: string) =
    $$$"""{"amount_type":"seat_based","seat_tiers":{"seat_tier_type":"{{{kind}}}","tiers":[{{{tiers}}}]}}"""

let private units (kind: string) =
    $$$"""{"amount_type":"unit_based","tiers":{"type":"{{{kind}}}","tiers":[{"bound":10,"unit_amount":"100"},{"bound":20,"unit_amount":"90"},{"unit_amount":"80"}]}}"""

let private lateTiers =
    """{"min_seats":3,"max_seats":4,"price_per_seat":100},{"min_seats":5,"price_per_seat":90}"""

/// What a session asks for, of a product at a price, and what it comes to.
let private amounts =
    [ "seats in the first tier, which begins at 3", seats "graduated" lateTiers, "seats", 3, 300L
      "seats beyond a first tier that begins at 3", seats "graduated" lateTiers, "seats", 5, 490L
      "seats in volume tiers that begin at 3", seats "volume" lateTiers, "seats", 5, 450L
      "units in the first volume tier", units "volume", "units", 10, 1000L
      "units in the second volume tier", units "volume", "units", 11, 990L
      "units in the last volume tier", units "volume", "units", 21, 1680L
      "units in the first graduated tier", units "graduated", "units", 10, 1000L
      "units in two graduated tiers", units "graduated", "units", 11, 1090L
      "units in all graduated tiers", units "graduated", "units", 21, 1980L ]

let private working =
    [ for name, price, member', count, expected in amounts do
          testCaseTask $"{count} {name} cost {expected}" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! product = Buying.monthly price fake
                  let! session = Buying.session product $""","{member'}":{count}""" fake
                  Expect.equal (Json.whole "amount" session) expected "amount"
              })

      testCaseTask "a rate of seats may be less than the currency's minimum" (fun () ->
          task {
              use! fake = Fake.start ()

              let price = seats "volume" """{"min_seats":1,"price_per_seat":1}"""

              let! answer =
                  Http.post "/v1/products/" $$"""{"name":"Team","prices":[{{price}}]}""" fake

              Expect.equal answer.Status 201 answer.Text
          }) ]

let private common =
    [ "created_at"
      "modified_at"
      "id"
      "source"
      "amount_type"
      "price_currency"
      "tax_behavior"
      "is_archived"
      "product_id"
      "type"
      "recurring_interval" ]

/// Each kind of price: what it is made of, and which members it has besides those of all.
let private shapes =
    [ "fixed", """{"amount_type":"fixed","price_amount":500}""", [ "price_amount" ]
      "custom", """{"amount_type":"custom"}""", [ "minimum_amount"; "maximum_amount"; "preset_amount" ]
      "seat_based", seats "volume" """{"min_seats":1,"price_per_seat":7}""", [ "seat_tiers"; "price_per_seat" ]
      "metered_unit",
      """{"amount_type":"metered_unit","meter_id":"{meter}","unit_amount":"0.5","cap_amount":100}""",
      [ "unit_amount"; "cap_amount"; "meter_id"; "meter" ]
      "metered_tiers",
      """{"amount_type":"metered_tiers","meter_id":"{meter}","tiers":{"type":"graduated","tiers":[{"bound":10,"unit_amount":"0.5"},{"unit_amount":"0.25"}]}}""",
      [ "tiers"; "cap_amount"; "meter_id"; "meter" ]
      "unit_based", units "volume", [ "tiers"; "minimum_units"; "maximum_units"; "unit_label" ] ]

let private showing =
    [ for kind, price, members in shapes do
          testCaseTask $"a {kind} price shows its own members" (fun () ->
              task {
                  use! fake = Fake.startWith (fun options -> options.Empty <- false)
                  let! listed = Http.get "/v1/products/?query=API" fake
                  let meter = Json.text "items.0.prices.1.meter_id" listed.Json

                  let! product =
                      Given.create
                          "/v1/products/"
                          (($$"""{"name":"Pro","recurring_interval":"month","prices":[{{price}}]}""").Replace("{meter}", meter))
                          fake

                  let shown = Json.at "prices.0" product
                  Expect.equal (Json.sortedNames shown) (List.sort (common @ members)) "members"
                  Expect.equal (Json.text "amount_type" shown, Json.text "source" shown) (kind, "catalog") "kind and source"
                  Expect.equal (Json.text "product_id" shown) (Json.text "id" product) "its product"
                  Expect.equal (Json.text "price_currency" shown) "usd" "the default currency"
                  Expect.isTrue (Json.isNull "tax_behavior" shown && Json.isNull "modified_at" shown) "what was not sent"

                  if List.contains "meter" members then
                      Expect.equal
                          (Json.sortedNames (Json.at "meter" shown))
                          [ "custom_label"; "custom_multiplier"; "id"; "name"; "unit" ]
                          "the meter"
              }) ]

[<Tests>]
let tests =
    testList "prices by currency and kind" (bounds @ decimals @ working @ showing)
