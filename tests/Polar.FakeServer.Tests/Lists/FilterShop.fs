/// A shop with something for every filter of customers, products, benefits, orders and subscriptions.
module internal Polar.FakeServer.Tests.Lists.FilterShop

open System
open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Tests

/// Three customers, two products with one purchase each, benefits, and a draft product; every thing has a label that tests know it by.
type Shop =
    { Fake: FakePolar
      Ids: Map<string, string> }

    /// Puts the things' ids where a query names them: `{ada}`.
    member shop.Query(query: string) =
        (query, shop.Ids)
        ||> Map.fold (fun query label id -> query.Replace("{" + label + "}", id))

let made =
    lazy
        (task {
            let! fake = Fake.start ()
            let create path body = Given.create path body fake
            let customer body = create "/v1/customers/" body

            let! ada =
                customer
                    """{"email":"Ada@Polar.sh","name":"Ada Lovelace","external_id":"user_1","metadata":{"plan":"a","seats":3,"beta":true,"rate":1.5}}"""

            let! grace =
                customer
                    """{"email":"grace@polar.sh","name":"Grace 100% Hopper","external_id":"user_2","metadata":{"plan":"b","seats":3}}"""

            let! alan = customer """{"email":"alan@polar.sh","metadata":{"plan":"c"}}"""

            let! pro =
                create
                    "/v1/products/"
                    """{"name":"Pro plan","recurring_interval":"month","prices":[{"amount_type":"fixed","price_amount":1000}],"metadata":{"tier":"1"}}"""

            let! book =
                create
                    "/v1/products/"
                    """{"name":"Book_of 100%","visibility":"private","prices":[{"amount_type":"fixed","price_amount":500}],"metadata":{"tier":1}}"""

            let! draft =
                create "/v1/products/" """{"name":"Secret","visibility":"draft","prices":[{"amount_type":"fixed","price_amount":500}]}"""

            let! keys =
                create "/v1/benefits/" """{"type":"license_keys","description":"License keys","properties":{}}"""

            let! note =
                create "/v1/benefits/" """{"type":"custom","description":"Priority support","properties":{}}"""

            let give product benefits =
                Http.post $"""/v1/products/{Json.text "id" product}/benefits""" $"""{{"benefits":[{benefits}]}}""" fake

            let quoted (node: JsonNode) = (Json.at "id" node).ToJsonString()
            let! _ = give pro $"{quoted keys},{quoted note}"
            let! _ = give book (quoted keys)

            let! _ =
                Http.patch $"""/v1/products/{Json.text "id" draft}""" """{"is_archived":true}""" fake

            let buy product customer =
                task {
                    let! checkout = Given.checkout product customer fake
                    return! Given.confirmed checkout fake
                }

            let! proCheckout = buy pro ada
            do! fake.Clock.AdvanceAsync(TimeSpan.FromHours 1.)
            let! bookCheckout = buy book grace
            let! orders = Http.get "/v1/orders/?sorting=created_at" fake
            let! subscriptions = Http.get "/v1/subscriptions/" fake
            let! payments = Http.get "/v1/payments/?sorting=created_at" fake
            let! licenseKeys = Http.get "/v1/license-keys/" fake
            let! grants = Http.get "/v1/benefit-grants/?sorting=created_at" fake

            let things =
                [ "ada", ada
                  "grace", grace
                  "alan", alan
                  "pro", pro
                  "book", book
                  "draft", draft
                  "keys", keys
                  "note", note
                  "pro checkout", proCheckout
                  "book checkout", bookCheckout
                  "pro order", Json.at "items.0" orders.Json
                  "book order", Json.at "items.1" orders.Json
                  "subscription", Json.at "items.0" subscriptions.Json
                  "pro payment", Json.at "items.0" payments.Json
                  "book payment", Json.at "items.1" payments.Json
                  "pro key", Json.at "items.0" licenseKeys.Json
                  "book key", Json.at "items.1" licenseKeys.Json
                  "grant 0", Json.at "items.0" grants.Json
                  "grant 1", Json.at "items.1" grants.Json
                  "grant 2", Json.at "items.2" grants.Json ]

            return
                { Fake = fake
                  Ids =
                    Map.ofList (
                        ("organization", fake.Organization.Id.ToString())
                        :: [ for label, node in things -> label, Json.text "id" node ]
                    ) }
        })

let products = "/v1/products/"
let benefits = "/v1/benefits/"
let orders = "/v1/orders/"
