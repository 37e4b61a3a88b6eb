module Polar.Functional.Tests.Contracts.ContractTests

open System
open System.Text
open System.Text.Json
open Expecto
open Polar.Functional.Contracts
open Polar.Functional.Tests

let private read<'T when 'T :> IWire<'T>> (json: string) : Result<'T, WireError> =
    let mutable value = Unchecked.defaultof<'T>
    let mutable fault = Unchecked.defaultof<WireError>

    if Wire.TryRead<'T>(Encoding.UTF8.GetBytes json, &value, &fault) then
        Ok value
    else
        Error fault

let private good<'T when 'T :> IWire<'T>> json : 'T =
    match read<'T> json with
    | Ok value -> value
    | Error fault -> failtest (string fault)

let private path (result: Result<'T, WireError>) =
    match result with
    | Ok _ -> failtest "this should not have been read"
    | Error fault -> fault.Path

let private meter =
    """{"metadata":{},"created_at":"2026-01-02T03:04:05Z","modified_at":null,"id":"992fae2a-2a17-4b7a-8d9e-e287cf90131b","name":"Tokens","unit":"token","filter":{"conjunction":"and","clauses":[{"property":"name","operator":"eq","value":"x"}]},"aggregation":{"func":"count"},"organization_id":"1dbfc517-0bbf-4301-9ba8-555ca42b9737"}"""

let private with' (part: string) (replacement: string) =
    let changed = meter.Replace(part, replacement)
    Expect.notEqual changed meter $"'{part}' is in the sample"
    changed

let private benefitOfUnknownType =
    """{"id":"992fae2a-2a17-4b7a-8d9e-e287cf90131b","created_at":"2026-01-02T03:04:05Z","modified_at":null,"type":"hologram","description":"A hologram","selectable":true,"deletable":true,"is_deleted":false,"visibility":"public","visibility_configurable":true,"metadata":{},"organization_id":"1dbfc517-0bbf-4301-9ba8-555ca42b9737","properties":{"height":1.80}}"""

[<Tests>]
let tests =
    testList
        "contracts"
        [ testCase "an enumeration keeps a value that it does not know"
          <| fun () ->
              let status = good<OrderStatus> "\"shredded\""
              Expect.isFalse status.IsKnown "the value is new"
              Expect.equal (Wire.ToJson status) "\"shredded\"" "it comes back unchanged"
              Expect.equal status (OrderStatus "shredded") "it compares by value"
              Expect.isTrue OrderStatus.Paid.IsKnown "a known value is known"

          testCase "a union keeps a case that it does not know, with the members that all cases share"
          <| fun () ->
              let benefit = good<Benefit> benefitOfUnknownType
              Expect.equal (Wire.ToJson benefit) benefitOfUnknownType "it comes back word for word"

              match benefit with
              | :? BenefitUnknown as unknown ->
                  Expect.equal unknown.Description "A hologram" "common members can be read"
                  Expect.equal unknown.Type "hologram" "so can the text that decides"
              | other -> failtest $"read as {other.GetType().Name}"

          testCase "a member that may be left out still tells the cases of a union apart"
          <| fun () ->
              for json, expected in
                  [ """{"email":"ada@acme.dev"}""", "CustomerIndividualCreate"
                    """{"type":"individual","email":"ada@acme.dev"}""", "CustomerIndividualCreate"
                    """{"type":"team","email":"ada@acme.dev"}""", "CustomerTeamCreate"
                    """{"type":"team"}""", "CustomerTeamCreate"
                    """{"type":"hologram","email":"ada@acme.dev"}""", "CustomerCreateUnknown" ] do
                  Expect.equal ((good<CustomerCreate> json).GetType().Name) expected json

          testCase "members that are not known are passed over"
          <| fun () ->
              let meter =
                  good<Meter>(with' "\"name\":\"Tokens\"" "\"name\":\"Tokens\",\"color\":{\"r\":[1,2]}")

              Expect.equal meter.Name "Tokens" "the rest is read"

          testCase "a required member that is missing is named by its path"
          <| fun () ->
              Expect.equal (read<Meter>(with' "\"name\":\"Tokens\"," "") |> path) "$.name" "at the root"
              Expect.equal (read<Meter>(with' "\"conjunction\":\"and\"," "") |> path) "$.filter.conjunction" "further down"

          testCase "a value of another type is named by its path"
          <| fun () ->
              Expect.equal (read<Meter>(with' "\"name\":\"Tokens\"" "\"name\":7") |> path) "$.name" "a number for a text"
              Expect.equal (read<Meter>(with' "\"and\"" "[]") |> path) "$.filter.conjunction" "an array for a text"
              Expect.equal (read<Meter> "[]" |> path) "$" "an array for an object"
              Expect.equal (read<Meter> "null" |> path) "$" "null for an object"

          testCase "a place deep in a page is named by index and member"
          <| fun () ->
              let bad = with' "Tokens\"" "Tokens\",\"archived_at\":\"yesterday\""

              let page =
                  $"{{\"items\":[{meter},{bad}],\"pagination\":{{\"total_count\":2,\"max_page\":1}}}}"

              Expect.equal (read<ListResource<Meter>> page |> path) "$.items[1].archived_at" "the path goes all the way"

          testCase "text that breaks off or is no JSON is an error, not an exception"
          <| fun () ->
              for text in [ ""; " "; "{"; meter.Substring(0, 100); "<html></html>"; meter + "x"; "\"" ] do
                  Expect.isError (read<Meter> text) $"'{text}' is not a meter"

          testCase "bytes that are no UTF-8 are an error"
          <| fun () ->
              let bytes = Encoding.UTF8.GetBytes meter
              bytes[Array.findIndexBack ((=) (byte 'T')) bytes] <- 0xFFuy
              let understood, _, _ = Wire.TryRead<Meter>(bytes)
              Expect.isFalse understood "0xFF is in no UTF-8 text"

          testCase "nesting beyond all reason is an error"
          <| fun () ->
              let nested =
                  String.replicate 200 "{\"conjunction\":\"and\",\"clauses\":["
                  + String.replicate 200 "]}"

              Expect.isError (read<Filter> nested) "two hundred levels"

          testCase "nesting within reason is read"
          <| fun () ->
              let nested =
                  String.replicate 20 "{\"conjunction\":\"and\",\"clauses\":["
                  + String.replicate 20 "]}"

              Expect.equal (Wire.ToJson(good<Filter> nested)) nested "twenty levels"

          testCase "a text of ten megabytes is read and written"
          <| fun () ->
              let long = String('ä', 5_000_000)
              let meter = good<Meter>(with' "Tokens" long)
              Expect.equal meter.Name.Length long.Length "nothing is cut off"
              Expect.equal (good<Meter>(Wire.ToJson meter)) meter "and it comes back"

          testCase "a member of a PATCH is left out, null or a value"
          <| fun () ->
              Expect.equal (Wire.ToJson(DiscountUpdate())) "{}" "nothing is said about what is not set"

              Expect.equal (Wire.ToJson(DiscountUpdate(MaxRedemptions = Optional.Null))) """{"max_redemptions":null}""" "null clears"

              Expect.equal
                  (Wire.ToJson(DiscountUpdate(MaxRedemptions = Optional.Of(Nullable 5L))))
                  """{"max_redemptions":5}"""
                  "a value sets"

              let cleared = good<DiscountUpdate> """{"max_redemptions":null}"""
              Expect.isTrue cleared.MaxRedemptions.IsNull "null is read as null"
              Expect.isFalse (good<DiscountUpdate> "{}").MaxRedemptions.IsSet "absence is read as absence"

          testCase "money keeps all 64 bits"
          <| fun () ->
              for amount in [ Int64.MaxValue; Int64.MinValue; 0L ] do
                  let refund =
                      RefundCreate(OrderId = Guid.Empty, Reason = RefundReason.Other, Amount = amount)

                  Expect.equal (good<RefundCreate>(Wire.ToJson refund)).Amount amount "the same amount"

              Expect.isError
                  (read<RefundCreate>
                      """{"order_id":"992fae2a-2a17-4b7a-8d9e-e287cf90131b","reason":"other","amount":9223372036854775808}""")
                  "one more is no 64-bit integer"

          testCase "a decimal that travels as text keeps twelve digits"
          <| fun () ->
              for text in [ "0.000000000001"; "99999.999999999999"; "0.500000000000"; "3" ] do
                  let tier = good<Tier> $"""{{"bound":null,"unit_amount":"{text}"}}"""
                  Expect.equal (Wire.ToJson tier) $"""{{"bound":null,"unit_amount":"{text}"}}""" "digit for digit"

          testCase "an instant is read with any fraction and offset, and written in UTC"
          <| fun () ->
              let written (text: string) =
                  (good<Meter>(meter.Replace("2026-01-02T03:04:05Z", text))).CreatedAt
                  |> fun instant -> instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fffffff")

              for digits in 0..9 do
                  let fraction = "123456789".Substring(0, digits)
                  let point = if digits = 0 then "" else "."
                  // .NET keeps seven of nine.
                  let kept = fraction.PadRight(9, '0').Substring(0, 7)

                  for offset, hour in
                      [ "Z", "03:04"
                        "z", "03:04"
                        "", "03:04"
                        "+00:00", "03:04"
                        "+02:30", "00:34"
                        "-05:45", "08:49"
                        "+14:00", "13:04" ] do
                      let day = if offset = "+14:00" then "01" else "02"
                      let text = $"2026-01-02T03:04:05{point}{fraction}{offset}"
                      Expect.equal (written text) $"2026-01-{day} {hour}:05.{kept}" text

              let meter = good<Meter>(with' "2026-01-02T03:04:05Z" "2026-01-02T05:04:05.12+02:00")
              Expect.stringContains (Wire.ToJson meter) "\"created_at\":\"2026-01-02T03:04:05.120000Z\"" "UTC, six digits"

          testCase "records are equal when their values are, lists and maps included"
          <| fun () ->
              let make () =
                  CheckoutCreate(
                      Products = ValueList.ToValueList [ Guid.Empty ],
                      Metadata = ValueMap.ToValueMap [ Collections.Generic.KeyValuePair("plan", JsonScalar.op_Implicit "pro") ]
                  )

              Expect.equal (make ()) (make ()) "two makings of one body"
              Expect.equal ((make ()).GetHashCode()) ((make ()).GetHashCode()) "and their hashes"

          testCase "values live inside JsonSerializer"
          <| fun () ->
              let holder = {| Meter = good<Meter> meter |}
              Expect.stringContains (JsonSerializer.Serialize holder) "\"name\":\"Tokens\"" "written by its own code"
              Expect.equal (JsonSerializer.Deserialize<Meter> meter) holder.Meter "read by its own code"
              Expect.throwsT<JsonException> (fun () -> JsonSerializer.Deserialize<Meter> "{}" |> ignore) "faults are the serializer's" ]
