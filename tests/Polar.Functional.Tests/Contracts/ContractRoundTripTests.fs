module Polar.Functional.Tests.Contracts.ContractRoundTripTests

open System
open System.Text
open System.Text.Json
open Expecto
open Polar.Functional.Contracts
open Polar.Functional.Generator
open Polar.Functional.Tests

/// Reading and writing without knowing the type at compile time; the tests may reflect where the library must not.
type private Codec =
    static member RoundTrip<'T when 'T :> IWire<'T>>(json: string) : Result<string, string> =
        let mutable value = Unchecked.defaultof<'T>
        let mutable fault = Unchecked.defaultof<WireError>

        if Wire.TryRead<'T>(Encoding.UTF8.GetBytes json, &value, &fault) then
            Ok(Wire.ToJson<'T> value)
        else
            Error(string fault)

let private assembly = typeof<Product>.Assembly

let private typeNamed (name: string) =
    match assembly.GetType $"Polar.Functional.Contracts.{name}" with
    | null -> failwith $"there is no type {name}"
    | found -> found

let rec typeOf (schemas: Map<string, Shape>) (schema: string) : Type option =
    match schemas[schema] with
    | Shape.Reference other -> typeOf schemas other
    | Shape.Object members when schema.StartsWith "ListResource" ->
        members.Members
        |> List.tryPick (fun entry ->
            match entry.Json, entry.Shape with
            | "items", Shape.List { Items = Shape.Reference item } -> typeOf schemas item
            | _ -> None)
        |> Option.map (fun item ->
            let page =
                if schema.Contains "Cursor" then
                    typedefof<CursorListResource<Product>>
                else
                    typedefof<ListResource<Product>>

            page.MakeGenericType item)
    | Shape.Object _
    | Shape.Union _
    | Shape.Enumeration _ -> Some(typeNamed (Naming.ofSchema schema))
    | _ -> None

let private roundTrip (ofType: Type) (json: string) =
    let generic =
        typeof<Codec>
            .GetMethod(
                "RoundTrip",
                Reflection.BindingFlags.Static
                ||| Reflection.BindingFlags.NonPublic
                ||| Reflection.BindingFlags.Public
            )

    (Unchecked.nonNull generic).MakeGenericMethod(ofType).Invoke(null, [| json |]) :?> Result<string, string>

/// Equal as JSON: numbers by value, texts of decimals by value, members in any order.
let rec private same (left: JsonElement) (right: JsonElement) : bool =
    match left.ValueKind, right.ValueKind with
    | JsonValueKind.Object, JsonValueKind.Object ->
        let members (value: JsonElement) =
            value.EnumerateObject()
            |> Seq.map (fun entry -> entry.Name, entry.Value)
            |> Map.ofSeq

        let left, right = members left, members right

        left.Count = right.Count
        && left
           |> Map.forall (fun name value -> right.ContainsKey name && same value right[name])
    | JsonValueKind.Array, JsonValueKind.Array ->
        left.GetArrayLength() = right.GetArrayLength()
        && Seq.forall2 same (left.EnumerateArray()) (right.EnumerateArray())
    | JsonValueKind.Number, JsonValueKind.Number -> left.GetDecimal() = right.GetDecimal()
    | JsonValueKind.String, JsonValueKind.String -> left.GetString() = right.GetString()
    | left, right -> left = right

let private keeps (ofType: Type) (json: string) =
    match roundTrip ofType json with
    | Ok again ->
        use before = JsonDocument.Parse json
        use after = JsonDocument.Parse again
        Expect.isTrue (same before.RootElement after.RootElement) $"{ofType.Name} came back changed:\n{json}\n{again}"
    | Error fault -> failtest $"{ofType.Name} was not read: {fault}\n{json}"

let answers (document: Document) =
    let usage, failures = Usage.ofDocument document, Usage.ofFailuresAlone document

    document.Schemas
    |> List.map fst
    |> List.filter (fun schema -> usage schema = Use.Response && not (failures.Contains schema))

let private forEverySchema (samples: Map<string, Shape> -> Shape -> string list) =
    let document = ApiDescription.document ()
    let schemas = Map.ofList document.Schemas
    let answers = answers document
    Expect.isGreaterThan answers.Length 400 "the description names hundreds of schemas of answers"

    for schema in answers do
        match typeOf schemas schema with
        | Some ofType ->
            for json in samples schemas (Shape.Reference schema) do
                keeps ofType json
        | None -> ()

[<Tests>]
let tests =
    testList
        "every schema of an answer keeps its values"
        [ testCase "with as little as the schema allows"
          <| fun () -> forEverySchema (fun schemas shape -> [ Samples.filled schemas Samples.Minimal 1UL shape ])

          testCase "with all that the schema allows"
          <| fun () -> forEverySchema (fun schemas shape -> [ for seed in 1UL .. 5UL -> Samples.filled schemas Samples.Full seed shape ])

          testCase "filled at random"
          <| fun () -> forEverySchema (fun schemas shape -> [ for seed in 1UL .. 30UL -> Samples.random schemas seed shape ]) ]
