/// Values of the wire models with something in every member that must be there, made without the API description.
module Polar.Functional.Tests.Filled

open System
open System.Reflection
open System.Runtime.CompilerServices
open Polar.Functional.Contracts

let private own (kind: Type) (name: string) : obj =
    match kind.GetProperty(name, BindingFlags.Static ||| BindingFlags.Public) with
    | null -> failwith $"{kind} has no {name}"
    | property -> property.GetValue null |> Unchecked.nonNull

/// The first known case of a union.
let private caseOf (union: Type) =
    union.Assembly.GetTypes()
    |> Array.filter (fun kind ->
        union.IsAssignableFrom kind
        && not kind.IsAbstract
        && not (kind.Name.EndsWith "Unknown"))
    |> Array.minBy _.Name

let rec value (kind: Type) : objnull =
    if kind = typeof<string> then
        "text"
    elif kind = typeof<Guid> then
        Guid(1, 2s, 0x4003s, 0x84uy, 5uy, 6uy, 7uy, 8uy, 9uy, 10uy, 11uy)
    elif kind = typeof<DateTimeOffset> then
        DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)
    elif kind = typeof<DateOnly> then
        DateOnly(2026, 1, 2)
    elif kind = typeof<JsonScalar> then
        JsonScalar.op_Implicit "text"
    elif typeof<IOpenEnum>.IsAssignableFrom kind then
        (own kind "KnownValues" :?> Collections.IEnumerable)
        |> Seq.cast<obj>
        |> Seq.head
    elif
        kind.IsGenericType
        && (kind.GetGenericTypeDefinition() = typedefof<ValueList<_>>
            || kind.GetGenericTypeDefinition() = typedefof<ValueMap<_>>)
    then
        own kind "Empty"
    elif kind.IsAbstract then
        value (caseOf kind)
    elif kind.IsValueType then
        Activator.CreateInstance kind
    else
        let filled = Activator.CreateInstance kind

        for property in kind.GetProperties() do
            let isRequired = property.IsDefined(typeof<RequiredMemberAttribute>, true)

            if isRequired && isNull (Nullable.GetUnderlyingType property.PropertyType) then
                property.SetValue(filled, value property.PropertyType)

        filled

/// A value with some members set; the others that must be there hold something.
let having<'T> (members: (string * objnull) list) : 'T =
    let filled = value typeof<'T> :?> 'T

    for name, given in members do
        (Unchecked.nonNull (box filled)).GetType().GetProperty name
        |> Unchecked.nonNull
        |> fun property -> property.SetValue(filled, given)

    filled

/// The JSON of such a value.
let json<'T when 'T :> IWire<'T>> (members: (string * objnull) list) : string = Wire.ToJson<'T>(having members)

/// The JSON of a page of a list.
let page (items: string list) (count: int) (pages: int) : string =
    let items = String.concat "," items
    $"""{{"items":[{items}],"pagination":{{"total_count":{count},"max_page":{pages}}}}}"""
