/// How UUIDs, times, integers and maps are read, in their usual forms and in all others.
module Polar.Functional.Tests.Contracts.ScalarTests

open System
open System.Globalization
open System.Text
open Expecto
open FsCheck
open FsCheck.FSharp
open Polar.Functional.Contracts
open Polar.Functional.Tests

let private read<'T when 'T :> IWire<'T>> (json: string) : Result<'T, string> =
    let mutable value = Unchecked.defaultof<'T>
    let mutable fault = Unchecked.defaultof<WireError>

    if Wire.TryRead<'T>(Encoding.UTF8.GetBytes json, &value, &fault) then
        Ok value
    else
        Error(string fault)

let private uuid (text: string) =
    read<ExistingProductPrice> $"{{\"id\":\"{text}\"}}" |> Result.map _.Id

let private instant (text: string) =
    read<MeterQuantity> $"{{\"timestamp\":\"{text}\",\"quantity\":0}}"
    |> Result.map _.Timestamp

let private integer (text: string) =
    read<Pagination> $"{{\"total_count\":{text},\"max_page\":0}}"
    |> Result.map _.TotalCount

let private holds (property: Property) = Check.QuickThrowOnFailure property

[<Tests>]
let tests =
    testList
        "scalars"
        [ testCase "a UUID is read in small and in capital letters, with dashes and without"
          <| fun () ->
              holds (
                  Prop.forAll (ArbMap.defaults |> ArbMap.arbitrary<Guid>) (fun id ->
                      for form in [ "D"; "N"; "B" ] do
                          Expect.equal (uuid (id.ToString form)) (Ok id) form
                          Expect.equal (uuid ((id.ToString form).ToUpperInvariant())) (Ok id) $"{form} in capitals")
              )

          testCase "a UUID with one letter of another kind is none, wherever it stands"
          <| fun () ->
              let good = "0a1b2c3d-4e5f-6789-abcd-ef0123456789"

              for place in 0 .. good.Length - 1 do
                  for letter in [ 'g'; '/'; ':'; '@'; '`'; 'G'; ' ' ] do
                      let bad = good.Remove(place, 1).Insert(place, string letter)
                      Expect.isError (uuid bad) bad

          testCase "a time is read with any fraction, and with any offset"
          <| fun () ->
              let moments = ArbMap.defaults |> ArbMap.arbitrary<DateTimeOffset>

              holds (
                  Prop.forAll moments (fun moment ->
                      let utc = moment.ToUniversalTime()

                      for digits in 0..7 do
                          let fraction = if digits = 0 then "" else "." + String('f', digits)

                          let text =
                              utc.ToString($"yyyy-MM-ddTHH:mm:ss{fraction}", CultureInfo.InvariantCulture)

                          let expected =
                              DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)

                          for ending in [ "Z"; "z"; ""; "+00:00" ] do
                              Expect.equal (instant (text + ending)) (Ok expected) (text + ending))
              )

          testCase "a time that no calendar has is none"
          <| fun () ->
              for text in
                  [ "2026-02-29T00:00:00Z"
                    "2026-13-01T00:00:00Z"
                    "2026-00-01T00:00:00Z"
                    "2026-01-32T00:00:00Z"
                    "2026-01-01T24:00:00Z"
                    "2026-01-01T00:60:00Z"
                    "2026-01-01T00:00:61Z"
                    "0000-01-01T00:00:00Z"
                    "2026-01-0aT00:00:00Z" ] do
                  Expect.isError (instant text) text

              Expect.isOk (instant "2028-02-29T00:00:00Z") "a leap day is one"

          testCase "an integer is read up to the ends of 64 bits, and no further"
          <| fun () ->
              holds (Prop.forAll (ArbMap.defaults |> ArbMap.arbitrary<int64>) (fun number -> integer (string number) = Ok number))

              for number in
                  [ Int64.MinValue
                    Int64.MaxValue
                    0L
                    -1L
                    999999999999999999L
                    1000000000000000000L ] do
                  Expect.equal (integer (string number)) (Ok number) (string number)

              for text in [ "9223372036854775808"; "-9223372036854775809"; "1.5"; "1e30" ] do
                  Expect.isError (integer text) text

          testCase "names are found in any order, escaped or not, and unknown ones are passed over"
          <| fun () ->
              for json in
                  [ """{"max_page":2,"total_count":1}"""
                    """{"x":{"total_count":9},"total_count":1,"max_page":2,"y":[1]}"""
                    """{"\u0074otal_count":1,"max\u005fpage":2}"""
                    """{"total_count":7,"max_page":2,"total_count":1}""" ] do
                  Expect.equal (read<Pagination> json |> Result.map (fun page -> page.TotalCount, page.MaxPage)) (Ok(1L, 2L)) json

          testCase "short texts are the same whoever reads them, and others are not taken for them"
          <| fun () ->
              let texts =
                  [ for letter in 'a' .. 'z' -> $"{letter}u{letter}" ]
                  @ [ "usd"; "usé"; "us"; "" ]

              Threading.Tasks.Parallel.For(
                  0,
                  2000,
                  fun index ->
                      let text = texts[index % texts.Length]
                      Expect.equal (read<OrderStatus> $"\"{text}\"" |> Result.map string) (Ok text) text
              )
              |> ignore

          testCase "a map of many entries finds each of them; of a repeated name the last value counts, in the first one's place"
          <| fun () ->
              for count in [ 1; 8; 9; 200 ] do
                  let entries =
                      ValueMap.Create<int>(ReadOnlySpan [| for index in 1..count -> Collections.Generic.KeyValuePair($"k{index}", index) |])

                  Expect.equal entries.Count count "all are there"

                  for index in 1..count do
                      Expect.equal entries[$"k{index}"] index "each under its name"

                  Expect.isFalse (entries.ContainsKey "k0") "and no other"
                  let changed = entries.With("k1", 0)
                  Expect.equal (changed.Count, Seq.head changed.Keys, changed["k1"]) (count, "k1", 0) "changed in its place" ]
