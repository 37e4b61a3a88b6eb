/// Every list with a page: by what it is sorted, and in which order it comes when nothing is asked. A new list is a new row.
namespace Polar.FakeServer.Tests

open System
open System.Text.Json.Nodes

[<RequireQualifiedAccess>]
module ListTable =

    let private orNull (read: JsonNode -> IComparable) (path: string) (item: JsonNode) : IComparable | null =
        if Json.isNull path item then
            null
        else
            read (Json.at path item)

    let private orNothing (value: IComparable) : IComparable | null = value

    let private key name read = { Name = name; Value = Some read }

    let text name path =
        key name (orNull (fun node -> node.GetValue<string>()) path)

    let instant name path =
        key name (orNull (fun node -> DateTimeOffset.Parse(node.GetValue<string>())) path)

    let whole name path =
        key name (orNull (fun node -> node.GetValue<int64>()) path)

    let hidden name = { Name = name; Value = None }

    /// Compares by the place in a list of values; what is not in it has none.
    let ranked name (values: string list) (read: JsonNode -> string) =
        key name (fun item ->
            match List.tryFindIndex ((=) (read item)) values with
            | Some rank -> orNothing rank
            | None -> null)

    let created = instant "created_at" "created_at"
    let private newestFirst = created, true

    /// An order that no member of an item shows.
    let private notShown = hidden "created_at", true
    let private oldestFirst = created, false

    let number name path =
        key name (orNull (fun node -> node.GetValue<decimal>()) path)

    let private customerMeters (customer: SortKey list) =
        [ created; instant "modified_at" "modified_at" ]
        @ customer
        @ [ text "meter_id" "meter_id"
            key "meter_name" (fun item -> orNothing ((Json.text "meter.name" item).ToLowerInvariant()))
            number "consumed_units" "consumed_units"
            whole "credited_units" "credited_units"
            number "balance" "balance" ]

    let private subscriptionStatus (item: JsonNode) =
        let status = Json.text "status" item

        if status = "active" && Json.flag "cancel_at_period_end" item then
            "cancelling"
        else
            status

    let all: SortedList list =
        [ { Path = "/v1/organizations/"
            Keys =
              [ created
                text "slug" "slug"
                text "name" "name"
                hidden "next_review_threshold"
                hidden "days_in_status" ]
            Default = oldestFirst }
          { Path = "/v1/products/"
            Keys =
              [ created
                key "name" (fun item -> (Json.text "name" item).ToLowerInvariant())
                ranked "price_amount_type" [ "custom"; "fixed" ] (Json.text "prices.0.amount_type")
                key "price_amount" (fun item ->
                    match Json.text "prices.0.amount_type" item with
                    | "custom" -> Json.whole "prices.0.minimum_amount" item
                    | "fixed" -> Json.whole "prices.0.price_amount" item
                    | _ -> null) ]
            Default = newestFirst }
          { Path = "/v1/benefits/"
            Keys =
              [ created
                text "description" "description"
                text "type" "type"
                instant "user_order" "created_at" ]
            Default = newestFirst }
          { Path = "/v1/benefit-grants/"
            Keys =
              [ created
                instant "granted_at" "granted_at"
                instant "revoked_at" "revoked_at" ]
            Default = newestFirst }
          { Path = "/v1/benefits/{id}/files"
            Keys = []
            Default = notShown }
          { Path = "/v1/benefits/{id}/grants"
            Keys = []
            Default = newestFirst }
          { Path = "/v1/checkout-links/"
            Keys =
              [ created
                text "label" "label"
                text "success_url" "success_url"
                key "allow_discount_codes" (fun item -> orNothing (Json.flag "allow_discount_codes" item)) ]
            Default = oldestFirst }
          { Path = "/v1/checkouts/"
            Keys = [ created; instant "expires_at" "expires_at"; text "status" "status" ]
            Default = newestFirst }
          { Path = "/v1/custom-fields/"
            Keys = [ created; text "slug" "slug"; text "name" "name"; text "type" "type" ]
            Default = text "slug" "slug", false }
          { Path = "/v1/customers/"
            Keys = [ created; text "email" "email"; text "name" "name" ]
            Default = newestFirst }
          { Path = "/v1/customer-meters/"
            Keys = customerMeters [ text "customer_id" "customer_id"; text "customer_name" "customer.name" ]
            Default = instant "modified_at" "modified_at", true }
          { Path = "/v1/customer-portal/meters/"
            Keys = customerMeters []
            Default = instant "modified_at" "modified_at", true }
          { Path = "/v1/meters/"
            Keys =
              [ created
                key "name" (fun item -> orNothing ((Json.text "name" item).ToLowerInvariant())) ]
            Default = key "name" (fun item -> orNothing ((Json.text "name" item).ToLowerInvariant())), false }
          { Path = "/v1/customer-portal/benefit-grants/"
            Keys =
              [ instant "granted_at" "granted_at"
                text "type" "benefit.type"
                text "organization" "benefit.organization.slug"
                hidden "product_benefit" ]
            Default = hidden "product_benefit", false }
          { Path = "/v1/customer-portal/customers/me/payment-methods"
            Keys = []
            Default = newestFirst }
          { Path = "/v1/customer-portal/downloadables/"
            Keys = []
            Default = notShown }
          { Path = "/v1/customer-portal/license-keys/"
            Keys = []
            Default = oldestFirst }
          { Path = "/v1/customer-portal/orders/"
            Keys =
              [ created
                whole "amount" "net_amount"
                whole "net_amount" "net_amount"
                text "product" "product.name"
                text "subscription" "subscription_id" ]
            Default = newestFirst }
          { Path = "/v1/customer-portal/members"
            Keys = []
            Default = oldestFirst }
          { Path = "/v1/customer-portal/seats/subscriptions"
            Keys = []
            Default = notShown }
          { Path = "/v1/customer-portal/subscriptions/"
            Keys =
              [ instant "started_at" "started_at"
                whole "amount" "amount"
                text "status" "status"
                text "organization" "product.organization.slug"
                text "product" "product.name" ]
            Default = instant "started_at" "started_at", true }
          { Path = "/v1/customer-portal/wallets/"
            Keys = [ created; whole "balance" "balance" ]
            Default = newestFirst }
          { Path = "/v1/events/"
            Keys = [ instant "timestamp" "timestamp" ]
            Default = instant "timestamp" "timestamp", true }
          { Path = "/v1/events/names"
            Keys =
              [ text "name" "name"
                whole "occurrences" "occurrences"
                instant "first_seen" "first_seen"
                instant "last_seen" "last_seen" ]
            Default = instant "last_seen" "last_seen", true }
          { Path = "/v1/event-types/"
            Keys =
              [ text "name" "name"
                hidden "label"
                whole "occurrences" "occurrences"
                instant "first_seen" "first_seen"
                instant "last_seen" "last_seen" ]
            Default = instant "last_seen" "last_seen", true }
          { Path = "/v1/discounts/"
            Keys =
              [ created
                key "name" (fun item -> orNothing ((Json.text "name" item).ToLowerInvariant()))
                text "code" "code"
                whole "redemptions_count" "redemptions_count"
                instant "ends_at" "ends_at" ]
            Default = newestFirst }
          { Path = "/v1/files/"
            Keys = []
            Default = notShown }
          { Path = "/v1/license-keys/"
            Keys = []
            Default = oldestFirst }
          { Path = "/v1/orders/"
            Keys =
              [ created
                ranked "status" [ "draft"; "pending"; "paid"; "partially_refunded"; "refunded"; "void" ] (Json.text "status")
                text "invoice_number" "invoice_number"
                whole "amount" "net_amount"
                whole "net_amount" "net_amount"
                text "customer" "customer.email"
                text "product" "product.name"
                hidden "discount"
                text "subscription" "subscription_id" ]
            Default = newestFirst }
          { Path = "/v1/oauth2/"
            Keys = []
            Default = newestFirst }
          { Path = "/v1/payments/"
            Keys =
              [ created
                text "status" "status"
                whole "amount" "amount"
                text "method" "method" ]
            Default = newestFirst }
          { Path = "/v1/refunds/"
            Keys = [ created; whole "amount" "amount" ]
            Default = newestFirst }
          { Path = "/v1/disputes/"
            Keys = [ created; whole "amount" "amount" ]
            Default = newestFirst }
          { Path = "/v1/customers/{id}/members"
            Keys = [ created ]
            Default = newestFirst }
          { Path = "/v1/customers/external/{external_id}/members"
            Keys = [ created ]
            Default = newestFirst }
          { Path = "/v1/customers/{id}/payment-methods"
            Keys = []
            Default = newestFirst }
          { Path = "/v1/customers/external/{external_id}/payment-methods"
            Keys = []
            Default = newestFirst }
          { Path = "/v1/subscriptions/"
            Keys =
              [ text "customer" "customer.email"
                ranked
                    "status"
                    [ "incomplete"
                      "incomplete_expired"
                      "trialing"
                      "active"
                      "cancelling"
                      "paused"
                      "past_due"
                      "canceled"
                      "unpaid" ]
                    subscriptionStatus
                instant "started_at" "started_at"
                instant "current_period_end" "current_period_end"
                instant "ended_at" "ended_at"
                instant "ends_at" "ends_at"
                key "amount" (fun item ->
                    let amount = decimal (Json.whole "amount" item)

                    if Json.text "recurring_interval" item = "year" then
                        orNothing (amount / 12m)
                    else
                        orNothing amount)
                text "product" "product.name"
                hidden "discount" ]
            Default = instant "started_at" "started_at", true }
          { Path = "/v1/webhooks/deliveries"
            Keys = []
            Default = newestFirst }
          { Path = "/v1/webhooks/endpoints"
            Keys = []
            Default = newestFirst } ]

    /// Whose list it is, as its path says.
    let caller (list: SortedList) : ListCaller =
        if
            list.Path = "/v1/customer-portal/members"
            || list.Path.StartsWith "/v1/customer-portal/seats/"
        then
            ListCaller.Member
        elif list.Path = "/v1/oauth2/" then
            ListCaller.Person
        elif list.Path.StartsWith "/v1/customer-portal/" then
            ListCaller.Customer
        else
            ListCaller.Merchant
