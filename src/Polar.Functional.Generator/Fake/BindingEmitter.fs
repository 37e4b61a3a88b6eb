/// Query records made of validated query strings.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.BindingEmitter

let private queryGetter (parameter: QueryParameter) =
    let name = Code.quoted parameter.Json
    let required = if parameter.Required then "Required" else ""

    match parameter.Type with
    | TypeRef.Map _ -> $"request.DeepObject({name})"
    | TypeRef.List(TypeRef.Named item) -> $"request.Values({name}, static text => new {item}(text))"
    | TypeRef.List(TypeRef.Scalar Scalar.Uuid) -> $"request.Values({name}, Guid.Parse)"
    | TypeRef.List _ -> $"request.Values({name}, static text => text)"
    | TypeRef.Named item -> $"request.{required}Value({name}, static text => new {item}(text))"
    | TypeRef.Scalar scalar ->
        match scalar with
        | Scalar.Uuid -> $"request.{required}Value({name}, Guid.Parse)"
        | Scalar.Boolean -> $"request.{required}Value({name}, static text => text == \"true\")"
        | Scalar.Integer -> $"request.{required}Value({name}, QueryText.Integer)"
        | Scalar.Instant -> $"request.{required}Value({name}, QueryText.Instant)"
        | Scalar.Date -> $"request.{required}Value({name}, QueryText.Date)"
        | _ -> $"request.{required}Text({name})"
    | _ -> $"request.{required}Text({name})"

/// The file of the binding.
let emit (model: Model) : GeneratedFile =
    FakeFile.file "QueryBinding" [ FakeFile.http; FakeFile.contracts ] (fun code ->
        code.Line "/// <summary>Query records from validated query strings.</summary>"

        code.Block(
            "internal static class QueryBinding",
            fun () ->
                model.Operations
                |> List.choose (fun operation -> operation.Query)
                |> List.iteri (fun index query ->
                    if index > 0 then
                        code.Blank()

                    code.Line $"public static {query.Name} {query.Name}(BoundRequest request) => new()"
                    code.Line "{"

                    code.Indented(fun () ->
                        for parameter in query.Parameters do
                            code.Line $"{parameter.Name} = {queryGetter parameter},")

                    code.Line "};")
        ))
