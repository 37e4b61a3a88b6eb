/// What a meter has measured, as it is asked for.
module internal Polar.FakeServer.Tests.Usage.Meters.Quantities

open System
open System.Globalization
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let ask (meter: string) (query: string) (fake: FakePolar) =
    Http.get $"/v1/meters/{meter}/quantities?{query}" fake

let private escaped (moment: string) = moment.Replace("+", "%2B")

let range interval (start: string) (ending: string) =
    $"interval={interval}&start_timestamp={escaped start}&end_timestamp={escaped ending}"

/// The rows, and the total.
let read (answer: Answer) =
    Expect.equal answer.Status 200 answer.Text

    [ for row in Json.items "quantities" answer.Json -> Json.text "timestamp" row, Measuring.decimal "quantity" row ],
    Measuring.decimal "total" answer.Json

let quantities (answer: Answer) =
    let rows, total = read answer in List.map snd rows, total

let start () =
    Fake.startWith (fun options ->
        let moment =
            DateTimeOffset.Parse("2026-03-01T12:00:00Z", CultureInfo.InvariantCulture)

        options.StartTime <- moment
        options.WallClock <- StandingClock moment)

let use' (moment: string) (owner: string) (number: string) =
    Measuring.call (Measuring.at moment (Measuring.byExternalId owner)) (Measuring.n number)

let measured (func: string) (events: string list) : Task<FakePolar * string> =
    task {
        let! fake = start ()

        let aggregation =
            if func = "count" then
                Measuring.count
            else
                Measuring.ofN func

        let! meter = Measuring.calls aggregation fake
        do! Measuring.ingest events fake
        return fake, meter
    }

let inThreeDays = range "day" "2026-01-01T00:00:00Z" "2026-01-03T00:00:00Z"
