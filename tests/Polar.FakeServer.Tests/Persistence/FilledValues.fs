/// Values of a type with something in every field, made by chance.
module internal Polar.FakeServer.Tests.Persistence.FilledValues

open System
open System.Collections
open System.Collections.Immutable
open System.Reflection
open System.Runtime.CompilerServices
open System.Text
open System.Text.Json
open Polar.Functional.Contracts
open Polar.FakeServer
open Polar.FakeServer.Execution
open Polar.FakeServer.Persistence
open Polar.FakeServer.Tests

let fieldsOf (kind: Type) : FieldInfo list =
    let rec levels (kind: Type | null) =
        match kind with
        | null -> []
        | kind when kind = typeof<obj> || kind = typeof<ValueType> -> []
        | kind ->
            levels kind.BaseType
            @ [ for field in
                    kind.GetFields(
                        BindingFlags.Instance
                        ||| BindingFlags.Public
                        ||| BindingFlags.NonPublic
                        ||| BindingFlags.DeclaredOnly
                    ) -> field ]

    levels kind

let private own =
    [ for assembly in [ typeof<FakePolar>.Assembly; typeof<Customer>.Assembly ] do
          yield! assembly.GetTypes() ]

/// The types that a member of this type may hold.
let concrete (declared: Type) : Type list =
    own
    |> List.filter (fun kind ->
        not kind.IsAbstract
        && not kind.IsGenericTypeDefinition
        && declared.IsAssignableFrom kind
        && (declared <> typeof<IWritable> || kind.Name.EndsWith "Properties"))

let private texts =
    [| ""
       "a"
       "Ada Lovelace"
       "\"quoted\" <b>"
       "日本\u0000語 \U0001F600"
       "base64:"
       "$type"
       "null"
       "{\"a\":1}" |]

let private scalar (json: string) : JsonScalar =
    let mutable reader = Utf8JsonReader(ReadOnlySpan(Encoding.UTF8.GetBytes json))
    reader.Read() |> ignore
    JsonScalar.Read &reader

let private metadata (random: Random) =
    ValueMap.ToValueMap
        [ for name in Seq.distinct [ for _ in 0 .. random.Next 4 -> texts[random.Next texts.Length] ] do
              let value: JsonScalar =
                  match random.Next 8 with
                  | 0 -> JsonScalar.op_Implicit (texts[random.Next texts.Length])
                  | 1 -> JsonScalar.op_Implicit (random.NextInt64())
                  | 2 -> JsonScalar.op_Implicit 5.00M
                  | 3 -> JsonScalar.op_Implicit 5M
                  | 4 -> JsonScalar.op_Implicit true
                  | 5 -> scalar "1e400"
                  | 6 -> scalar "123456789012345678901234567890123"
                  | _ -> Unchecked.defaultof<JsonScalar>

              Collections.Generic.KeyValuePair(name, value) ]

/// A value of a type with something in every field of it, chance by chance.
let rec filled (random: Random) (depth: int) (declared: Type) : obj | null =
    let some kind =
        filled random (depth + 1) kind |> Unchecked.nonNull

    let count () = if depth > 4 then 0 else random.Next 3

    let items (kind: Type) =
        let items = Array.CreateInstance(kind, count ())

        for index in 0 .. items.Length - 1 do
            items.SetValue(some kind, index)

        items

    let made (owner: Type) (name: string) (arguments: Type array) (values: obj) =
        let make =
            owner.GetMethods()
            |> Array.find (fun found ->
                found.Name = name
                && found.GetGenericArguments().Length = arguments.Length
                && found.GetParameters().Length = 1
                && (Array.head (found.GetParameters())).ParameterType.IsInterface)

        make.MakeGenericMethod(arguments).Invoke(null, [| values |])

    let entries (key: Type) (value: Type) : obj =
        let pairs =
            typedefof<Collections.Generic.Dictionary<_, _>>.MakeGenericType(key, value)

        let map = Activator.CreateInstance pairs |> Unchecked.nonNull :?> IDictionary

        for _ in 1 .. count () do
            map[some key] <- filled random (depth + 1) value

        map

    if
        declared.IsGenericType
        && declared.GetGenericTypeDefinition() = typedefof<Nullable<_>>
    then
        match random.Next 3 with
        | 0 -> null
        // What an unset member holds is a value all the same.
        | 1 -> Activator.CreateInstance(declared.GetGenericArguments()[0])
        | _ -> some (declared.GetGenericArguments()[0])
    elif declared.IsEnum then
        let values = Enum.GetValues declared
        values.GetValue(random.Next values.Length)
    elif declared = typeof<string> then
        texts[random.Next texts.Length]
    elif declared = typeof<bool> then
        random.Next 2 = 1
    elif declared = typeof<byte> then
        byte (random.Next 256)
    elif declared = typeof<int> then
        box (random.Next 3 * random.Next())
    elif declared = typeof<int64> then
        box (int64 (random.Next 3) * random.NextInt64())
    elif declared = typeof<uint64> then
        box (uint64 (random.NextInt64()) * 2UL + 1UL)
    elif declared = typeof<double> then
        random.NextDouble()
    elif declared = typeof<decimal> then
        Decimal(random.Next(), random.Next(), random.Next 2 * random.Next(), random.Next 2 = 1, byte (random.Next 29))
    elif declared = typeof<Guid> then
        let bytes = Array.zeroCreate 16
        random.NextBytes bytes
        Guid bytes
    elif declared = typeof<DateTimeOffset> then
        DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay), TimeSpan.Zero)
            .ToOffset(TimeSpan.FromMinutes(float (random.Next 3) * 45.0))
    elif declared = typeof<TimeSpan> then
        TimeSpan(random.NextInt64())
    elif declared = typeof<DateOnly> then
        DateOnly.FromDayNumber(random.Next 3000000)
    elif declared = typeof<RawJson> then
        RawJson.FromText """{ "b" : [1, 2.50], "a": null }"""
    elif declared = typeof<JsonScalar> then
        (metadata random).Values
        |> Seq.tryHead
        |> Option.defaultValue (JsonScalar.op_Implicit "x")
        |> box
    elif declared = typeof<ValueMap<JsonScalar>> then
        metadata random
    elif declared = typeof<ReadOnlyMemory<byte>> then
        ReadOnlyMemory<byte>(
            if random.Next 2 = 0 then
                Encoding.UTF8.GetBytes texts[random.Next texts.Length]
            else
                [| 255uy; 0uy; 13uy |]
        )
    elif declared = typeof<ImmutableArray<byte>> then
        ImmutableArray.Create<byte>([| 254uy; byte (random.Next 256) |])
    elif declared = typeof<Usage.Events.EventMetadata> then
        Usage.Events.EventMetadata(
            [| "count"; "price"; "far"; "none"; "_cost"; "is" |],
            [| Usage.Events.EventValue.op_Implicit (random.NextInt64())
               Usage.Events.EventValue.op_Implicit 1.500M
               Usage.Events.EventValue.Of(scalar "1.50E+3")
               Usage.Events.EventValue.Null
               Usage.Events.EventValue.op_Implicit (
                   Usage.Events.EventMetadata([| "amount" |], [| Usage.Events.EventValue.op_Implicit 79228162514264337593543950335M |])
               )
               Usage.Events.EventValue.op_Implicit (random.Next 2 = 1) |]
        )
    elif declared.IsArray then
        items (declared.GetElementType() |> Unchecked.nonNull)
    elif declared.IsGenericType then
        let arguments = declared.GetGenericArguments()

        match declared.GetGenericTypeDefinition() with
        | kind when kind = typedefof<ImmutableArray<_>> -> made typeof<ImmutableArray> "CreateRange" arguments (items arguments[0])
        | kind when kind = typedefof<ImmutableList<_>> -> made typeof<ImmutableList> "CreateRange" arguments (items arguments[0])
        | kind when kind = typedefof<ImmutableHashSet<_>> -> made typeof<ImmutableHashSet> "CreateRange" arguments (items arguments[0])
        | kind when kind = typedefof<ValueList<_>> -> made typeof<ValueList> "ToValueList" arguments (items arguments[0])
        | kind when kind = typedefof<ValueMap<_>> ->
            made typeof<ValueMap> "ToValueMap" [| arguments[0] |] (entries typeof<string> arguments[0])
        | kind when kind = typedefof<ImmutableDictionary<_, _>> ->
            made typeof<ImmutableDictionary> "CreateRange" arguments (entries arguments[0] arguments[1])
        | kind when kind = typedefof<ImmutableSortedDictionary<_, _>> ->
            made typeof<ImmutableSortedDictionary> "CreateRange" arguments (entries arguments[0] arguments[1])
        | kind when kind = typedefof<Collections.Generic.IReadOnlyList<_>> -> items arguments[0]
        | kind when kind = typedefof<Collections.Generic.IReadOnlySet<_>> ->
            Activator.CreateInstance(typedefof<Collections.Generic.HashSet<_>>.MakeGenericType arguments, items arguments[0])
        | _ -> object random depth declared
    elif declared.IsAbstract || declared.IsInterface then
        let choices = concrete declared
        object random depth choices[random.Next choices.Length]
    else
        object random depth declared

and private object (random: Random) (depth: int) (kind: Type) : obj =
    let made = RuntimeHelpers.GetUninitializedObject kind

    for field in fieldsOf kind do
        // Whatever holds itself ends somewhere.
        if depth < 8 || field.FieldType.IsValueType || field.FieldType = typeof<string> then
            field.SetValue(made, filled random (depth + 1) field.FieldType)

    made
