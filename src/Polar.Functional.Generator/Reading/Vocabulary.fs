/// Refuses schemas with keywords that the reader would not see, before the document is read.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.Keywords

open System
open System.Text.Json

let private plain =
    set
        [ "type"
          "format"
          "const"
          "enum"
          "default"
          "pattern"
          "required"
          "$ref"
          "discriminator"
          "minLength"
          "maxLength"
          "minimum"
          "maximum"
          "exclusiveMinimum"
          "exclusiveMaximum"
          "minItems"
          "maxItems"
          "minProperties"
          "maxProperties"
          "propertyNames"
          "deprecated"
          "readOnly"
          "writeOnly"
          "title"
          "description"
          "examples"
          "example" ]

let private nested = set [ "items"; "additionalProperties"; "not" ]
let private lists = set [ "anyOf"; "oneOf"; "allOf"; "prefixItems" ]

/// The path and the name of the first keyword that is not understood.
let rec private unknown (path: string) (schema: JsonElement) : (string * string) option =
    if schema.ValueKind <> JsonValueKind.Object then
        None
    else
        schema.EnumerateObject()
        |> Seq.tryPick (fun entry ->
            let here = $"{path}.{entry.Name}"

            match entry.Name, entry.Value.ValueKind with
            | name, _ when plain.Contains name || name.StartsWith("x-", StringComparison.Ordinal) -> None
            | name, _ when nested.Contains name -> unknown here entry.Value
            | name, JsonValueKind.Array when lists.Contains name ->
                entry.Value.EnumerateArray()
                |> Seq.indexed
                |> Seq.tryPick (fun (index, case) -> unknown $"{here}[{index}]" case)
            | "properties", JsonValueKind.Object ->
                entry.Value.EnumerateObject()
                |> Seq.tryPick (fun property -> unknown $"{here}.{property.Name}" property.Value)
            | name, _ -> Some(path, name))

/// What is wrong with the document's schemas, if anything is.
let check (json: string) : Result<unit, string> =
    try
        use document = JsonDocument.Parse json

        let member' (name: string) (element: JsonElement) =
            match element.ValueKind with
            | JsonValueKind.Object ->
                match element.TryGetProperty name with
                | true, value -> Some value
                | _ -> None
            | _ -> None

        match document.RootElement |> member' "components" |> Option.bind (member' "schemas") with
        | Some schemas when schemas.ValueKind = JsonValueKind.Object ->
            schemas.EnumerateObject()
            |> Seq.tryPick (fun schema -> unknown $"$.components.schemas.{schema.Name}" schema.Value)
            |> Option.map (fun (path, keyword) -> Error $"{path}: the keyword '{keyword}' is not understood")
            |> Option.defaultValue (Ok())
        | _ -> Ok()
    with :? JsonException as fault ->
        Error $"$: this is not JSON: {fault.Message}"
