/// What each operation is called in F# and in C#, found by reflection.
module Polar.Functional.Tests.Facade.Names

open System
open System.Collections.Generic
open System.Reflection
open System.Threading.Tasks
open Expecto
open Polar.Functional
open Polar.Tests.Endpoints
open Polar.Functional.CSharp
open Polar.Functional.Tests.Core.Stub

/// An operation with its function.
type CoreFunction =
    {
        Endpoint: AnyEndpoint
        /// `Customers.list`.
        Name: string
        Method: MethodInfo
    }

/// A method of the facade.
type FacadeMethod =
    {
        /// `Customers.ListAsync`.
        Name: string
        Method: MethodInfo
    }

let private everything =
    BindingFlags.Static ||| BindingFlags.Public ||| BindingFlags.NonPublic

let private modulePath (holder: Type) =
    (Unchecked.nonNull holder.FullName).Substring("Polar.Functional.".Length).Replace('+', '.')

/// The functions of the core, one for each operation.
let functions: CoreFunction list =
    [ for endpoint in endpoints do
          let holder, name = endpoint.Place

          match holder.GetMethod name with
          | null -> failtest $"{endpoint.Operation.Id} has no function {name} in {holder}"
          | method ->
              { Endpoint = endpoint
                Name = $"{modulePath holder}.{name}"
                Method = method } ]

let rec private methodsOf (path: string) (group: Type) : FacadeMethod list =
    [ for property in group.GetProperties() do
          if property.PropertyType.Name.EndsWith "Api" then
              yield! methodsOf $"{path}{property.Name}." property.PropertyType

      for method in group.GetMethods(BindingFlags.Instance ||| BindingFlags.Public ||| BindingFlags.DeclaredOnly) do
          if method.Name.EndsWith "Async" then
              { Name = path + method.Name
                Method = method } ]

/// Every method of every group of the client.
let methods: FacadeMethod list = methodsOf "" typeof<PolarClient>

let private isGeneric (definition: Type) (kind: Type) =
    kind.IsGenericType && kind.GetGenericTypeDefinition() = definition

/// The value and the error of a method that sends one call.
let resultOf (method: MethodInfo) : (Type * Type) option =
    match method.ReturnType.GetGenericArguments() with
    | [| result |] when
        isGeneric typedefof<Task<_>> method.ReturnType
        && isGeneric typedefof<PolarResult<_, PolarError>> result
        ->
        let arguments = result.GetGenericArguments()
        Some(arguments[0], arguments[1])
    | _ -> None

/// A type with everything that it is made of.
let rec parts (kind: Type) : Type list =
    if kind.IsGenericParameter then
        []
    elif kind.HasElementType then
        parts (Unchecked.nonNull (kind.GetElementType()))
    elif kind.IsGenericType then
        kind.GetGenericTypeDefinition()
        :: (kind.GetGenericArguments() |> List.ofArray |> List.collect parts)
    else
        [ kind ]

/// Whether a method walks over pages.
let isSequence (method: MethodInfo) : bool =
    isGeneric typedefof<IAsyncEnumerable<_>> method.ReturnType

/// `Customers.listAll` becomes `Customers.ListAllAsync`.
let inCSharp (name: string) : string =
    let place = name.LastIndexOf '.' + 1
    $"{name.Substring(0, place)}{Char.ToUpperInvariant name[place]}{name.Substring(place + 1)}Async"
