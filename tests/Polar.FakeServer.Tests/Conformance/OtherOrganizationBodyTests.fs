/// What another organization has is out of reach: in bodies.
module Polar.FakeServer.Tests.Conformance.OtherOrganizationBodyTests

open System.Text.Json.Nodes
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Validation
open Polar.FakeServer.Http
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance.Walk
open Polar.FakeServer.Tests.Conformance.Neighbours

/// What is said of another organization's id in a body, where that is no 404: the operation, the member, and the sentences, of which the first is
/// the one that counts; others keep a request from getting that far, or follow from it.
let private refused: (string * string * string list) list =
    let needsPrices =
        [ "At least one price is required."
          "The organization's default presentment currency must be present in the prices." ]

    // Seats need a holder as well as what they are of; SeatAssignmentTests has both.
    let noSeatHolder =
        "Value error, At least one of email, external_customer_id, customer_id, external_member_id, or member_id must be provided"

    let noContainer choice =
        $"Value error, Exactly one of {choice} must be provided"

    [ "benefits:create", "files", [ "File not found." ]
      "benefits:create", "meter_id", [ "This meter does not exist." ]
      "benefits:create", "slack_integration_id", [ "Slack shared channel benefit is not enabled for this organization." ]
      "benefits:update", "files", [ "File not found." ]
      "benefits:update", "meter_id", [ "This meter does not exist."; "Benefit type cannot be changed." ]
      "benefits:update", "slack_integration_id", [ "Slack integration not found."; "Benefit type cannot be changed." ]
      "checkout-links:create", "products", [ "Product does not exist." ]
      "checkout-links:create", "product_id", [ "Product does not exist." ]
      "checkout-links:create", "product_price_id", [ "Price does not exist." ]
      "checkout-links:create", "discount_id", [ "Discount does not exist or is not applicable to this product." ]
      "checkout-links:update", "products", [ "Product does not exist." ]
      "checkout-links:update", "discount_id", [ "Discount does not exist or is not applicable to this product." ]
      "checkouts:create", "products", [ "Product does not exist." ]
      "checkouts:create", "product_id", [ "Product does not exist." ]
      "checkouts:create", "product_price_id", [ "Price does not exist." ]
      "checkouts:create", "discount_id", [ "Discount does not exist."; "Discounts are not applicable to this product." ]
      "checkouts:create", "customer_id", [ "Customer does not exist." ]
      "checkouts:create", "subscription_id", [ "Subscription does not exist." ]
      "checkouts:update", "product_id", [ "Product is not available in this checkout." ]
      "checkouts:update", "discount_id", [ "Discount does not exist." ]
      "customer-seats:assign_seat", "subscription_id", [ noSeatHolder ]
      "customer-seats:assign_seat", "order_id", [ noSeatHolder ]
      "customer-seats:assign_seat", "customer_id", [ noContainer "subscription_id or order_id" ]
      "customer-seats:assign_seat", "member_id", [ noContainer "subscription_id or order_id" ]
      "customer_portal:seats:assign_seat", "subscription_id", [ noSeatHolder ]
      "customer_portal:seats:assign_seat", "order_id", [ noSeatHolder ]
      "customer_portal:seats:assign_seat", "checkout_id", [ noSeatHolder ]
      "customer_portal:seats:assign_seat", "customer_id", [ noContainer "subscription_id, order_id, or checkout_id" ]
      "customer_portal:seats:assign_seat", "member_id", [ noContainer "subscription_id, order_id, or checkout_id" ]
      "customer-sessions:create", "customer_id", [ "Customer does not exist." ]
      "customer-sessions:create", "member_id", [ "Member does not exist for this customer."; "Customer does not exist." ]
      "discounts:create", "products", [ "Product not found." ]
      "discounts:update", "products", [ "Product not found." ]
      "events:ingest", "customer_id", [ "Customer not found."; "organization_id is required." ]
      "events:ingest", "member_id", [ "Member not found."; "Customer not found."; "organization_id is required." ]
      "products:create",
      "meter_id",
      [ "Meter does not exist."
        "Metered pricing is not supported on one-time products." ]
      @ needsPrices
      "products:create", "medias", [ "File does not exist or is not yet uploaded." ]
      "products:create", "custom_field_id", [ "Custom field does not exist." ]
      "products:update", "id", "Price does not exist." :: needsPrices
      "products:update", "meter_id", "Meter does not exist." :: needsPrices
      "products:update", "medias", [ "File does not exist or is not yet uploaded." ]
      "products:update", "custom_field_id", [ "Custom field does not exist." ]
      "products:update_benefits", "benefits", [ "Benefit does not exist." ]
      "refunds:create", "order_id", [ "Order not found" ]
      "subscriptions:create", "product_id", [ "Product does not exist." ]
      "subscriptions:create", "customer_id", [ "Customer does not exist." ]
      "subscriptions:update", "product_id", [ "Product does not exist." ]
      "customer_portal:customers:update", "default_payment_method_id", [ "Payment method not found." ]
      "customer_portal:subscriptions:update", "product_id", [ "Product does not exist." ]
      "subscriptions:update", "discount_id", [ "Discount does not exist, is not applicable to this product or is not redeemable." ] ]

let private ofOrganizations =
    [ "Setting organization_id is disallowed when using an organization token."
      "Organization not found." ]

/// Members that are not read in the bodies that are sent here: the operation, the member, and why.
let private unread =
    [ "checkouts:update", "product_price_id", "a price counts only beside its product"
      "orders:finalize", "payment_method_id", "only drafts are charged, and the order is none"
      "customer_portal:orders:confirm_retry_payment", "payment_method_id", "only what is owed is paid, and the order is paid" ]

let private refusal (route: Route) (spot: BodyMutations.Spot) (answer: string) : string option =
    let named =
        if spot.Member = "organization_id" then
            ofOrganizations
        else
            [ for id, name, sentences in refused do
                  if id = route.Id && name = spot.Member then
                      yield! sentences ]

    let told =
        [ for issue in Json.items "detail" (Json.parse answer) -> Json.text "msg" issue ]

    if told |> List.forall (fun sentence -> List.contains sentence named) then
        None
    else
        Some $"{spot.Member}: '{told}' is none of {named}"

/// The body with what Polar wants beyond the schema.
let private completed (body: JsonNode | null) : string =
    match body with
    | :? JsonObject as members ->
        let has name = members.ContainsKey name

        let isOf kind =
            has "type" && string members["type"] = kind

        if isOf "team" && not (has "owner") then
            let owner = JsonObject()
            owner["email"] <- "owner@acme.dev"
            members["owner"] <- owner

        if isOf "fixed" && has "duration" && not (has "amount") then
            members["amount"] <- 100
            members["currency"] <- "usd"
    | _ -> ()

    jsonOf body

let private inBodies =
    testCaseTask "another organization's id in any body is nobody's" (fun () ->
        task {
            let! sent =
                walk (fun neighbours findings route kind token ->
                    task {
                        let mutable sent = 0

                        match route.Body with
                        | null -> ()
                        | body ->
                            let path = pathOf (own neighbours route) route + "?" + requiredQuery route ""

                            for spot in BodyMutations.spotsWith (own neighbours route) body.Schema do
                                match spot.Schema with
                                | :? TextSchema as text when text.Format = "uuid4" || text.Format = "uuid" ->
                                    let right =
                                        ResourceKinds.kindOf
                                            (if List.contains (box "prices") spot.Location then
                                                 "prices"
                                             else
                                                 "")
                                            spot.Member

                                    for id in foreign neighbours right do
                                        let body = completed (spot.Put(BodyMutations.Sent.Value(JsonValue.Create id)))

                                        let! status, answer, response =
                                            send neighbours.Stranger.Client route.Method path (Some token) (Body.Json body)

                                        let shown = $"{kind} {body}: {status} {answer}"

                                        let isUnread =
                                            unread |> List.exists (fun (id, name, _) -> id = route.Id && name = spot.Member)

                                        findings.Check
                                            route
                                            (List.contains status [ 403; 404; 422 ]
                                             || isUnread && List.contains status [ 200; 412 ])
                                            shown

                                        findings.AddUndocumented route status answer response shown
                                        findings.Check route (shows neighbours answer id).IsNone shown

                                        if status = 422 && not isUnread then
                                            refusal route spot answer
                                            |> Option.iter (fun told -> findings.Add route $"{kind}: {told}")

                                        sent <- sent + 1
                                | _ -> ()

                        return sent
                    })

            Expect.isGreaterThan sent 1000 "ids in bodies"
        })

[<Tests>]
let tests = testList "walks of strangers" [ inBodies ]
