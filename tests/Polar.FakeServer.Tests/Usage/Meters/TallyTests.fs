/// What events, credits and prices come to: pure functions, by the worked examples, and laws that hold for all of them.
module Polar.FakeServer.Tests.Usage.Meters.TallyTests

open System
open Expecto
open FsCheck
open Polar.FakeServer.Catalog.Meters
open Polar.FakeServer.Catalog.Products
open Polar.Functional.Contracts
open Polar.FakeServer.Tests

let private kinds =
    [ TallyKind.Count
      TallyKind.Sum
      TallyKind.Maximum
      TallyKind.Minimum
      TallyKind.Average
      TallyKind.Unique ]

let private reading (number: decimal) = Reading(number, number.ToString "G29")

let private tally (kind: TallyKind) (numbers: decimal seq) =
    let builder = TallyBuilder kind

    for number in numbers do
        builder.Add(reading number)

    builder

let private value kind numbers = (tally kind numbers).Value

let private examples =
    [ "count", TallyKind.Count, [ 10M; 20M; 30M; 30M ], 4M
      "sum", TallyKind.Sum, [ 10M; 20M; 30M; 30M ], 90M
      "mean", TallyKind.Average, [ 10M; 20M; 30M; 30M ], 22.5M
      "least", TallyKind.Minimum, [ 10M; 20M; 30M; 30M ], 10M
      "largest", TallyKind.Maximum, [ 10M; 20M; 30M; 30M ], 30M
      "distinct values", TallyKind.Unique, [ 10M; 20M; 30M; 30M ], 3M
      "ten tenths are one", TallyKind.Sum, List.replicate 10 0.1M, 1M
      "twelve digits behind the point", TallyKind.Sum, [ 0.000000000001M; 1000000M ], 1000000.000000000001M
      "what was too much is taken back", TallyKind.Sum, [ 20M; -5.5M ], 14.5M
      "a third has the digits of double precision", TallyKind.Average, [ 1M; 0M; 0M ], 0.3333333333333333M
      "one and one point nothing are one value", TallyKind.Unique, [ 1M; 1.0M ], 1M
      "the least of what is below nothing", TallyKind.Minimum, [ -3M; -1M ], -3M
      "the largest of what is below nothing", TallyKind.Maximum, [ -3M; -1M ], -1M ]

let private unitPrice (rate: decimal) (cap: Nullable<int64>) =
    ProductPriceMeteredUnit(
        Id = Guid.Empty,
        CreatedAt = DateTimeOffset.UnixEpoch,
        ModifiedAt = Nullable(),
        Source = ProductPriceSource.Catalog,
        PriceCurrency = "usd",
        TaxBehavior = Nullable(),
        IsArchived = false,
        ProductId = Guid.Empty,
        UnitAmount = rate,
        CapAmount = cap,
        MeterId = Guid.Empty,
        Meter =
            ProductPriceMeter(Id = Guid.Empty, Name = "Tokens", Unit = MeterUnit.Scalar, CustomLabel = null, CustomMultiplier = Nullable())
    )

let private charges =
    [ 100M, Nullable(), 1M, 100L, "Tokens — (1 consumed units) × $1.00"
      100M, Nullable(), 1.994M, 199L, "Tokens — (1.994 consumed units) × $1.00"
      100M, Nullable(), 1.995M, 200L, "Tokens — (1.995 consumed units) × $1.00"
      100M, Nullable 5000L, 1000M, 5000L, "Tokens — (1,000 consumed units) × $1.00 — Capped at $50.00"
      100M, Nullable 5000L, 50M, 5000L, "Tokens — (50 consumed units) × $1.00"
      100M, Nullable(), -5M, 0L, "Tokens — (0 consumed units) × $1.00"
      0.5M, Nullable(), 100M, 50L, "Tokens — (100 consumed units) × $0.005"
      0.000000000001M, Nullable(), 1000000M, 0L, "Tokens — (1,000,000 consumed units) × $0.00000000000001"
      0.000000000001M, Nullable(), 1000000000000M, 1L, "Tokens — (1,000,000,000,000 consumed units) × $0.00000000000001"
      5M, Nullable 0L, 3M, 0L, "Tokens — (3 consumed units) × $0.05 — Capped at $0.00" ]

let private tiers (kind: TierType) (steps: (int64 option * decimal) list) =
    Tiers(
        Type = kind,
        TiersValue = ValueList<Tier>.op_Implicit([| for bound, rate in steps -> Tier(Bound = Option.toNullable bound, UnitAmount = rate) |])
    )

let private steps = [ Some 10L, 5M; Some 100L, 2.5M; None, 0.125M ]

let private tierExamples =
    [ TierType.Graduated, 0M, 0M
      TierType.Graduated, 10M, 50M
      TierType.Graduated, 10.5M, 51.25M
      TierType.Graduated, 100M, 275M
      TierType.Graduated, 180M, 285M
      TierType.Volume, 10M, 50M
      TierType.Volume, 11M, 27.5M
      TierType.Volume, 100M, 250M
      TierType.Volume, 180M, 22.5M ]

/// What may not be kept, what may, what was used, and what is left of it.
let private rollovers =
    [ 100L, 0L, 0M, 0L
      0L, 100L, 0M, 100L
      0L, 100L, 50M, 50L
      0L, 100L, 150M, 0L
      80L, 60L, 80M, 60L
      80L, 60L, 100M, 40L
      80L, 60L, 150M, 0L
      0L, 100L, 0.5M, 99L ]

let private property (name: string) (check: 'a -> unit) =
    testCase name (fun () -> Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), check))

let private decimals (numbers: int list) =
    numbers |> List.map (fun number -> decimal number / 1000M)

[<Tests>]
let tests =
    testList
        "what use comes to"
        [ for name, kind, numbers, expected in examples do
              testCase $"{kind}: {name}" (fun () -> Expect.equal (value kind numbers) expected name)

          testCase "nothing comes to nothing" (fun () ->
              for kind in kinds do
                  Expect.equal (value kind [], (Tally.Empty kind).Value) (0M, 0M) $"{kind}")

          testCase "what is beyond all decimals is the outermost one" (fun () ->
              Expect.equal (value TallyKind.Sum [ Decimal.MaxValue; Decimal.MaxValue ]) Decimal.MaxValue "above"
              Expect.equal (value TallyKind.Sum [ Decimal.MinValue; Decimal.MinValue ]) Decimal.MinValue "below")

          property "a sum of parts is the whole"
          <| fun (parts: int list list) ->
              for kind in kinds do
                  let whole = value kind (decimals (List.concat parts))

                  let joined =
                      parts
                      |> List.fold (fun (sum: Tally) part -> sum.With(tally kind (decimals part))) (Tally.Empty kind)

                  let merged =
                      parts
                      |> List.map (fun part -> (Tally.Empty kind).With(tally kind (decimals part)))
                      |> List.fold (fun (sum: Tally) (part: Tally) -> sum.With part) (Tally.Empty kind)

                  let oneByOne =
                      List.concat parts
                      |> decimals
                      |> List.fold (fun (sum: Tally) number -> sum.Add(reading number)) (Tally.Empty kind)

                  Expect.equal [ joined.Value; merged.Value; oneByOne.Value ] [ whole; whole; whole ] $"{kind} of {parts}"

          for rate, cap, units, amount, label in charges do
              testCase $"{units} at {rate}, capped at {cap}" (fun () ->
                  let charge = MeteredCharge.Of(unitPrice rate cap, "Tokens", units)
                  Expect.equal (charge.Amount, charge.Label) (amount, label) "charge")

          for kind, units, amount in tierExamples do
              testCase $"{units} in {kind} tiers" (fun () ->
                  Expect.equal (MeteredCharge.TierAmount(tiers kind steps, units)) amount "amount")

          property "graduated tiers: what is added costs its own part"
          <| fun (NonNegativeInt first, NonNegativeInt more) ->
              let amount (units: int) =
                  MeteredCharge.TierAmount(tiers TierType.Graduated steps, decimal units)

              let oneByOne =
                  [ first .. first + more - 1 ]
                  |> List.sumBy (fun units ->
                      match units with
                      | units when units < 10 -> 5M
                      | units when units < 100 -> 2.5M
                      | _ -> 0.125M)

              Expect.equal (amount (first + more) - amount first) oneByOne "the part"

          property "one tier is a rate"
          <| fun (NonNegativeInt units) ->
              for kind in [ TierType.Graduated; TierType.Volume ] do
                  Expect.equal (MeteredCharge.TierAmount(tiers kind [ None, 0.1M ], decimal units)) (decimal units * 0.1M) $"{kind}"

          testCase "credit is never below nothing" (fun () ->
              Expect.equal (Credits.Balance [ 100L; -150L; 50L ]) 50L "by the sheet"
              Expect.equal (Credits.Balance [ -5L ]) 0L "nothing to take"
              Expect.equal (Credits.Balance []) 0L "none")

          for passing, lasting, usage, left in rollovers do
              testCase $"of {passing} and {lasting} units less {usage} remain {left}" (fun () ->
                  Expect.equal (Credits.Rollover(passing, lasting, usage)) left "rolled over") ]
