/// Functions that make the cases of unions that are sent: one for each change, so that nobody has to know which record says it.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.Constructors

/// Cases whose functions are named by hand: the members that must be given (a question mark: perhaps as null), and those that may.
let private byHand: Map<string, (string * string list * string list) list> =
    Map.ofList
        [ "CheckoutLinkCreateProduct", [ "ForProduct", [ "product_id" ], [] ]
          "CheckoutLinkCreateProductPrice", [ "ForProductPrice", [ "product_price_id" ], [] ]
          "CheckoutLinkCreateProducts", [ "ForProducts", [ "products" ], [] ]
          "CustomerSessionCustomerIdCreate", [ "ForCustomer", [ "customer_id" ], [ "return_url" ] ]
          "CustomerSessionCustomerExternalIdCreate", [ "ForExternalCustomer", [ "external_customer_id" ], [ "return_url" ] ]
          "CustomerSubscriptionCancel",
          [ "CancelAtPeriodEnd", [ "cancel_at_period_end" ], [ "cancellation_reason"; "cancellation_comment" ] ]
          "CustomerSubscriptionUpdateProduct", [ "Product", [ "product_id" ], [] ]
          "CustomerSubscriptionUpdateSeats", [ "Seats", [ "seats" ], [] ]
          "CustomerSubscriptionUpdateUnits", [ "Units", [ "units" ], [] ]
          "CustomerTeamCreate", [ "Team", [], [ "email"; "name" ] ]
          "EventCreateCustomer", [ "ForCustomer", [ "name"; "customer_id" ], [] ]
          "EventCreateExternalCustomer", [ "ForExternalCustomer", [ "name"; "external_customer_id" ], [] ]
          "ExistingProductPrice", [ "Existing", [ "id" ], [] ]
          "FilterClause", [ "Clause", [ "property"; "operator"; "value" ], [] ]
          "Filter", [ "Nested", [ "conjunction"; "clauses" ], [] ]
          "PropertyAggregation", [ "OfProperty", [ "func"; "property" ], [] ]
          "SubscriptionCreateCustomer", [ "ForCustomer", [ "product_id"; "customer_id" ], [] ]
          "SubscriptionCreateExternalCustomer", [ "ForExternalCustomer", [ "product_id"; "external_customer_id" ], [] ]
          "SubscriptionUpdateBase",
          [ "Product", [ "product_id" ], [ "proration_behavior" ]
            "Discount", [ "discount_id?" ], []
            "TrialEnd", [ "trial_end" ], [] ]
          "SubscriptionUpdateBillingPeriod", [ "BillingPeriodEnd", [ "current_billing_period_end" ], [] ]
          "SubscriptionUpdateSeats", [ "Seats", [ "seats" ], [ "proration_behavior" ] ]
          "SubscriptionUpdateUnits", [ "Units", [ "units" ], [ "proration_behavior" ] ] ]

/// With more members than this a record and its own names read better.
let private most = 5

let private isRequired (entry: Member) =
    entry.Constant.IsNone
    && (entry.Presence = Presence.Required || entry.Presence = Presence.RequiredNullable)

let private isOptional (entry: Member) =
    entry.Constant.IsNone && not (isRequired entry)

/// What a case does, in a word: the flag that it raises, the member that it clears, or what sets it apart from the others.
let private nameOf (record: RecordDeclaration) (apart: string) =
    let required = record.Members |> List.filter isRequired

    let raised =
        record.Members
        |> List.tryFind (fun entry -> entry.Constant = Some(Literal.Flag true))

    match raised, record.AlwaysNull, required with
    | Some flag, _, _ -> flag.Name
    | None, [ cleared ], [] -> "Clear" + Naming.pascal cleared
    | None, _, [ { Type = TypeRef.Scalar Scalar.Boolean } as flag ] -> flag.Name
    | _ -> apart

let private ofRecord (summary: string -> string) (record: RecordDeclaration) (apart: string) : Constructor list =
    let named (json: string) =
        record.Members |> List.find (fun entry -> entry.Json = json)

    let demanded (json: string) =
        if json.EndsWith '?' then
            { named (json.TrimEnd '?') with
                Presence = Presence.RequiredNullable }
        else
            { named json with
                Presence = Presence.Required }

    match byHand.TryFind record.Name with
    | Some constructors ->
        [ for name, required, optional in constructors ->
              { Name = name
                Case = record.Name
                Required = List.map demanded required
                Optional = List.map named optional
                Summary = summary name } ]
    | None ->
        let required, optional =
            record.Members |> List.filter isRequired, record.Members |> List.filter isOptional

        let name = nameOf record apart

        // A function cannot bear its own case's name, and would say no more than `new`.
        if required.Length > most || name = record.Name then
            []
        else
            [ { Name = name
                Case = record.Name
                Required = required
                Optional =
                  if required.Length + optional.Length <= most then
                      optional
                  else
                      []
                Summary = summary name } ]

/// The functions of a union, in the order of its cases; none for a case that is a union itself.
let ofUnion (context: Context) (union: UnionDeclaration) : Constructor list =
    [ for case, apart in List.zip union.Cases (Naming.distinguishing union.Cases) do
          match context.Declared[case] with
          | Declaration.Record record ->
              let summary name =
                  Documentation.constructor' union.Name name context.Documentation
                  |> Option.defaultValue record.Summary

              yield! ofRecord summary record apart
          | _ -> () ]
