/// The whole way from a document to the model that the emitters share.
[<RequireQualifiedAccess>]
module Polar.Functional.Generator.Translation

let private checkNames (operations: Operation list) =
    let doubled =
        operations
        |> List.countBy (fun operation -> operation.Group, operation.Name)
        |> List.filter (fun (_, count) -> count > 1)

    match doubled with
    | [] -> ()
    | ((group, name), _) :: _ -> refuse "$.paths" $"""several operations are called {String.concat "." group}.{name}"""

let private checkIds (document: Document) =
    for id, sharing in document.Operations |> List.groupBy (fun operation -> operation.Id) do
        match sharing with
        | _ :: second :: _ -> refuse (operationPath second.Path second.Method) $"another operation has the id '{id}'"
        | _ -> ()

/// What the emitters need to know of a document; an error names the JSON path of what is not understood.
let ofDocument (documentation: Documentation) (document: Document) : Result<Model, string> =
    try
        checkIds document
        let context = Context.create document documentation

        let failures = Usage.ofFailuresAlone document

        for schema, shape in document.Schemas do
            // Pages are one generic type, and what wraps metadata is a plain map.
            if not (schema.StartsWith "ListResource" || failures.Contains schema) then
                Declarations.ofSchema context schema shape

        let operations = Operations.all context document
        checkNames operations

        Ok
            { Version = document.Version
              Declarations = Completion.declarations context
              Operations = operations
              Webhooks =
                [ for webhook in document.Webhooks ->
                      { Event = webhook.Event
                        Name = Naming.pascal webhook.Event
                        Payload = Naming.ofSchema webhook.Payload
                        Summary =
                          Documentation.webhook webhook.Event documentation
                          |> Option.defaultValue $"The event `{webhook.Event}`." } ]
              Schemas = document.Schemas
              GroupSummaries = Documentation.groups documentation
              ErrorSummaries = Documentation.errors documentation }
    with NotUnderstood(path, reason) ->
        Error $"{path}: {reason}"
