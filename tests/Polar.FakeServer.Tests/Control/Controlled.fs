/// A world in which there is something for every control call to act on.
namespace Polar.FakeServer.Tests.Control

open System
open System.Net
open System.Net.Http
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Billing.Orders
open Polar.FakeServer.Billing.Refunds
open Polar.FakeServer.Billing.Seats
open Polar.FakeServer.Billing.Subscriptions
open Polar.FakeServer.Customers
open Polar.FakeServer.Customers.PaymentMethods
open Polar.FakeServer.OAuth2.Clients
open Polar.FakeServer.Sales.Checkouts
open Polar.FakeServer.Tests
open Polar.FakeServer.Webhooks

[<RequireQualifiedAccess>]
module Controlled =

    let private seats =
        """{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"price_per_seat":300}]}}"""

    let private confirmed (email: string) (card: string) (session: JsonNode) (fake: FakePolar) =
        task {
            let! answer =
                Buying.confirm ((Buying.french email).Replace("tok_visa", card)) session fake

            Buying.succeeds answer |> ignore
        }

    /// Takes every webhook.
    let private taking () =
        { new HttpMessageHandler() with
            member _.SendAsync(_, _) =
                Task.FromResult(new HttpResponseMessage(HttpStatusCode.Accepted)) }

    /// A fake with an order that was paid and one that was refunded, a subscription with seats and a card, a checkout and a card that wait for the
    /// buyer, and a client of OAuth2; and the names that examples have for them.
    let start () : Task<FakePolar * Map<string, string>> =
        task {
            let! (fake: FakePolar) =
                Fake.startWith (fun options ->
                    options.WebhookUrl <- Uri "http://127.0.0.1:9/hooks"
                    options.WebhookHandler <- taking ())

            let! plan = Buying.monthly (Buying.fixedPrice 1000) fake
            let! unpaid = Buying.session plan "" fake
            do! confirmed "kim@acme.dev" "ctoken_decline_renewal" unpaid fake

            // Long enough for its renewal to be given up.
            for step in [ "P1M"; "P22D" ] do
                do! fake.Clock.AdvanceAsync step

            let given = fake.World.Table<OrderRow>().All |> Seq.last
            let! short = Buying.session plan "" fake
            do! confirmed "lin@acme.dev" "tok_visa" short fake
            let ended = fake.World.Table<SubscriptionRow>().All |> Seq.last
            let! revoked = Http.patch $"/v1/subscriptions/{ended.Id}" """{"revoke":true}""" fake
            Expect.equal revoked.Status 200 revoked.Text

            let! book = Buying.once (Buying.fixedPrice 1900) fake
            let! first = Buying.session book "" fake
            do! confirmed "ada@acme.dev" "tok_visa" first fake
            let! order = Buying.only $"/v1/orders/?product_id={book}" fake
            let! second = Buying.session book "" fake
            do! confirmed "eve@acme.dev" "tok_visa" second fake

            let other =
                fake.World.Table<OrderRow>().All
                |> Seq.find (fun row -> string row.ProductId = book && string row.Id <> Json.text "id" order)

            let! refunded =
                Http.post "/v1/refunds/" $"""{{"order_id":"{other.Id}","reason":"customer_request","amount":100}}""" fake

            Expect.equal refunded.Status 201 refunded.Text
            let! team = Buying.monthly seats fake

            let! third =
                Buying.session team ""","seats":2,"success_url":"https://acme.dev/thanks" """ fake

            do! confirmed "ada@acme.dev" "ctoken_ok" third fake
            let subscription = fake.World.Table<SubscriptionRow>().All |> Seq.last

            let! assigned =
                Http.post "/v1/customer-seats" $"""{{"subscription_id":"{subscription.Id}","email":"grace@acme.dev"}}""" fake

            Expect.equal assigned.Status 200 assigned.Text
            let! waiting = Buying.session book "" fake
            do! confirmed "bob@acme.dev" "ctoken_requires_action" waiting fake

            let! session =
                fake.CreateTokenAsync(FakeToken(Kind = FakeTokenKind.CustomerSession, CustomerId = subscription.CustomerId))

            let! card =
                Http.raw
                    fake
                    (Http.request
                        "POST"
                        "/v1/customer-portal/customers/me/payment-methods"
                        (Some session)
                        (Some
                            """{"confirmation_token_id":"ctoken_requires_action","set_default":false,"return_url":"https://acme.dev/portal"}"""))

            Expect.equal card.Status 201 card.Text

            let! client =
                Http.anonymous
                    "POST"
                    "/v1/oauth2/register"
                    (Some """{"client_name":"App","redirect_uris":["https://app.example/callback"],"scope":"openid"}""")
                    fake

            Expect.equal client.Status 201 client.Text
            do! fake.Webhooks.SettleAsync()
            let world = fake.World

            return
                fake,
                Map
                    [ "ORGANIZATION", string fake.Organization.Id
                      "ORDER", Json.text "id" order
                      "REFUND", string (Seq.exactlyOne (world.Table<RefundRow>().All)).Id
                      "SUBSCRIPTION", string subscription.Id
                      "ENDED", string ended.Id
                      "VOID", string given.Id
                      "CUSTOMER", string subscription.CustomerId
                      "SEAT", string (world.Table<CustomerSeatRow>().All |> Seq.find (fun row -> row.IsPending)).Id
                      "PAYMENT_METHOD",
                      string
                          (world.Table<PaymentMethodRow>().All
                           |> Seq.find (fun row -> row.CustomerId = subscription.CustomerId))
                              .Id
                      "CHECKOUT", Json.text "id" waiting
                      "INTENT", (world.Table<IntentRow>().All |> Seq.last).ProcessorId
                      "CLIENT", (Seq.exactlyOne (world.Table<ClientRow>().All)).ClientId
                      "EVENT", string (Seq.last (world.Table<WebhookMessage>().All)).Id ]
        }

    /// A text with the names in it filled in.
    let filled (names: Map<string, string>) (text: string) : string =
        // The longer name first: $ORDER is the beginning of no other one then.
        names
        |> Map.toList
        |> List.sortByDescending (fun (name, _) -> name.Length)
        |> List.fold (fun (text: string) (name, value) -> text.Replace("$" + name, value)) text
