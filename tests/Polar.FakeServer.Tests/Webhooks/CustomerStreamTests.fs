/// What pages of a customer's listen to: the portal, and the page of an invitation.
module Polar.FakeServer.Tests.Webhooks.CustomerStreamTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Webhooks.StreamListeners

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


/// The portal of a customer, listened to.
let private portal (customer: string) (fake: FakePolar) : Task<Listener> =
    task {
        let! session =
            fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = Guid.Parse customer))

        return! listen "/v1/customer-portal/customers/stream" (Some session) fake
    }

/// What comes next: its key, and what it is about.
let private next (listener: Listener) : Task<string * string> =
    task {
        let! message = listener.NextAsync()
        return Json.text "key" message, payload message
    }

/// A product with a benefit, bought by Ada in France: the order.
let private bought (benefit: string) (fake: FakePolar) : Task<JsonNode> =
    task {
        let! product = Buying.once (Buying.fixedPrice 1000) fake

        let! given =
            Http.post $"/v1/products/{product}/benefits" $"""{{"benefits":["{benefit}"]}}""" fake

        Expect.equal given.Status 200 given.Text
        let! session = Buying.session product "" fake
        let! _ = Buying.confirm (Buying.french "ada@acme.dev") session fake
        return! Buying.only "/v1/orders/" fake
    }

let private custom (fake: FakePolar) : Task<string> =
    task {
        let! benefit =
            Given.create "/v1/benefits/" """{"type":"custom","description":"Support","properties":{"note":null}}""" fake

        return Json.text "id" benefit
    }

let private ofPapers =
    testCaseTask "tells of a receipt when it is asked for and after every refund, and of every invoice" (fun () ->
        task {
            use! fake = Fake.start ()
            let! benefit = custom fake
            let! order = bought benefit fake
            let id = Json.text "id" order
            let about = $"""{{"order_id":"{id}"}}"""
            use! listener = portal (Json.text "customer_id" order) fake
            let! asked = Http.get $"/v1/orders/{id}/receipt" fake
            Expect.equal asked.Status 202 asked.Text
            let! message = next listener
            Expect.equal message ("order.receipt_generated", about) "it is ready"
            let! again = Http.get $"/v1/orders/{id}/receipt" fake
            Expect.equal again.Status 200 again.Text

            let! refunded =
                Http.post "/v1/refunds/" $"""{{"order_id":"{id}","reason":"other","amount":100}}""" fake

            Expect.equal refunded.Status 201 refunded.Text
            let! message = next listener
            Expect.equal message ("order.receipt_generated", about) "it says what went back"
            let! _ = Http.patch $"/v1/orders/{id}" """{"billing_name":"Ada Ltd"}""" fake
            let! _ = Http.post $"/v1/orders/{id}/invoice" "" fake
            let! message = next listener
            Expect.equal message ("order.invoice_generated", about) "another invoice than the first"
        })

let private ofBenefits =
    testCaseTask "tells of a benefit that waits for the customer, and of none that is gone for everybody" (fun () ->
        task {
            use! fake = Fake.start ()
            let! customer = Given.customer "ada@acme.dev" fake
            use! listener = portal (Json.text "id" customer) fake

            let! user =
                fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.Personal, OrganizationId = fake.Organization.Id))

            let! made = Benefits.sendAs user "POST" "/v1/benefits/" (Some Benefits.github) fake
            let github = Json.text "id" made.Json
            let! order = bought github fake
            let! message = next listener

            Expect.equal
                message
                ("order.invoice_generated", $"""{{"order_id":"{Json.text "id" order}"}}""")
                "the invoice comes with the purchase"

            let! message = next listener

            Expect.equal
                message
                ("benefit.granted", $"""{{"benefit_id":"{github}","benefit_type":"github_repository"}}""")
                "though no account is connected"

            let! grant = Buying.only $"/v1/benefits/{github}/grants" fake
            Expect.isFalse (Json.flag "is_granted" grant) "it waits"
            let! support = custom fake

            let! changed =
                Http.post $"""/v1/products/{Json.text "product_id" order}/benefits""" $"""{{"benefits":["{github}","{support}"]}}""" fake

            Expect.equal changed.Status 200 changed.Text
            let! message = next listener
            Expect.equal (fst message) "benefit.granted" "another one"

            let! deleted, types =
                Events.during fake (fun () -> Http.delete $"/v1/benefits/{support}" fake)

            Expect.equal deleted.Status 204 deleted.Text
            Expect.contains types "benefit_grant.revoked" "an app is told"
            let! _ = Http.get $"""/v1/orders/{Json.text "id" order}/receipt""" fake
            let! message = next listener
            Expect.equal (fst message) "order.receipt_generated" "the page is not"
        })

let private ofSessions =
    [ testCaseTask "a session's end is told of to its page" (fun () ->
          task {
              use! fake = Fake.start ()
              let! product = Buying.once (Buying.fixedPrice 1000) fake
              let! session = Buying.session product "" fake
              use! listener = listen (Buying.path session + "/stream") None fake
              do! fake.Clock.AdvanceAsync "P2D"
              let! message = next listener
              Expect.equal message ("checkout.updated", """{"status":"expired"}""") "its time is over"
          })

      testCaseTask "a free subscription that is upgraded is told of to the page as a new one" (fun () ->
          task {
              use! fake = Fake.start ()
              let! free = Buying.monthly (Buying.fixedPrice 0) fake
              let! customer = Given.customer "ada@acme.dev" fake

              let! subscription =
                  Given.create "/v1/subscriptions/" $"""{{"product_id":"{free}","customer_id":"{Json.text "id" customer}"}}""" fake

              let! pro = Buying.monthly (Buying.fixedPrice 1000) fake

              let! session =
                  Buying.session pro $""","subscription_id":"{Json.text "id" subscription}" """ fake

              use! listener = listen (Buying.path session + "/stream") None fake
              let! _ = Buying.confirm (Buying.french "ada@acme.dev") session fake
              let! messages = listener.NextAsync 6

              Expect.equal
                  (keys messages |> List.countBy id |> List.sort)
                  [ "checkout.order_created", 1
                    "checkout.subscription_created", 1
                    "checkout.updated", 2
                    "checkout.webhook_event_delivered", 2 ]
                  "messages"
          }) ]

[<Tests>]
let tests =
    testList "streams of pages" [ ofCustomers; ofPapers; ofBenefits; yield! ofSessions ]
