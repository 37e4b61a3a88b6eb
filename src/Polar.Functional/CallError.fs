namespace Polar.Functional

open System
open Polar.Functional.Contracts

/// What any call can meet, whatever the operation documents.
[<RequireQualifiedAccess>]
type CallError =
    /// The request cannot be sent as it is; nothing was sent.
    | Unsendable of Reason: string
    /// 401: no token, an expired or revoked one, or one of a kind that may not call this.
    | Unauthorized of Code: string * Detail: string
    /// 403: the token lacks all the scopes of which one is needed.
    | InsufficientScope of Scopes: ValueList<string> * Detail: string
    /// 422 where the operation does not document it.
    | Invalid of Issues: ValueList<ValidationIssue> * Detail: string
    /// 429, with the time to wait, where the server named it.
    | RateLimited of RetryAfter: Nullable<TimeSpan>
    /// The server does not know the version that was asked for; a missing resource looks different.
    | VersionRefused of Version: string
    /// The server has no such route, or not with this method; a missing resource looks different.
    | RouteNotFound of Status: int * Route: string
    /// The server points elsewhere, where the call is not sent: its token would go astray. The place is without its query and its secrets, and empty
    /// where none is named.
    | Redirected of Status: int * Location: string
    /// A refusal that is not in Polar's form: the address is another server's, or something in between has answered.
    | NotPolar of Status: int * Body: string
    /// 500 and above.
    | ServerFailed of Status: int * Body: string
    /// No connection, or one that broke; the call may have taken effect.
    | NetworkFailed of Reason: string
    /// No answer in time; the call may have taken effect.
    | TimedOut of After: TimeSpan
    /// The caller gave up; the call may have taken effect.
    | Cancelled
    /// A successful answer that is not what it should be.
    | Undecodable of Path: string * Reason: string * Status: int
    /// An answer whose body ends early, is too long, or is not encoded as it says; the call may have taken effect.
    | Unreadable of Status: int * Reason: string
    /// An answer that nothing documents.
    | Undocumented of Status: int * Body: string

    static member private WithWords(said: string, body: string) : string =
        match ErrorBody.words body with
        | Some words -> $"{said}: {words}"
        | None -> said + "."

    /// One line for a person.
    member error.Message: string =
        match error with
        | Unsendable reason -> reason
        | Unauthorized(code, detail) when detail = "" || detail = code ->
            "No token was sent, or one that is not valid or may not call this operation."
        | Unauthorized(_, detail) -> detail
        | InsufficientScope(scopes, detail) when scopes.Count = 0 -> $"The token lacks a scope: {detail}"
        | InsufficientScope(scopes, detail) ->
            let scopes = String.Join(" or ", scopes)
            $"The token needs the scope {scopes}: {detail}"
        | Invalid(issues, detail) when issues.Count = 0 -> $"Something in the request is wrong: {detail}"
        | Invalid(issues, _) ->
            let issues = String.Join("; ", issues)
            $"Something in the request is wrong: {issues}"
        | RateLimited after when after.HasValue -> $"Too many requests; wait {after.Value.TotalSeconds:g} s."
        | RateLimited _ -> "Too many requests."
        | VersionRefused version -> $"The server does not know the API version {version}."
        | RouteNotFound(status, route) -> $"The server has no route {route} (status {status}); is its address Polar's?"
        | Redirected(status, "") -> $"The server redirects (status {status}) without saying where to."
        | Redirected(status, location) -> $"The server redirects to {location} (status {status}), where nothing was sent."
        | NotPolar(status, body) ->
            match body.TrimStart(), ErrorBody.words body with
            | "", _ -> $"An answer without a body (status {status}) is not Polar's; is the server's address right?"
            | text, _ when text.StartsWith '<' -> $"A page (status {status}) is not Polar's answer; is the server's address right?"
            | _, Some words -> $"This answer (status {status}) is not Polar's: {words}"
            | _ -> $"This answer (status {status}) is not in Polar's form; is the server's address right?"
        | ServerFailed(status, body) -> CallError.WithWords($"The server failed with status {status}", body)
        | NetworkFailed reason -> $"No answer from the server: {reason}"
        | TimedOut after -> $"No answer within {after.TotalSeconds:g} s."
        | Cancelled -> "The caller gave up."
        | Undecodable(path, reason, status) -> $"The answer (status {status}) is not understood at {path}: {reason}"
        | Unreadable(status, reason) -> $"The answer (status {status}) cannot be read: its body {reason}."
        | Undocumented(status, body) ->
            CallError.WithWords($"The server answered with status {status}, which the operation does not document", body)

    override error.ToString() = error.Message
