/// Webhooks from end to end: where they go, how they are signed, in which order they come.
module Polar.FakeServer.Tests.Webhooks.WebhookTests

open System
open System.Collections.Concurrent
open System.Net
open System.Security.Cryptography
open System.Text
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Webhooks.Endpoints

let private endpointOf (body: string) fake =
    Given.create "/v1/webhooks/endpoints" body fake

/// Addresses, and what is wrong with them.
let private addresses =
    [ "http://acme.dev/hook", Some "URL scheme should be 'https'"
      "https://10.0.0.1/", Some "Value error, Webhook URLs cannot point to localhost or private IP addresses."
      "https://192.168.1.1/", Some "Value error, Webhook URLs cannot point to localhost or private IP addresses."
      "https://[fd00::1]/", Some "Value error, Webhook URLs cannot point to localhost or private IP addresses."
      "https://a_b.acme.dev/", Some "Value error, Invalid webhook URL: the hostname contains characters not allowed in domain names."
      "https://8.8.8.8/", None
      "https://user:pw@acme.dev:8443/hook?a=1", None
      "http://localhost:5000/hook", None
      "https://127.0.0.1/", None ]

[<Tests>]
let tests =
    testList
        "webhooks"
        [ testList
              "go to"
              [ for address, fault in addresses ->
                    testCaseTask address (fun () ->
                        task {
                            use! fake = Fake.start ()

                            let! answer =
                                Http.post "/v1/webhooks/endpoints" $"""{{"url":"{address}","format":"raw","events":["order.paid"]}}""" fake

                            match fault with
                            | Some message ->
                                Expect.equal
                                    (Faults.all answer |> List.map (fun (_, place, said) -> place, said))
                                    [ """["body","url"]""", message ]
                                    "fault"
                            | None -> Expect.equal answer.Status 201 answer.Text
                        }) ]

          testCaseTask "are signed with what the secret decodes to, and say when and what" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! endpoint, receiver = receive fake [ HttpStatusCode.OK ] [ "customer.created" ]
                  let! customer = Given.customer "ada@acme.dev" fake
                  do! fake.Webhooks.SettleAsync()
                  let request = List.exactlyOne endpoint.Requests
                  Expect.equal request.Headers["user-agent"] "polar.sh webhooks" "agent"
                  Expect.equal request.Headers["content-type"] "application/json" "type"

                  Expect.stringStarts
                      request.Body
                      """{"type":"customer.created","timestamp":"2026-03-01T12:00:00Z","api_version":"2026-10","data":{"id":"""
                      "body"

                  Expect.stringContains request.Body (Json.text "id" customer) "customer"
                  let key = Convert.FromBase64String(receiver.Secret.Substring "whsec_".Length)

                  let signature =
                      HMACSHA256.HashData(key, Encoding.UTF8.GetBytes $"{request.Id}.{request.Timestamp}.{request.Body}")
                      |> Convert.ToBase64String

                  Expect.equal request.Signature $"v1,{signature}" "signature"
                  let delivery = Seq.exactlyOne fake.Webhooks.Deliveries
                  Expect.equal (string delivery.EventId) request.Id "delivery"
                  Expect.isTrue delivery.Succeeded "taken"
              })

          testCaseTask "come in order, only of the types that were asked for, and no longer after the end" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! endpoint, receiver =
                      receive fake [ HttpStatusCode.OK ] [ "order.created"; "order.paid"; "checkout.updated" ]

                  let! product = Buying.once (Buying.fixedPrice 1000) fake
                  let! session = Buying.session product "" fake
                  let! _ = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  do! fake.Webhooks.SettleAsync()

                  let types =
                      [ for request in endpoint.Requests ->
                            System.Text.Json.Nodes.JsonNode.Parse request.Body
                            |> Option.ofObj
                            |> Option.get
                            |> Json.text "type" ]

                  Expect.equal types [ "checkout.updated"; "order.created"; "order.paid"; "checkout.updated" ] "types"
                  do! (receiver :> IAsyncDisposable).DisposeAsync()
                  let! other = Buying.session product "" fake
                  let! _ = Buying.fill "{}" other fake
                  do! fake.Webhooks.SettleAsync()
                  Expect.hasLength endpoint.Requests 4 "no more"
              })

          testCaseTask "are read in chats" (fun () ->
              task {
                  let bodies = ConcurrentQueue<string * string>()

                  let handler =
                      { new System.Net.Http.HttpMessageHandler() with
                          override _.SendAsync(request, _) =
                              task {
                                  let! body = (nonNull request.Content).ReadAsStringAsync()
                                  bodies.Enqueue((nonNull request.RequestUri).AbsolutePath, body)
                                  return new System.Net.Http.HttpResponseMessage(HttpStatusCode.NoContent)
                              } }

                  use! fake = Fake.startWith (fun options -> options.WebhookHandler <- handler)

                  for format in [ "discord"; "slack" ] do
                      let! _ =
                          endpointOf
                              $"""{{"url":"https://acme.dev/{format}","format":"{format}","events":["order.paid","subscription.updated","customer.created"]}}"""
                              fake

                      ()

                  let! product =
                      Given.create
                          "/v1/products/"
                          """{"name":"Café","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":1000}]}"""
                          fake

                  let! session = Buying.session (Json.text "id" product) "" fake

                  let! _ =
                      Buying.confirm
                          """{"customer_email":"ada@acme.dev","customer_billing_address":{"country":"AE"},"confirmation_token_id":"tok_visa"}"""
                          session
                          fake

                  do! fake.Webhooks.SettleAsync()

                  let of' path =
                      [ for sent, body in bodies do
                            if sent = path then
                                body ]

                  match of' "/discord", of' "/slack" with
                  | [ basic; discord ], [ _; slack ] ->
                      Expect.stringStarts
                          basic
                          """{"content": "customer.created", "embeds": [{"color": 25343, "author": {"name": "Polar.sh", """
                          "basic"

                      Expect.stringContains basic """{"name": "Organization", "value": "Acme"}""" "organization"
                      Expect.stringStarts discord """{"content": "New Order", """ "content"

                      Expect.stringEnds
                          discord
                          """"title": "New Order", "description": "New order has been made to Acme.", "fields": [{"name": "Product", "value": "Caf\u00e9"}, {"name": "Amount", "value": "$10.00"}, {"name": "Customer", "value": "ada@acme.dev"}, {"name": "Subscription", "value": "Yes"}]}]}"""
                          "fields"

                      Expect.stringStarts
                          slack
                          """{"text": "New Order", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "New order has been made to Acme."}, "fields": [{"type": "mrkdwn", "text": "*Product*\nCaf\u00e9"}, """
                          "slack"
                  | discord, slack -> failtest $"A new subscription is no update to read of: {discord} {slack}"
              })

          testCaseTask "none is lost, however fast they come" (fun () ->
              task {
                  let delivered = ref 0

                  let handler =
                      { new System.Net.Http.HttpMessageHandler() with
                          override _.SendAsync(_, _) =
                              System.Threading.Interlocked.Increment delivered |> ignore
                              System.Threading.Tasks.Task.FromResult(new System.Net.Http.HttpResponseMessage(HttpStatusCode.NoContent)) }

                  use! fake = Fake.startWith (fun options -> options.WebhookHandler <- handler)

                  let! _ =
                      endpointOf """{"url":"https://acme.dev/hook","format":"raw","events":["customer.created"]}""" fake

                  for number in 1..300 do
                      let! _ = Given.customer $"ada{number}@acme.dev" fake
                      ()

                  do! fake.Webhooks.SettleAsync()
                  Expect.equal delivered.Value 300 "one for each customer"
              })

          testCaseTask "can be waited for" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! _ = Given.customer "first@acme.dev" fake
                  use reader = fake.Webhooks.Follow()
                  let waiting = reader.NextAsync "customer.created"
                  Expect.isFalse waiting.IsCompleted "only what comes from now on"
                  let! _ = Given.customer "second@acme.dev" fake
                  let! next = waiting
                  Expect.stringContains next.Json "second@acme.dev" "the second"
                  let! state = reader.NextAsync [| "customer.state_changed"; "order.paid" |]
                  Expect.equal state.Type "customer.state_changed" "what followed was not lost"
                  Expect.hasLength (fake.Webhooks.OfType "customer.created") 2 "both"
              })

          testCaseTask "endpoints: null changes nothing, a new secret replaces the old one, deletion hides" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let! endpoint =
                      endpointOf """{"url":"https://acme.dev","name":"Main","format":"raw","events":["order.paid"]}""" fake

                  Expect.equal (Json.text "url" endpoint) "https://acme.dev/" "url"
                  Expect.isTrue (Json.flag "enabled" endpoint) "on"
                  Expect.isTrue (Json.flag "uses_standard_webhook_signature" endpoint) "standard"
                  let path = $"""/v1/webhooks/endpoints/{Json.text "id" endpoint}"""
                  let! answer = Http.patch path """{"name":null,"events":null}""" fake
                  Expect.equal (Json.text "name" (Buying.succeeds answer)) "Main" "name"
                  let! reset = Http.patch (path + "/secret") "{}" fake
                  Expect.notEqual (Json.text "secret" (Buying.succeeds reset)) (Json.text "secret" endpoint) "secret"
                  let! deleted = Http.delete path fake
                  Expect.equal deleted.Status 204 "deleted"
                  let! gone = Http.get path fake
                  Faults.domain gone 404 "ResourceNotFound" "Not found"
                  let! list = Http.get "/v1/webhooks/endpoints" fake
                  Expect.isEmpty (Json.items "items" list.Json) "not listed"
              }) ]
