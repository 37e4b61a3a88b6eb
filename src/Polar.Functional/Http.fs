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
    }

    member internal request.Shown: string =
        let path = Redaction.path request.Operation.Template request.Path
        let question = if request.Query = "" then "" else "?"
        $"{request.Operation.Method} {path}{question}{Redaction.query request.Query} {request.Body}".TrimEnd()

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

/// Why there is no answer.
[<RequireQualifiedAccess>]
type TransportFault =
    /// No connection, or one that broke.
    | Network of reason: string
    | TimedOut of after: TimeSpan
    | Cancelled
