/// Which schemas travel in which direction.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.Usage

/// The schemas that a shape refers to.
let rec references (shape: Shape) : string list =
    match shape with
    | Shape.Reference schema -> [ schema ]
    | Shape.Nullable inner -> references inner
    | Shape.List list -> references list.Items
    | Shape.Tuple items -> List.collect references items
    | Shape.Map map -> references map.Values
    | Shape.Union union -> List.collect references union.Cases
    | Shape.Object members ->
        [ for entry in members.Members do
              yield! references entry.Shape
          match members.Additional with
          | Additional.Kept kept -> yield! references kept
          | _ -> () ]
    | _ -> []

/// The schemas that are reached from some of them.
let closure (schemas: Map<string, Shape>) (roots: string list) : Set<string> =
    let rec visit seen pending =
        match pending with
        | [] -> seen
        | schema :: rest when Set.contains schema seen -> visit seen rest
        | schema :: rest ->
            let next = schemas.TryFind schema |> Option.map references |> Option.defaultValue []
            visit (Set.add schema seen) (next @ rest)

    visit Set.empty roots

/// The schemas that only failed answers are made of; the client has errors of its own in their place.
let ofFailuresAlone (document: Document) : Set<string> =
    let schemas = Map.ofList document.Schemas

    let answered (isWanted: int -> bool) =
        [ for operation in document.Operations do
              for response in operation.Responses do
                  match response.Body with
                  | Some(_, shape) when isWanted response.Status -> yield! references shape
                  | _ -> () ]

    let sent =
        [ for operation in document.Operations do
              for parameter in operation.Parameters do
                  yield! references parameter.Shape

              match operation.Body with
              | Some body -> yield! references body.Shape
              | None -> () ]

    let isFailure status = status >= 400
    let events = [ for webhook in document.Webhooks -> webhook.Payload ]

    Set.difference (closure schemas (answered isFailure)) (closure schemas (sent @ events @ answered (isFailure >> not)))

/// The schemas that bodies of calls are made of, whether answers hold them too or not.
let ofBodies (document: Document) : Set<string> =
    closure
        (Map.ofList document.Schemas)
        [ for operation in document.Operations do
              match operation.Body with
              | Some body -> yield! references body.Shape
              | None -> () ]

/// The records that a PATCH body consists of: the schema itself, or each case of its union.
let rec private roots (schemas: Map<string, Shape>) (shape: Shape) : string list =
    match shape with
    | Shape.Reference schema ->
        match schemas.TryFind schema with
        | Some(Shape.Union _ as union) -> roots schemas union
        | Some(Shape.Reference _ as alias) -> roots schemas alias
        | _ -> [ schema ]
    | Shape.Union union -> union.Cases |> List.collect (roots schemas)
    | Shape.Nullable inner -> roots schemas inner
    | _ -> []

/// The members of an object that needs none of them.
let private optionalMembers (shape: Shape) : Set<string> option =
    match shape with
    | Shape.Object members when
        not members.Members.IsEmpty
        && members.Members |> List.forall (fun entry -> not entry.Required)
        ->
        Some(set [ for entry in members.Members -> entry.Json ])
    | _ -> None

/// How each schema is used; what answers hold comes first, then bodies of PATCH.
let ofDocument (document: Document) : string -> Use =
    let schemas = Map.ofList document.Schemas

    let answers =
        closure
            schemas
            [ for operation in document.Operations do
                  for response in operation.Responses do
                      match response.Body with
                      | Some(_, shape) -> yield! references shape
                      | None -> ()
              for webhook in document.Webhooks -> webhook.Payload ]

    let patches =
        set
            [ for operation in document.Operations do
                  match operation.Method, operation.Body with
                  | "PATCH", Some body -> yield! roots schemas body.Shape
                  | _ -> () ]

    let changes =
        patches
        |> Seq.choose (fun schema -> schemas.TryFind schema |> Option.bind optionalMembers)
        |> Seq.toList

    /// A body that may hold all that a PATCH body may, and must hold nothing, is a change as well: its nulls say the same.
    let isChange (schema: string) =
        match schemas.TryFind schema |> Option.bind optionalMembers with
        | Some members -> changes |> List.exists (fun change -> Set.isSubset change members)
        | None -> false

    fun schema ->
        if answers.Contains schema then
            Use.Response
        elif patches.Contains schema || isChange schema then
            Use.Patch
        else
            Use.Create
