/// Values made from the schemas of requests, which break them in one place.
module internal Polar.FakeServer.Tests.Conformance.BrokenValues

open System
open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Validation
open Polar.FakeServer.OAuth2.Clients
open Polar.FakeServer.Webhooks
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance.Samples

/// A value that breaks a schema: what is said of it, and where below the schema's own place.
type Break =
    { Value: JsonNode | null
      Type: string
      Below: obj list }

let private at (places: obj list) (value: JsonNode | null, kind: string) : Break =
    { Value = value
      Type = kind
      Below = places }

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
