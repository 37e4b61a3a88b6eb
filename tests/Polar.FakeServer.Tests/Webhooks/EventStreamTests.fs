/// Streams that stay open: what Polar's command line tool listens to, and what the page of a checkout session does.
module Polar.FakeServer.Tests.Webhooks.EventStreamTests

open System
open System.IO
open System.Net
open System.Net.Http
open System.Security.Cryptography
open System.Text
open System.Text.Json.Nodes
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// An open stream, read message by message.
[<Sealed>]
type private Listener(response: HttpResponseMessage, reader: StreamReader) =
    member _.Response = response

    member _.NextAsync() : Task<JsonNode> =
        task {
            use limit = new CancellationTokenSource(TimeSpan.FromSeconds 20.)
            let! data = reader.ReadLineAsync(limit.Token)
            let! blank = reader.ReadLineAsync(limit.Token)
            Expect.equal blank "" "a message is a line and an empty one"

            return
                match data with
                | null -> failtest "the stream has ended"
                | line ->
                    Expect.stringStarts line "data: " "its data"
                    Json.parse (line.Substring 6)
        }

    member listener.NextAsync(count: int) : Task<JsonNode list> =
        task {
            let messages = ResizeArray()

            for _ in 1..count do
                let! message = listener.NextAsync()
                messages.Add message

            return List.ofSeq messages
        }

    interface IDisposable with
        member _.Dispose() =
            reader.Dispose()
            response.Dispose()

let private listen (path: string) (token: string option) (fake: FakePolar) : Task<Listener> =
    task {
        let client = fake.CreateHttpClient()

        let! response =
            client.SendAsync(Http.request "GET" path token None, HttpCompletionOption.ResponseHeadersRead)

        Expect.equal response.StatusCode HttpStatusCode.OK path
        Expect.equal (string response.Content.Headers.ContentType) "text/event-stream; charset=utf-8" "type"
        let! stream = response.Content.ReadAsStreamAsync()
        return new Listener(response, new StreamReader(stream))
    }

let private names (node: JsonNode) =
    [ for entry in node.AsObject() -> entry.Key ]

let private keys (messages: JsonNode list) =
    [ for message in messages -> Json.text "key" message ]

let private ofTool =
    testList
        "of the tool"
        [ testCaseTask "has every event of the organization, signed with its id, whether or not an endpoint wants it" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let organization = string fake.Organization.Id
                  let secret = organization.Replace("-", "")
                  use! listener = listen $"/v1/cli/listen/{organization}" (Some fake.AccessToken) fake
                  let! connected = listener.NextAsync()
                  Expect.equal (names connected) [ "key"; "ts"; "secret" ] "the first message"
                  Expect.equal (Json.text "key" connected, Json.text "secret" connected) ("connected", secret) "what it says"
                  let! customer = Given.customer "zoë@acme.dev" fake
                  let! messages = listener.NextAsync 3

                  Expect.equal
                      [ for message in messages -> Json.text "type" (Json.parse (Json.text "payload.payload" message)) ]
                      [ "member.created"; "customer.created"; "customer.state_changed" ]
                      "in their order"

                  for message in messages do
                      Expect.equal (names message) [ "id"; "key"; "payload"; "headers" ] "members"
                      Expect.equal (Json.text "key" message) "webhook.created" "key"

                      Expect.equal
                          (names (Json.at "headers" message))
                          [ "user-agent"
                            "content-type"
                            "webhook-id"
                            "webhook-timestamp"
                            "webhook-signature" ]
                          "headers"

                      let id = Json.text "payload.webhook_event_id" message

                      let timestamp =
                          (Json.at "headers" message |> Json.at "webhook-timestamp").ToString()

                      let body = Json.text "payload.payload" message
                      Expect.equal ((Json.at "headers" message |> Json.at "webhook-id").ToString()) id "one id"

                      let signature =
                          HMACSHA256.HashData(Encoding.UTF8.GetBytes secret, Encoding.UTF8.GetBytes $"{id}.{timestamp}.{body}")
                          |> Convert.ToBase64String

                      Expect.equal ((Json.at "headers" message |> Json.at "webhook-signature").ToString()) $"v1,{signature}" "signature"

                  Expect.hasLength (messages |> List.distinctBy (Json.text "payload.webhook_event_id")) 3 "an id each"

                  Expect.equal
                      (Json.text "data.id" (Json.parse (Json.text "payload.payload" messages[1])))
                      (Json.text "id" customer)
                      "the customer"
              })

          testCaseTask "is for those who may read webhooks there, and for nobody else" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let path = $"/v1/cli/listen/{fake.Organization.Id}"
                  let! other = fake.CreateOrganizationAsync "other"
                  let! anonymous = Http.anonymous "GET" path None fake
                  Expect.equal anonymous.Status 401 anonymous.Text
                  let! foreign = Http.raw fake (Http.request "GET" path (Some other.AccessToken) None)
                  Refusal.domain 404 "ResourceNotFound" "Not found" foreign

                  let! narrow =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Organization, Scopes = [| "products:read" |]))

                  let! refused = Http.raw fake (Http.request "GET" path (Some narrow) None)
                  Expect.equal refused.Status 403 refused.Text
                  let! wrong = Http.get "/v1/cli/listen/x" fake
                  Expect.equal wrong.Status 422 wrong.Text
              }) ]

let private opened (fake: FakePolar) =
    task {
        let! product = Buying.monthly (Buying.fixedPrice 1000) fake
        return! Buying.session product "" fake
    }

let private streamOf (session: JsonNode) = Buying.path session + "/stream"

let private ofCheckouts =
    testList
        "of a checkout session"
        [ testCaseTask "tells of its changes, of what is bought, and that no endpoint waits for them" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = opened fake
                  use! listener = listen (streamOf session) None fake
                  let! _ = Buying.confirm (Buying.french "ada@acme.dev") session fake
                  let! messages = listener.NextAsync 6

                  Expect.equal
                      (keys messages)
                      [ "checkout.updated"
                        "checkout.webhook_event_delivered"
                        "checkout.subscription_created"
                        "checkout.order_created"
                        "checkout.updated"
                        "checkout.webhook_event_delivered" ]
                      "in their order"

                  Expect.equal (names (List.head messages)) [ "id"; "key"; "payload" ] "members"

                  Expect.equal
                      [ for message in messages -> (Json.at "payload" message).ToJsonString() ]
                      [ """{"status":"confirmed"}"""
                        """{"status":"confirmed"}"""
                        "{}"
                        "{}"
                        """{"status":"succeeded"}"""
                        """{"status":"succeeded"}""" ]
                      "payloads"
              })

          testCaseTask "tells when a raw endpoint has taken the change, not before" (fun () ->
              task {
                  use! fake = Fake.start ()

                  let answer =
                      TaskCompletionSource<HttpStatusCode> TaskCreationOptions.RunContinuationsAsynchronously

                  let! _ =
                      fake.Webhooks.ReceiveAsync(Func<_, _, _>(fun _ _ -> answer.Task), [| "checkout.updated" |])

                  let! session = opened fake
                  use! listener = listen (streamOf session) None fake
                  let! _ = Buying.fill """{"customer_email":"ada@acme.dev"}""" session fake
                  let! updated = listener.NextAsync()
                  Expect.equal (Json.text "key" updated, Json.text "payload.status" updated) ("checkout.updated", "open") "the change"
                  let next = listener.NextAsync()
                  Expect.isFalse next.IsCompleted "nothing more as long as the app thinks"
                  answer.SetResult HttpStatusCode.OK
                  let! delivered = next
                  Expect.equal (Json.text "key" delivered) "checkout.webhook_event_delivered" "delivered"
              })

          testCaseTask "is of that session alone, and of none that is not there" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! session = opened fake
                  let! other = opened fake
                  use! listener = listen (streamOf session) None fake
                  let! _ = Buying.fill "{}" other fake
                  let! _ = Buying.fill """{"customer_email":"ada@acme.dev"}""" session fake
                  let! first = listener.NextAsync()
                  Expect.equal (Json.text "key" first) "checkout.updated" "its own change"

                  let! missing =
                      Http.anonymous "GET" "/v1/checkouts/client/polar_c_none/stream" None fake

                  Refusal.domain 404 "ResourceNotFound" "Not found" missing
              }) ]

/// A clock whose timers ring at once.
type private Hasty(now: DateTimeOffset) =
    inherit TimeProvider()
    override _.GetUtcNow() = now

    override _.CreateTimer(callback, state, due, period) =
        TimeProvider.System.CreateTimer(callback, state, (if due > TimeSpan.FromMinutes 5. then TimeSpan.Zero else due), period)

let private ofEnd =
    testCaseTask "ends after ten minutes, and says to connect again" (fun () ->
        task {
            use! fake = Fake.startWith (fun options -> options.WallClock <- Hasty Fake.startTime)

            use! listener =
                listen $"/v1/cli/listen/{fake.Organization.Id}" (Some fake.AccessToken) fake

            let! connected = listener.NextAsync()
            Expect.equal (Json.text "key" connected) "connected" "connected"
            let! last = listener.NextAsync()
            Expect.equal (last.ToJsonString()) """{"type":"reconnect"}""" "the last message"
        })

let private payload (message: JsonNode) =
    (Json.at "payload" message).ToJsonString()

let private ofCustomers =
    testList
        "of a customer"
        [ testCaseTask "tells the portal of seats, of benefits that come and go, and of invoices that are ready" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.subscription 2 fake
                  let! benefit = Seats.benefit bought fake

                  let! session =
                      fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse bought.Customer))

                  use! listener = listen "/v1/customer-portal/customers/stream" (Some session) fake
                  let! seat = Seats.claimed bought "bob@acme.dev" fake
                  let! messages = listener.NextAsync 2
                  Expect.equal (keys messages) [ "customer_seat.claimed"; "benefit.granted" ] "a seat and what it gives"

                  let given =
                      $"""{{"benefit_id":"{Json.text "id" benefit}","benefit_type":"custom"}}"""

                  Expect.equal
                      (List.map payload messages)
                      [ $"""{{"seat_id":"{Json.text "id" seat}","subscription_id":"{bought.Id}","order_id":null,"product_id":"{bought.Product}"}}"""
                        given ]
                      "payloads"

                  let! revoked = Seats.revoke seat fake
                  Expect.equal revoked.Status 200 revoked.Text
                  let! gone = listener.NextAsync()
                  Expect.equal (Json.text "key" gone, payload gone) ("benefit.revoked", given) "what it gave"
                  let! book = Buying.once (Buying.fixedPrice 1000) fake
                  let! checkout = Buying.session book "" fake
                  let! _ = Buying.confirm (Buying.french "ada@acme.dev") checkout fake
                  let! order = Buying.only $"/v1/orders/?product_id={book}" fake
                  let! invoiced = listener.NextAsync()

                  Expect.equal
                      (Json.text "key" invoiced, payload invoiced)
                      ("order.invoice_generated", $"""{{"order_id":"{Json.text "id" order}"}}""")
                      "the invoice"
              })

          testCaseTask "tells the page of an invitation that it was accepted, while it can be" (fun () ->
              task {
                  use! fake = Fake.start ()
                  let! bought = Seats.order 2 fake
                  let! seat = Seats.invited bought "bob@acme.dev" fake
                  let token = Seats.token seat fake
                  let path = $"/v1/customer-seats/claim/{token}/stream"
                  use! listener = listen path None fake
                  let! _ = Seats.claimed bought "eve@acme.dev" fake
                  let! another = listener.NextAsync()
                  Expect.equal (Json.text "key" another) "customer_seat.claimed" "of the same customer"
                  let! accepted = Seats.claim token fake
                  Expect.equal accepted.Status 200 accepted.Text
                  let! own = listener.NextAsync()

                  Expect.equal
                      (payload own)
                      $"""{{"seat_id":"{Json.text "id" seat}","subscription_id":null,"order_id":"{bought.Id}","product_id":"{bought.Product}"}}"""
                      "its own"

                  let! used = Http.anonymous "GET" path None fake
                  Refusal.domain 404 "ResourceNotFound" "Invalid or expired invitation token" used
              }) ]

[<Tests>]
let tests = testList "event streams" [ ofTool; ofCheckouts; ofCustomers; ofEnd ]
