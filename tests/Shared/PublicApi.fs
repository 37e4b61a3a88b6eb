/// The public API of a package as text: what an application can see of it.
module Polar.Tests.PublicApi

open System
open System.Reflection
open Expecto
open Microsoft.FSharp.Reflection
open PublicApiGenerator

// Attributes of the assembly hold the version and the commit; the others are for debuggers. Neither is API.
let private options =
    ApiGeneratorOptions(
        IncludeAssemblyAttributes = false,
        OrderBy = OrderMode.NamespaceThenFullName,
        ExcludeAttributes =
            [| "System.Diagnostics.DebuggerDisplayAttribute"
               "System.Diagnostics.DebuggerTypeProxyAttribute" |]
    )

let rec private nameOf (kind: Type) : string =
    if kind.IsGenericType then
        let arguments = kind.GetGenericArguments() |> Array.map nameOf |> String.concat ", "
        $"{(kind.Name.Split '`')[0]}<{arguments}>"
    else
        kind.Name

/// The cases of F# unions with their fields, which the compiler marks as its own work, so that the generator passes over them.
let private unions (package: Assembly) : string list =
    [ for union in package.GetExportedTypes() |> Array.sortBy _.FullName do
          // A case with fields is a type too, nested in its union's.
          if FSharpType.IsUnion union && union.BaseType = typeof<obj> then
              ""
              $"union {union.FullName}"

              for case in FSharpType.GetUnionCases union do
                  let fields =
                      case.GetFields()
                      |> Array.map (fun field -> $"{field.Name}: {nameOf field.PropertyType}")

                  String.Join(" ", $"    | {case.Name}", String.concat ", " fields).TrimEnd() ]

let private text (package: Assembly) : string =
    String.Join("\n", ApiGenerator.GeneratePublicApi(package, options).TrimEnd() :: unions package)

/// A test that compares a package's public API with tests/Approved.
let test (package: Assembly) : Test =
    let name = package.GetName().Name

    testCase $"the public API of {name} is the approved one"
    <| fun () -> Polar.Tests.Approved.matches $"tests/Approved/{name}.txt" (text package)
