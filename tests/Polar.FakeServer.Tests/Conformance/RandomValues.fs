/// JSON values made at random.
module internal Polar.FakeServer.Tests.Conformance.RandomValues

open System
open System.Text.Json
open FsCheck
open FsCheck.FSharp
open Polar.FakeServer
open Polar.FakeServer.Http
open Polar.FakeServer.Validation
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Conformance.Walk

/// Texts of JSON values: of every kind, right in some places and wrong in most.
let private scalars =
    [ "null"
      "true"
      "false"
      "0"
      "-1"
      "1"
      "2147483648"
      "99999999999999999999"
      String('9', 40)
      "0.5"
      "1.0"
      "1e400"
      "-1e400"
      "1e-400"
      "-0.0"
      "\"\""
      "\"a\""
      "\"abc\""
      "\"1\""
      "\"" + String('a', 501) + "\""
      "\"" + Samples.uuid + "\""
      "\"2026-03-01T00:00:00Z\""
      "\"9999-12-31T23:59:59.999999-23:59\""
      "\"usd\""
      "\"ada@acme.dev\""
      "\"https://acme.dev\""
      "\"\\u0000\""
      "\"\\ud800\""
      "\"\\udc00\\ud800\""
      "\"😀\""
      "\"fixed\""
      "\"month\""
      "\"custom\"" ]

/// Values that are large; one of them in a body is enough.
let private large =
    [ String('9', 400)
      String('9', 5000)
      "\"" + String('a', 20000) + "\""
      "\"" + String.replicate 3000 "\\ud83d\\ude00" + "\""
      "[" + String.Join(",", Seq.replicate 2000 "1") + "]" ]

let leaf: Gen<string> =
    Gen.frequency
        [ 60,
          Gen.elements (
              scalars
              @ [ "{}"
                  "[]"
                  "[{}]"
                  "[null]"
                  "{\"a\":1}"
                  "{\"a\":1,\"a\":2}"
                  "{\"\":0}"
                  "{\"type\":\"x\"}" ]
          )
          1, Gen.elements large ]

let private array (items: string list) = "[" + String.Join(",", items) + "]"

let private object (members: (string * string) list) =
    "{"
    + String.Join(",", [ for name, value in members -> $"{JsonSerializer.Serialize name}:{value}" ])
    + "}"

let rec json (names: string list) (size: int) : Gen<string> =
    if size <= 0 then
        leaf
    else
        let inner = json names (size / 2)

        Gen.oneof
            [ leaf
              Gen.map array (Gen.listOfLength 2 inner)
              Gen.map object (Gen.listOfLength 4 (Gen.zip (Gen.elements names) inner)) ]

/// A value far inside of others, as a list or as an object.
let deep (names: string list) : Gen<string> =
    gen {
        let! levels = Gen.elements [ 5; 10; 30; 59; 61; 200; 5000 ]
        let! value = leaf
        let! name = Gen.elements names

        let! before, after =
            Gen.elements [ "[", "]"; $"{{{JsonSerializer.Serialize name}:", "}" ]

        return String.replicate levels before + value + String.replicate levels after
    }
