namespace Polar.Functional

open System
open System.Text
open Polar.Functional.Contracts

/// An operation with what its answers become. There is one for each operation, and two are equal when their operations are.
[<Sealed>]
type Endpoint<'ok, 'error> internal (operation: Operation, success: WireResponse -> Result<'ok, WireError>, ofFailure: ApiFailure -> 'error)
    =

    /// The facts.
    member _.Operation = operation

    member internal _.Success = success
    member internal _.OfFailure = ofFailure

    /// Whether a redirect is the answer that is wanted.
    member internal _.ExpectsRedirection = typeof<'ok> = typeof<Redirection>

    override _.Equals(other: obj) =
        match other with
        | :? Endpoint<'ok, 'error> as other -> other.Operation.Id = operation.Id
        | _ -> false

    override _.GetHashCode() =
        operation.Id.GetHashCode StringComparison.Ordinal

    override _.ToString() = operation.ToString()

/// A call as a value: which operation, with which values. It holds no token, no server and no policy; equal inputs make equal requests.
/// Printing it shows nothing of its secrets.
[<NoComparison; StructuredFormatDisplay("{Shown}")>]
type Request<'ok, 'error> =
    {
        Endpoint: Endpoint<'ok, 'error>
        /// The values of the path, by name.
        Path: (string * string) list
        /// The options, unescaped; one with several values comes several times.
        Query: (string * string) list
        Body: RequestBody
    }

    member internal request.Shown: string =
        let path =
            (request.Endpoint.Operation.Template, request.Path)
            ||> List.fold (fun path (name, value) -> path.Replace("{" + name + "}", Redaction.value (name, value)))

        let question = if request.Query = [] then "" else "?"
        $"{request.Endpoint.Operation.Method} {path}{question}{Redaction.pairs Redaction.value request.Query} {request.Body}".TrimEnd()

    override request.ToString() = request.Shown

[<RequireQualifiedAccess>]
module Request =

    let private strict =
        UTF8Encoding(encoderShouldEmitUTF8Identifier = false, throwOnInvalidBytes = true)

    let private isWellFormed (text: string) : bool =
        try
            strict.GetByteCount text >= 0
        with :? EncoderFallbackException ->
            false

    /// Why a value cannot be said in a path: something on the way, or the server, would take it for another one.
    let private unsayable (value: string | null) : string option =
        match value with
        | null -> Some "is null"
        | "" -> Some "is empty"
        | "."
        | ".." -> Some $"is '{value}', which a path cannot hold as a value"
        | value when value.Contains '/' -> Some "contains a slash, which Polar takes for the path's own"
        | value when not (isWellFormed value) -> Some "contains half of a character"
        | _ -> None

    let internal wire (options: SendOptions) (request: Request<'ok, 'error>) : Result<WireRequest, CallError> =
        let unsayable =
            request.Path
            |> List.tryPick (fun (name, value) -> unsayable value |> Option.map (fun reason -> name, reason))

        let halved =
            request.Query |> List.tryFind (fun (_, value) -> not (isWellFormed value))

        match unsayable, halved with
        | None, Some(name, _) ->
            Error(CallError.Unsendable $"The option '{name}' of {request.Endpoint.Operation.Id} contains half of a character.")
        | Some(name, reason), _ ->
            Error(CallError.Unsendable $"The path value '{name}' of {request.Endpoint.Operation.Id} {reason}; give the one that is meant.")
        | None, None ->
            let path =
                (request.Endpoint.Operation.Template, request.Path)
                ||> List.fold (fun path (name, value) -> path.Replace("{" + name + "}", Uri.EscapeDataString value))

            let query =
                request.Query
                |> List.map (fun (name, value) -> $"{Uri.EscapeDataString name}={Uri.EscapeDataString value}")
                |> String.concat "&"

            Ok
                { Operation = request.Endpoint.Operation
                  Path = path
                  Query = query
                  Body = request.Body
                  Options = options
                  Attempt = 1 }

    let internal ofParts (endpoint: Endpoint<'ok, 'error>) path query body : Request<'ok, 'error> =
        { Endpoint = endpoint
          Path = path
          Query = query
          Body = body }

    let internal queryOf (query: IQuery) : (string * string) list =
        ArgumentNullException.ThrowIfNull(query, nameof query)
        [ for pair in query.ToPairs() -> pair.Key, pair.Value ]

    let internal json<'T when 'T :> IWire<'T>> (body: 'T) : RequestBody =
        ArgumentNullException.ThrowIfNull(box body, nameof body)
        RequestBody.Json(Wire.ToJson<'T> body)

    /// The members of a JSON object as form fields; lists become repeated fields.
    let internal form<'T when 'T :> IWire<'T>> (body: 'T) : RequestBody =
        ArgumentNullException.ThrowIfNull(box body, nameof body)

        use document =
            System.Text.Json.JsonDocument.Parse(ReadOnlyMemory<byte>(Wire.ToUtf8Bytes<'T> body))

        RequestBody.Form
            [ for field in document.RootElement.EnumerateObject() do
                  match field.Value.ValueKind with
                  | System.Text.Json.JsonValueKind.Null -> ()
                  | System.Text.Json.JsonValueKind.Array ->
                      for item in field.Value.EnumerateArray() do
                          field.Name, item.ToString()
                  | _ -> field.Name, field.Value.ToString() ]

    /// The same request with one option set to one value.
    let withOption (name: string) (value: string) (request: Request<'ok, 'error>) : Request<'ok, 'error> =
        { request with
            Query =
                (request.Query |> List.filter (fun (found, _) -> found <> name))
                @ [ name, value ] }

    /// The body's bytes with their content type; None where there is no body.
    let internal content (body: RequestBody) : (string * byte[]) option =
        match body with
        | RequestBody.Nothing -> None
        | RequestBody.Json text -> Some("application/json", Encoding.UTF8.GetBytes text)
        | RequestBody.Form fields ->
            let encoded =
                fields
                |> List.map (fun (name, value) -> $"{Uri.EscapeDataString name}={Uri.EscapeDataString value}")
                |> String.concat "&"

            Some("application/x-www-form-urlencoded", Encoding.UTF8.GetBytes encoded)
