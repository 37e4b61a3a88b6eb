module Polar.Functional.Tests.Facade.ConventionTests

open System
open System.Collections.Generic
open System.Reflection
open System.Runtime.CompilerServices
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.Functional
open Polar.Functional.CSharp
open Polar.Functional.Contracts
open Polar.Functional.Tests.Facade.Names

let private contracts = typeof<Customer>.Assembly
let private core = typeof<PolarError>.Assembly
let private facade = typeof<PolarClient>.Assembly
let private web = typeof<Polar.Functional.AspNetCore.PolarWebhookOptions>.Assembly
let private fsharp = typeof<unit list>.Assembly

let private own =
    BindingFlags.Instance
    ||| BindingFlags.Static
    ||| BindingFlags.Public
    ||| BindingFlags.DeclaredOnly

/// Every type in the public signatures of a type, with the place where it stands.
let private signatures (kind: Type) : (string * Type) list =
    let ofParameters (place: string) (method: MethodBase) =
        [ for parameter in method.GetParameters() do
              for part in parts parameter.ParameterType do
                  place, part ]

    [ for property in kind.GetProperties own do
          for part in parts property.PropertyType do
              $"{kind.Name}.{property.Name}", part
      for field in kind.GetFields own do
          for part in parts field.FieldType do
              $"{kind.Name}.{field.Name}", part
      for constructor' in kind.GetConstructors own do
          yield! ofParameters $"{kind.Name}()" constructor'
      for method in kind.GetMethods own do
          let place = $"{kind.Name}.{method.Name}"
          yield! ofParameters place method

          for part in parts method.ReturnType do
              place, part
      for implemented in kind.GetInterfaces() do
          for part in parts implemented do
              $"{kind.Name}'s interface", part
      match kind.BaseType with
      | null -> ()
      | inherited ->
          for part in parts inherited do
              $"{kind.Name}'s base", part ]

let private fsharpTypes =
    let facadeSignatures =
        Array.append (facade.GetExportedTypes()) (web.GetExportedTypes())
        |> List.ofArray
        |> List.collect signatures

    // What the facade hands out of the core, and what an application meets when it looks into that.
    let handedOut =
        facadeSignatures
        |> List.map snd
        |> List.append [ typeof<CallError>; typeof<ValidationIssue> ]
        |> List.filter (fun kind -> kind.Assembly = core)
        |> List.distinct

    testList
        "F# types"
        [ testCase "no signature of the facade has a type of F#'s own library"
          <| fun () ->
              Expect.isGreaterThan facadeSignatures.Length 1000 "all signatures"

              for place, part in facadeSignatures do
                  Expect.notEqual part.Assembly fsharp $"{place} has {part}"

          testCase "of the core it shows errors, events and refusals alone"
          <| fun () ->
              for kind in handedOut do
                  let isMeant =
                      typeof<IPolarError>.IsAssignableFrom kind
                      || List.contains
                          kind
                          [ typeof<CallError>
                            typeof<ValidationIssue>
                            typeof<Polar.Functional.WebhookEvent>
                            typeof<WebhookRefusal> ]

                  Expect.isTrue isMeant $"{kind}"

          testCase "what it shows of the core has no type of F#'s own library in it either"
          <| fun () ->
              for kind in handedOut do
                  for case in kind :: List.ofArray (kind.GetNestedTypes()) do
                      for place, part in signatures case do
                          Expect.notEqual part.Assembly fsharp $"{place} has {part}"

          testCase "no signature of the wire models has one"
          <| fun () ->
              for kind in contracts.GetExportedTypes() do
                  for place, part in signatures kind do
                      Expect.isFalse ((string part.Assembly).StartsWith "FSharp.Core") $"{place} has {part}" ]

/// Options are filled in by `Configure` actions, step by step.
let private filledStepByStep =
    [ typeof<PolarOptions>
      typeof<Polar.FakeServer.FakePolarOptions>
      typeof<Polar.Functional.AspNetCore.PolarWebhookOptions> ]

let private mutableTypes =
    [ typedefof<List<_>>
      typedefof<Dictionary<_, _>>
      typedefof<IList<_>>
      typedefof<ICollection<_>>
      typedefof<IDictionary<_, _>>
      typedefof<HashSet<_>> ]

let private isInit (setter: MethodInfo) =
    setter.ReturnParameter.GetRequiredCustomModifiers()
    |> Array.contains typeof<IsExternalInit>

let private ofImmutability (package: Assembly) =
    testCase $"every public type of {package.GetName().Name} is immutable"
    <| fun () ->
        for kind in package.GetExportedTypes() do
            if not (List.contains kind filledStepByStep) then
                for property in kind.GetProperties own do
                    match property.GetSetMethod() with
                    | null -> ()
                    | setter -> Expect.isTrue (isInit setter) $"{kind}.{property.Name} may be set"

                    for part in parts property.PropertyType do
                        Expect.isFalse (List.contains part mutableTypes) $"{kind}.{property.Name} may be changed"

                    Expect.isFalse property.PropertyType.IsArray $"{kind}.{property.Name} may be changed"

                if not kind.IsEnum then
                    for field in kind.GetFields own do
                        Expect.isTrue (field.IsInitOnly || field.IsLiteral) $"{kind}.{field.Name} may be set"

let private isAsync (method: MethodInfo) =
    isSequence method
    || typeof<Task>.IsAssignableFrom method.ReturnType
    || method.ReturnType = typeof<ValueTask>

[<Tests>]
let tests =
    testList
        "facade: conventions"
        [ fsharpTypes
          ofImmutability contracts
          ofImmutability facade
          ofImmutability web
          ofImmutability typeof<Polar.FakeServer.FakePolar>.Assembly

          testCase "a cancellation token is the last parameter of every method that awaits, and may be left out"
          <| fun () ->
              for method in methods do
                  let last = method.Method.GetParameters() |> Array.last
                  Expect.equal last.ParameterType typeof<CancellationToken> method.Name
                  Expect.isTrue last.IsOptional method.Name

              // Queries await what their steps were given.
              for kind in facade.GetExportedTypes() do
                  if kind <> typeof<PolarResultLinq> then
                      for method in kind.GetMethods own do
                          if isAsync method then
                              Expect.equal
                                  (method.GetParameters() |> Array.last).ParameterType
                                  typeof<CancellationToken>
                                  $"{kind.Name}.{method.Name}"

          testCase "a type has one name in one namespace: an application may use them all"
          <| fun () ->
              let names (package: Assembly) =
                  [ for kind in package.GetExportedTypes() do
                        if not kind.IsNested && kind.Namespace = package.GetName().Name then
                            (kind.Name.Split '`')[0] ]
                  |> set

              // Rarely named in C#; in F# a module and a record of one name do not meet.
              let known = set [ "Metrics"; "WebhookEvent" ]

              for one, another in [ contracts, core; contracts, facade; core, facade ] do
                  Expect.isEmpty (Set.intersect (names one) (names another) - known) $"{one.GetName().Name} and {another.GetName().Name}" ]
