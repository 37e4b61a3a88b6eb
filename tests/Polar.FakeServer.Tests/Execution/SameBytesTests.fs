/// The same seed, address, clock and calls give the same bytes.
module Polar.FakeServer.Tests.Execution.SameBytesTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// What a fake answers to a day's work: every body, and every event.
let private script (sample: bool) =
    task {
        use! fake =
            Fake.startWith (fun options ->
                options.Empty <- not sample
                options.FreezeClock <- true
                options.WallClock <- TimeProvider.System)

        let texts = ResizeArray<string>()

        let call method path body =
            task {
                let! answer = Http.send method path body fake
                texts.Add answer.Text
                return answer
            }

        let! product =
            call
                "POST"
                "/v1/products/"
                (Some """{"name":"Pro","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":1000}]}""")

        let! _ =
            call "POST" "/v1/webhooks/endpoints" (Some """{"url":"https://acme.dev/hook","format":"raw","events":["order.paid"]}""")

        let! _, confirmed = Given.purchase product.Json "ada@buyers.dev" fake
        texts.Add(confirmed.ToJsonString())
        do! fake.Clock.AdvanceAsync "P2M"
        do! fake.Webhooks.SettleAsync()

        for path in
            [ "/v1/orders/"
              "/v1/subscriptions/"
              "/v1/customers/"
              "/v1/payments/"
              "/v1/webhooks/deliveries"
              "/v1/events/" ] do
            let! _ = call "GET" path None
            ()

        for published in fake.Webhooks.Events do
            texts.Add published.Json

        return List.ofSeq texts
    }

[<Tests>]
let tests =
    testList
        "the same calls"
        [ for sample in [ false; true ] do
              testCaseTask $"""get the same bytes {if sample then "with" else "without"} sample data""" (fun () ->
                  task {
                      let! one = script sample
                      let! other = script sample
                      Expect.isGreaterThan one.Length 20 "there is something to compare"
                      Expect.hasLength other one.Length "as much"

                      for mine, its in List.zip one other do
                          Expect.equal its mine "bytes"
                  }) ]
