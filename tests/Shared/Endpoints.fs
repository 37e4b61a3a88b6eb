/// Every operation of the library with what its answers become, found by reflection.
module Polar.Tests.Endpoints

open System
open System.Reflection
open System.Threading
open Microsoft.FSharp.Reflection
open Polar.Functional

/// What becomes of an answer to any operation, without knowing its types at compile time.
type Probe =

    static member Send<'ok, 'error>(endpoint: Endpoint<'ok, 'error>, response: WireResponse) : Result<objnull, objnull> =
        let values =
            endpoint.Operation.Template.Split '{'
            |> List.ofArray
            |> List.skip 1
            |> List.map (fun part -> (part.Split '}')[0], "x")

        let request =
            { Endpoint = endpoint
              Path = values
              Query = []
              Body = RequestBody.Nothing }

        let sent =
            Polar.send (Executor.ofFunction (fun _ -> Ok response)) request CancellationToken.None

        sent.GetAwaiter().GetResult() |> Result.map box |> Result.mapError box

    static member Operation<'ok, 'error>(endpoint: Endpoint<'ok, 'error>) : Operation = endpoint.Operation

/// An endpoint of whatever types.
type AnyEndpoint =
    {
        Operation: Operation
        ErrorType: Type
        /// The module that it stands in, and the name of its function there.
        Place: Type * string
        /// What this answer becomes.
        Send: WireResponse -> Result<objnull, objnull>
    }

let private generic (name: string) (types: Type[]) =
    (typeof<Probe>.GetMethod name |> Unchecked.nonNull).MakeGenericMethod types

let private endpoint (holder: Type) (property: PropertyInfo) (value: obj) : AnyEndpoint =
    let types = property.PropertyType.GetGenericArguments()
    let send = generic "Send" types

    { Operation = (generic "Operation" types).Invoke(null, [| value |]) |> Unchecked.nonNull :?> Operation
      ErrorType = types[1]
      Place = holder, property.Name.Substring(0, property.Name.Length - "Endpoint".Length)
      Send = fun response -> send.Invoke(null, [| value; response |]) |> Unchecked.nonNull :?> Result<objnull, objnull> }

let endpoints: AnyEndpoint list =
    let everything =
        BindingFlags.Static ||| BindingFlags.Public ||| BindingFlags.NonPublic

    [ for holder in typeof<WireRequest>.Assembly.GetTypes() do
          for property in holder.GetProperties everything do
              let kind = property.PropertyType

              if
                  kind.IsGenericType
                  && kind.GetGenericTypeDefinition() = typedefof<Endpoint<_, _>>
              then
                  match property.GetValue null with
                  | null -> ()
                  | value -> endpoint holder property value ]

/// The name of an error's case.
let caseOf (error: objnull) : string =
    let error = Unchecked.nonNull error
    (FSharpValue.GetUnionFields(error, error.GetType()) |> fst).Name
