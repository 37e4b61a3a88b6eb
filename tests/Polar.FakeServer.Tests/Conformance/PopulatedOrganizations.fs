/// Organizations that have one of everything, and what they have.
module internal Polar.FakeServer.Tests.Conformance.PopulatedOrganizations

open System
open System.Net.Http
open System.Text.Json.Nodes
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Billing.Metering
open Polar.FakeServer.Billing.Orders
open Polar.FakeServer.Billing.Payments
open Polar.FakeServer.Billing.Seats
open Polar.FakeServer.Billing.Subscriptions
open Polar.FakeServer.Billing.Wallets
open Polar.FakeServer.Catalog.Benefits
open Polar.FakeServer.Catalog.CustomFields
open Polar.FakeServer.Catalog.Discounts
open Polar.FakeServer.Catalog.Files
open Polar.FakeServer.Catalog.Meters
open Polar.FakeServer.Catalog.Products
open Polar.FakeServer.Customers.PaymentMethods
open Polar.FakeServer.Entitlements.Downloadables
open Polar.FakeServer.Entitlements.Grants
open Polar.FakeServer.Entitlements.LicenseKeys
open Polar.FakeServer.Execution
open Polar.FakeServer.Http
open Polar.FakeServer.Sales.CheckoutLinks
open Polar.FakeServer.Sales.Checkouts
open Polar.FakeServer.Storage
open Polar.FakeServer.Usage.Events
open Polar.FakeServer.Usage.EventTypes
open Polar.FakeServer.Usage.Metrics
open Polar.FakeServer.Webhooks
open Polar.FakeServer.Tests

/// Takes every delivery, so that nothing leaves the test.
type private Silence() =
    inherit HttpMessageHandler()

    override _.SendAsync(_, _) =
        Task.FromResult(new HttpResponseMessage())

/// A fake with sample data whose webhooks go nowhere.
let seeded () : Task<FakePolar> =
    Fake.startWith (fun options ->
        options.Empty <- false
        options.WebhookHandler <- new Silence())

let private sent (fake: FakePolar) (token: string) (method: string) (path: string) (body: string) : Task<JsonNode> =
    task {
        let! answer = Http.raw fake (Http.request method path (Some token) (Some body))

        if answer.Status >= 300 then
            failwith $"{method} {path}: {answer.Status} {answer.Text}"

        return answer.Json
    }

/// A file of one part, uploaded with an organization's token.
let uploaded (fake: FakePolar) (token: string) (service: string) (mime: string) : Task<JsonNode> =
    task {
        let post = sent fake token "POST"

        let! announced =
            post
                "/v1/files/"
                $"""{{"service":"{service}","name":"a.png","mime_type":"{mime}","size":3,"upload":{{"parts":[{{"number":1,"chunk_start":0,"chunk_end":3}}]}}}}"""

        let! stored =
            Http.raw
                fake
                (new HttpRequestMessage(HttpMethod.Put, Json.text "upload.parts.0.url" announced, Content = new ByteArrayContent "abc"B))

        let part = JsonObject()
        part["number"] <- 1
        part["checksum_etag"] <- stored.Headers["etag"]
        part["checksum_sha256_base64"] <- null
        let completed = JsonObject()
        completed["id"] <- Json.text "upload.id" announced
        completed["path"] <- Json.text "upload.path" announced
        completed["parts"] <- JsonArray [| part :> JsonNode |]
        return! post $"""/v1/files/{Json.text "id" announced}/uploaded""" (completed.ToJsonString())
    }

/// Makes, with an organization's token, what the sample data has none of.
let furnish (fake: FakePolar) (token: string) : Task<unit> =
    task {
        let post = sent fake token "POST"
        let id = Json.text "id"
        let! media = uploaded fake token "product_media" "image/png"
        let! download = uploaded fake token "downloadable" "image/png"

        let! field =
            post "/v1/custom-fields/" """{"type":"text","slug":"size","name":"Size","properties":{}}"""

        let! keys =
            post
                "/v1/benefits/"
                """{"type":"license_keys","description":"Keys","properties":{"activations":{"limit":9,"enable_customer_admin":true}}}"""

        let! files =
            post "/v1/benefits/" $"""{{"type":"downloadables","description":"Files","properties":{{"files":["{id download}"]}}}}"""

        let product interval price =
            post
                "/v1/products/"
                $"""{{"name":"Thing"{interval},"prices":[{{"amount_type":"fixed","price_amount":{price}}}],"medias":["{id media}"],"attached_custom_fields":[{{"custom_field_id":"{id field}","required":false}}]}}"""

        let! once = product "" 500
        let! monthly = product ""","recurring_interval":"month" """ 500

        let! _ =
            post $"/v1/products/{id once}/benefits" $"""{{"benefits":["{id keys}","{id files}"]}}"""

        let! _ =
            post "/v1/discounts/" """{"name":"Less","type":"percentage","basis_points":1000,"duration":"once","code":"LESS"}"""

        let! _ =
            post "/v1/checkout-links/" $"""{{"payment_processor":"stripe","products":["{id once}"]}}"""

        let! _ = post "/v1/metrics/dashboards" """{"name":"Daily","metrics":["orders"]}"""

        let! _ =
            post "/v1/webhooks/endpoints" """{"url":"https://acme.dev/hook","format":"raw","events":[]}"""

        let! seats =
            post
                "/v1/products/"
                """{"name":"Seats","prices":[{"amount_type":"seat_based","seat_tiers":{"tiers":[{"min_seats":1,"price_per_seat":300}]}}]}"""

        let! checkout =
            post "/v1/checkouts/" $"""{{"products":["{id seats}"],"seats":2,"customer_email":"seated@acme.dev"}}"""

        let! _ = Given.confirmed checkout fake

        let! customer =
            post "/v1/customers/" """{"email":"furnished@acme.dev","name":"Eve","external_id":"furnished"}"""

        for product in [ once; monthly ] do
            let! checkout =
                post "/v1/checkouts/" $"""{{"products":["{id product}"],"customer_id":"{id customer}"}}"""

            let! _ = Given.confirmed checkout fake
            ()

        let! _ =
            fake.Engine.ExecuteAsync(fun transaction ->
                WalletRules.Add(transaction, Guid.Parse(id customer), "usd", 700L)
                true)

        let! _ = post "/v1/checkouts/" $"""{{"products":["{id once}"]}}"""
        let! _ = product ""","recurring_interval":"month" """ 0

        let! _ =
            post
                "/v1/events/ingest"
                """{"events":[{"name":"furnished","external_customer_id":"furnished","external_id":"one"},{"name":"furnished","external_customer_id":"furnished","parent_id":"one"}]}"""

        let! license =
            Http.raw fake (Http.request "GET" $"/v1/license-keys/?benefit_id={id keys}" (Some token) None)

        let license = Json.at "items.0" license.Json

        let! _ =
            post
                "/v1/license-keys/activate"
                $"""{{"key":"{Json.text "key" license}","organization_id":"{Json.text "organization_id" license}","label":"here"}}"""

        ()
    }

let private eventsOf (world: World) (organization: Guid) : EventRow list =
    let store = world.Part<EventStore>()
    List.ofSeq (store.Between(organization, System.DateTimeOffset.MinValue, System.DateTimeOffset.MaxValue))

/// What an organization has, by kind: ids, and whatever else a path can name it by.
let thingsOf (world: World) (organization: Guid) : Map<string, string list> =
    let ids (rows: seq<#IRow>) = [ for row in rows -> string row.Id ]

    let things =
        [ "organization", [ string organization ]
          "product", ids (world.Table<ProductRow>().Of organization)
          "price",
          [ for product in world.Table<ProductRow>().Of organization do
                for price in product.Prices -> string price.Id ]
          "benefit", ids (world.Table<BenefitRow>().Of organization)
          "benefit grant", ids (world.Table<BenefitGrantRow>().Of organization)
          "customer", ids (world.Customers.Of organization)
          "external customer",
          [ for row in world.Customers.Of organization -> row.Resource.ExternalId ]
          |> List.choose Option.ofObj
          "member", ids (world.Members.Of organization)
          "checkout", ids (world.Table<CheckoutRow>().Of organization)
          "order", ids (world.Table<OrderRow>().Of organization)
          "subscription", ids (world.Table<SubscriptionRow>().Of organization)
          "seat", ids (world.Table<CustomerSeatRow>().Of organization)
          "payment", ids (world.Table<PaymentRow>().Of organization)
          "payment method", ids (world.Table<PaymentMethodRow>().Of organization)
          "wallet", ids (world.Table<WalletRow>().Of organization)
          "license key", ids (world.Table<LicenseKeyRow>().Of organization)
          "activation",
          [ for key in world.Table<LicenseKeyRow>().Of organization do
                for activation in key.Activations -> string activation.Id ]
          "downloadable", ids (world.Table<DownloadableRow>().Of organization)
          "meter", ids (world.Table<MeterRow>().Of organization)
          "customer meter", ids (world.Table<CustomerMeterRow>().Of organization)
          "event", ids (eventsOf world organization)
          "event type", ids (world.Table<EventTypeRow>().Of organization)
          "discount", ids (world.Table<DiscountRow>().Of organization)
          "checkout link", ids (world.Table<CheckoutLinkRow>().Of organization)
          "custom field", ids (world.Table<CustomFieldRow>().Of organization)
          "file", ids (world.Table<FileRow>().Of organization)
          "dashboard", ids (world.Table<DashboardRow>().Of organization)
          "endpoint", ids (world.Table<WebhookEndpointRow>().Of organization) ]

    Map.ofList things

/// The rows of an organization, which are values: two states of it that are the same are equal.
let rowsOf (world: World) (organization: Guid) : obj list =
    [ yield! Seq.cast<obj>(world.Table<ProductRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<BenefitRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<BenefitGrantRow>().Of organization)
      yield! Seq.cast<obj>(world.Customers.Of organization)
      yield! Seq.cast<obj>(world.Members.Of organization)
      yield! Seq.cast<obj>(world.Table<CheckoutRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<OrderRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<SubscriptionRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<CustomerSeatRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<PaymentRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<PaymentMethodRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<WalletRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<LicenseKeyRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<DownloadableRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<MeterRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<CustomerMeterRow>().Of organization)
      yield! Seq.cast<obj>(eventsOf world organization)
      yield! Seq.cast<obj>(world.Table<EventTypeRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<DiscountRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<CheckoutLinkRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<CustomFieldRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<FileRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<DashboardRow>().Of organization)
      yield! Seq.cast<obj>(world.Table<WebhookEndpointRow>().Of organization)
      yield world.Organizations[organization] :> obj ]
