/// Filters of lists, one by one: of the catalog, of what is sold, and of what is kept about it.
module Polar.FakeServer.Tests.Lists.CatalogFilterTests

open System
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance
open Polar.FakeServer.Tests.Lists.CatalogShop

/// A list, what is asked of it, and what then is in it.
let private found: (string * string * string list) list =
    let discounts = "/v1/discounts/"
    let links = "/v1/checkout-links/"
    let fields = "/v1/custom-fields/"
    let grants = "/v1/benefit-grants/"
    let orders = "/v1/orders/"
    let payments = "/v1/payments/"
    let refunds = "/v1/refunds/"
    let disputes = "/v1/disputes/"
    let subscriptions = "/v1/subscriptions/"
    let deliveries = "/v1/webhooks/deliveries"
    let portalGrants = "/v1/customer-portal/benefit-grants/"
    let downloads = "/v1/customer-portal/downloadables/"
    let licenses = "/v1/customer-portal/license-keys/"
    let portalSubscriptions = "/v1/customer-portal/subscriptions/"
    let portalOrders = "/v1/customer-portal/orders/"

    [ discounts, "", [ "spring"; "loyal" ]
      discounts, "organization_id={organization}&organization_id={unknown}", [ "spring"; "loyal" ]
      discounts, "organization_id={unknown}", []
      discounts, "query=SALE", [ "spring" ]
      discounts, "query=alph", [ "spring" ]
      discounts, "query=s%25e", [ "spring" ]
      discounts, "query=l_one", [ "loyal" ]
      discounts, "query=%5C_", [ "loyal" ]
      discounts, "query=nothing", []
      links, "product_id={book}", [ "book link" ]
      links, "product_id={book}&product_id={plan}", [ "book link"; "plan link" ]
      links, "product_id={unknown}", []
      links, "organization_id={organization}", [ "book link"; "plan link" ]
      links, "organization_id={unknown}", []
      fields, "type=text", [ "size" ]
      fields, "type=text&type=number", [ "size"; "amount" ]
      fields, "type=date", []
      fields, "query=HOW", [ "size"; "amount" ]
      fields, "query=large", [ "size" ]
      fields, "query=how-", [ "amount" ]
      fields, "organization_id={unknown}", []
      "/v1/files/", "", [ "first file"; "second file" ]
      "/v1/files/", "ids={first file}", [ "first file" ]
      "/v1/files/", "ids={first file}&ids={second file}", [ "first file"; "second file" ]
      "/v1/files/", "ids={unknown}", []
      "/v1/files/", "organization_id={organization}", [ "first file"; "second file" ]
      "/v1/files/", "organization_id={unknown}", []
      "/v1/products/", "is_archived=false", [ "book"; "plan" ]
      "/v1/products/", "is_archived=true", []
      "/v1/customers/", "organization_id={organization}", [ "ada"; "grace"; "alan" ]
      "/v1/customers/", "organization_id={unknown}", []
      "/v1/customers/{ada}/members", "role=owner", [ "member" ]
      "/v1/customers/{ada}/members", "role=member", []
      "/v1/customers/external/user_1/members", "role=owner", [ "member" ]
      "/v1/customers/external/user_1/members", "role=billing_manager", []
      "/v1/benefits/", "organization_id={unknown}", []
      "/v1/benefits/", "id={keys}&id={note}", [ "keys"; "note" ]
      "/v1/benefits/", "exclude_id={keys}&exclude_id={note}", [ "files" ]
      "/v1/benefits/", "query=s_of", [ "files" ]
      "/v1/benefits/", "metadata[a]=1", []
      "/v1/benefits/", "type=custom", [ "note" ]
      "/v1/benefits/{keys}/grants", "is_granted=true", [ "keys grant" ]
      "/v1/benefits/{keys}/grants", "is_granted=false", []
      "/v1/benefits/{keys}/grants", "customer_id={ada}&customer_id={grace}", [ "keys grant" ]
      "/v1/benefits/{keys}/grants", "customer_id={grace}", []
      "/v1/benefits/{keys}/grants", "member_id={member}", [ "keys grant" ]
      "/v1/benefits/{keys}/grants", "member_id={unknown}", []
      grants, "organization_id={unknown}", []
      grants, "is_granted=no", []
      grants, "customer_id={ada}&customer_id={grace}", [ "keys grant"; "files grant"; "note grant" ]
      grants, "external_customer_id=user_1&external_customer_id=user_2", [ "keys grant"; "files grant"; "note grant" ]
      grants, "external_customer_id=user_2", [ "note grant" ]
      "/v1/checkouts/", "organization_id={unknown}", []
      "/v1/checkouts/", "status=succeeded&status=open", [ "book checkout"; "plan checkout" ]
      "/v1/checkouts/", "product_id={book}&product_id={plan}", [ "book checkout"; "plan checkout" ]
      "/v1/checkouts/", "external_customer_id=user_1&external_customer_id=user_2", [ "book checkout"; "plan checkout" ]
      "/v1/license-keys/", "organization_id={unknown}", []
      "/v1/license-keys/", "benefit_id={keys}&benefit_id={note}", [ "license" ]
      "/v1/license-keys/", "status=granted&status=revoked", [ "license" ]
      orders, "organization_id={unknown}", []
      orders, "discount_id={spring}", [ "book order" ]
      orders, "discount_id={spring}&discount_id={loyal}", [ "book order"; "plan order" ]
      orders, "product_id={book}&product_id={plan}", [ "book order"; "plan order" ]
      orders, "product_billing_type=one_time&product_billing_type=recurring", [ "book order"; "plan order" ]
      orders, "metadata[source]=ad", [ "book order" ]
      orders, "metadata[source]=ad&metadata[source]=blog", [ "book order"; "plan order" ]
      orders, "metadata[source]=blog&metadata[again]=true", [ "plan order" ]
      // Unix seconds: half past twelve.
      orders, "created_after=1772368200", [ "plan order" ]
      orders, "created_before=1772368200", [ "book order" ]
      orders, "created_after=2026-03-01T13:30:00%2B01:00", [ "plan order" ]
      payments, "organization_id={unknown}", []
      payments, "method=card", [ "book payment"; "plan payment" ]
      payments, "method=paypal", []
      payments, "customer_email=ada@polar.sh", [ "book payment" ]
      payments, "customer_email=ada@polar.sh&customer_email=grace@polar.sh", [ "book payment"; "plan payment" ]
      payments, "order_id={book order}&order_id={plan order}", [ "book payment"; "plan payment" ]
      payments, "checkout_id={plan checkout}", [ "plan payment" ]
      payments, "status=succeeded", [ "book payment"; "plan payment" ]
      refunds, "", [ "refund" ]
      refunds, "id={refund}&id={unknown}", [ "refund" ]
      refunds, "id={unknown}", []
      refunds, "organization_id={organization}", [ "refund" ]
      refunds, "organization_id={unknown}", []
      refunds, "order_id={plan order}", [ "refund" ]
      refunds, "order_id={book order}", []
      refunds, "subscription_id={subscription}", [ "refund" ]
      refunds, "subscription_id={unknown}", []
      refunds, "customer_id={grace}", [ "refund" ]
      refunds, "customer_id={ada}", []
      refunds, "external_customer_id=user_2", [ "refund" ]
      refunds, "external_customer_id=user_1", []
      refunds, "succeeded=true", [ "refund" ]
      refunds, "succeeded=false", []
      disputes, "", [ "dispute" ]
      disputes, "organization_id={organization}", [ "dispute" ]
      disputes, "organization_id={unknown}", []
      disputes, "order_id={book order}", [ "dispute" ]
      disputes, "order_id={plan order}", []
      disputes, "status=needs_response", [ "dispute" ]
      disputes, "status=won&status=lost", []
      subscriptions, "organization_id={unknown}", []
      subscriptions, "discount_id={loyal}", [ "subscription" ]
      subscriptions, "discount_id={spring}", []
      subscriptions, "status=active", [ "subscription" ]
      subscriptions, "status=canceled&status=trialing", []
      subscriptions, "cancel_at_period_end=true", [ "subscription" ]
      subscriptions, "customer_cancellation_reason=too_expensive", [ "subscription" ]
      subscriptions, "customer_cancellation_reason=other&customer_cancellation_reason=unused", []
      subscriptions, "canceled_at_after=2026-03-01T13:30:00", [ "subscription" ]
      subscriptions, "canceled_at_before=2026-03-01T13:30:00Z", []
      subscriptions, "canceled_at_before=2026-03-02", [ "subscription" ]
      subscriptions, "metadata[source]=blog", [ "subscription" ]
      subscriptions, "metadata[source]=ad", []
      "/v1/webhooks/endpoints", "organization_id={organization}", [ "good"; "bad" ]
      "/v1/webhooks/endpoints", "organization_id={unknown}", []
      deliveries, "endpoint_id={good}", [ "taken" ]
      deliveries, "endpoint_id={good}&endpoint_id={bad}", [ "taken"; "refused" ]
      deliveries, "endpoint_id={unknown}", []
      deliveries, "succeeded=true", [ "taken" ]
      deliveries, "succeeded=false", [ "refused" ]
      deliveries, "http_code_class=2xx", [ "taken" ]
      deliveries, "http_code_class=4xx", []
      deliveries, "query={refused}", [ "refused" ]
      deliveries, "query={taken}", [ "taken" ]
      deliveries, "event_type=customer.created", [ "taken"; "refused" ]
      deliveries, "event_type=customer.created&event_type=product.created", [ "taken"; "refused" ]
      deliveries, "event_type=product.created", []
      // Strictly after and before the moment of the deliveries.
      deliveries, "start_timestamp=2026-03-01T14:00:00Z", []
      deliveries, "start_timestamp=2026-03-01T14:59:59%2B01:00", [ "taken"; "refused" ]
      deliveries, "end_timestamp=2026-03-01T14:00:00Z", []
      deliveries, "end_timestamp=1772373601", [ "taken"; "refused" ]
      portalGrants, "", [ "keys grant"; "files grant" ]
      portalGrants, "query=FILES", [ "files grant" ]
      portalGrants, "query=s_of", [ "files grant" ]
      portalGrants, "type=license_keys", [ "keys grant" ]
      portalGrants, "type=license_keys&type=downloadables", [ "keys grant"; "files grant" ]
      portalGrants, "type=custom", []
      portalGrants, "benefit_id={files}", [ "files grant" ]
      portalGrants, "benefit_id={files}&benefit_id={keys}", [ "keys grant"; "files grant" ]
      portalGrants, "checkout_id={book checkout}", [ "keys grant"; "files grant" ]
      portalGrants, "checkout_id={plan checkout}", []
      portalGrants, "order_id={book order}&order_id={plan order}", [ "keys grant"; "files grant" ]
      portalGrants, "order_id={plan order}", []
      portalGrants, "subscription_id={subscription}", []
      portalGrants, "member_id={member}", [ "keys grant"; "files grant" ]
      portalGrants, "member_id={unknown}", []
      portalGrants, "organization_id={organization}", [ "keys grant"; "files grant" ]
      portalGrants, "organization_id={unknown}", []
      downloads, "", [ "download" ]
      downloads, "benefit_id={files}", [ "download" ]
      downloads, "benefit_id={keys}&benefit_id={files}", [ "download" ]
      downloads, "benefit_id={keys}", []
      downloads, "organization_id={organization}", [ "download" ]
      downloads, "organization_id={unknown}", []
      licenses, "", [ "license" ]
      licenses, "benefit_id={keys}", [ "license" ]
      licenses, "benefit_id={files}", []
      licenses, "organization_id={organization}", [ "license" ]
      licenses, "organization_id={unknown}", []
      portalOrders, "", [ "book order" ]
      portalOrders, "product_id={book}", [ "book order" ]
      portalOrders, "product_id={plan}&product_id={book}", [ "book order" ]
      portalOrders, "product_id={plan}", []
      portalOrders, "product_billing_type=one_time", [ "book order" ]
      portalOrders, "product_billing_type=recurring&product_billing_type=one_time", [ "book order" ]
      portalOrders, "product_billing_type=recurring", []
      portalOrders, "subscription_id={subscription}", []
      portalOrders, "query=OOK", [ "book order" ]
      portalOrders, "query=b_ok", []
      portalOrders, "organization_id={organization}", [ "book order" ]
      portalOrders, "organization_id={unknown}", []
      portalSubscriptions, "", [ "subscription" ]
      portalSubscriptions, "product_id={plan}", [ "subscription" ]
      portalSubscriptions, "product_id={plan}&product_id={book}", [ "subscription" ]
      portalSubscriptions, "product_id={book}", []
      portalSubscriptions, "active=true", [ "subscription" ]
      portalSubscriptions, "active=false", []
      portalSubscriptions, "query=PRO", [ "subscription" ]
      portalSubscriptions, "query=grace", []
      portalSubscriptions, "organization_id={organization}", [ "subscription" ]
      portalSubscriptions, "organization_id={unknown}", [] ]

let private shows (path: string) (query: string) (labels: string list) =
    testCaseTask $"{path}?{query}" (fun () ->
        task {
            let! shop = made.Value
            let asked = shop.Named $"{path}?{query}"

            let! answer =
                if path.StartsWith "/v1/customer-portal/subscriptions/" then
                    Benefits.sendAs shop.Subscriber "GET" asked None shop.Fake
                elif path.StartsWith "/v1/customer-portal/" then
                    Benefits.sendAs shop.Session "GET" asked None shop.Fake
                else
                    Http.get asked shop.Fake

            Expect.equal answer.Status 200 answer.Text

            let labelOf =
                shop.Ids |> Map.toSeq |> Seq.map (fun (label, id) -> id, label) |> Map.ofSeq

            Expect.equal
                (Json.items "items" answer.Json
                 |> List.map (fun item -> labelOf[Json.text "id" item])
                 |> List.sort)
                (List.sort labels)
                "items"

            Expect.equal (Json.whole "pagination.total_count" answer.Json) (int64 labels.Length) "total"
        })

/// The filters that some row asks for, by the path of the list.
let private asked: Set<string * string> =
    set
        [ yield! Polar.FakeServer.Tests.Usage.Events.EventListTests.asked
          yield! Polar.FakeServer.Tests.Usage.EventTypes.EventTypeTests.asked
          for path, query, _ in found @ FilterTests.found @ MeterFilterTests.found do
              for part in query.Split('&', StringSplitOptions.RemoveEmptyEntries) do
                  path.Replace("{keys}", "{id}").Replace("{ada}", "{id}").Replace("user_1", "{external_id}"),
                  (part.Split('=')[0]).Split('[')[0] ]

[<Tests>]
let tests =
    testList
        "filters of the catalog"
        [ for path, query, labels in found do
              shows path query labels

          testCase "every filter of every list that is there has its rows"
          <| fun () ->
              let missing =
                  [ for list in ListTable.all do
                        for route in Operations.all do
                            if route.Method = "GET" && route.Template = list.Path then
                                for parameter in route.Query do
                                    if
                                        not (List.contains parameter.Name [ "page"; "limit"; "sorting" ])
                                        && not (asked.Contains(list.Path, parameter.Name))
                                    then
                                        list.Path, parameter.Name ]

              Expect.isEmpty missing "filters that no row asks for" ]
