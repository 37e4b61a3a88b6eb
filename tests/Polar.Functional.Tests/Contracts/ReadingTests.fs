/// Values are read in a short way of the library's own, and what that does not expect once more by the framework's reader. Whatever the bytes are, both must say
/// the same.
module Polar.Functional.Tests.Contracts.ReadingTests

open System
open System.Reflection
open System.Text
open System.Text.Json
open System.Threading
open Expecto
open FsCheck
open Polar.Functional.Contracts
open Polar.Functional.Generator
open Polar.Functional.Tests

type private Outcome =
    | Value of value: objnull * written: string
    | Fault of message: string

type private Ways =
    static member Usual<'T when 'T :> IWire<'T>>(json: byte[]) : Outcome =
        let mutable value = Unchecked.defaultof<'T>
        let mutable fault = Unchecked.defaultof<WireError>

        if Wire.TryRead<'T>(ReadOnlySpan json, &value, &fault) then
            Value(box value, Wire.ToJson<'T> value)
        else
            Fault fault.Message

    static member Framework<'T when 'T :> IWire<'T>>(json: byte[]) : Outcome =
        try
            let mutable reader = Utf8JsonReader(ReadOnlySpan json)
            reader.Read() |> ignore
            let value = 'T.Read(&reader)

            while reader.Read() do
                ()

            Value(box value, Wire.ToJson<'T> value)
        with
        | :? JsonException as fault -> Fault fault.Message
        | :? InvalidOperationException as fault -> Fault fault.Message

let private way (name: string) (ofType: Type) (json: byte[]) : Outcome =
    let generic =
        typeof<Ways>.GetMethod(name, BindingFlags.Static ||| BindingFlags.Public ||| BindingFlags.NonPublic)
        |> Unchecked.nonNull

    match generic.MakeGenericMethod(ofType).Invoke(null, [| json |]) with
    | :? Outcome as outcome -> outcome
    | other -> failwith $"{other} is no outcome"

let private agree (ofType: Type) (json: byte[]) =
    match way "Usual" ofType json, way "Framework" ofType json with
    | Value(value, written), Value(expected, expectedWritten) ->
        Expect.equal written expectedWritten $"{ofType.Name} is written again alike"
        Expect.isTrue (Object.Equals(value, expected)) $"{ofType.Name} is the same value"
    // The framework's message ends with its own notion of the place.
    | Fault message, Fault expected -> Expect.stringStarts expected message $"{ofType.Name} has the same fault"
    | usual, expected -> failtest $"{ofType.Name} is read differently: {usual} instead of {expected}\n{Encoding.UTF8.GetString json}"

let private types =
    lazy
        (let document = ApiDescription.document ()
         let schemas = Map.ofList document.Schemas

         schemas,
         [| for schema in ContractRoundTripTests.answers document do
                match ContractRoundTripTests.typeOf schemas schema with
                | Some ofType -> schema, ofType
                | None -> () |])

let private sample (random: Random) =
    let schemas, types = types.Value
    let schema, ofType = types[random.Next types.Length]

    ofType,
    Samples.random schemas (uint64 (random.Next())) (Shape.Reference schema)
    |> Encoding.UTF8.GetBytes

/// Pieces that decide something: of JSON's grammar, of numbers, times and ids, of texts that are not well-formed.
let private pieces: byte[][] =
    [| for text in
           [ "{"
             "}"
             "["
             "]"
             ","
             ":"
             "\""
             "\\"
             " "
             "\r\n\t "
             "null"
             "true"
             "false"
             "nul"
             "0"
             "-0"
             "01"
             "-"
             "9223372036854775807"
             "9223372036854775808"
             "123456789012345678"
             "1.50"
             "1e2"
             "1."
             "\\u0041"
             "\\ud83d\\ude00"
             "\\ud83d"
             "\\x"
             "\\n"
             "日本"
             "é"
             "\u0000"
             "\u001f"
             "\u007f"
             "Z"
             "+02:00"
             ".123456789"
             "\"type\":\"other\","
             "\"id\":null,"
             "\"metadata\":{\"a\\u0062\":1,\"a\":2,\"a\":[{}]},"
             "\"items\":[1,[2,{\"a\":[]}],\"\\u00e9\"],"
             "[[[[[[[[[[[[[[[["
             "/* */" ] do
           Encoding.UTF8.GetBytes text
       [| 0xFFuy |]
       [| 0xC3uy |]
       [| 0xEDuy; 0xA0uy; 0x80uy |]
       [| 0x80uy |] |]

let rec private changed (random: Random) (times: int) (json: byte[]) : byte[] =
    if times = 0 then
        json
    else
        let at = random.Next(json.Length + 1)
        let upTo = min json.Length (at + random.Next 12)
        let piece = pieces[random.Next pieces.Length]

        let next =
            match random.Next 6 with
            | 0 -> Array.concat [ json[.. at - 1]; piece; json[at..] ]
            | 1 -> Array.concat [ json[.. at - 1]; piece; json[upTo..] ]
            | 2 -> Array.append json[.. at - 1] json[upTo..]
            | 3 -> Array.concat [ json[.. upTo - 1]; json[at..] ]
            | 4 -> json[.. at - 1]
            | _ ->
                Array.concat
                    [ json[.. at - 1]
                      [| byte (random.Next 256) |]
                      json[min json.Length (at + 1) ..] ]

        changed random (times - 1) next

/// White space wherever it may stand.
let private spaced (random: Random) (json: byte[]) : byte[] =
    let blanks = [| ""; " "; "\n"; "\r\n\t" |]
    let blank () = blanks[random.Next blanks.Length]
    let text = StringBuilder()
    let mutable inText = false
    let mutable escaped = false

    for letter in Encoding.UTF8.GetString json do
        if inText then
            text.Append letter |> ignore
            inText <- escaped || letter <> '"'
            escaped <- not escaped && letter = '\\'
        elif "{}[],:".Contains letter then
            text.Append(blank ()).Append(letter).Append(blank ()) |> ignore
        else
            text.Append letter |> ignore
            inText <- (letter = '"')

    Encoding.UTF8.GetBytes(string text)

let private faultsWhile (action: unit -> unit) =
    let here = Environment.CurrentManagedThreadId
    let mutable faults = 0

    let count =
        EventHandler<Runtime.ExceptionServices.FirstChanceExceptionEventArgs>(fun _ _ ->
            if Environment.CurrentManagedThreadId = here then
                Interlocked.Increment &faults |> ignore)

    AppDomain.CurrentDomain.FirstChanceException.AddHandler count

    try
        action ()
    finally
        AppDomain.CurrentDomain.FirstChanceException.RemoveHandler count

    faults

let private forSeeds (most: int) (check: Random -> unit) =
    Check.One(Config.QuickThrowOnFailure.WithMaxTest most, (fun (seed: int) -> check (Random seed)))

let private nested (depth: int) =
    Encoding.UTF8.GetBytes $"""{{"total_count":1,"deep":{String('[', depth)}{String(']', depth)},"max_page":2}}"""

[<Tests>]
let tests =
    testList
        "reading"
        [ testCase "what is well-formed is the same value either way"
          <| fun () ->
              forSeeds 500 (fun random ->
                  let ofType, json = sample random
                  agree ofType json
                  agree ofType (spaced random json))

          testCase "what was changed at random is the same value or the same fault either way"
          <| fun () ->
              forSeeds 5000 (fun random ->
                  let ofType, json = sample random
                  agree ofType (changed random (1 + random.Next 3) json))

          testCase "what ends anywhere is refused with the reader's own words"
          <| fun () ->
              let ofType, json = sample (Random 7)

              for length in 0 .. min 2000 (json.Length - 1) do
                  agree ofType json[.. length - 1]

          testCase "answers are read without a second try"
          <| fun () ->
              let schemas, types = types.Value

              for schema, ofType in types do
                  let json =
                      Samples.filled schemas Samples.Full 3UL (Shape.Reference schema)
                      |> Encoding.UTF8.GetBytes

                  Expect.equal (faultsWhile (fun () -> way "Usual" ofType json |> ignore)) 0 ofType.Name

          testCase "nothing is deeper than the framework's reader goes"
          <| fun () ->
              for depth in [ 1; 62; 63; 64; 65; 100 ] do
                  agree typeof<Pagination> (nested depth)

              match way "Usual" typeof<Pagination> (nested 63), way "Usual" typeof<Pagination> (nested 64) with
              | Value _, Fault _ -> ()
              | shallow, deep -> failtest $"{shallow}, {deep}" ]
