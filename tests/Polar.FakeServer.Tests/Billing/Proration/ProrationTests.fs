/// What a change in the middle of a period comes to, to the cent.
module Polar.FakeServer.Tests.Billing.Proration.ProrationTests

open System
open Expecto
open FsCheck
open FsCheck.FSharp
open Polar.FakeServer.Billing.Proration
open Polar.FakeServer.Catalog.Discounts
open Polar.Functional.Contracts
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Billing.Subscriptions

let private at = GivenPrices.at
let private price = GivenPrices.fixedAt

let private side (prices: ProductPrice list) (discount: DiscountRow | null) (first: string) (last: string) =
    ProrationSide(List.toArray prices, Nullable 1L, Nullable(), discount, at first, at last)

let private amounts (entries: BillingEntry seq) =
    [ for entry in entries -> entry.Amount ]

/// Name, the period, the time of the change, old and new prices, what is given back, what is charged.
let private sameCycle =
    [ "half of a month", "2025-06-01", "2025-07-01", "2025-06-16", 10000L, 30000L, 5000L, 15000L
      "two thirds of a month", "2025-06-01", "2025-07-01", "2025-06-11", 10000L, 30000L, 6667L, 20000L
      "22 of 29 days", "2024-02-18", "2024-03-18", "2024-02-25", 10000L, 30000L, 7586L, 22759L
      "304 days of a year", "2024-08-01", "2025-08-01", "2024-10-01", 100000L, 300000L, 83288L, 249863L
      "166 days of a leap year", "2024-02-18", "2025-02-18", "2024-09-05", 100000L, 300000L, 45355L, 136066L
      "29 of 30 days", "2025-06-01", "2025-07-01", "2025-06-02", 500L, 2000L, 483L, 1933L
      "halves go to the even cent", "2025-06-01", "2025-07-01", "2025-06-16", 1001L, 1003L, 500L, 502L ]

/// Name, prices and discount before, prices and discount after; what is given back and charged at half of the period.
let private discounted
    : (string * ProductPrice list * DiscountRow | null * ProductPrice list * DiscountRow | null * int64 list * int64 list) list =
    [ "a free product has nothing to give back", [ price 0L ], null, [ price 10000L ], null, [], [ 5000L ]
      "a percentage on both sides",
      [ price 10000L ],
      GivenPrices.percent 25L,
      [ price 100000L ],
      GivenPrices.percent 50L,
      [ 3750L ],
      [ 25000L ]
      "an amount on both sides", [ price 10000L ], GivenPrices.off 2500L, [ price 100000L ], GivenPrices.off 5000L, [ 3750L ], [ 47500L ]
      "an amount shared by two prices",
      [ price 10000L; GivenPrices.perSeat 20000L ],
      GivenPrices.off 9000L,
      [ price 10000L; GivenPrices.perSeat 20000L ],
      GivenPrices.off 9000L,
      [ 3500L; 7000L ],
      [ 3500L; 7000L ] ]

let private product =
    testList
        "a change of product"
        [ testList
              "in one and the same period"
              [ for name, first, last, now, before, after, credit, debit in sameCycle ->
                    testCase name (fun () ->
                        Expect.equal
                            (amounts (ProductProration.Credits(side [ price before ] null first last, at now)))
                            [ -credit ]
                            "given back"

                        Expect.equal (amounts (ProductProration.Debits(side [ price after ] null first last, at now))) [ debit ] "charged") ]

          testList
              "with discounts, at half of the period"
              [ for name, before, beforeOff, after, afterOff, credits, debits in discounted ->
                    testCase name (fun () ->
                        let half prices off =
                            side prices off "2025-06-01" "2025-07-01"

                        Expect.equal
                            (amounts (ProductProration.Credits(half before beforeOff, at "2025-06-16")))
                            (List.map (fun amount -> -amount) credits)
                            "given back"

                        Expect.equal (amounts (ProductProration.Debits(half after afterOff, at "2025-06-16"))) debits "charged") ]

          testCase "to a longer period costs the whole of it" (fun () ->
              Expect.equal
                  (amounts (ProductProration.Debits(side [ price 100000L ] null "2025-06-16" "2026-06-16", at "2025-06-16")))
                  [ 100000L ]
                  "charged")

          testCase "behind the end of the period gives nothing back" (fun () ->
              Expect.equal
                  (amounts (ProductProration.Credits(side [ price 10000L ] null "2025-06-01" "2025-07-01", at "2025-07-02")))
                  [ 0L ]
                  "given back") ]

let private change (prices: ProductPrice list) (discount: DiscountRow | null) (before: int64) (after: int64) =
    QuantityChange(BillingEntryKind.Seats, List.toArray prices, List.last prices, before, after, discount)

let private entryOf (change: QuantityChange) (now: string) (first: string) (last: string) =
    match QuantityProration.Entry(change, at first, at last, at now) with
    | null -> None
    | entry -> Some entry.Amount

let private junes = "2025-06-01", "2025-07-01"
let private julys = "2025-07-01", "2025-08-01"

/// Name, prices and discount, seats before and after, the time of the change, the period, what it comes to.
let private seatChanges: (string * ProductPrice list * DiscountRow | null * int64 * int64 * string * (string * string) * int64 option) list =
    [ "three more, half", [ GivenPrices.perSeat 1000L ], null, 5L, 8L, "2025-06-16", junes, Some 1500L
      "three fewer, half", [ GivenPrices.perSeat 1500L ], null, 10L, 7L, "2025-06-16", junes, Some -2250L
      "fractions are cut off", [ GivenPrices.perSeat 999L ], null, 3L, 4L, "2025-07-22", julys, Some 322L
      "an amount off cancels out", [ GivenPrices.perSeat 1000L ], GivenPrices.off 1000L, 5L, 10L, "2025-06-01", junes, Some 5000L
      "a percentage off is on both", [ GivenPrices.perSeat 1000L ], GivenPrices.percent 20L, 5L, 10L, "2025-06-01", junes, Some 4000L
      "a fee has its share of the discount",
      [ price 10000L; GivenPrices.perSeat 5000L ],
      GivenPrices.off 15000L,
      2L,
      4L,
      "2025-06-16",
      junes,
      Some 3750L
      "nothing for the same price", [ GivenPrices.perSeat 0L ], null, 5L, 10L, "2025-06-16", junes, None
      "less than a cent is nothing", [ GivenPrices.perSeat 1L ], null, 1L, 2L, "2025-06-16", junes, None ]

let private seats =
    testList
        "a change of seats"
        [ testList
              "for the rest of the period"
              [ for name, prices, off, before, after, now, (first, last), expected in seatChanges ->
                    testCase name (fun () -> Expect.equal (entryOf (change prices off before after) now first last) expected "entry") ]

          testCase "with a new period costs the whole number of seats, and not the fee" (fun () ->
              match
                  QuantityProration.FullEntry(
                      change [ price 10000L; GivenPrices.perSeat 1000L ] null 5L 7L,
                      at "2025-06-16",
                      at "2025-07-16"
                  )
              with
              | null -> failtest "There is an entry."
              | entry ->
                  Expect.equal entry.Amount 7000L "seats alone"
                  Expect.equal (entry.Start, entry.End) (at "2025-06-16", at "2025-07-16") "period") ]

/// A period of some seconds, and a moment in it.
let private moment =
    gen {
        let! length = Gen.choose (1, 400 * 24 * 3600)
        let! passed = Gen.choose (0, length)
        let! micros = Gen.choose (0, 999_999)
        let start = at "2024-02-29T13:07:11Z"
        let now = start.AddSeconds(float passed).AddTicks(int64 micros * 10L)
        return start, start.AddSeconds(float length), now
    }

let private amount = Gen.choose (0, 2_000_000_00) |> Gen.map int64

let private holds (name: string) (values: Gen<'a>) (law: 'a -> unit) =
    testCase name (fun () -> Check.QuickThrowOnFailure(Prop.forAll (Arb.fromGen values) law))

let private laws =
    testList
        "for all periods and amounts"
        [ holds "a share is never less than nothing, nor more than the whole" (Gen.zip moment amount) (fun ((first, last, now), whole) ->
              let share = PeriodShare.Left(first, last, now)
              Expect.isTrue (share.Rounded whole >= 0L && share.Rounded whole <= whole) "rounded"
              Expect.isTrue (share.Truncated whole >= 0L && share.Truncated whole <= share.Rounded whole + 1L) "cut off")

          holds "a share is at most half a unit beside the exact one" (Gen.zip moment amount) (fun ((first, last, now), whole) ->
              let left = decimal (max 0L ((last - now).Ticks))
              let exact = decimal whole * left / decimal (last - first).Ticks
              let share = PeriodShare.Left(first, last, now)
              Expect.isLessThanOrEqual (abs (decimal (share.Rounded whole) - exact)) 0.500001M "rounded"
              Expect.isLessThan (abs (decimal (share.Truncated whole) - exact)) 1.000001M "cut off")

          holds
              "a change of product and its reverse at one instant cost nothing"
              (Gen.zip moment (Gen.zip amount amount))
              (fun ((first, last, now), (a, b)) ->
                  let side whole =
                      ProrationSide([| price whole |], Nullable(), Nullable(), null, first, last)

                  let net before after =
                      List.sum (amounts (ProductProration.Credits(side before, now)))
                      + List.sum (amounts (ProductProration.Debits(side after, now)))

                  Expect.equal (net a b + net b a) 0L "both ways")

          holds
              "a change of seats and its reverse at one instant cost nothing"
              (Gen.zip moment (Gen.zip (Gen.choose (1, 500)) (Gen.choose (1, 500))))
              (fun ((first, last, now), (a, b)) ->
                  let net before after =
                      match
                          QuantityProration.Entry(change [ GivenPrices.perSeat 999L ] null (int64 before) (int64 after), first, last, now)
                      with
                      | null -> 0L
                      | entry -> entry.Amount

                  Expect.equal (net a b + net b a) 0L "both ways")

          holds "an amount off is shared without a rest" (Gen.zip amount (Gen.listOf amount)) (fun (off, parts) ->
              let shares = DiscountRules.Amounts(GivenPrices.off off, List.toArray parts, "usd")
              Expect.equal (Array.sum shares) (min off (List.sum parts)) "sum"
              Expect.isTrue (Seq.forall2 (fun share part -> share >= 0L && share <= part) shares parts) "no share is more than its part") ]

/// Tiers, how they count, how many seats, what they cost.
let private tiers =
    [ "volume", SeatTierType.Volume, 14L, 11200L
      "graduated", SeatTierType.Graduated, 14L, 13200L
      "volume in the first tier", SeatTierType.Volume, 10L, 10000L
      "graduated in the first tier", SeatTierType.Graduated, 10L, 10000L ]

let private tierTests =
    testList
        "seats at 10 dollars up to ten of them, 8 beyond"
        [ for name, kind, count, expected in tiers ->
              testCase name (fun () ->
                  let price = GivenPrices.seatsAt kind [ 1L, Some 10L, 1000L; 11L, None, 800L ]

                  Expect.equal
                      (Polar.FakeServer.Catalog.Products.PriceKinds.Amount(price, Nullable(), Nullable count, Nullable()))
                      expected
                      "amount") ]

[<Tests>]
let tests = testList "proration" [ product; seats; laws; tierTests ]
