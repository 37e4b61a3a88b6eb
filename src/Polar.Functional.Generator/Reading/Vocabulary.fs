/// Refuses what the reader would not see. The library that reads the document passes over words that it does not know, and so would the
/// generator over words that it does not ask for; here the document's own text is looked at, before anything else.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.Vocabulary

open System
open System.Text.Json

/// Words for people; no code comes of them.
let private prose =
    set
        [ "title"
          "description"
          "summary"
          "example"
          "examples"
          "externalDocs"
          "tags"
          "enumNames" ]

let private ofDocument =
    set [ "openapi"; "info"; "servers"; "paths"; "webhooks"; "components" ]

let private ofComponents = set [ "schemas"; "securitySchemes" ]

let private verbs = set [ "get"; "post"; "put"; "patch"; "delete" ]

let private ofOperation =
    set
        [ "operationId"
          "parameters"
          "requestBody"
          "responses"
          "security"
          "deprecated" ]

let private ofParameter =
    set [ "name"; "in"; "required"; "schema"; "style"; "deprecated" ]

let private ofBody = set [ "content"; "required" ]
let private ofResponse = set [ "content" ]
let private ofContent = set [ "schema" ]

/// What may stand beside a reference.
let private besideReference =
    set [ "$ref"; "default"; "deprecated"; "readOnly"; "writeOnly" ]

/// Lengths of known values say nothing more about them.
let private besideEnumeration = besideReference + set [ "minLength"; "maxLength" ]

let private nested = set [ "items"; "additionalProperties"; "not" ]
let private lists = set [ "anyOf"; "oneOf"; "allOf"; "prefixItems" ]

let private ofSchema =
    nested
    + lists
    + set
        [ "type"
          "format"
          "const"
          "enum"
          "default"
          "pattern"
          "properties"
          "required"
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
          "writeOnly" ]

let private only (known: Set<string>) (path: string) (element: JsonElement) : unit =
    if element.ValueKind <> JsonValueKind.Object then
        refuse path "an object is expected"

    for entry in element.EnumerateObject() do
        if
            not (known.Contains entry.Name)
            && not (prose.Contains entry.Name)
            && not (entry.Name.StartsWith("x-", StringComparison.Ordinal))
        then
            refuse path $"the keyword '{entry.Name}' is not understood"

/// The members of a member that is an object, or nothing where there is none.
let private entries (name: string) (element: JsonElement) : (string * JsonElement) list =
    match element.TryGetProperty name with
    | true, inner when inner.ValueKind = JsonValueKind.Object -> [ for entry in inner.EnumerateObject() -> entry.Name, entry.Value ]
    | _ -> []

let private items (element: JsonElement) : JsonElement list =
    if element.ValueKind = JsonValueKind.Array then
        List.ofSeq (element.EnumerateArray())
    else
        []

let private local = "#/components/schemas/"

let private target (path: string) (reference: JsonElement) : string =
    match reference.ValueKind with
    | JsonValueKind.String when (string (reference.GetString())).StartsWith(local, StringComparison.Ordinal) ->
        (string (reference.GetString())).Substring local.Length
    | _ -> refuse (path /+ "$ref") $"only references into {local} are understood"

/// The schemas of the document.
type private Schemas = Map<string, JsonElement>

let private isEnumeration (schemas: Schemas) (name: string) =
    match schemas.TryFind name with
    | Some found when found.ValueKind = JsonValueKind.Object -> fst (found.TryGetProperty "enum")
    | _ -> false

/// Checks a schema, and gives the schemas that it refers to.
let rec private schema (schemas: Schemas) (path: string) (element: JsonElement) : string list =
    match element.ValueKind with
    | JsonValueKind.True
    | JsonValueKind.False -> []
    | _ ->
        match element.ValueKind, element.TryGetProperty "$ref" with
        | JsonValueKind.Object, (true, reference) ->
            let name = target path reference

            only
                (if isEnumeration schemas name then
                     besideEnumeration
                 else
                     besideReference)
                path
                element

            [ name ]
        | _ ->
            only ofSchema path element

            [ for entry in element.EnumerateObject() do
                  let here = path /+ entry.Name

                  match entry.Name with
                  | "properties" ->
                      for name, property in entries "properties" element do
                          yield! schema schemas (here /+ name) property
                  | name when nested.Contains name -> yield! schema schemas here entry.Value
                  | name when lists.Contains name ->
                      for index, case in List.indexed (items entry.Value) do
                          yield! schema schemas $"{here}[{index}]" case
                  | _ -> () ]

let private content (schemas: Schemas) (path: string) (element: JsonElement) : string list =
    [ for media, inner in entries "content" element do
          let here = path /+ "content" /+ media
          only ofContent here inner

          match inner.TryGetProperty "schema" with
          | true, inner -> yield! schema schemas (here /+ "schema") inner
          | _ -> () ]

let private parameter (schemas: Schemas) (path: string) (element: JsonElement) : string list =
    only ofParameter path element

    let word (name: string) =
        match element.TryGetProperty name with
        | true, value when value.ValueKind = JsonValueKind.String -> value.GetString() |> Option.ofObj
        | _ -> None

    match word "in", word "style" with
    | Some "query", (None | Some "form" | Some "deepObject")
    | Some "path", (None | Some "simple") -> ()
    | Some("query" | "path"), Some style -> refuse (path /+ "style") $"the style '{style}' is not understood"
    | place, _ -> refuse (path /+ "in") $"a parameter in '{Option.toObj place}' is not understood"

    match element.TryGetProperty "schema" with
    | true, inner -> schema schemas (path /+ "schema") inner
    | _ -> refuse path "a parameter needs a name and a schema"

let private operation (schemas: Schemas) (path: string) (element: JsonElement) : string list =
    only ofOperation path element

    [ match element.TryGetProperty "parameters" with
      | true, parameters ->
          for index, inner in List.indexed (items parameters) do
              yield! parameter schemas $"{path}.parameters[{index}]" inner
      | _ -> ()

      match element.TryGetProperty "requestBody" with
      | true, body ->
          only ofBody (path /+ "requestBody") body
          yield! content schemas (path /+ "requestBody") body
      | _ -> ()

      for status, inner in entries "responses" element do
          let here = path /+ "responses" /+ status
          only ofResponse here inner
          yield! content schemas here inner

      match element.TryGetProperty "security" with
      | true, requirements ->
          for index, requirement in List.indexed (items requirements) do
              if
                  requirement.ValueKind = JsonValueKind.Object
                  && Seq.length (requirement.EnumerateObject()) > 1
              then
                  refuse $"{path}.security[{index}]" "several security schemes at once are not understood"
      | _ -> () ]

let private routes (schemas: Schemas) (section: string) (root: JsonElement) : string list =
    [ for route, item in entries section root do
          let path = "$" /+ section /+ route
          only verbs path item

          for verb, inner in [ for entry in item.EnumerateObject() -> entry.Name, entry.Value ] do
              if verbs.Contains verb then
                  yield! operation schemas (path /+ verb) inner ]

let private document (root: JsonElement) : Set<string> =
    only ofDocument "$" root

    let schemas =
        match root.TryGetProperty "components" with
        | true, components ->
            only ofComponents "$.components" components
            Map.ofList (entries "schemas" components)
        | _ -> Map.empty

    let rec reach (seen: Set<string>) (pending: string list) =
        match pending with
        | [] -> seen
        | name :: rest when seen.Contains name -> reach seen rest
        | name :: rest ->
            match schemas.TryFind name with
            | Some found -> reach (seen.Add name) (schema schemas (schemaPath name) found @ rest)
            | None -> refuse (schemaPath name) "a reference leads here, but there is no such schema"

    reach Set.empty (routes schemas "paths" root @ routes schemas "webhooks" root)

/// The schemas that operations and webhooks reach; the document may have more, of which nothing is made. An error names the path of the first
/// word that is not understood.
let check (json: string) : Result<Set<string>, string> =
    try
        use parsed = JsonDocument.Parse json
        Ok(document parsed.RootElement)
    with
    | :? JsonException as fault -> Error $"$: this is not JSON: {fault.Message}"
    | NotUnderstood(path, reason) -> Error $"{path}: {reason}"
