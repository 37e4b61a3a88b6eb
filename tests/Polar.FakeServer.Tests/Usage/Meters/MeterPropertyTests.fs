/// Numbers that are kept up to date event by event, against the same numbers worked out of all events.
module Polar.FakeServer.Tests.Usage.Meters.MeterPropertyTests

open System
open System.Globalization
open System.Threading.Tasks
open Expecto
open FsCheck
open FsCheck.FSharp
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Something that happens.
type private Step =
    /// Events of a customer: by which of its ids, how many hours ago, and with which value; below nothing where it corrects.
    | Ingest of (bool * int * int) list
    /// So many minutes pass.
    | Wait of int
    /// Something that no meter measures.
    | Other

/// What a customer has used, worked out from the start: the moment of ingestion, and the value.
type private Used = { At: DateTimeOffset; Value: decimal }

let private steps: Gen<Step list> =
    let event =
        Gen.map3
            (fun isOwn hours value -> isOwn, hours, value)
            (Gen.elements [ true; false ])
            (Gen.choose (0, 5000))
            (Gen.choose (-2000, 9999))

    Gen.frequency
        [ 6, Gen.map Ingest (Gen.resize 6 (Gen.nonEmptyListOf event))
          4, Gen.map Wait (Gen.choose (1, 30000))
          1, Gen.constant Other ]
    |> Gen.listOf
    |> Gen.resize 25

let private value (hundredths: int) = decimal hundredths / 100M

let private functions = [ "count"; "sum"; "max"; "min"; "avg"; "unique" ]

/// What numbers come to, in the plainest way.
let private expected (func: string) (values: decimal list) : decimal =
    match func, values with
    | _, [] -> 0M
    | "count", values -> decimal values.Length
    | "sum", values -> List.sum values
    | "max", values -> List.max values
    | "min", values -> List.min values
    | "avg", values ->
        // The real service divides doubles; a cent may hang on their last digit, which a decimal made of one would round away.
        let mean = float (List.sum values) / float values.Length
        Decimal.Parse(mean.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)
    | _, values -> decimal (List.distinct values).Length

let private isAbout (actual: decimal) (wanted: decimal) = abs (actual - wanted) < 0.0000001M

/// Plays the steps against a fake, and compares after each of them.
let private play (steps: Step list) : Task<unit> =
    task {
        use! fake = Fake.start ()
        let! customer = Measuring.customer "ada@polar.sh" ""","external_id":"ada" """ fake
        let meters = Collections.Generic.Dictionary<string, string>()

        for func in functions do
            let! meter =
                Measuring.calls
                    (if func = "count" then
                         Measuring.count
                     else
                         Measuring.ofN func)
                    fake

            meters[func] <- meter

        let metered =
            [ for func in functions -> $"""{{"amount_type":"metered_unit","meter_id":"{meters[func]}","unit_amount":"100"}}""" ]

        let! product = Buying.monthly (String.Join(',', metered)) fake

        let! checkout =
            Given.create "/v1/checkouts/" $"""{{"products":["{product}"],"customer_id":"{customer}"}}""" fake

        let! _ = Given.confirmed checkout fake
        let! subscriptions = Http.get "/v1/subscriptions/" fake
        let subscription = Json.text "items.0.id" subscriptions.Json
        let used = Collections.Generic.List<Used>()

        let ends () =
            task {
                let! shown = Http.get $"/v1/subscriptions/{subscription}" fake
                return DateTimeOffset.Parse(Json.text "current_period_start" shown.Json, CultureInfo.InvariantCulture)
            }

        let compare step =
            task {
                let! start = ends ()

                let current =
                    [ for one in used do
                          if one.At >= start then
                              one.Value ]

                for func in functions do
                    let! row = Measuring.row customer meters[func] fake
                    let consumed, _, _ = Measuring.numbers row

                    Expect.isTrue
                        (isAbout consumed (expected func current))
                        $"{func} is {consumed}, but {expected func current} of {current} after {step}"

                    let! quantities =
                        Http.get
                            $"/v1/meters/{meters[func]}/quantities?interval=year&start_timestamp=2023-01-01T00:00:00Z&end_timestamp=2030-01-01T00:00:00Z"
                            fake

                    let total = Measuring.decimal "total" quantities.Json
                    let all = expected func [ for one in used -> one.Value ]
                    Expect.isTrue (isAbout total all) $"{func} in all is {total}, not {all}, after {step}"
            }

        for step in steps do
            match step with
            | Ingest events ->
                do!
                    Measuring.ingest
                        [ for isOwn, hours, number in events do
                              let moment = fake.Clock.UtcNow.AddHours(-float hours)

                              let owner =
                                  if isOwn then
                                      Measuring.byId customer
                                  else
                                      Measuring.byExternalId "ada"

                              let moment = moment.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
                              let number = (value number).ToString CultureInfo.InvariantCulture
                              Measuring.call (Measuring.at moment owner) (Measuring.n number) ]
                        fake

                used.AddRange
                    [ for _, _, number in events ->
                          { At = fake.Clock.UtcNow
                            Value = value number } ]
            | Wait minutes -> do! Measuring.pass (TimeSpan.FromMinutes(float minutes)) fake
            | Other -> do! Measuring.ingest [ $"""{{"name":"other",{Measuring.byId customer}}}""" ] fake

            do! compare step

        // What is billed for a period is what was used in it: nothing is lost, nothing comes twice.
        do! Measuring.pass (TimeSpan.FromDays 62.) fake
        let! orders = Http.get "/v1/orders/?limit=100&sorting=created_at" fake

        let bills =
            [ for order in Json.items "items" orders.Json ->
                  DateTimeOffset.Parse(Json.text "created_at" order, CultureInfo.InvariantCulture), Json.whole "subtotal_amount" order ]

        for (start, _), (ending, subtotal) in List.pairwise bills do
            let values =
                [ for one in used do
                      if one.At >= start && one.At < ending then
                          one.Value ]

            let wanted =
                [ for func in functions -> int64 (Math.Round(100M * max 0M (expected func values), MidpointRounding.AwayFromZero)) ]

            Expect.equal subtotal (List.sum wanted) $"the bill of {start} to {ending}: {wanted} of {values}"
    }

[<Tests>]
let tests =
    testList
        "running numbers"
        [ testCase "are those of all events, after whatever happens" (fun () ->
              let check steps = (play steps).GetAwaiter().GetResult()

              Check.One(Config.QuickThrowOnFailure.WithMaxTest(12), Prop.forAll (Arb.fromGen steps) check)) ]
