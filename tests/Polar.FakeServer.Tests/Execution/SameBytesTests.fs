/// The same seed, address, clock and calls give the same bytes.
module Polar.FakeServer.Tests.Execution.SameBytesTests

open System
open System.Net.Http
open System.Net.Http.Headers
open System.Text
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.CommandLine

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

/// What a fake in a process of its own answers to a day's work, with its address left out.
let private scriptOfProcess () : Task<string list> =
    task {
        let! running, said =
            Tool.startServing [ "--seed"; "7"; "--clock"; "2026-03-01T12:00:00Z"; "--freeze" ]

        use running = running
        use _ = Tool.killedInTheEnd running
        let address = Tool.addressIn said
        use http = new HttpClient(BaseAddress = address)

        http.DefaultRequestHeaders.Authorization <- AuthenticationHeaderValue("Bearer", Regex.Match(said, @"polar_oat_\w+").Value)

        let texts = ResizeArray<string>()

        let call (method: string) (path: string) (body: string) =
            task {
                use request = new HttpRequestMessage(HttpMethod method, path)

                if body <> "" then
                    request.Content <- new StringContent(body, Encoding.UTF8, "application/json")

                use! answer = http.SendAsync request
                let! text = answer.Content.ReadAsStringAsync()
                texts.Add($"{path} {int answer.StatusCode} {text}".Replace(address.Authority, "fake"))
                return Json.parse text
            }

        let! product =
            call
                "POST"
                "/v1/products/"
                """{"name":"Pro","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":1000}]}"""

        let! _ =
            call "POST" "/v1/webhooks/endpoints" """{"url":"https://acme.dev/hook","format":"raw","events":["order.paid"]}"""

        let! customer =
            call "POST" "/v1/customers/" """{"email":"ada@buyers.dev","name":"Ada"}"""

        let! checkout =
            call "POST" "/v1/checkouts/" $"""{{"products":["{Json.text "id" product}"],"customer_id":"{Json.text "id" customer}"}}"""

        let! _ =
            call "POST" $"""/v1/checkouts/client/{Json.text "client_secret" checkout}/confirm""" Given.confirmation

        let! _ = call "POST" "/_fake/clock" """{"advance":"P2M"}"""

        for path in
            [ "/v1/orders/"
              "/v1/subscriptions/"
              "/v1/customers/"
              "/v1/payments/"
              "/v1/events/"
              "/v1/metrics/?start_date=2026-03-01&end_date=2026-05-31&interval=month"
              "/v1/webhooks/deliveries"
              "/_fake/webhooks?limit=1000" ] do
            let! _ = call "GET" path ""
            ()

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
                  })

          testCaseTask "get the same bytes in another process" (fun () ->
              task {
                  let! one = scriptOfProcess ()
                  let! other = scriptOfProcess ()
                  Expect.hasLength one 14 "all calls"

                  for mine, its in List.zip one other do
                      Expect.equal its mine "bytes"
                      Expect.isTrue (Regex.IsMatch(mine, @"^\S+ 20\d ")) mine
              }) ]
