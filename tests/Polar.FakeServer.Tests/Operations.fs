/// The fake's operations, found by reflection: which there are, and which nobody has built.
module Polar.FakeServer.Tests.Operations

open System
open System.Reflection
open System.Text.RegularExpressions
open Polar.FakeServer
open Polar.FakeServer.Composition
open Polar.FakeServer.Http
open Polar.FakeServer.Generated
open Polar.FakeServer.Execution

/// The table that the fake answers by.
let all: Route list = List.ofSeq Routes.All

/// The schemas that requests are checked against.
let schemas = Modules.Composed.Schemas

let private named = Regex @"the operation (\S+) yet"

/// Calls the generated method that refuses, to learn which operation it stands for.
let private idOf (method: MethodInfo) (handler: obj) : string =
    let arguments: obj array =
        method.GetParameters()
        |> Array.map (fun parameter ->
            if parameter.ParameterType.IsValueType then
                Activator.CreateInstance parameter.ParameterType |> Unchecked.nonNull
            else
                Unchecked.defaultof<obj>)

    let outcome = method.Invoke(handler, arguments) |> Unchecked.nonNull
    let failure = outcome.GetType().GetProperty("Failure") |> Unchecked.nonNull

    match failure.GetValue outcome with
    | :? Failure as failure -> (named.Match failure.Detail).Groups[1].Value
    | other -> failwith $"{method.Name} refuses with {other}"

/// The operations whose method is the generated one, which answers 501.
let notBuilt: Set<string> =
    set
        [ for group in typeof<NotImplementedOperations>.GetInterfaces() do
              let handler = Modules.Composed.Handlers.Find group
              let map = handler.GetType().GetInterfaceMap group

              for index in 0 .. map.InterfaceMethods.Length - 1 do
                  // A method that the class leaves out is the interface's own.
                  if map.TargetMethods[index].DeclaringType = group then
                      idOf map.InterfaceMethods[index] handler ]
