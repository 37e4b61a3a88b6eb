namespace Polar.Functional

open System

/// The body of a request. Printing it shows nothing of its secrets.
[<RequireQualifiedAccess; StructuredFormatDisplay("{Shown}")>]
type RequestBody =
    | Nothing
    | Json of text: string
    | Form of fields: (string * string) list

    member internal body.Shown: string =
        match body with
        | Nothing -> ""
        | Json text -> Redaction.json text
        | Form fields -> Redaction.pairs Redaction.formValue fields

    override body.ToString() = body.Shown

/// What one call does differently from the executor that it goes through.
type SendOptions =
    {
        /// Instead of the executor's token.
        AccessToken: Secret option
        /// How long the call may take in all.
        Timeout: TimeSpan option
        /// Beyond, and before, the executor's headers.
        Headers: (string * string) list
    }

[<RequireQualifiedAccess>]
module SendOptions =

    /// Nothing differs.
    let none: SendOptions =
        { AccessToken = None
          Timeout = None
          Headers = [] }

/// A request as an executor gets it: everything but the server, the token and the version, which are the executor's.
/// Printing it shows nothing of its secrets.
[<StructuredFormatDisplay("{Shown}")>]
type WireRequest =
    {
        Operation: Operation
        /// Escaped, each value one segment.
        Path: string
        /// Escaped, without the question mark; empty where there is none.
        Query: string
        Body: RequestBody
        Options: SendOptions
        /// Which try of the call this is; 1 for the first.
        Attempt: int
    }

    member internal request.Shown: string =
        Redaction.request request.Operation.Method request.Operation.Template request.Path request.Query (request.Body.ToString())

    override request.ToString() = request.Shown

/// An answer as an executor gives it.
type WireResponse =
    {
        Status: int
        /// Names as they came; look them up with `WireResponse.header`.
        Headers: (string * string) list
        Body: byte[]
    }

[<RequireQualifiedAccess>]
module WireResponse =

    /// The first header of that name, in whatever case.
    let header (name: string) (response: WireResponse) : string option =
        response.Headers
        |> List.tryPick (fun (found, value) ->
            if String.Equals(found, name, StringComparison.OrdinalIgnoreCase) then
                Some value
            else
                None)

/// Why the body of an answer cannot be read.
[<RequireQualifiedAccess>]
type BodyFault =
    /// The connection was closed before all of it was there.
    | EndsEarly
    /// It is not encoded as the header `Content-Encoding` says.
    | NotEncodedAs of encoding: string
    /// It is encoded in a way that this client does not read.
    | UnknownEncoding of encoding: string
    /// It is longer than the connection allows, in bytes after decompression.
    | TooLong of limit: int64

    /// What is wrong, as the rest of a sentence about the body.
    member internal fault.Reason: string =
        match fault with
        | EndsEarly -> "ends before all of it has arrived"
        | NotEncodedAs encoding -> $"is not the whole '{encoding}' that its Content-Encoding promises"
        | UnknownEncoding encoding -> $"is encoded as '{encoding}', which this client does not read"
        | TooLong limit -> $"is longer than the {limit} bytes that are allowed (MaxResponseBytes)"

/// Why there is no answer.
[<RequireQualifiedAccess>]
type TransportFault =
    /// The request cannot be sent as it is; nothing was sent.
    | Unsendable of reason: string
    /// No connection, or one that broke.
    | Network of reason: string
    | TimedOut of after: TimeSpan
    | Cancelled
    /// There is an answer, with status and headers, but its body cannot be read.
    | Unreadable of response: WireResponse * fault: BodyFault
