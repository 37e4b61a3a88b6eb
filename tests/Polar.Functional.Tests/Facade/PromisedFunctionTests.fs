module Polar.Functional.Tests.Facade.PromisedFunctionTests

open System
open Expecto
open Polar.Tests
open Polar.Functional.Contracts
open Polar.Functional.Tests.Facade.Names
open Polar.Functional.Tests.Facade.PromisedFunctions

/// `organization_id` and `OrganizationId` are the same.
let private plain (name: string) =
    name.Replace("_", "").ToLowerInvariant()

/// Everything that a function takes: the values of its path, the options of its query, the members of its body.
let private takes (known: CoreFunction) : Set<string> =
    [ for parameter in known.Method.GetParameters() do
          plain (Unchecked.nonNull parameter.Name)

          if parameter.ParameterType.Assembly = typeof<Customer>.Assembly then
              for property in parameter.ParameterType.GetProperties() do
                  plain property.Name ]
    |> set

let private rows = lazy listed ()

[<Tests>]
let tests =
    testList
        "promised functions"
        [ testCase "the document lists what was promised, under the names that it has today"
          <| fun () ->
              let source = promised () |> Option.defaultWith listed
              Approved.matches document (text source)

          testCase "there are 117, none twice"
          <| fun () ->
              Expect.hasLength rows.Value 117 "all"
              Expect.hasLength (rows.Value |> List.distinctBy _.Name) 117 "by name"

              Expect.hasLength (rows.Value |> List.distinctBy (fun row -> row.Method, row.Path)) 117 "by request"

          testCase "each is a function of the core, a method of the facade, and takes its options"
          <| fun () ->
              let inFacade = methods |> List.map _.Name |> set

              for row in rows.Value do
                  match find row with
                  | None -> failtest $"{row.Name}: there is no {row.Method} {row.Path}"
                  | Some known ->
                      Expect.isTrue (inFacade.Contains(inCSharp known.Name)) $"{row.Name}: {inCSharp known.Name}"

                      for option in row.Options do
                          Expect.isTrue ((takes known).Contains(plain option)) $"{row.Name} takes {option}"

          testCase "each can fail with its errors, and with what any call can meet"
          <| fun () ->
              for row in rows.Value do
                  let cases = find row |> Option.map errorCases |> Option.defaultValue []

                  for error in "Call" :: row.Errors do
                      Expect.contains cases error row.Name

          testCase "what they are called here follows from what they were called"
          <| fun () ->
              let nameOf name =
                  rows.Value
                  |> List.find (fun row -> row.Name = name)
                  |> find
                  |> Option.map _.Name

              Expect.equal (nameOf "customers_get_state_external") (Some "Customers.getStateExternal") "a group"
              Expect.equal (nameOf "customer_portal_orders_list") (Some "CustomerPortal.Orders.list") "a group in a group"

              Expect.equal (nameOf "customers_list" |> Option.map inCSharp) (Some "Customers.ListAsync") "in C#" ]
