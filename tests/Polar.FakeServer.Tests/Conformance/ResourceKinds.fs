/// The kind of thing that a parameter of the API stands for.
module internal Polar.FakeServer.Tests.Conformance.ResourceKinds

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

let private kindOfParameter =
    Map.ofList
        [ "organization_id", "organization"
          "product_id", "product"
          "products", "product"
          "product_price_id", "price"
          "benefit_id", "benefit"
          "benefits", "benefit"
          "exclude_id", "benefit"
          "customer_id", "customer"
          "external_id", "external customer"
          "external_customer_id", "external customer"
          "customer_external_id", "external customer"
          "member_id", "member"
          "checkout_id", "checkout"
          "order_id", "order"
          "subscription_id", "subscription"
          "payment_method_id", "payment method"
          "default_payment_method_id", "payment method"
          "seat_id", "seat"
          "discount_id", "discount"
          "meter_id", "meter"
          "activation_id", "activation"
          "custom_field_id", "custom field"
          "endpoint_id", "endpoint"
          "medias", "file"
          "files", "file"
          "ids", "file" ]

let private kindOfCollection =
    Map.ofList
        [ "products", "product"
          "prices", "price"
          "benefits", "benefit"
          "benefit-grants", "benefit grant"
          "customers", "customer"
          "members", "member"
          "checkouts", "checkout"
          "orders", "order"
          "subscriptions", "subscription"
          "payments", "payment"
          "payment-methods", "payment method"
          "wallets", "wallet"
          "license-keys", "license key"
          "meters", "meter"
          "customer-meters", "customer meter"
          "discounts", "discount"
          "checkout-links", "checkout link"
          "custom-fields", "custom field"
          "files", "file"
          "events", "event"
          "event-types", "event type"
          "organizations", "organization"
          "dashboards", "dashboard"
          "endpoints", "endpoint" ]

/// The kind of thing that a name stands for, `id` by the collection that it is in; None where that is of no kind.
let kindOf (collection: string) (name: string) : string option =
    if name = "id" then
        Map.tryFind collection kindOfCollection
    else
        Map.tryFind name kindOfParameter

/// The collection that a template's parameter is in: `products` for `/v1/products/{id}`.
let collectionOf (route: Route) (parameter: string) : string =
    let segments = route.Template.Trim('/').Split '/' |> List.ofArray

    match segments |> List.tryFindIndex ((=) ("{" + parameter + "}")) with
    | Some index when index > 0 -> segments[index - 1]
    | _ -> List.last segments
