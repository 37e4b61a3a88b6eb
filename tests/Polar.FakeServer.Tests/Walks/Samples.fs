/// Values made from the schemas of requests: one that satisfies a schema, and those that break it.
module internal Polar.FakeServer.Tests.Walks.Samples

open System
open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Validation
open Polar.FakeServer.OAuth2.Clients
open Polar.FakeServer.Webhooks
open Polar.FakeServer.Tests

let uuid = "6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"

/// The ids in a sample, by the name of the member that holds them.
type Ids = string -> string

let anyIds: Ids = fun _ -> uuid

let text (value: string) : JsonNode | null = JsonValue.Create value
let private number (value: decimal) : JsonNode | null = JsonValue.Create value
let wrong (value: 'a) : JsonNode | null = JsonValue.Create<'a> value

let private ofOption (value: Nullable<'a>) : 'a option =
    if value.HasValue then Some value.Value else None

let private ofText (ids: Ids) (name: string) (schema: TextSchema) =
    match schema.Format, schema.Pattern with
    | ("uuid" | "uuid4"), _ -> ids name
    | "date-time", _ -> "2030-01-01T00:00:00Z"
    | "date", _ -> "2026-03-01"
    | "email", _ -> "ada@acme.dev"
    | "uri", _ -> "https://acme.dev/"
    | "ipvanyaddress", _ -> "192.0.2.1"
    | "decimal", _ -> "1"
    | _, null -> String('a', Math.Max(3, schema.MinLength.GetValueOrDefault 3))
    | _, pattern when pattern.Contains "image" -> "image/png"
    | _, pattern when pattern.StartsWith "^(?!" -> "1"
    | _, "usd" -> "usd"
    | _ -> "abc"

let private smallest (least: Nullable<decimal>) (above: Nullable<decimal>) =
    match ofOption least, ofOption above with
    | Some least, _ -> Math.Max(least, 1m)
    | None, Some above -> above + 1m
    | None, None -> 1m

/// The schema of a member, with what its body's rule makes of it.
let memberSchema (rule: BodyRule) (entry: MemberSchema) =
    match rule.Schema entry.Name with
    | null -> entry.Schema
    | schema -> schema

/// A union of a number and a text that spells one is a decimal number.
let (|Amount|_|) (schema: Schema) : DecimalSchema option =
    match schema with
    | :? UnionSchema as union ->
        match union.Cases with
        | [| :? NumberSchema as bounds; :? TextSchema as spelled |] when not (isNull spelled.Pattern) ->
            Some(DecimalSchema(bounds.Minimum, bounds.Above, Nullable 17, Nullable 12))
        | [| :? NumberSchema as bounds; :? TextSchema as spelled |] when spelled.Format = "decimal" ->
            Some(DecimalSchema(bounds.Minimum, bounds.Above, Nullable(), Nullable()))
        | _ -> None
    | _ -> None

/// A value that satisfies a schema, with nothing in it that need not be there.
let rec sampleOf (ids: Ids) (name: string) (schema: Schema) : JsonNode | null =
    match schema with
    | :? NullableSchema as nullable -> sampleOf ids name nullable.Inner
    | :? BooleanSchema -> wrong true
    | :? TextSchema as schema -> text (ofText ids name schema)
    | :? WebhookUrlSchema
    | :? RedirectUriSchema -> text "https://acme.dev/"
    | :? EnumSchema as schema -> text schema.Values[0]
    | :? ConstantSchema as schema -> text schema.Value
    | :? FlagSchema as schema -> wrong schema.Value
    | :? IntegerSchema as schema -> number (smallest schema.Minimum schema.Above)
    | :? NumberSchema as schema -> number (smallest schema.Minimum schema.Above)
    | :? DecimalSchema -> text "1"
    | :? ListSchema as list -> JsonArray [| for _ in 1 .. Math.Max(1, list.MinItems.GetValueOrDefault 0) -> sampleOf ids name list.Items |]
    | :? TupleSchema as tuple -> JsonArray(tuple.Items |> Array.map (sampleOf ids name))
    | :? MapSchema as map ->
        let entries = JsonObject()

        if map.MinProperties.GetValueOrDefault 0 > 0 then
            entries["key"] <- sampleOf ids name map.Values

        entries
    | :? ReferenceSchema as reference -> named ids reference.Name
    | :? UnionSchema as union -> sampleOf ids name union.Cases[0]
    | :? TaggedSchema as tagged ->
        let struct (_, name) = tagged.Cases[0]
        named ids name
    | :? ObjectSchema as members -> filled ids BodyRule.None members
    | _ -> JsonObject()

and named (ids: Ids) (name: string) : JsonNode | null =
    let case = (Operations.schemas.RuleOf name).Case(JsonObject())

    if case.HasValue then
        let struct (_, option) = case.Value
        named ids option
    else

        match Operations.schemas.Get name with
        | :? ObjectSchema as members -> filled ids (Operations.schemas.RuleOf name) members
        | schema -> sampleOf ids name schema

and filled (ids: Ids) (rule: BodyRule) (members: ObjectSchema) : JsonNode | null =
    let body = JsonObject()

    for entry in members.Members do
        if entry.Required then
            body[entry.Name] <- sampleOf ids entry.Name (memberSchema rule entry)

    body

let sample (schema: Schema) : JsonNode | null = sampleOf anyIds "" schema

let private version1 = "8ff9e4b8-5a29-1b2c-8f0e-0d1b6a1d7a10"

/// A value that breaks a schema: what is said of it, and where below the schema's own place.
type Break =
    { Value: JsonNode | null
      Type: string
      Below: obj list }

let private at (places: obj list) (value: JsonNode | null, kind: string) : Break =
    { Value = value
      Type = kind
      Below = places }

let private bounds (least: Nullable<decimal>) (above: Nullable<decimal>) (most: Nullable<decimal>) (below: Nullable<decimal>) =
    [ match ofOption least with
      | Some bound -> number (bound - 1m), "greater_than_equal"
      | None -> ()
      match ofOption above with
      | Some bound -> number bound, "greater_than"
      | None -> ()
      match ofOption most with
      | Some bound -> number (bound + 1m), "less_than_equal"
      | None -> ()
      match ofOption below with
      | Some bound -> number bound, "less_than"
      | None -> () ]

let private lengths (schema: TextSchema) =
    [ match ofOption schema.MinLength with
      | Some least when least > 0 -> text (String('a', least - 1)), "string_too_short"
      | _ -> ()
      match ofOption schema.MaxLength with
      | Some most -> text (String('a', most + 1)), "string_too_long"
      | None -> () ]

let private brokenText (schema: TextSchema) =
    match schema.Format with
    | "uuid" -> [ null, "uuid_type"; text "abc", "uuid_parsing"; wrong 1, "uuid_type" ]
    | "uuid4" ->
        [ null, "uuid_type"
          text "abc", "uuid_parsing"
          wrong 1, "uuid_type"
          text version1, "uuid_version" ]
    | "date-time" ->
        [ null, "datetime_type"
          text "x", "datetime_from_date_parsing"
          wrong true, "datetime_type"
          if schema.IsAware then
              text "2030-01-01T00:00:00", "timezone_aware"
          if schema.IsFuture then
              text "2020-01-01T00:00:00Z", "datetime_future" ]
    | "date" -> [ null, "date_type"; text "x", "date_from_datetime_parsing" ]
    | "email" -> [ null, "string_type"; text "x", "value_error"; wrong 1, "string_type" ]
    | "uri" -> [ null, "url_type"; text "x", "url_parsing"; wrong 1, "url_type" ]
    | "ipvanyaddress" -> [ null, "ip_any_address"; text "x", "ip_any_address" ]
    | _ ->
        [ null, "string_type"
          wrong 1, "string_type"
          wrong true, "string_type"
          JsonArray(), "string_type"
          yield! lengths schema
          match schema.Pattern with
          | null -> ()
          | _ -> text "\u00a0", "string_pattern_mismatch" ]

let private brokenMap (map: MapSchema) : Break list =
    let single (key: string) : JsonNode =
        let entries = JsonObject()
        entries[key] <- sample map.Values
        entries

    let keys =
        match map.Keys with
        | null -> Option.ofObj (SchemaCatalog.KeysOf map)
        | keys -> tryUnbox<TextSchema> keys

    [ null, "dict_type"; text "x", "dict_type"; JsonArray(), "dict_type" ]
    |> List.map (at [])
    |> List.append
        [ match ofOption map.MaxProperties with
          | Some most ->
              let many = JsonObject()

              for index in 0..most do
                  many[$"key{index}"] <- sample map.Values

              at [] (many, "too_long")
          | None -> ()
          match keys with
          | Some keys ->
              for key, kind in brokenText keys do
                  match key with
                  | :? JsonValue as key when key.GetValueKind() = Text.Json.JsonValueKind.String ->
                      let key = key.GetValue<string>()
                      at [ key; "[key]" ] (single key, kind)
                  | _ -> ()
          | None -> () ]

/// Every way to break a value of this schema itself, whatever is inside of it; null is one of them.
let rec broken (schema: Schema) : Break list =
    match schema with
    | :? BooleanSchema ->
        [ null, "bool_type"; text "maybe", "bool_parsing"; JsonArray(), "bool_type" ]
        |> List.map (at [])
    | :? TextSchema as schema -> brokenText schema |> List.map (at [])
    | :? WebhookUrlSchema
    | :? RedirectUriSchema ->
        [ null, "url_type"; text "x", "url_parsing"; wrong 1, "url_type" ]
        |> List.map (at [])
    | :? EnumSchema as schema when schema.AreTimeZones -> [ null, "string_type"; text "Mars/Olympus", "TimeZoneName" ] |> List.map (at [])
    | :? EnumSchema as schema ->
        let kind = if schema.IsEnumeration then "enum" else "literal_error"

        [ null, kind; text "\u00a0", kind; wrong 1, kind; JsonObject(), kind ]
        |> List.map (at [])
    | :? ConstantSchema ->
        [ null; text "\u00a0"; wrong 1 ]
        |> List.map (fun value -> at [] (value, "literal_error"))
    | :? FlagSchema as flag ->
        [ null; wrong (not flag.Value); text "x" ]
        |> List.map (fun value -> at [] (value, "literal_error"))
    | :? IntegerSchema as schema ->
        [ null, "int_type"
          text "x", "int_parsing"
          JsonArray(), "int_type"
          number 1.5m, "int_from_float"
          yield! bounds schema.Minimum schema.Above schema.Maximum schema.Below ]
        |> List.map (at [])
    | :? NumberSchema as schema ->
        [ null, "float_type"
          text "x", "float_parsing"
          JsonArray(), "float_type"
          yield! bounds schema.Minimum schema.Above schema.Maximum schema.Below ]
        |> List.map (at [])
    | :? DecimalSchema as schema ->
        [ null, "decimal_type"
          text "x", "decimal_parsing"
          JsonArray(), "decimal_type"
          if schema.Places.HasValue then
              text ("0." + String('1', schema.Places.Value + 1)), "decimal_max_places"
              text (String('1', schema.Digits.Value - schema.Places.Value + 1)), "decimal_whole_digits"
          yield! bounds schema.Minimum schema.Above (Nullable()) (Nullable()) ]
        |> List.map (at [])
    | :? ListSchema as list ->
        [ null, "list_type"
          text "x", "list_type"
          JsonObject(), "list_type"
          match ofOption list.MinItems with
          | Some least when least > 0 -> JsonArray [| for _ in 2..least -> sample list.Items |], "too_short"
          | _ -> ()
          match ofOption list.MaxItems with
          | Some most -> JsonArray [| for _ in 0..most -> sample list.Items |], "too_long"
          | None -> () ]
        |> List.map (at [])
    | :? TupleSchema as tuple ->
        [ null, "tuple_type"; text "x", "tuple_type" ]
        |> List.map (at [])
        |> List.append
            [ at
                  [ tuple.Items.Length - 1 ]
                  (JsonArray [| for item in Array.truncate (tuple.Items.Length - 1) tuple.Items -> sample item |], "missing") ]
    | :? MapSchema as map -> brokenMap map
    | :? ObjectSchema as members ->
        let kind =
            if members.IsDictionary then
                "dict_type"
            else
                "model_attributes_type"

        [ null, kind; text "x", kind; JsonArray(), kind ]
        |> List.map (at [])
        |> List.append
            [ if members.AdditionalProperties = AdditionalProperties.Forbidden then
                  match filled anyIds BodyRule.None members with
                  | :? JsonObject as more ->
                      more["nobody_knows"] <- wrong 1
                      at [ "nobody_knows" ] (more, "extra_forbidden")
                  | _ -> () ]
    | :? TaggedSchema as tagged ->
        let unknown = JsonObject()
        unknown[tagged.Property] <- text "nobody knows"

        [ null, "model_attributes_type"
          text "x", "model_attributes_type"
          JsonObject(), "union_tag_not_found"
          unknown, "union_tag_invalid" ]
        |> List.map (at [])
    | _ -> []
