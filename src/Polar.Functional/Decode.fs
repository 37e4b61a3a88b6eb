/// From a successful answer to a value.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Decode

open System
open System.Text
open Polar.Functional.Contracts

let private isHtml (response: WireResponse) : bool =
    match WireResponse.header "Content-Type" response with
    | Some kind -> kind.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
    | None -> false

/// A page for people is none of Polar's answers: something in between has spoken.
let private page = WireError("$", "an HTML page where none is expected")

/// The value of a successful answer.
let json<'T when 'T :> IWire<'T>> (response: WireResponse) : Result<'T, WireError> =
    let mutable value = Unchecked.defaultof<'T>
    let mutable fault = Unchecked.defaultof<WireError>

    if Wire.TryRead<'T>(ReadOnlySpan<byte> response.Body, &value, &fault) then
        Ok value
    else
        Error(if isHtml response then page else fault)

/// An array that is the whole answer.
let list<'T when 'T :> IWire<'T>> (response: WireResponse) : Result<ValueList<'T>, WireError> =
    let mutable value = Unchecked.defaultof<ValueList<'T>>
    let mutable fault = Unchecked.defaultof<WireError>

    if Wire.TryReadList<'T>(ReadOnlySpan<byte> response.Body, &value, &fault) then
        Ok value
    else
        Error(if isHtml response then page else fault)

let private ofPolar (response: WireResponse) : Result<unit, WireError> =
    if isHtml response then Error page else Ok()

let nothing (response: WireResponse) : Result<Nothing, WireError> =
    ofPolar response |> Result.map (fun () -> Nothing())

let text (response: WireResponse) : Result<string, WireError> =
    ofPolar response |> Result.map (fun () -> Encoding.UTF8.GetString response.Body)

let deferred<'T when 'T :> IWire<'T> and 'T: not struct and 'T: not null> (response: WireResponse) : Result<Deferred<'T>, WireError> =
    if response.Status = 202 then
        Ok(Deferred<'T>(null))
    else
        json<'T> response |> Result.map (fun value -> Deferred<'T>(value))

let redirection (response: WireResponse) : Result<Redirection, WireError> =
    match WireResponse.header "Location" response with
    | Some location -> Ok(Redirection location)
    | None -> Error(WireError("$", "a redirect without a location"))
