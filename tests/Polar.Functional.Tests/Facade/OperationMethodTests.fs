module Polar.Functional.Tests.Facade.OperationMethodTests

open System.Reflection
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.Functional
open Polar.Functional.CSharp
open Polar.Functional.Contracts
open Polar.Functional.Tests
open Polar.Functional.Tests.Facade.Names

let private parameterTypes (method: MethodInfo) =
    method.GetParameters()
    |> Array.map (fun parameter ->
        match parts parameter.ParameterType with
        // The core's optional body is a plain one that may be null.
        | optional :: body when optional = typedefof<option<_>> -> List.head body
        | _ -> parameter.ParameterType)
    |> List.ofArray

/// The parameters of a facade's method that are the operation's own.
let private ownParameters (method: MethodInfo) =
    parameterTypes method
    |> List.filter (fun kind ->
        kind <> typeof<Polar.Functional.CSharp.CallOptions>
        && kind <> typeof<CancellationToken>)

let private callers =
    methods |> List.filter (fun method -> not (isSequence method.Method))

/// Calls a method with something for each parameter and gives the operation that was sent.
let private operationOf (method: FacadeMethod) : string =
    let sent = ref "nothing"

    let executor: Executor =
        fun request _ ->
            sent.Value <- request.Operation.Id
            Task.FromResult(Error TransportFault.Cancelled)

    let rec group (from: obj) (path: string list) : obj =
        match path with
        | [ _ ] -> from
        | name :: rest ->
            let property = from.GetType().GetProperty name |> Unchecked.nonNull
            group (property.GetValue from |> Unchecked.nonNull) rest
        | [] -> from

    let arguments =
        [| for parameter in method.Method.GetParameters() do
               if parameter.HasDefaultValue then
                   (if parameter.ParameterType = typeof<CancellationToken> then
                        box CancellationToken.None
                    else
                        null)
               else
                   Filled.value parameter.ParameterType |]

    let target = group (PolarClient executor) (List.ofArray (method.Name.Split '.'))

    match method.Method.Invoke(target, arguments) with
    | :? Task as call -> call.GetAwaiter().GetResult()
    | other -> failtest $"{method.Name} gives {other}"

    sent.Value

[<Tests>]
let tests =
    testList
        "facade: operations"
        [ testCase "each of the core's 192 has exactly one method, in the same group and with the same name"
          <| fun () ->
              Expect.hasLength functions 192 "all operations"

              Expect.equal
                  (callers |> List.map _.Name |> List.sort)
                  (functions |> List.map (fun known -> inCSharp known.Name) |> List.sort)
                  "the same names, each once"

          testCase "each method has the parameters, the value and the error of its operation"
          <| fun () ->
              for known in functions do
                  let method =
                      (callers |> List.find (fun method -> method.Name = inCSharp known.Name)).Method

                  let asked = known.Method.ReturnType.GetGenericArguments()
                  Expect.equal (resultOf method) (Some(asked[0], asked[1])) $"{known.Name}: value and error"
                  Expect.equal (ownParameters method) (parameterTypes known.Method) $"{known.Name}: parameters"

          testCase "each method sends the operation that it is named after"
          <| fun () ->
              for known in functions do
                  let method = callers |> List.find (fun method -> method.Name = inCSharp known.Name)

                  Expect.equal (operationOf method) known.Endpoint.Operation.Id method.Name

          testCase "each list, and nothing else, can be walked by items and by pages"
          <| fun () ->
              let isList (method: FacadeMethod) =
                  match resultOf method.Method with
                  | Some(value, _) ->
                      value.IsGenericType
                      && List.contains
                          (value.GetGenericTypeDefinition())
                          [ typedefof<ListResource<Customer>>; typedefof<CursorListResource<Customer>> ]
                  | None -> false

              let walks =
                  [ for method in callers do
                        if isList method then
                            let stem = method.Name.Substring(0, method.Name.Length - "Async".Length)
                            $"{stem}AllAsync"
                            $"{stem}PagesAsync" ]

              Expect.isNonEmpty walks "there are lists"

              Expect.equal
                  (methods
                   |> List.filter (fun method -> isSequence method.Method)
                   |> List.map _.Name
                   |> List.sort)
                  (List.sort walks)
                  "both for each" ]
