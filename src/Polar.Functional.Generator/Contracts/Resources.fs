/// Which resource a type belongs to: its folder among the contracts.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.Resources

open System

/// Types that several resources use, and none owns by its name.
let private shared = "Shared"

let private webhooks = "Webhooks"

let rec private namesIn (ofType: TypeRef) : string list =
    match ofType with
    | TypeRef.Named name -> [ name ]
    | TypeRef.List inner
    | TypeRef.Map inner
    | TypeRef.Nullable inner
    | TypeRef.Page inner
    | TypeRef.PageOrCursor inner -> namesIn inner
    | TypeRef.Scalar _
    | TypeRef.Raw -> []

/// The types that a declaration is made of.
let private parts (declaration: Declaration) : string list =
    match declaration with
    | Declaration.Enum _ -> []
    | Declaration.Union union -> union.Cases
    | Declaration.Record record ->
        [ for entry in record.Members do
              yield! namesIn entry.Type
          match record.Additional with
          | Some kept -> yield! namesIn kept
          | None -> ()
          yield! Option.toList record.Base ]

/// The types that an operation's signature names.
let private roots (operation: Operation) : string list =
    [ match operation.Success with
      | Success.Json ofType
      | Success.JsonOrAccepted ofType -> yield! namesIn ofType
      | Success.Nothing
      | Success.Csv
      | Success.Redirect -> ()
      match operation.Body with
      | Some body -> yield! namesIn body.Type
      | None -> ()
      match operation.Query with
      | Some query ->
          for parameter in query.Parameters do
              yield! namesIn parameter.Type
      | None -> () ]

let private reached (declarations: Map<string, string list>) (roots: string list) : Set<string> =
    let rec visit seen pending =
        match pending with
        | [] -> seen
        | name :: rest when Set.contains name seen -> visit seen rest
        | name :: rest -> visit (Set.add name seen) ((declarations.TryFind name |> Option.defaultValue []) @ rest)

    visit Set.empty roots

/// The resources that use each type.
let private users (model: Model) : Map<string, string list> =
    let declarations =
        Map.ofList
            [ for declaration in model.Declarations do
                  match declaration with
                  | Declaration.Enum item -> item.Name, parts declaration
                  | Declaration.Record item -> item.Name, parts declaration
                  | Declaration.Union item -> item.Name, parts declaration ]

    let events = [ for webhook in model.Webhooks -> webhook.Payload ]

    [ for resource, operations in model.Operations |> List.groupBy (fun operation -> List.head operation.Group) do
          let own = operations |> List.collect roots
          resource, reached declarations (if resource = webhooks then own @ events else own)
      if
          model.Operations
          |> List.forall (fun operation -> List.head operation.Group <> webhooks)
      then
          webhooks, reached declarations events ]
    |> List.collect (fun (resource, types) -> [ for name in types -> name, resource ])
    |> List.groupBy fst
    |> List.map (fun (name, uses) -> name, List.map snd uses)
    |> Map.ofList

/// The resource whose name, in the singular, a type's name begins with; the longest of several.
let private byName (resources: string list) (name: string) : string option =
    resources
    |> List.filter (fun resource -> name.StartsWith(resource.TrimEnd 's', StringComparison.Ordinal))
    |> List.sortByDescending String.length
    |> List.tryHead

/// The resource of each type: the only one that uses it, else the one that it is named after.
let ofTypes (model: Model) : string -> string =
    let users = users model

    let resources =
        model.Operations
        |> List.map (fun operation -> List.head operation.Group)
        |> List.distinct

    fun name ->
        match users.TryFind name with
        | Some [ only ] -> only
        | _ ->
            match byName resources name, users.TryFind name with
            | Some resource, _ -> resource
            // An event only carries what a resource has.
            | None, Some several when (List.except [ webhooks ] several).Length = 1 -> several |> List.except [ webhooks ] |> List.head
            | None, _ -> shared
