/// Values made from the schemas of requests, which satisfy them.
module internal Polar.FakeServer.Tests.Conformance.Samples

open System
open System.Text.Json.Nodes
open Polar.FakeServer
open Polar.FakeServer.Validation
open Polar.FakeServer.OAuth2.Clients
open Polar.FakeServer.Webhooks
open Polar.FakeServer.Tests

let uuid = unknown

/// The ids in a sample, by the name of the member that holds them.
type Ids = string -> string

let anyIds: Ids = fun _ -> uuid
let text (value: string) : JsonNode | null = JsonValue.Create value
let number (value: decimal) : JsonNode | null = JsonValue.Create value
let wrong (value: 'a) : JsonNode | null = JsonValue.Create<'a> value

let ofOption (value: Nullable<'a>) : 'a option =
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
let version1 = "8ff9e4b8-5a29-1b2c-8f0e-0d1b6a1d7a10"

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
