/// What meters have measured of some customers, by customer, and by metadata.
module Polar.FakeServer.Tests.Usage.Meters.QuantitySelectionTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.Meters.Quantities

/// The meter's aggregation is the largest; Ada has 20 and 10, Grace 10 and 0. What the function makes of the two.
let private byCustomer =
    [ "count", 2M; "sum", 30M; "max", 20M; "min", 10M; "avg", 15M; "unique", 2M ]

[<Tests>]
let tests =
    testList
        "quantities of meters"
        [ for func, expected in byCustomer do
              testCaseTask $"by customer: {func}" (fun () ->
                  task {
                      let! fake, meter =
                          measured
                              "max"
                              [ for owner, number in [ "ada", "20"; "ada", "10"; "grace", "10"; "grace", "0" ] do
                                    use' "2026-01-02T05:00:00Z" owner number ]

                      use fake = fake
                      let! answer = ask meter $"{inThreeDays}&customer_aggregation_function={func}" fake
                      Expect.equal (fst (quantities answer)) [ 0M; expected; 0M ] func
                  })

          testCaseTask "by customer: who is named by both ids counts as two, and the total is of the rows" (fun () ->
              task {
                  use! fake = start ()
                  let! meter = Measuring.calls Measuring.count fake
                  let! ada = Measuring.customer "ada@polar.sh" ""","external_id":"ada" """ fake

                  do!
                      Measuring.ingest
                          [ Measuring.call (Measuring.at "2026-01-02T05:00:00Z" (Measuring.byId ada)) "{}"
                            Measuring.call (Measuring.at "2026-01-02T05:00:00Z" (Measuring.byExternalId "ada")) "{}"
                            Measuring.call (Measuring.at "2026-01-02T05:00:00Z" (Measuring.byExternalId "ada")) "{}" ]
                          fake

                  let! answer = ask meter $"{inThreeDays}&customer_aggregation_function=max" fake
                  Expect.equal (quantities answer) ([ 0M; 2M; 0M ], 2M) "the largest of one and two"

                  for query, expected in
                      [ $"customer_id={ada}", 3M
                        "external_customer_id=ada", 3M
                        "external_customer_id=nobody", 0M
                        $"customer_id={unknown}", 0M ] do
                      let! answer = ask meter $"{inThreeDays}&{query}" fake
                      Expect.equal (snd (quantities answer)) expected query
              })

          testCaseTask "of customers and metadata" (fun () ->
              task {
                  use! fake = start ()
                  let! meter = Measuring.calls Measuring.count fake

                  do!
                      Measuring.ingest
                          [ for owner, metadata in
                                [ "ada", """{"model":"a","n":10,"ok":true}"""
                                  "ada", """{"model":"b","n":10.5}"""
                                  "grace", """{"model":"a"}""" ] do
                                Measuring.call (Measuring.at "2026-01-02T05:00:00Z" (Measuring.byExternalId owner)) metadata ]
                          fake

                  for query, expected in
                      [ "external_customer_id=ada", 2M
                        "external_customer_id=ada&external_customer_id=grace", 3M
                        "metadata[model]=a", 2M
                        "metadata[model]=a&metadata[model]=b", 3M
                        "metadata[model]=a&metadata[n]=10", 1M
                        "metadata[n]=10.5", 1M
                        "metadata[ok]=true", 1M
                        "metadata[other]=a", 0M
                        "metadata[model]=a&external_customer_id=grace", 1M ] do
                      let! answer = ask meter $"{inThreeDays}&{query}" fake
                      Expect.equal (snd (quantities answer)) expected query
              })

          testCaseTask "a meter of everything counts what Polar itself records" (fun () ->
              task {
                  use! fake = start ()
                  let! meter = Measuring.everything Measuring.count fake
                  let! _ = Measuring.customer "ada@polar.sh" "" fake

                  let! answer =
                      ask meter (range "day" "2026-03-01T00:00:00Z" "2026-03-01T00:00:00Z") fake

                  let! recorded = Http.get "/v1/events/?source=system" fake

                  Expect.equal
                      (snd (quantities answer))
                      (decimal (Json.whole "pagination.total_count" recorded.Json))
                      "customer.created and its like"
              }) ]
