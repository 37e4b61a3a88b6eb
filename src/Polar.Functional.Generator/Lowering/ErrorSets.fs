/// The documented errors of operations, and the types that they make up.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.ErrorSets

/// Errors that an operation answers with beyond the documented ones.
let private undocumented =
    Map.ofList
        [ "refunds:create",
          [ { Name = "RefundAmountTooHigh"
              Status = 400
              Code = Some "RefundAmountTooHigh" } ] ]

let private nameOfStatus status =
    match status with
    | 400 -> "BadRequest"
    | 401 -> "Unauthorized"
    | 403 -> "NotPermitted"
    | 404 -> "ResourceNotFound"
    | 409 -> "ResourceAlreadyExists"
    | 410 -> "ResourceUnavailable"
    | 422 -> "Validation"
    | status -> $"Status{status}"

/// An error's case: its schema's name, without a trailing `Error` where enough is left of it.
let private nameOfError (schema: string) =
    let words = Naming.words schema

    match List.rev words with
    | "Error" :: (_ :: _ :: _ as rest) -> rest |> List.rev |> String.concat ""
    | _ -> String.concat "" words

/// Whatever comes with a status.
let private ofStatus status : ErrorCase =
    { Name = nameOfStatus status
      Status = status
      Code = None }

let rec private errorCases (schemas: Map<string, Shape>) status (shape: Shape) : ErrorCase list =
    match shape with
    | Shape.Reference schema ->
        match schemas.TryFind schema with
        | Some(Shape.Union _ as union) -> errorCases schemas status union
        | Some(Shape.Object members) ->
            let code =
                members.Members
                |> List.tryPick (fun entry ->
                    match entry.Json, entry.Shape with
                    | "error", Shape.Constant(Literal.Text code) -> Some code
                    | _ -> None)

            [ { Name =
                  if code.IsSome then
                      nameOfError schema
                  else
                      nameOfStatus status
                Status = status
                Code = code } ]
        | _ -> [ ofStatus status ]
    | Shape.Union union -> union.Cases |> List.collect (errorCases schemas status)
    | _ -> [ ofStatus status ]

/// The documented errors of an operation, by status and name.
let ofOperation (schemas: Map<string, Shape>) (operation: OperationShape) : ErrorCase list =
    [ for response in operation.Responses do
          if response.Status >= 400 then
              match response.Body with
              | Some(_, shape) -> yield! errorCases schemas response.Status shape
              | None -> ofStatus response.Status
      yield! undocumented.TryFind operation.Id |> Option.defaultValue [] ]
    |> List.distinctBy (fun error -> error.Name)
    |> List.sortBy (fun error -> error.Status, error.Name)

let private shortNames =
    Map.ofList [ "Validation", "Invalid"; "ResourceNotFound", "NotFound" ]

let private longestJoinedName = 3

/// A set that one operation has is named after it; a small set after its cases, a large one after the first group that has it.
let private nameOfSet (owners: OperationShape list) (cases: ErrorCase list) =
    match owners, cases with
    | _, [] -> "UndocumentedError"
    | [ owner ], _ -> Naming.pascal owner.Group + Naming.pascal owner.Name + "Error"
    | first :: _, cases when cases.Length > longestJoinedName -> Naming.pascal first.Group + "Error"
    | _ ->
        let names =
            cases
            |> List.map (fun case -> shortNames.TryFind case.Name |> Option.defaultValue case.Name)

        String.concat "Or" names + "Error"

/// The name of each operation's error type; operations with equal sets of errors share one.
let typeNames (document: Document) : Map<string, string> =
    let schemas = Map.ofList document.Schemas

    document.Operations
    |> List.groupBy (ofOperation schemas >> List.map (fun error -> error.Name, error.Status))
    |> List.collect (fun (_, owners) ->
        let name = nameOfSet owners (ofOperation schemas owners.Head)
        [ for owner in owners -> owner.Id, name ])
    |> Map.ofList
