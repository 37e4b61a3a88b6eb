/// Every place of a body, and what may be put there.
module internal Polar.FakeServer.Tests.Conformance.BodyMutations

open System
open System.Globalization
open System.Text.Json
open System.Text.Json.Nodes
open System.Text.RegularExpressions
open Polar.FakeServer
open Polar.FakeServer.Validation
open Polar.FakeServer.Webhooks
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance.Samples

/// What is put into a place.
[<RequireQualifiedAccess>]
type Sent =
    | Nothing
    | Value of (JsonNode | null)

/// One place of a body.
[<NoEquality; NoComparison>]
type Spot =
    {
        /// Where it is, as a fault names it.
        Location: obj list
        Schema: Schema
        /// The name of the member that it is in.
        Member: string
        /// It is a member as a whole.
        IsMember: bool
        IsRequired: bool
        /// The body with this in the place; a member of which nothing is sent is left out.
        Put: Sent -> JsonNode | null
        /// Whether the body with this in it is right after all, because another form of it takes that.
        Escapes: Sent -> bool
    }

let private kindOf (value: JsonNode | null) =
    match value with
    | null -> JsonValueKind.Null
    | value -> value.GetValueKind()

let private asText (value: JsonNode | null) =
    match value with
    | :? JsonValue as value when value.GetValueKind() = JsonValueKind.String -> Some(value.GetValue<string>())
    | _ -> None

let private asNumber (value: JsonNode | null) : decimal option =
    match value, kindOf value with
    | null, _ -> None
    | _, JsonValueKind.True -> Some 1m
    | _, JsonValueKind.False -> Some 0m
    | value, _ ->
        match Decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture) with
        | true, number -> Some number
        | _ -> None

let private isWithin (least: Nullable<decimal>) (above: Nullable<decimal>) (most: Nullable<decimal>) (below: Nullable<decimal>) number =
    (not least.HasValue || number >= least.Value)
    && (not above.HasValue || number > above.Value)
    && (not most.HasValue || number <= most.Value)
    && (not below.HasValue || number < below.Value)

let private takesText (schema: TextSchema) (value: JsonNode | null) =
    match schema.Format, asText value with
    | "date-time", None -> kindOf value = JsonValueKind.Number
    | _, None -> false
    | ("uuid" | "uuid4"), Some value -> fst (Guid.TryParse value)
    | ("date-time" | "date"), Some value -> fst (DateTimeOffset.TryParse value) || fst (Decimal.TryParse value)
    | "email", Some value -> value.Contains '@'
    | "uri", Some value -> value.StartsWith "http"
    | _, Some value ->
        let length = value.EnumerateRunes() |> Seq.length

        (not schema.MinLength.HasValue || length >= schema.MinLength.Value)
        && (not schema.MaxLength.HasValue || length <= schema.MaxLength.Value)
        && (match schema.Pattern with
            | null -> true
            | pattern -> Regex.IsMatch(value, pattern))

/// Whether a schema takes a value, roughly: as far as samples and what breaks them need it.
let rec private takes (schema: Schema) (value: JsonNode | null) : bool =
    match schema, value with
    | :? NullableSchema as nullable, _ -> isNull value || takes nullable.Inner value
    | Amount _, _ -> (asNumber value).IsSome
    | :? UnionSchema as union, _ -> union.Cases |> Array.exists (fun case -> takes case value)
    | :? ReferenceSchema as reference, _ -> takes (Operations.schemas.Get reference.Name) value
    | :? TaggedSchema as tagged, (:? JsonObject as body) ->
        tagged.Cases
        |> Array.exists (fun struct (tag, name) ->
            body.ContainsKey tagged.Property
            && asText body[tagged.Property] = Some tag
            && takes (Operations.schemas.Get name) body)
    | :? ObjectSchema as members, (:? JsonObject as body) ->
        members.Members
        |> Array.forall (fun entry ->
            if body.ContainsKey entry.Name then
                takes entry.Schema body[entry.Name]
            else
                not entry.Required)
        && (members.AdditionalProperties <> AdditionalProperties.Forbidden
            || body
               |> Seq.forall (fun sent -> members.Members |> Array.exists (fun entry -> entry.Name = sent.Key)))
    | :? ListSchema as list, (:? JsonArray as items) -> items |> Seq.forall (takes list.Items)
    | :? MapSchema as map, (:? JsonObject as entries) -> entries |> Seq.forall (fun entry -> takes map.Values entry.Value)
    | :? TextSchema as schema, _ -> takesText schema value
    | (:? WebhookUrlSchema | :? Polar.FakeServer.OAuth2.Clients.RedirectUriSchema), _ ->
        takesText (TextSchema(Nullable(), Nullable(), null, "uri")) value
    | :? ConstantSchema as constant, _ -> asText value = Some constant.Value
    | :? EnumSchema as options, _ -> asText value |> Option.exists (fun text -> Array.contains text options.Values)
    | :? FlagSchema as flag, _ ->
        kindOf value =
            (if flag.Value then
                 JsonValueKind.True
             else
                 JsonValueKind.False)
    | :? BooleanSchema, _ ->
        List.contains (kindOf value) [ JsonValueKind.True; JsonValueKind.False ]
        || asNumber value |> Option.exists (fun number -> number = 0m || number = 1m)
    | :? IntegerSchema as schema, _ ->
        asNumber value
        |> Option.exists (fun number ->
            number = Math.Truncate number
            && isWithin schema.Minimum schema.Above schema.Maximum schema.Below number)
    | :? NumberSchema as schema, _ ->
        asNumber value
        |> Option.exists (isWithin schema.Minimum schema.Above schema.Maximum schema.Below)
    | :? NullSchema, _ -> isNull value
    | :? AnySchema, _ -> true
    | _ -> false

let private copy (value: JsonNode | null) : JsonNode | null =
    match value with
    | null -> null
    | value -> value.DeepClone()

let private whole (schema: Schema) : Spot =
    { Location = []
      Schema = schema
      Member = ""
      IsMember = false
      IsRequired = false
      Put =
        function
        | Sent.Value value -> copy value
        | Sent.Nothing -> null
      Escapes = fun _ -> false }

/// A spot as a spot of what it is in.
let private within (step: obj) (wrap: (JsonNode | null) -> (JsonNode | null)) (spot: Spot) : Spot =
    { spot with
        Location = step :: spot.Location
        IsMember = false
        Put = spot.Put >> wrap }

let private escaping (also: (JsonNode | null) -> bool) (spot: Spot) : Spot =
    { spot with
        Escapes = fun sent -> spot.Escapes sent || also (spot.Put sent) }

/// Named schemas within each other, at most; some contain themselves.
let private deepest = 5

let rec private below (ids: Ids) (schema: Schema) (depth: int) : Spot list =
    match schema with
    | :? NullableSchema as nullable -> below ids nullable.Inner depth |> List.map (escaping isNull)
    | :? ReferenceSchema as reference -> belowNamed ids reference.Name depth
    | :? ObjectSchema as members -> belowMembers ids BodyRule.None members depth
    | Amount number -> [ whole number ]
    | :? UnionSchema as union ->
        whole union
        :: [ for index, case in Array.indexed union.Cases do
                 let takenElsewhere value =
                     union.Cases
                     |> Array.indexed
                     |> Array.exists (fun (other, schema) -> other <> index && takes schema value)

                 for spot in below ids case depth do
                     spot
                     |> within (PydanticTypeNames.Of(Operations.schemas, case)) id
                     |> escaping takenElsewhere ]
    | :? TaggedSchema as tagged ->
        whole tagged
        :: [ for struct (tag, name) in tagged.Cases do
                 let tagged' (value: JsonNode | null) : JsonNode | null =
                     match value with
                     | :? JsonObject as body -> body[tagged.Property] <- text tag
                     | _ -> ()

                     value

                 for spot in belowNamed ids name depth do
                     // The whole has been there, and with another tag it is another case.
                     if not spot.Location.IsEmpty && spot.Location <> [ tagged.Property ] then
                         within tag tagged' spot ]
    | :? ListSchema as list ->
        whole list
        :: [ for spot in below ids list.Items depth -> within 0 (fun item -> JsonArray [| item |]) spot ]
    | :? TupleSchema as tuple ->
        whole tuple
        :: [ for index, item in Array.indexed tuple.Items do
                 let others value : JsonNode | null =
                     JsonArray
                         [| for other, schema in Array.indexed tuple.Items -> if other = index then value else sampleOf ids "" schema |]

                 for spot in below ids item depth do
                     within index others spot ]
    | :? MapSchema as map ->
        let single (value: JsonNode | null) : JsonNode | null =
            let entries = JsonObject()
            entries["key"] <- value
            entries

        // Where keys are ids, no other key will do.
        if isNull map.Keys then
            whole map
            :: [ for spot in below ids map.Values depth -> within "key" single spot ]
        else
            [ whole map ]
    | schema -> [ whole schema ]

and private belowNamed (ids: Ids) (name: string) (depth: int) : Spot list =
    let rule = Operations.schemas.RuleOf name

    match Operations.schemas.Get name with
    | :? ObjectSchema as members when depth < deepest -> belowMembers ids rule members (depth + 1)
    | :? UnionSchema as union when rule.Case(JsonObject()).HasValue ->
        [ for case in union.Cases do
              match case with
              | :? ReferenceSchema as option ->
                  let decided = rule.Case(sampleOf ids "" option)

                  if decided.HasValue then
                      let struct (tag, _) = decided.Value

                      for spot in belowNamed ids option.Name depth do
                          spot |> within tag id |> escaping (fun value -> rule.Case value <> decided)
              | _ -> () ]
    | :? ObjectSchema -> []
    | schema -> below ids schema (depth + 1)

and private belowMembers (ids: Ids) (rule: BodyRule) (members: ObjectSchema) (depth: int) : Spot list =
    let body () =
        match filled ids rule members with
        | :? JsonObject as body -> body
        | _ -> JsonObject()

    let put (name: string) (value: JsonNode | null) : JsonNode | null =
        let body = body ()
        body[name] <- value
        body

    let without (name: string) : JsonNode | null =
        let body = body ()
        body.Remove name |> ignore
        body

    whole members
    :: [ for entry in members.Members do
             for spot in below ids (memberSchema rule entry) depth do
                 let named =
                     { within entry.Name (put entry.Name) spot with
                         Member = if spot.Member = "" then entry.Name else spot.Member }

                 if spot.Location.IsEmpty then
                     { named with
                         IsMember = true
                         IsRequired = entry.Required
                         Put =
                             function
                             | Sent.Nothing -> without entry.Name
                             | sent -> named.Put sent }
                 else
                     named ]

/// Every place of a body of this schema, in samples with these ids.
let spotsWith (ids: Ids) (schema: Schema) : Spot list =
    below ids schema 0 |> List.map (within "body" id)

let spots (schema: Schema) : Spot list = spotsWith anyIds schema
