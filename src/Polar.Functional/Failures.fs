/// From an answer that is no success to what is wrong. A status alone proves nothing: anything between the client and Polar can send it, so that a
/// documented failure needs Polar's own body.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Failures

open System
open Polar.Functional.Contracts

/// Polar names its version in every answer but two: to a version that it does not know, and to a fault of its own.
let private isEchoed (response: WireResponse) : bool =
    (WireResponse.header "Polar-Version" response).IsSome

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

/// What the router answers where it has no route, or not with this method.
let private isOfRouter (status: int) (detail: string) : bool =
    (status = 404 && detail = "Not Found")
    || (status = 405 && detail = "Method Not Allowed")

let private undocumented (operation: Operation) (version: string) (response: WireResponse) (body: ErrorBody) : CallError =
    let echoed = isEchoed response

    match response.Status, body with
    | status, _ when status >= 500 -> CallError.ServerFailed(status, ErrorBody.text response)
    | 429, _ -> CallError.RateLimited(RetryAfter.ofResponse None response |> Option.toNullable)
    | 401, ErrorBody.Named(code, detail, _) -> CallError.Unauthorized(code, detail)
    | 403, ErrorBody.Named("insufficient_scope", detail, _) -> CallError.InsufficientScope(scopes response, detail)
    | 404, (ErrorBody.Named _ | ErrorBody.Unnamed "Not Found") when not echoed -> CallError.VersionRefused version
    | status, ErrorBody.Unnamed detail when echoed && isOfRouter status detail -> CallError.RouteNotFound(status, operation.ToString())
    | 422, ErrorBody.Named(_, detail, issues) when issues.Count > 0 -> CallError.Invalid(issues, detail)
    | status, ErrorBody.NoJson -> CallError.NotPolar(status, ErrorBody.text response)
    | status, (ErrorBody.Unnamed _ | ErrorBody.OtherJson) when not echoed -> CallError.NotPolar(status, ErrorBody.text response)
    | status, _ -> CallError.Undocumented(status, ErrorBody.text response)

/// Failures of a general kind, of which Polar sends special ones under names of their own.
let private general =
    set [ "BadRequest"; "NotPermitted"; "ResourceNotFound"; "Unauthorized" ]

/// What the layers before an operation answer; never the operation's own word, whatever it documents.
let private ofToken = set [ "invalid_token"; "insufficient_scope" ]

/// The documented error of an unsuccessful answer: the one with its status and name, else the general one of its status, where the answer is certainly
/// Polar's. A failure of another name is never taken for one that has a name of its own.
let private documented (operation: Operation) (response: WireResponse) (body: ErrorBody) =
    match body with
    | ErrorBody.Named(code, detail, issues) when not (ofToken.Contains code) && (response.Status <> 404 || isEchoed response) ->
        let sameStatus =
            operation.Errors |> List.filter (fun error -> error.Status = response.Status)

        let isOfStatus (error: DocumentedError) =
            error.Code.IsNone
            && (isEchoed response || (error.Status = 422 && issues.Count > 0))

        let isGeneral (error: DocumentedError) =
            error.Code |> Option.exists general.Contains && isEchoed response

        sameStatus
        |> List.tryFind (fun error -> error.Code = Some code)
        |> Option.orElse (List.tryFind isOfStatus sameStatus)
        |> Option.orElse (List.tryFind isGeneral sameStatus)
        |> Option.map (fun error -> ApiFailure.Documented(error.Case, error.Status, detail, issues))
    | _ -> None

/// Why an unsuccessful answer is one.
let ofResponse (operation: Operation) (version: string) (response: WireResponse) : ApiFailure =
    let body = ErrorBody.read response

    documented operation response body
    |> Option.defaultWith (fun () -> ApiFailure.Call(undocumented operation version response body))

/// Where an answer points. Queries and path values may hold secrets, so they are not repeated.
let ofRedirect (path: (string * string) list) (response: WireResponse) : ApiFailure =
    let hide (text: string) (name: string, value: string) =
        match Redaction.value (name, value) with
        | shown when shown <> value -> text.Replace(Uri.EscapeDataString value, shown).Replace(value, shown)
        | _ -> text

    let location =
        WireResponse.header "Location" response
        |> Option.map (fun location -> ErrorBody.sentence (location.Split([| '?'; '#' |], 2)[0]))
        |> Option.defaultValue ""

    CallError.Redirected(response.Status, List.fold hide location path)
    |> ApiFailure.Call

/// A successful answer that is not what it should be.
let ofUndecodable (response: WireResponse) (fault: WireError) : ApiFailure =
    CallError.Undecodable(fault.Path, fault.Message, response.Status)
    |> ApiFailure.Call

/// Why there is no answer.
let ofFault (fault: TransportFault) : ApiFailure =
    match fault with
    | TransportFault.Unsendable reason -> CallError.Unsendable reason
    | TransportFault.Network reason -> CallError.NetworkFailed reason
    | TransportFault.TimedOut after -> CallError.TimedOut after
    | TransportFault.Cancelled -> CallError.Cancelled
    | TransportFault.Unreadable(response, fault) -> CallError.Unreadable(response.Status, fault.Reason)
    |> ApiFailure.Call
