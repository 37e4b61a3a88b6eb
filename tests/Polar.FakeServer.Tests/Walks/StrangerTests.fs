/// What belongs to one organization is not there for another, whatever the operation and wherever its id stands.
module Polar.FakeServer.Tests.Walks.StrangerTests

open System
open System.Text.Json.Nodes
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Validation
open Polar.FakeServer.Http
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Walks.Walk

/// Two organizations with something of everything: the first, whose ids are sent, and the second, who sends them.
type private Neighbours =
    { Fake: FakePolar
      First: Map<string, string list>
      FirstIds: string list
      Second: Map<string, string list>
      Stranger: Party }

let private neighbours () : Task<Neighbours> =
    task {
        let! fake = Furnished.seeded ()
        do! Furnished.furnish fake fake.AccessToken
        let! second = fake.CreateOrganizationAsync "second"
        do! Furnished.furnish fake second.AccessToken
        let customer = (Seq.head (fake.World.Customers.Of second.Id)).Id
        let! stranger = partyOf fake second.Id customer None
        let first = Furnished.thingsOf fake.World fake.Organization.Id

        return
            { Fake = fake
              First = first
              // The two call their customers alike; no word of theirs is anybody's alone.
              FirstIds =
                [ for entry in first do
                      if entry.Key <> "external customer" then
                          yield! entry.Value ]
              Second = Furnished.thingsOf fake.World second.Id
              Stranger = stranger }
    }

/// The first organization's ids that are tried in a place: some of the kind that belongs there, and one of every other.
let private foreign (neighbours: Neighbours) (kind: string option) : string list =
    [ match kind with
      | Some kind -> yield! List.truncate 5 neighbours.First[kind]
      | None -> ()
      for entry in neighbours.First do
          if Some entry.Key <> kind && entry.Key <> "external customer" then
              yield! List.truncate 1 entry.Value ]

let private own (neighbours: Neighbours) (route: Route) (name: string) : string =
    Furnished.kindOf (Furnished.collectionOf route name) name
    |> Option.bind (fun kind -> List.tryLast neighbours.Second[kind])
    |> Option.defaultValue (
        if route.Path |> Array.exists (fun parameter -> parameter.Name = name) then
            unknown route name
        else
            Samples.uuid
    )

/// The callers that an operation knows by their token.
let private callers (neighbours: Neighbours) (route: Route) : (string * string) list =
    if admits route "Anonymous" then
        []
    else
        [ for kind in kinds do
              if admits route kind then
                  let held =
                      if Answers.ofSessions.Contains route.Id then
                          "Session"
                      else
                          kind

                  kind, neighbours.Stranger.Tokens[held] ]

let private shows (neighbours: Neighbours) (answer: string) (sent: string) : string option =
    neighbours.FirstIds |> List.tryFind (fun id -> id <> sent && answer.Contains id)

/// Walks with every caller of every operation; the first organization is then what it was before.
let private walk (step: Neighbours -> Findings -> Route -> string -> string -> Task<int>) : Task<int> =
    task {
        let! neighbours = neighbours ()
        use fake = neighbours.Fake
        let before = Furnished.rowsOf fake.World fake.Organization.Id
        Expect.isGreaterThan before.Length 100 "the first organization has things"
        let findings = Findings()
        let mutable sent = 0

        for route in routes do
            for kind, token in callers neighbours route do
                let! more = step neighbours findings route kind token
                sent <- sent + more

        findings.None()

        Expect.isTrue
            (List.forall2 (fun (one: obj) (other: obj) -> one.Equals other) before (Furnished.rowsOf fake.World fake.Organization.Id))
            "nothing of the first organization has changed"

        return sent
    }

let private inPaths =
    testCaseTask "another organization's id in any path is nobody's" (fun () ->
        task {
            let! sent =
                walk (fun neighbours findings route kind token ->
                    task {
                        let mutable sent = 0

                        for parameter in route.Path do
                            let right =
                                Furnished.kindOf (Furnished.collectionOf route parameter.Name) parameter.Name

                            for id in foreign neighbours right do
                                let path =
                                    pathOf
                                        (fun name ->
                                            if name = parameter.Name then
                                                id
                                            else
                                                own neighbours route name)
                                        route
                                    + "?"
                                    + requiredQuery route ""

                                let! status, answer, response =
                                    send neighbours.Stranger.Client route.Method path (Some token) (bodyWith (own neighbours route) route)

                                let shown = $"{kind} {route.Id} {path}: {status} {answer}"
                                findings.Check route (List.contains status [ 403; 404 ]) shown
                                findings.AddUndocumented route status answer response shown
                                findings.Check route (shows neighbours answer id).IsNone shown
                                sent <- sent + 1

                        return sent
                    })

            Expect.isGreaterThan sent 2000 "ids in paths"
        })

let private isId (schema: Schema) =
    let rec ids (schema: Schema) =
        match schema with
        | :? NullableSchema as nullable -> ids nullable.Inner
        | :? UnionSchema as union -> ids union.Cases[0]
        | :? ListSchema as list -> ids list.Items
        | :? TextSchema as text -> text.Format = "uuid4" || text.Format = "uuid"
        | _ -> false

    ids schema

/// What is asked for by leaving something out shows the rest.
let private leavesOut = [ "exclude_id" ]

/// Whether an answer finds nothing: no item of a list, no order in metrics.
let private isNothing (answer: JsonNode) : bool =
    if Json.has "totals" answer then
        Json.whole "totals.orders" answer = 0L
    else
        (Json.items "items" answer).IsEmpty

let private inQueries =
    testCaseTask "another organization's id in any query finds nothing" (fun () ->
        task {
            let! sent =
                walk (fun neighbours findings route kind token ->
                    task {
                        let mutable sent = 0
                        let path = pathOf (own neighbours route) route

                        for parameter in route.Query do
                            let right = Furnished.kindOf (Furnished.collectionOf route "") parameter.Name

                            if isId parameter.Schema || right.IsSome then
                                for id in foreign neighbours right do
                                    let query =
                                        $"{requiredQuery route parameter.Name}&{parameter.Name}={Uri.EscapeDataString id}"

                                    let! status, answer, response =
                                        send
                                            neighbours.Stranger.Client
                                            route.Method
                                            $"{path}?{query}"
                                            (Some token)
                                            (bodyWith (own neighbours route) route)

                                    let shown = $"{kind} {route.Id} {query}: {status} {answer}"
                                    // A meter that is not there is a fault of the list of events.
                                    let isRefused = status = 422 && answer.Contains "\"Meter not found.\""
                                    findings.Check route (isRefused || List.contains status [ 200; 403; 404 ]) shown
                                    findings.AddUndocumented route status answer response shown
                                    findings.Check route (shows neighbours answer id).IsNone shown

                                    if
                                        status = 200
                                        && answer.StartsWith '{'
                                        && right <> Some "external customer"
                                        && not (List.contains parameter.Name leavesOut)
                                    then
                                        findings.Check route (isNothing (Json.parse answer)) shown

                                    sent <- sent + 1

                        return sent
                    })

            Expect.isGreaterThan sent 2000 "ids in queries"
        })

let private lists =
    testCaseTask "whatever an operation shows without being asked for an id is the caller's own" (fun () ->
        task {
            let! sent =
                walk (fun neighbours findings route kind token ->
                    task {
                        if route.Method <> "GET" then
                            return 0
                        else
                            let path = pathOf (own neighbours route) route + "?" + requiredQuery route ""

                            let! status, answer, _ =
                                send neighbours.Stranger.Client "GET" path (Some token) Body.Nothing

                            findings.Check route (shows neighbours answer "").IsNone $"{kind}: {status} {answer}"
                            return 1
                    })

            Expect.isGreaterThan sent 100 "operations that show something"
        })

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

let private refusal (route: Route) (spot: Spots.Spot) (answer: string) : string option =
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

                            for spot in Spots.spotsWith (own neighbours route) body.Schema do
                                match spot.Schema with
                                | :? TextSchema as text when text.Format = "uuid4" || text.Format = "uuid" ->
                                    let right =
                                        Furnished.kindOf
                                            (if List.contains (box "prices") spot.Location then
                                                 "prices"
                                             else
                                                 "")
                                            spot.Member

                                    for id in foreign neighbours right do
                                        let body = completed (spot.Put(Spots.Sent.Value(JsonValue.Create id)))

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
let tests = testList "walks of strangers" [ inPaths; inQueries; lists; inBodies ]
