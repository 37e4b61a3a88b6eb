/// Schemas, as the library reads them, become shapes.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.SchemaReader

open System
open System.Collections.Generic
open System.Globalization
open System.Text.Json
open System.Text.Json.Nodes
open Microsoft.OpenApi

/// What the library may leave null is a list without items.
let rows (items: seq<'item> | null) : 'item list =
    match items with
    | null -> []
    | items -> List.ofSeq items

let private text (value: string | null) = value |> Option.ofObj

/// A node that must be a string.
let textOf (path: string) (node: JsonNode | null) : string =
    match node with
    | NonNull node when node.GetValueKind() = JsonValueKind.String -> node.GetValue<string>()
    | _ -> refuse path "a string is expected"

let private number path (value: string | null) =
    text value
    |> Option.map (fun value ->
        match Decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture) with
        | true, number -> number
        | _ -> refuse path $"'{value}' is not a number")

let private knownKeywords =
    Set.ofList [ "prefixItems"; "x-speakeasy-enums"; "enumNames" ]

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

/// A schema's default, as JSON.
let defaultOf (schema: IOpenApiSchema) : string option =
    match schema.Default with
    | null -> None
    | node -> Some(node.ToJsonString())

/// Names are texts, whether or not their schema says so.
let private keyRules path (names: IOpenApiSchema) =
    match Option.ofNullable names.Type with
    | None
    | Some JsonSchemaType.String -> stringRules path names
    | Some kind -> refuse (path /+ "type") $"names of the type '{kind}' are not understood"

/// A schema of a keyword that the library leaves as plain JSON: a reference or a string.
let private plainSchema path (node: JsonNode | null) =
    match node with
    | :? JsonObject as schema ->
        match schema |> Seq.map (fun entry -> entry.Key, entry.Value) |> List.ofSeq with
        | [ "$ref", reference ] ->
            let reference = textOf (path /+ "$ref") reference
            Shape.Reference(reference.Substring(reference.LastIndexOf '/' + 1))
        | [ "type", kind ] when textOf (path /+ "type") kind = "string" ->
            Shape.Text
                { MinLength = None
                  MaxLength = None
                  Pattern = None
                  Format = None }
        | _ -> refuse path "only references and plain strings are understood here"
    | _ -> refuse path "a schema is expected"

let rec ofSchema (path: string) (schema: IOpenApiSchema) : Shape =
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
    let shapes = cases |> List.mapi (fun index case -> ofSchema $"{path}[{index}]" case)

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
    | JsonSchemaType.String when enumeration <> [] ->
        Shape.Enumeration [ for index, value in List.indexed enumeration -> textOf $"{path}.enum[{index}]" value ]
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
            { Items =
                items
                |> Option.map (ofSchema (path /+ "items"))
                |> Option.defaultValue Shape.Any
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
        | kept -> Additional.Kept(ofSchema (path /+ "additionalProperties") kept)

    match rows schema.Properties, additional with
    | [], _ ->
        let keys =
            match schema with
            | :? IOpenApiSchemaMissingProperties as more ->
                more.PropertyNames
                |> Option.ofObj
                |> Option.map (keyRules (path /+ "propertyNames"))
            | _ -> None

        Shape.Map
            { Keys = keys
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
                        Shape = ofSchema (path /+ "properties" /+ entry.Key) entry.Value
                        Required = required.Contains entry.Key
                        Default = defaultOf entry.Value
                        Deprecated = entry.Value.Deprecated
                        ReadOnly = entry.Value.ReadOnly } ]
              Additional = additional }
