/// Parameters of the query: one value or many, and what is told of those that are none.
module Polar.FakeServer.Tests.Validation.QueryTests

open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Validation.Faults

let private listOf (item: string) =
    $"json-or-python[json=list[{item}],python=chain[is-instance[Sequence],function-wrap[sequence_validator()]]]"

let private integer =
    "Input should be a valid integer, unable to parse string as an integer"

let private boolean = "Input should be a valid boolean, unable to interpret input"

let private refused =
    [ "/v1/products/?organization_id=abc",
      [ fault "uuid_type" """["query","organization_id","uuid"]""" "UUID input should be a string, bytes or UUID object" """["abc"]""" ""
        fault
            "uuid_parsing"
            $"""["query","organization_id","{listOf "uuid"}",0]"""
            "Input should be a valid UUID, invalid length: expected length 32 for simple format, found 3"
            "\"abc\""
            """{"error":"invalid length: expected length 32 for simple format, found 3"}""" ]
      "/v1/products/?id=6e1c8b4e-5f53-1f1c-9d3c-0d5f2f1b7a10",
      [ fault
            "uuid_type"
            """["query","id","uuid"]"""
            "UUID input should be a string, bytes or UUID object"
            """["6e1c8b4e-5f53-1f1c-9d3c-0d5f2f1b7a10"]"""
            ""
        fault
            "uuid_version"
            $"""["query","id","{listOf "uuid"}",0]"""
            "UUID version 4 expected"
            "\"6e1c8b4e-5f53-1f1c-9d3c-0d5f2f1b7a10\""
            """{"expected_version":4}""" ]
      "/v1/checkouts/?status=lost&status=open",
      (let expected = "'open', 'expired', 'confirmed', 'succeeded' or 'failed'"

       [ fault
             "enum"
             """["query","status","str-enum[CheckoutStatus]"]"""
             $"Input should be {expected}"
             """["lost","open"]"""
             $"""{{"expected":"{expected}"}}"""
         fault
             "enum"
             $"""["query","status","{listOf "str-enum[CheckoutStatus]"}",0]"""
             $"Input should be {expected}"
             "\"lost\""
             $"""{{"expected":"{expected}"}}""" ])
      "/v1/meters/?sorting=name&sorting=foo",
      [ fault
            "enum"
            """["query","sorting",1]"""
            "Input should be 'created_at', '-created_at', 'name' or '-name'"
            "\"foo\""
            """{"expected":"'created_at', '-created_at', 'name' or '-name'"}""" ]
      "/v1/products/?visibility=nobody",
      [ fault
            "enum"
            """["query","visibility",0]"""
            "Input should be 'draft', 'private' or 'public'"
            "\"nobody\""
            """{"expected":"'draft', 'private' or 'public'"}""" ]
      for value, shown in [ "0", "\"0\""; "-1", "\"-1\"" ] do
          $"/v1/products/?page={value}",
          [ fault "greater_than" """["query","page"]""" "Input should be greater than 0" shown """{"gt":0}""" ]
      for value, shown in [ "x", "\"x\""; "", "\"\""; "1.5", "\"1.5\"" ] do
          $"/v1/products/?limit={value}", [ fault "int_parsing" """["query","limit"]""" integer shown "" ]
      for value, shown in [ "", "\"\""; "null", "\"null\""; "2", "\"2\"" ] do
          $"/v1/products/?is_archived={value}", [ fault "bool_parsing" """["query","is_archived"]""" boolean shown "" ]
      for value in [ "2026-01-01"; "2026-01-01T00:00:00" ] do
          $"/v1/webhooks/deliveries?start_timestamp={value}",
          [ fault "timezone_aware" """["query","start_timestamp"]""" "Input should have timezone info" $"\"{value}\"" "" ]
      "/v1/webhooks/deliveries?end_timestamp=2026-01-01T00:00:00+01:00",
      [ fault
            "datetime_from_date_parsing"
            """["query","end_timestamp"]"""
            "Input should be a valid datetime or date, unexpected extra characters at the end of the input"
            "\"2026-01-01T00:00:00 01:00\""
            """{"error":"unexpected extra characters at the end of the input"}""" ] ]
    |> List.map (fun (path, faults) -> checkQuery $"GET {path} is refused" path faults)

/// Days of a query that are none, and what is told of them.
let private days =
    let metrics start =
        $"/v1/metrics/?end_date=2026-02-01&interval=day&start_date={start}"

    let parsing reason =
        "date_from_datetime_parsing", $"Input should be a valid date or datetime, {reason}", $$"""{"error":"{{reason}}"}"""

    [ "soon", parsing "input is too short"
      "2026-13-01", parsing "month value is outside expected range of 1-12"
      "2026-02-30", parsing "day value is outside expected range"
      "2026-01-01T01:00:00", ("date_from_datetime_inexact", "Datetimes provided to dates should have zero time - e.g. be exact dates", "")
      "2026-01-01T00:00:00.5", ("date_from_datetime_inexact", "Datetimes provided to dates should have zero time - e.g. be exact dates", "") ]
    |> List.map (fun (value, (kind, message, context)) ->
        checkQuery $"the day {value} is refused" (metrics value) [ fault kind """["query","start_date"]""" message $"\"{value}\"" context ])

let private takenDays =
    [ "2026-01-01"
      "2026-01-01T00:00:00"
      "2026-01-01T00:00:00%2B01:00"
      "1767225600" ]
    |> List.map (fun value ->
        testCaseTask $"the day {value} is taken" (fun () ->
            task {
                use! fake = Fake.start ()

                let! answer =
                    Http.get $"/v1/metrics/?end_date=2026-02-01&interval=day&start_date={value}" fake

                Expect.notEqual answer.Status 422 answer.Text
            }))

let private taken =
    [ "/v1/products/?page=1.0"
      "/v1/products/?nobody=knows&this"
      "/v1/products/?Page=0"
      "/v1/products/?metadata[]=x&metadata=x&metadata[a"
      "/v1/products/?page=0&page=1"
      "/v1/products/?is_archived=YES"
      "/v1/webhooks/deliveries?start_timestamp=2026-01-01T00:00:00%2B01:00"
      "/v1/webhooks/deliveries?start_timestamp=1767225600" ]
    |> List.map (fun path ->
        testCaseTask $"GET {path} is taken" (fun () ->
            task {
                use! fake = Fake.start ()
                let! answer = Http.get path fake
                Expect.equal answer.Status 200 answer.Text
            }))

[<Tests>]
let tests = testList "validation of queries" (refused @ days @ taken @ takenDays)
