/// Bodies and values made from the schemas of requests: one that satisfies a schema, and those that each break it in one place.
module internal Polar.FakeServer.Tests.Walks.Samples

open System
open System.Text.Json.Nodes
open Polar.FakeServer

let uuid = "6e1c8b4e-5f53-4f1c-9d3c-0d5f2f1b7a10"

let private text (value: string) : JsonNode | null = JsonValue.Create value
let private number (value: decimal) : JsonNode | null = JsonValue.Create value
let private wrong (value: 'a) : JsonNode | null = JsonValue.Create<'a> value

let private ofOption (value: Nullable<'a>) : 'a option =
    if value.HasValue then Some value.Value else None

let private ofText (schema: TextSchema) =
    match schema.Format, schema.Pattern with
    | ("uuid" | "uuid4"), _ -> uuid
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

let private below (location: obj list) (step: obj) : obj list = location @ [ step ]

let private smallest (least: Nullable<decimal>) (above: Nullable<decimal>) =
    match ofOption least, ofOption above with
    | Some least, _ -> Math.Max(least, 1m)
    | None, Some above -> above + 1m
    | None, None -> 1m

/// The schema of a member, with what its body's rule makes of it.
let private memberSchema (rule: BodyRule) (entry: MemberSchema) =
    match rule.Schema entry.Name with
    | null -> entry.Schema
    | schema -> schema

let rec sample (schema: Schema) : JsonNode | null =
    match schema with
    | :? NullableSchema as nullable -> sample nullable.Inner
    | :? BooleanSchema -> wrong true
    | :? TextSchema as schema -> text (ofText schema)
    | :? EnumSchema as schema -> text schema.Values[0]
    | :? ConstantSchema as schema -> text schema.Value
    | :? FlagSchema as schema -> wrong schema.Value
    | :? IntegerSchema as schema -> number (smallest schema.Minimum schema.Above)
    | :? NumberSchema as schema -> number (smallest schema.Minimum schema.Above)
    | :? DecimalSchema -> text "1"
    | :? ListSchema as list -> JsonArray [| for _ in 1 .. Math.Max(1, list.MinItems.GetValueOrDefault 0) -> sample list.Items |]
    | :? TupleSchema as tuple -> JsonArray(tuple.Items |> Array.map sample)
    | :? MapSchema as map ->
        let entries = JsonObject()

        if map.MinProperties.GetValueOrDefault 0 > 0 then
            entries["key"] <- sample map.Values

        entries
    | :? ReferenceSchema as reference -> named reference.Name
    | :? UnionSchema as union -> sample union.Cases[0]
    | :? TaggedSchema as tagged ->
        let struct (_, name) = tagged.Cases[0]
        named name
    | :? ObjectSchema as members -> filled BodyRule.None members
    | _ -> JsonObject()

and private named (name: string) : JsonNode | null =
    let case = (BodyRules.Of name).Case(JsonObject())

    if case.HasValue then
        let struct (_, option) = case.Value
        named option
    else

        match KnownSchemas.Get name with
        | :? ObjectSchema as members -> filled (BodyRules.Of name) members
        | schema -> sample schema

and private filled (rule: BodyRule) (members: ObjectSchema) : JsonNode | null =
    let body = JsonObject()

    for entry in members.Members do
        if entry.Required then
            body[entry.Name] <- sample (memberSchema rule entry)

    body

/// A value that breaks one constraint, and the type of the fault.
let private broken (schema: Schema) : ((JsonNode | null) * string) list =
    let bounds (least: Nullable<decimal>) (above: Nullable<decimal>) (most: Nullable<decimal>) (below: Nullable<decimal>) =
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

    match schema with
    | :? BooleanSchema -> [ text "maybe", "bool_parsing"; JsonArray(), "bool_type" ]
    | :? TextSchema as schema ->
        match schema.Format with
        | "uuid"
        | "uuid4" -> [ text "abc", "uuid_parsing"; wrong 1, "uuid_type" ]
        | "date-time" -> [ text "x", "datetime_from_date_parsing"; wrong true, "datetime_type" ]
        | "date" -> [ text "x", "date_from_datetime_parsing" ]
        | "email" -> [ text "x", "value_error"; wrong 1, "string_type" ]
        | "uri" -> [ text "x", "url_parsing"; wrong 1, "url_type" ]
        | "ipvanyaddress" -> [ text "x", "ip_any_address" ]
        | _ ->
            [ wrong 1, "string_type"
              match ofOption schema.MinLength with
              | Some least when least > 0 -> text (String('a', least - 1)), "string_too_short"
              | _ -> ()
              match ofOption schema.MaxLength with
              | Some most -> text (String('a', most + 1)), "string_too_long"
              | None -> ()
              match schema.Pattern with
              | null -> ()
              | _ -> text "\u00a0", "string_pattern_mismatch" ]
    | :? EnumSchema as schema when schema.AreTimeZones -> [ text "Mars/Olympus", "TimeZoneName" ]
    | :? EnumSchema as schema -> [ text "\u00a0", (if schema.IsEnumeration then "enum" else "literal_error") ]
    | :? IntegerSchema as schema ->
        [ text "x", "int_parsing"
          JsonArray(), "int_type"
          number 1.5m, "int_from_float" ]
        @ bounds schema.Minimum schema.Above schema.Maximum schema.Below
    | :? NumberSchema as schema ->
        [ text "x", "float_parsing"; JsonArray(), "float_type" ]
        @ bounds schema.Minimum schema.Above schema.Maximum schema.Below
    | :? DecimalSchema -> [ text "x", "decimal_parsing"; JsonArray(), "decimal_type" ]
    | :? ListSchema as list ->
        [ text "x", "list_type"
          match ofOption list.MinItems with
          | Some least when least > 0 -> JsonArray [| for _ in 2..least -> sample list.Items |], "too_short"
          | _ -> ()
          match ofOption list.MaxItems with
          | Some most when most <= 100 -> JsonArray [| for _ in 0..most -> sample list.Items |], "too_long"
          | _ -> () ]
    | :? MapSchema as map ->
        [ text "x", "dict_type"
          match ofOption map.MaxProperties with
          | Some most ->
              let many = JsonObject()

              for index in 0..most do
                  many[$"key{index}"] <- sample map.Values

              many, "too_long"
          | None -> () ]
    | _ -> []

/// A body that is wrong in one place.
type Violation =
    { Body: JsonNode | null
      Type: string
      Location: obj list }

let private deepest = 4

let rec private violationsOf (schema: Schema) (location: obj list) (depth: int) : Violation list =
    match schema with
    | :? NullableSchema as nullable -> violationsOf nullable.Inner location depth
    | :? ReferenceSchema as reference -> violationsOfNamed reference.Name location depth
    | :? ObjectSchema as members -> violationsOfMembers BodyRule.None members location depth
    | :? TaggedSchema as tagged ->
        [ { Body = text "x"
            Type = "model_attributes_type"
            Location = location }
          { Body = JsonObject()
            Type = "union_tag_not_found"
            Location = location }
          for struct (tag, name) in tagged.Cases do
              let at = below location tag

              for violation in violationsOfNamed name at depth do
                  match violation.Body with
                  | :? JsonObject as body when violation.Location <> below at tagged.Property ->
                      body[tagged.Property] <- text tag
                      violation
                  | _ -> () ]
    | :? ListSchema as list ->
        [ for body, kind in broken schema do
              { Body = body
                Type = kind
                Location = location }
          for violation in violationsOf list.Items (below location 0) depth do
              { violation with
                  Body = JsonArray [| violation.Body |] } ]
    | :? UnionSchema -> []
    | _ ->
        [ for body, kind in broken schema do
              { Body = body
                Type = kind
                Location = location } ]

and private violationsOfNamed (name: string) (location: obj list) (depth: int) : Violation list =
    if depth >= deepest then
        []
    else
        let case = (BodyRules.Of name).Case(JsonObject())

        if case.HasValue then
            let struct (tag, option) = case.Value
            violationsOfNamed option (below location tag) depth
        else

            match KnownSchemas.Get name with
            | :? ObjectSchema as members -> violationsOfMembers (BodyRules.Of name) members location (depth + 1)
            | schema -> violationsOf schema location (depth + 1)

and private violationsOfMembers (rule: BodyRule) (members: ObjectSchema) (location: obj list) (depth: int) : Violation list =
    let body () =
        match filled rule members with
        | :? JsonObject as body -> body
        | _ -> JsonObject()

    [ { Body = JsonArray()
        Type =
          (if members.IsDictionary then
               "dict_type"
           else
               "model_attributes_type")
        Location = location }
      for entry in members.Members do
          let at = below location entry.Name

          if entry.Required then
              let missing = body ()
              missing.Remove entry.Name |> ignore

              { Body = missing
                Type = "missing"
                Location = at }

          for violation in violationsOf (memberSchema rule entry) at depth do
              let whole = body ()
              whole[entry.Name] <- violation.Body
              { violation with Body = whole }
      if members.Extras = Extras.Forbidden then
          let more = body ()
          more["nobody_knows"] <- wrong 1

          { Body = more
            Type = "extra_forbidden"
            Location = below location "nobody_knows" } ]

/// Every way to break a body's schema in one place.
let violations (schema: Schema) : Violation list = violationsOf schema [ "body" :> obj ] 0

/// Every way to break a value of the query, as text.
let brokenQuery (schema: Schema) : (string * string) list =
    let schema =
        match schema with
        | :? NullableSchema as nullable -> nullable.Inner
        | schema -> schema

    [ match schema with
      | :? ReferenceSchema -> "\u00a0", "enum"
      | _ ->
          for value, kind in broken schema do
              match value with
              | :? JsonValue as value when value.GetValueKind() = System.Text.Json.JsonValueKind.String -> value.GetValue<string>(), kind
              | :? JsonValue as value when (schema :? IntegerSchema) && kind.Contains "than" -> value.ToJsonString(), kind
              | _ -> () ]
