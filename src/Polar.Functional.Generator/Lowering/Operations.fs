/// From operation shapes to operations: names, parameters, success, errors.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.Operations

/// What Polar's document leaves out, though the API has it.
module private Supplement =

    /// Query parameters that an operation takes beyond the documented ones.
    let parameters =
        Map.ofList
            [ "events:list",
              [ { Json = "cursor_pagination"
                  Place = ParameterPlace.Query
                  Shape = Shape.Boolean
                  Required = false
                  Default = Some "false"
                  Deprecated = false
                  DeepObject = false } ] ]

    /// Which subjects a security scheme stands for, where an operation does not say.
    let subjects =
        Map.ofList
            [ "customer_session", "Customer"
              "member_session", "Member"
              "pat", "User"
              "oidc", "User"
              "oat", "Organization" ]

let private isRepeated (shape: Shape) =
    match shape with
    | Shape.List _
    | Shape.Nullable(Shape.List _) -> true
    | Shape.Nullable(Shape.Union union)
    | Shape.Union union -> union.Cases |> List.exists (fun case -> case.IsList)
    | _ -> false

/// One value or a list of such values is a list of them.
let private queryType context (operation: OperationShape) (parameter: ParameterShape) =
    let place = $"{operation.Id}.{parameter.Json}"

    // The published list of time zones is that of one release of the zone database: any zone's name is as good.
    let longestEnumeration = 300

    let rec plain shape =
        match shape with
        | Shape.Nullable inner -> plain inner
        | Shape.Union union ->
            match union.Cases |> List.tryFind (fun case -> case.IsList) with
            | Some list -> list
            | None -> shape
        | Shape.Enumeration values when values.Length > longestEnumeration ->
            Shape.Text
                { MinLength = Some 1
                  MaxLength = None
                  Pattern = None
                  Format = None }
        | shape -> shape

    if parameter.DeepObject then
        TypeRef.Map(TypeRef.List(TypeRef.Scalar Scalar.Text))
    else
        Declarations.typeOf context place (plain parameter.Shape)

let private query context (operation: OperationShape) group name =
    let parameters =
        [ yield! operation.Parameters
          yield! Supplement.parameters.TryFind operation.Id |> Option.defaultValue [] ]
        |> List.filter (fun parameter -> parameter.Place = ParameterPlace.Query)

    let declaring = String.concat "" group + name + "Query"

    match parameters with
    | [] -> None
    | parameters ->
        Some
            { QueryDeclaration.Name = declaring
              Parameters =
                [ for parameter in parameters ->
                      { Json = parameter.Json
                        Name = Naming.memberOf declaring parameter.Json
                        Type = queryType context operation parameter
                        Shape = parameter.Shape
                        Required = parameter.Required
                        Repeated = isRepeated parameter.Shape
                        DeepObject = parameter.DeepObject
                        Default = parameter.Default
                        Deprecated = parameter.Deprecated
                        Summary =
                          Documentation.parameter operation.Id parameter.Json context.Documentation
                          |> Option.defaultValue $"The `{parameter.Json}` parameter." } ] }

let private path context (operation: OperationShape) =
    let parameters =
        operation.Parameters
        |> List.filter (fun parameter -> parameter.Place = ParameterPlace.Path)

    let value (json: string) =
        match parameters |> List.tryFind (fun parameter -> parameter.Json = json) with
        | Some parameter ->
            PathPart.Value
                { Json = json
                  Name = Naming.parameter json
                  Type = Declarations.typeOf context $"{operation.Id}.{json}" parameter.Shape
                  Shape = parameter.Shape
                  Summary =
                    Documentation.parameter operation.Id json context.Documentation
                    |> Option.defaultValue $"The `{json}` of the path." }
        | None -> refuse (operationPath operation.Path operation.Method) $"the path names '{json}', but no parameter does"

    for parameter in parameters do
        if not (operation.Path.Contains("{" + parameter.Json + "}")) then
            refuse (operationPath operation.Path operation.Method) $"the parameter '{parameter.Json}' is not in the path"

    let rec parts (template: string) =
        match template.IndexOf '{' with
        | -1 when template = "" -> []
        | -1 -> [ PathPart.Fixed template ]
        | 0 ->
            let close = template.IndexOf '}'

            value (template.Substring(1, close - 1))
            :: parts (template.Substring(close + 1))
        | opening ->
            PathPart.Fixed(template.Substring(0, opening))
            :: parts (template.Substring opening)

    parts operation.Path

let private success context (operation: OperationShape) =
    let successful =
        operation.Responses |> List.filter (fun response -> response.Status < 400)

    let json shape =
        Declarations.typeOf context operation.Id shape

    match successful with
    | [ { Status = 302 } ] -> 302, Success.Redirect
    | [ { Status = 202 } ] -> 202, Success.Nothing
    | [ { Status = status; Body = None } ] -> status, Success.Nothing
    | [ { Status = status
          Body = Some(MediaType.Csv, _) } ] -> status, Success.Csv
    | [ { Status = status
          Body = Some(_, shape) } ] -> status, Success.Json(json shape)
    | [ { Status = status
          Body = Some(_, shape) }
        { Status = 202; Body = None } ] -> status, Success.JsonOrAccepted(json shape)
    | _ -> refuse (operationPath operation.Path operation.Method /+ "responses") "this combination of successful answers is not understood"

let private subjects (operation: OperationShape) =
    match operation.Subjects with
    | Some subjects -> subjects
    | None when operation.Security = [] -> [ "Anonymous" ]
    | None ->
        operation.Security
        |> List.choose (fun (scheme, _) -> Supplement.subjects.TryFind scheme)
        |> List.distinct

/// All operations, in the document's order.
let all (context: Context) (document: Document) : Operation list =
    let schemas = Map.ofList document.Schemas

    let errorTypes = ErrorSets.typeNames document

    [ for operation in document.Operations do
          let group = Naming.ofGroup operation.Group
          let name = Naming.pascal operation.Name
          let status, success = success context operation
          let summary, remarks = Documentation.operation operation.Id context.Documentation

          { Id = operation.Id
            Group = group
            Name = name
            Method = operation.Method
            Template = operation.Path
            Path = path context operation
            Query = query context operation group name
            Body =
              operation.Body
              |> Option.map (fun body ->
                  let ofType = Declarations.typeOf context operation.Id body.Shape

                  { Media = body.Media
                    Type = ofType
                    Shape = body.Shape
                    Required = body.Required
                    Summary = Declarations.summaryOf context ofType |> Option.defaultValue "What is sent." })
            Status = status
            Success = success
            Errors = ErrorSets.ofOperation schemas operation
            ErrorType = errorTypes[operation.Id]
            Scopes = operation.Security |> List.collect snd |> List.distinct
            Subjects = subjects operation
            Page =
              match success with
              | Success.Json(TypeRef.Page item) -> Some(PageStyle.Numbered, item)
              | Success.Json(TypeRef.PageOrCursor item) -> Some(PageStyle.NumberedOrCursor, item)
              | _ -> None
            Deprecated = operation.Deprecated
            Summary = summary |> Option.defaultValue $"The operation `{operation.Id}`."
            Remarks = remarks } ]
