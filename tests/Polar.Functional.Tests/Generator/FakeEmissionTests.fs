/// What the generator writes for the fake.
module Polar.Functional.Tests.Generator.FakeEmissionTests

open Expecto
open Polar.Functional.Generator
open Polar.Functional.Tests

let private model: Lazy<Model> =
    lazy
        (match ApiDescription.document () |> Translation.ofDocument Documentation.empty with
         | Ok model -> model
         | Error fault -> failtest fault)

let private text (name: string) : string =
    (FakeEmitter.emit model.Value
     |> List.find (fun file -> file.Path.EndsWith $"/{name}.cs"))
        .Text

[<Tests>]
let tests =
    testList
        "what the generator writes for the fake"
        [ testCase "every record that is said to have undescribed members is described, with the members that they stand at"
          <| fun () ->
              for name, place in LegacyMembers.all do
                  let members =
                      model.Value.Declarations
                      |> List.tryPick (fun declaration ->
                          match declaration with
                          | Declaration.Record record when record.Name = name -> Some [ for entry in record.Members -> entry.Json ]
                          | _ -> None)

                  match members, place with
                  | None, _ -> failtest $"There is no record {name}."
                  | Some members, (LegacyPlace.After entry | LegacyPlace.Instead entry) -> Expect.contains members entry $"{name}.{entry}"
                  | Some _, LegacyPlace.End -> ()

          testCase "who has undescribed members, or parts with such, is written by the fake; all others write themselves"
          <| fun () ->
              let writer = text "ResourceWriter"

              for name in
                  [ "ProductPriceFixed"
                    "Product"
                    "ListResource<Product>"
                    "CustomerStateTeam"
                    "ProductPriceOrLegacy" ] do
                  Expect.stringContains writer $"public void Write({name} value)" name

              for name in [ "Meter"; "CustomerIndividual"; "Discount" ] do
                  Expect.isFalse (writer.Contains $"public void Write({name} value)") name

          testCase "what a shape has beyond another is asked for"
          <| fun () ->
              let conversions = text "Conversions"

              for signature in
                  [ "public static OrderProduct ToOrderProduct(this Product value) => new()"
                    "public static CheckoutPublic ToCheckoutPublic(this Checkout value, CheckoutOrganization organization) => new()"
                    "public static LicenseKeyCustomer ToLicenseKeyCustomer(this Customer value, string? email) => new()" ] do
                  Expect.stringContains conversions signature signature

          testCase "a body is bound member by member"
          <| fun () ->
              let binding = text "RequestBinding"

              for line in
                  [ """Name = JsonBinding.Text(value["name"]),"""
                    """Metadata = value["metadata"] is { } given0 ? JsonBinding.Map(given0, static item => JsonBinding.Scalar(item)) : null,"""
                    """"license_keys" => BenefitLicenseKeysCreate(node),""" ] do
                  Expect.stringContains binding line line

          testCase "a handler has every operation of its group: no method has a body that would do without one"
          <| fun () ->
              let interfaces =
                  FakeEmitter.emit model.Value
                  |> List.filter (fun file -> file.Path.Contains "/Generated/I" && file.Path.EndsWith "Operations.cs")

              let groups = model.Value.Operations |> List.map _.Group |> List.distinct
              Expect.hasLength interfaces groups.Length "an interface a group"

              for file in interfaces do
                  Expect.isFalse (file.Text.Contains "=>") file.Path

              Expect.stringContains
                  (text "IRefundsOperations")
                  "    Outcome<Refund> Create(Transaction transaction, RefundCreate body);"
                  "a method"

              let listed = text "OperationGroups"

              for group in groups do
                  let name = String.concat "" group
                  Expect.stringContains listed $"        typeof(I{name}Operations)," name ]
