/// What `query` finds among deliveries: their own ids, those of their events, and HTTP codes, each as a text.
module Polar.FakeServer.Tests.Webhooks.DeliverySearchTests

open System
open System.Net
open System.Net.Http
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let private codes = [ 200; 204; 302; 404; 418; 503 ]

/// Deliveries with every code, several of each, and one that nobody answered.
let private delivered () =
    task {
        let sent = ref 0

        let handler =
            { new HttpMessageHandler() with
                override _.SendAsync(_, _) =
                    let number = Threading.Interlocked.Increment sent - 1

                    if number = 0 then
                        raise (HttpRequestException "Connection refused")

                    Task.FromResult(new HttpResponseMessage(enum<HttpStatusCode> codes[number % codes.Length])) }

        let! fake = Fake.startWith (fun options -> options.WebhookHandler <- handler)

        let! _ =
            Given.create "/v1/webhooks/endpoints" """{"url":"https://acme.dev/hook","format":"raw","events":["customer.created"]}""" fake

        for number in 1..24 do
            let! _ = Given.customer $"ada{number}@acme.dev" fake
            do! fake.Webhooks.SettleAsync()

        return fake
    }

let private list (query: string) (fake: FakePolar) : Task<JsonNode list> =
    task {
        let! answer = Http.get $"/v1/webhooks/deliveries?limit=100{query}" fake
        Expect.equal answer.Status 200 answer.Text
        let items = Json.items "items" answer.Json
        Expect.equal (Json.whole "pagination.total_count" answer.Json) (int64 items.Length) "counted as they are listed"
        return items
    }

let private id (delivery: JsonNode) = Json.text "id" delivery
let private event (delivery: JsonNode) = Json.text "webhook_event.id" delivery

let private code (delivery: JsonNode) =
    if Json.isNull "http_code" delivery then
        None
    else
        Some(Json.whole "http_code" delivery)

/// Digits are in ids too, as chance has it, so what must be found is worked out from what is there.
let private contains (text: string) (delivery: JsonNode) =
    [ Some(id delivery); Some(event delivery); Option.map string (code delivery) ]
    |> List.choose (fun value -> value)
    |> List.exists (fun value -> value.Contains(text, StringComparison.OrdinalIgnoreCase))

[<Tests>]
let tests =
    testList
        "a search among deliveries"
        [ for text in [ "503"; "50"; "418"; "3"; "404"; "-4" ] do
              testCaseTask $"for {text} finds it in codes and ids, and nothing else" (fun () ->
                  task {
                      use! fake = delivered ()
                      let! all = list "" fake
                      Expect.hasLength all 24 "one attempt each"
                      let! found = list $"&query={text}" fake
                      Expect.equal (List.map id found) (all |> List.filter (contains text) |> List.map id) "found"

                      for delivery in all do
                          match code delivery with
                          | Some code when (string code).Contains text ->
                              Expect.contains (List.map id found) (id delivery) $"the code {code}"
                          | _ -> ()
                  })

          testCaseTask "for a code finds every delivery that was answered so" (fun () ->
              task {
                  use! fake = delivered ()
                  let! all = list "" fake

                  for wanted in codes do
                      let! found = list $"&query={wanted}&http_code_class={wanted / 100}xx" fake

                      let byCode = all |> List.filter (fun delivery -> code delivery = Some(int64 wanted))

                      Expect.isNonEmpty byCode $"some with {wanted}"

                      for delivery in byCode do
                          Expect.contains (List.map id found) (id delivery) $"{wanted}"
              })

          testCaseTask "finds a delivery by its id and by its event's, in capitals too" (fun () ->
              task {
                  use! fake = delivered ()
                  let! all = list "" fake
                  let delivery = all[7]
                  let other = id all[8]

                  for text in
                      [ id delivery
                        (id delivery).ToUpperInvariant()
                        event delivery
                        (event delivery).ToUpperInvariant()
                        (event delivery).Substring(4, 20) ] do
                      let! found = list $"&query={text}" fake
                      Expect.equal (List.map id found) [ id delivery ] text

                  let! both = list $"&query={other}" fake
                  Expect.equal (List.map id both) [ other ] "another one"
              })

          testCaseTask "finds nothing in responses, types or bodies" (fun () ->
              task {
                  use! fake = delivered ()

                  for text in [ "customer.created"; "refused"; "acme.dev" ] do
                      let! found = list $"&query={text}" fake
                      Expect.isEmpty found text
              }) ]
