/// From an answer to a value, or to what is wrong.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Decode

open System
open System.Globalization
open System.Text
open System.Text.Json
open Polar.Functional.Contracts

/// The value of a successful answer.
let json<'T when 'T :> IWire<'T>> (response: WireResponse) : Result<'T, WireError> =
    let mutable value = Unchecked.defaultof<'T>
    let mutable fault = Unchecked.defaultof<WireError>

    if Wire.TryRead<'T>(ReadOnlySpan<byte> response.Body, &value, &fault) then
        Ok value
    else
        Error fault

/// An array that is the whole answer.
let list<'T when 'T :> IWire<'T>> (response: WireResponse) : Result<ValueList<'T>, WireError> =
    let mutable value = Unchecked.defaultof<ValueList<'T>>
    let mutable fault = Unchecked.defaultof<WireError>

    if Wire.TryReadList<'T>(ReadOnlySpan<byte> response.Body, &value, &fault) then
        Ok value
    else
        Error fault

/// A page for people, or a way to one, is none of Polar's answers: something in between has spoken.
let private ofPolar (response: WireResponse) : Result<unit, WireError> =
    let isHtml =
        match WireResponse.header "Content-Type" response with
        | Some kind -> kind.StartsWith("text/html", StringComparison.OrdinalIgnoreCase)
        | None -> false

    if response.Status >= 300 then
        Error(WireError("$", "a redirect where none is expected"))
    elif isHtml then
        Error(WireError("$", "an HTML page where none is expected"))
    else
        Ok()

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

/// The longest part of an unexpected body that an error carries.
let private longestBody = 2000

let private bodyText (response: WireResponse) =
    let text = Encoding.UTF8.GetString response.Body

    if text.Length > longestBody then
        text.Substring(0, longestBody) + "…"
    else
        text

/// What the bodies of failures have in common: `error` and `detail`, or OAuth2's `error` and `error_description`.
type private ErrorBody =
    {
        /// It is a JSON object with any of them; what a proxy says in HTML is none, and neither is an empty body.
        IsPolars: bool
        Code: string option
        Detail: string
        Issues: ValueList<ValidationIssue>
    }

let private noBody =
    { IsPolars = false
      Code = None
      Detail = ""
      Issues = ValueList<ValidationIssue>.Empty }

let private errorBody (response: WireResponse) =
    try
        use document = JsonDocument.Parse(ReadOnlyMemory<byte> response.Body)
        let root = document.RootElement

        let text (name: string) =
            match root.TryGetProperty name with
            | true, value when value.ValueKind = JsonValueKind.String -> value.GetString() |> Option.ofObj
            | _ -> None

        if root.ValueKind <> JsonValueKind.Object then
            { noBody with
                Detail = bodyText response }
        else
            let code = text "error"
            let sentence = text "detail" |> Option.orElse (text "error_description")

            let issues =
                match root.TryGetProperty "detail", sentence with
                | (true, detail), None -> ValidationIssue.ofDetail detail
                // A 422 may be a sentence with an error's class; that is an issue without a place.
                | _, Some sentence when response.Status = 422 -> ValidationIssue.ofSentence (Option.defaultValue "" code) sentence
                | _ -> ValueList<ValidationIssue>.Empty

            { IsPolars = code.IsSome || sentence.IsSome || issues.Count > 0
              Code = code
              Detail = sentence |> Option.defaultWith (fun () -> String.Join("; ", issues))
              Issues = issues }
    with
    | :? JsonException
    // An escaped half of a character is found only when the text is fetched.
    | :? InvalidOperationException ->
        { noBody with
            Detail = bodyText response }

/// A moment as HTTP writes it, `Tue, 15 Nov 1994 08:12:31 GMT`.
let private moment (text: string) =
    match DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) with
    | true, moment -> Some moment
    | _ -> None

/// How long the server asks to wait: a number of seconds, or a moment, which is counted from the server's own clock where it shows it.
let retryAfter (now: DateTimeOffset) (response: WireResponse) : Nullable<TimeSpan> =
    let until (end': DateTimeOffset) =
        let served =
            WireResponse.header "Date" response
            |> Option.bind moment
            |> Option.defaultValue now

        max TimeSpan.Zero (end' - served)

    match WireResponse.header "Retry-After" response with
    | Some text ->
        match Double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture), moment text with
        | (true, seconds), _ when seconds >= 0.0 && seconds < 1e7 -> Nullable(TimeSpan.FromSeconds seconds)
        | (false, _), Some end' -> Nullable(until end')
        | _ -> Nullable()
    | None -> Nullable()

/// The scopes of a `WWW-Authenticate` header, any one of which would do.
let private scopes (response: WireResponse) =
    match WireResponse.header "WWW-Authenticate" response with
    | Some challenge ->
        match challenge.Split "scope=\"" with
        | [| _; rest |] ->
            let quoted = rest.Split '"' |> Array.head
            quoted.Split(' ', StringSplitOptions.RemoveEmptyEntries) |> Array.sort
        | _ -> [||]
    | None -> [||]
    |> ValueList.ToValueList

let private undocumented (version: string) (response: WireResponse) (body: ErrorBody) =
    match response.Status with
    | 401 -> CallError.Unauthorized(Option.defaultValue "Unauthorized" body.Code, body.Detail)
    | 403 when body.Code = Some "insufficient_scope" -> CallError.InsufficientScope(scopes response, body.Detail)
    | 404 when (WireResponse.header "Polar-Version" response).IsNone -> CallError.VersionRefused version
    | 422 when body.Issues.Count > 0 -> CallError.Invalid(body.Issues, body.Detail)
    | 429 -> CallError.RateLimited(retryAfter (TimeProvider.System.GetUtcNow()) response)
    | status when status >= 500 -> CallError.ServerFailed(status, bodyText response)
    | status -> CallError.Undocumented(status, bodyText response)

/// Failures of a general kind, of which Polar sends special ones under names of their own.
let private general =
    set [ "BadRequest"; "NotPermitted"; "ResourceNotFound"; "Unauthorized" ]

/// The documented error of an unsuccessful answer: the one with its status and name, else the general one of its status. A failure of another
/// name is never taken for one that has a name of its own.
let private documented (operation: Operation) (response: WireResponse) (body: ErrorBody) =
    let sameStatus =
        operation.Errors |> List.filter (fun error -> error.Status = response.Status)

    let isGeneral (error: DocumentedError) =
        error.Code |> Option.forall general.Contains

    sameStatus
    |> List.tryFind (fun error -> error.Code.IsSome && error.Code = body.Code)
    |> Option.orElse (sameStatus |> List.tryFind (fun error -> error.Code.IsNone))
    |> Option.orElse (sameStatus |> List.tryFind isGeneral)

/// Why an unsuccessful answer is one.
let failure (operation: Operation) (version: string) (response: WireResponse) : ApiFailure =
    let body = errorBody response

    let versionRefused =
        response.Status = 404 && (WireResponse.header "Polar-Version" response).IsNone
    // What the transport layer answers is never the resource's own word, whatever the operation documents.
    let badToken =
        body.Code = Some "invalid_token" || body.Code = Some "insufficient_scope"

    let rateLimit = response.Status = 429 && response.Body.Length = 0

    match documented operation response body with
    | Some error when body.IsPolars && not versionRefused && not badToken && not rateLimit ->
        ApiFailure.Documented(error.Case, error.Status, body.Detail, body.Issues)
    | _ -> ApiFailure.Call(undocumented version response body)

/// Why there is no answer.
let fault (fault: TransportFault) : ApiFailure =
    match fault with
    | TransportFault.Network reason -> CallError.NetworkFailed reason
    | TransportFault.TimedOut after -> CallError.TimedOut after
    | TransportFault.Cancelled -> CallError.Cancelled
    |> ApiFailure.Call
