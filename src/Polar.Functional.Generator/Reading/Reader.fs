/// Reads an OpenAPI 3.1 document into shapes. What it does not understand is an error that names the JSON path.
[<RequireQualifiedAccess>]
module Polar.Functional.Generator.Reader

open System
open System.Collections.Generic
open System.Globalization
open System.IO
open System.Net.Http
open System.Text.Json.Nodes
open System.Threading.Tasks
open Microsoft.OpenApi

/// Where and why a document is not understood.
exception NotUnderstood of path: string * reason: string

let private refuse path reason = raise (NotUnderstood(path, reason))

/// One more step of a JSON path, quoted where the name is not a plain one.
let private (/+) (path: string) (name: string) =
    if name |> Seq.forall (fun c -> Char.IsAsciiLetterOrDigit c || c = '_') then
        $"{path}.{name}"
    else
        $"{path}['{name}']"

let private rows (items: seq<'item> | null) : 'item list =
    match items with
    | null -> []
    | items -> List.ofSeq items

let private text (value: string | null) = value |> Option.ofObj

let private number path (value: string | null) =
    text value
    |> Option.map (fun value ->
        match Decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture) with
        | true, number -> number
        | _ -> refuse path $"'{value}' is not a number")

let private knownKeywords = Set.ofList [ "prefixItems"; "x-speakeasy-enums" ]

let private unrecognized (schema: IOpenApiSchema) : IDictionary<string, JsonNode> =
    match schema.UnrecognizedKeywords with
    | null -> Dictionary()
    | keywords -> keywords

let private formats =
    Set.ofList
        [ "uuid"
          "uuid4"
          "date-time"
          "date"
          "email"
          "uri"
          "ipvanyaddress"
          "decimal" ]

let private stringRules path (schema: IOpenApiSchema) =
    match schema.Format with
    | null -> ()
    | format when formats.Contains format -> ()
    | format -> refuse (path /+ "format") $"the string format '{format}' is not known"

    { MinLength = Option.ofNullable schema.MinLength
      MaxLength = Option.ofNullable schema.MaxLength
      Pattern = text schema.Pattern
      Format = text schema.Format }

let private numberRules path (schema: IOpenApiSchema) =
    { Minimum = number (path /+ "minimum") schema.Minimum
      ExclusiveMinimum = number (path /+ "exclusiveMinimum") schema.ExclusiveMinimum
      Maximum = number (path /+ "maximum") schema.Maximum
      ExclusiveMaximum = number (path /+ "exclusiveMaximum") schema.ExclusiveMaximum }

let private defaultOf (schema: IOpenApiSchema) =
    match schema.Default with
    | null -> None
    | node -> Some(node.ToJsonString())

/// What the names of an object's members must be, where the schema says so.
let private keyRules path (schema: IOpenApiSchema) =
    match schema with
    | :? IOpenApiSchemaMissingProperties as more -> more.PropertyNames |> Option.ofObj |> Option.map (stringRules path)
    | _ -> None

/// A schema of a keyword that the library leaves as plain JSON: a reference or a string.
let private plainSchema path (node: JsonNode | null) =
    match node with
    | :? JsonObject as schema ->
        match schema |> Seq.map (fun entry -> entry.Key, entry.Value) |> List.ofSeq with
        | [ "$ref", (NonNull reference) ] ->
            let reference = reference.GetValue<string>()
            Shape.Reference(reference.Substring(reference.LastIndexOf '/' + 1))
        | [ "type", (NonNull kind) ] when kind.GetValue<string>() = "string" ->
            Shape.Text
                { MinLength = None
                  MaxLength = None
                  Pattern = None
                  Format = None }
        | _ -> refuse path "only references and plain strings are understood here"
    | _ -> refuse path "a schema is expected"

let rec private shape path (schema: IOpenApiSchema) : Shape =
    match schema with
    | :? OpenApiSchemaReference as reference -> Shape.Reference(reference.Reference.Id |> Unchecked.nonNull)
    | _ ->
        for keyword in (unrecognized schema).Keys do
            if not (knownKeywords.Contains keyword) then
                refuse (path /+ keyword) "this keyword is not understood"

        if rows schema.AllOf <> [] then
            refuse (path /+ "allOf") "allOf is not understood"

        if (Option.ofObj schema.Not).IsSome then
            refuse (path /+ "not") "not is not understood"

        match rows schema.AnyOf, rows schema.OneOf with
        | [], [] -> single path schema
        | cases, [] -> union (path /+ "anyOf") schema cases
        | [], cases -> union (path /+ "oneOf") schema cases
        | _ -> refuse path "anyOf and oneOf together are not understood"

and private union path schema cases =
    let shapes = cases |> List.mapi (fun index case -> shape $"{path}[{index}]" case)

    let discriminator =
        match schema.Discriminator with
        | null -> None
        | discriminator ->
            let property =
                match discriminator.PropertyName with
                | null -> refuse path "a discriminator without a property name"
                | name -> name

            let mapping =
                match discriminator.Mapping with
                | null -> refuse path "a discriminator without a mapping"
                | mapping -> [ for entry in mapping -> entry.Key, (entry.Value.Reference.Id |> Unchecked.nonNull) ]

            Some(property, mapping)

    let distinct = shapes |> List.filter ((<>) Shape.Null)

    let core =
        match distinct with
        | [] -> Shape.Null
        | [ one ] -> one
        | several ->
            Shape.Union
                { Cases = several
                  Discriminator = discriminator }

    match core with
    | Shape.Nullable _
    | Shape.Null -> core
    | core when distinct.Length < shapes.Length -> Shape.Nullable core
    | core -> core

and private single path schema =
    let kind = if schema.Type.HasValue then schema.Type.Value else enum 0
    let enumeration = rows schema.Enum

    match kind with
    | JsonSchemaType.String when (text schema.Const).IsSome -> Shape.Constant(Literal.Text(Unchecked.nonNull schema.Const))
    | JsonSchemaType.Boolean when (text schema.Const).IsSome ->
        Shape.Constant(Literal.Flag(String.Equals(schema.Const, "true", StringComparison.OrdinalIgnoreCase)))
    | _ when (text schema.Const).IsSome -> refuse (path /+ "const") "only constants of type string and boolean are understood"
    | JsonSchemaType.String when enumeration <> [] -> Shape.Enumeration [ for value in enumeration -> value.GetValue<string>() ]
    | _ when enumeration <> [] -> refuse (path /+ "enum") "only enumerations of strings are understood"
    | JsonSchemaType.String -> Shape.Text(stringRules path schema)
    | JsonSchemaType.Integer -> Shape.Integer(numberRules path schema)
    | JsonSchemaType.Number -> Shape.Number(numberRules path schema)
    | JsonSchemaType.Boolean -> Shape.Boolean
    | JsonSchemaType.Null -> Shape.Null
    | JsonSchemaType.Array -> list path schema
    | JsonSchemaType.Object -> object path schema
    | kind when kind = enum 0 ->
        if rows schema.Properties <> [] || (Option.ofObj schema.Items).IsSome then
            refuse path "a schema with members or items but no type"

        Shape.Any
    | kind -> refuse (path /+ "type") $"the type '{kind}' is not understood"

and private list path schema =
    match (unrecognized schema).TryGetValue "prefixItems", Option.ofObj schema.Items with
    | (true, (:? JsonArray as items)), None ->
        Shape.Tuple [ for index, item in Seq.indexed items -> plainSchema $"{path}.prefixItems[{index}]" item ]
    | (true, _), _ -> refuse (path /+ "prefixItems") "an array of schemas is expected, and no items beside it"
    | (false, _), items ->
        Shape.List
            { Items = items |> Option.map (shape (path /+ "items")) |> Option.defaultValue Shape.Any
              MinItems = Option.ofNullable schema.MinItems
              MaxItems = Option.ofNullable schema.MaxItems }

and private object path schema =
    if rows schema.PatternProperties <> [] then
        refuse (path /+ "patternProperties") "this keyword is not understood"

    let additional =
        match schema.AdditionalProperties with
        | null ->
            if schema.AdditionalPropertiesAllowed then
                Additional.Ignored
            else
                Additional.Forbidden
        | kept -> Additional.Kept(shape (path /+ "additionalProperties") kept)

    match rows schema.Properties, additional with
    | [], _ ->
        Shape.Map
            { Keys = keyRules (path /+ "propertyNames") schema
              Values =
                match additional with
                | Additional.Kept values -> values
                | _ -> Shape.Any
              MinProperties = Option.ofNullable schema.MinProperties
              MaxProperties = Option.ofNullable schema.MaxProperties }
    | members, additional ->
        let required =
            match schema.Required with
            | null -> Set.empty
            | names -> Set.ofSeq names

        Shape.Object
            { Members =
                [ for entry in members ->
                      { Json = entry.Key
                        Shape = shape (path /+ "properties" /+ entry.Key) entry.Value
                        Required = required.Contains entry.Key
                        Default = defaultOf entry.Value
                        Deprecated = entry.Value.Deprecated
                        ReadOnly = entry.Value.ReadOnly } ]
              Additional = additional }

let private extension (name: string) (extensions: IDictionary<string, IOpenApiExtension> | null) =
    match extensions with
    | null -> None
    | extensions ->
        match extensions.TryGetValue name with
        | true, (:? JsonNodeExtension as extension) -> Some extension.Node
        | _ -> None

let private mediaType path name =
    match name with
    | "application/json" -> MediaType.Json
    | "application/x-www-form-urlencoded" -> MediaType.Form
    | "text/csv" -> MediaType.Csv
    | other -> refuse path $"the media type '{other}' is not understood"

let private content path (content: seq<KeyValuePair<string, 'media>> | null) schemaOf =
    match rows content with
    | [] -> None
    | [ entry ] ->
        let path = path /+ "content" /+ entry.Key

        let schema: IOpenApiSchema | null = schemaOf entry.Value

        match schema with
        | null -> refuse path "a body without a schema"
        | schema -> Some(mediaType path entry.Key, shape (path /+ "schema") schema)
    | _ -> refuse path "several media types for one body are not understood"

let private parameter path (parameter: IOpenApiParameter) =
    let place =
        match Option.ofNullable parameter.In with
        | Some ParameterLocation.Path -> ParameterPlace.Path
        | Some ParameterLocation.Query -> ParameterPlace.Query
        | place -> refuse (path /+ "in") $"a parameter in '{place}' is not understood"

    match parameter.Name, parameter.Schema with
    | NonNull name, NonNull schema ->
        { Json = name
          Place = place
          Shape = shape (path /+ "schema") schema
          Required = parameter.Required
          Default = defaultOf schema
          Deprecated = parameter.Deprecated || schema.Deprecated
          DeepObject = (parameter.Style = Nullable ParameterStyle.DeepObject) }
    | _ -> refuse path "a parameter needs a name and a schema"

let private response path (status: string) (response: IOpenApiResponse) =
    match Int32.TryParse status with
    | true, code ->
        { Status = code
          Body = content path response.Content (fun media -> media.Schema) }
    | _ -> refuse path $"the status '{status}' is not understood"

let private operation path (route: string) (verb: HttpMethod) (operation: OpenApiOperation) =
    let needed name =
        match extension name operation.Extensions with
        | Some node -> node.GetValue<string>()
        | None -> refuse (path /+ name) "every operation needs this"

    let security =
        [ for requirement in rows operation.Security do
              for scheme in requirement -> (scheme.Key.Reference.Id |> Unchecked.nonNull), List.ofSeq scheme.Value ]

    let body =
        match operation.RequestBody with
        | null -> None
        | body ->
            let path = path /+ "requestBody"

            content path body.Content (fun media -> media.Schema)
            |> Option.map (fun (media, shape) ->
                { Media = media
                  Shape = shape
                  Required = body.Required })

    let responses =
        [ for entry in rows operation.Responses -> response (path /+ "responses" /+ entry.Key) entry.Key entry.Value ]

    { Id =
        match operation.OperationId with
        | null -> refuse (path /+ "operationId") "every operation needs this"
        | id -> id
      Group = needed "x-speakeasy-group"
      Name = needed "x-speakeasy-name-override"
      Method = verb.Method
      Path = route
      Parameters =
        rows operation.Parameters
        |> List.mapi (fun index -> parameter $"{path}.parameters[{index}]")
      Body = body
      Responses = responses
      Security = security
      Subjects =
        extension "x-polar-allowed-subjects" operation.Extensions
        |> Option.map (fun node -> [ for subject in node.AsArray() -> (Unchecked.nonNull subject).GetValue<string>() ])
      Paged = (extension "x-polar-pagination" operation.Extensions).IsSome
      Deprecated = operation.Deprecated }

let private webhook path (event: string) (item: IOpenApiPathItem) =
    match rows item.Operations with
    | [ entry ] ->
        match
            entry.Value.RequestBody
            |> Option.ofObj
            |> Option.bind (fun body -> body.Content |> Option.ofObj)
        with
        | Some media ->
            match content path media (fun media -> media.Schema) with
            | Some(MediaType.Json, Shape.Reference payload) -> { Event = event; Payload = payload }
            | _ -> refuse path "a webhook's payload must be a reference to a schema"
        | None -> refuse path "a webhook needs a payload"
    | _ -> refuse path "a webhook needs exactly one operation"

let private document (source: OpenApiDocument) =
    let schemas =
        match source.Components with
        | null -> []
        | components -> rows components.Schemas

    { Version =
        match source.Info.Version with
        | null -> refuse "$.info.version" "a version is needed"
        | version -> version
      Schemas =
        [ for entry in schemas ->
              entry.Key,
              match shape ("$.components.schemas" /+ entry.Key) entry.Value with
              // A schema of its own that says nothing of its members is an object without any, not a map of anything.
              | Shape.Map { Keys = None; Values = Shape.Any } ->
                  Shape.Object
                      { Members = []
                        Additional = Additional.Ignored }
              | shape -> shape ]
      Operations =
        [ for route in source.Paths do
              for verb in rows route.Value.Operations do
                  let path = "$.paths" /+ route.Key /+ verb.Key.Method.ToLowerInvariant()
                  operation path route.Key verb.Key verb.Value ]
      Webhooks =
        match source.Webhooks with
        | null -> []
        | webhooks -> [ for entry in webhooks -> webhook ("$.webhooks" /+ entry.Key) entry.Key entry.Value ] }

let private ofCheckedText (json: string) : Result<Document, string> =
    let read = OpenApiDocument.Parse(json, OpenApiConstants.Json)

    let faults =
        match read.Diagnostic with
        | null -> []
        | diagnostic ->
            [ for fault in diagnostic.Errors do
                  // A document reduced to facts has no descriptions, and none is needed.
                  if not (fault.Message.StartsWith("The field 'description' in 'response'", StringComparison.Ordinal)) then
                      $"{fault.Pointer}: {fault.Message}" ]

    match faults, read.Document with
    | [], NonNull source ->
        try
            Ok(document source)
        with NotUnderstood(path, reason) ->
            Error $"{path}: {reason}"
    | [], _ -> Error "$: this is not an OpenAPI document"
    | faults, _ -> Error(String.concat Environment.NewLine faults)

/// Reads a document's text.
let ofText (json: string) : Result<Document, string> =
    Keywords.check json |> Result.bind (fun () -> ofCheckedText json)

/// Reads a document from a file or a URL.
let load (source: string) : Task<Result<Document, string>> =
    task {
        try
            let! json =
                if
                    source.StartsWith("http://", StringComparison.Ordinal)
                    || source.StartsWith("https://", StringComparison.Ordinal)
                then
                    task {
                        use client = new HttpClient()
                        return! client.GetStringAsync source
                    }
                else
                    File.ReadAllTextAsync source

            return ofText json
        with
        | :? IOException as fault -> return Error fault.Message
        | :? HttpRequestException as fault -> return Error fault.Message
    }
