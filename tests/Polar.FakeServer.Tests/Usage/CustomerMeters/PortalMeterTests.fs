/// The meters that customers see in the portal.
module Polar.FakeServer.Tests.Usage.CustomerMeters.PortalMeterTests

open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Usage.CustomerMeters.MeterCredits
open Polar.FakeServer.Tests.Usage.Meters

[<Tests>]
let portal =
    testList
        "customer meters in the portal"
        [ testCaseTask "a customer sees the meters that it pays for or has credit of, without the merchant's own words" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! paid = Measuring.calls (Measuring.ofN "sum") fake
                  let! credited = Measuring.calls (Measuring.ofN "max") fake
                  let! hidden = Measuring.calls Measuring.count fake
                  let! customer = Measuring.customer "ada@polar.sh" "" fake

                  let! product =
                      Buying.monthly
                          $"""{Buying.fixedPrice 500},{{"amount_type":"metered_unit","meter_id":"{paid}","unit_amount":"1"}}"""
                          fake

                  let! benefit = credit credited 5 false fake
                  do! attach product [ benefit ] fake
                  do! buy product customer fake
                  do! Measuring.callsOf customer [ 3M ] fake

                  let! session =
                      Given.create "/v1/customer-sessions/" $"""{{"customer_id":"{customer}"}}""" fake

                  let token = Json.text "token" session

                  let ask path =
                      Http.raw fake (Http.request "GET" path (Some token) None)

                  let! answer =
                      ask "/v1/customer-portal/meters/?sorting=meter_name&sorting=consumed_units"

                  Expect.equal
                      (set [ for item in Json.items "items" answer.Json -> Json.text "meter_id" item ])
                      (set [ paid; credited ])
                      "not what nobody pays for"

                  let first = Json.at "items.0" answer.Json

                  Expect.equal
                      [ for KeyValue(name, _) in first.AsObject() -> name ]
                      [ "id"
                        "created_at"
                        "modified_at"
                        "customer_id"
                        "meter_id"
                        "consumed_units"
                        "credited_units"
                        "balance"
                        "meter" ]
                      "members"

                  Expect.equal
                      [ for KeyValue(name, _) in (Json.at "meter" first).AsObject() -> name ]
                      [ "created_at"; "modified_at"; "id"; "name" ]
                      "of the meter"

                  let! one = ask $"""/v1/customer-portal/meters/{Json.text "id" first}"""
                  Expect.equal (one.Status, one.Text) (200, first.ToJsonString()) "one"
                  let! row = Measuring.row customer hidden fake
                  let! missing = ask $"""/v1/customer-portal/meters/{Json.text "id" row}"""
                  Refusal.domain 404 "ResourceNotFound" "Not found" missing

                  for query, expected in [ $"meter_id={paid}", 1; "query=ALL", 2; "query=%25", 0; "query=none", 0 ] do
                      let! answer = ask $"/v1/customer-portal/meters/?{query}"
                      Expect.hasLength (Json.items "items" answer.Json) expected query

                  let! other = Measuring.customer "grace@polar.sh" "" fake

                  let! session =
                      Given.create "/v1/customer-sessions/" $"""{{"customer_id":"{other}"}}""" fake

                  let! foreign =
                      Http.raw
                          fake
                          (Http.request
                              "GET"
                              $"""/v1/customer-portal/meters/{Json.text "id" first}"""
                              (Some(Json.text "token" session))
                              None)

                  Refusal.domain 404 "ResourceNotFound" "Not found" foreign
              }) ]
