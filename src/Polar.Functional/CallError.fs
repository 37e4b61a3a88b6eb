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
    /// An answer that nothing documents.
    | Undocumented of Status: int * Body: string

    /// One line for a person.
    member error.Message: string =
        match error with
        | Unsendable reason -> reason
        | Unauthorized(code, detail) -> $"Unauthorized ({code}): {detail}"
        | InsufficientScope(scopes, detail) ->
            let scopes = String.Join(" or ", scopes)
            $"The token needs the scope {scopes}: {detail}"
        | Invalid(issues, detail) when issues.Count = 0 -> $"Invalid request: {detail}"
        | Invalid(issues, _) ->
            let issues = String.Join("; ", issues)
            $"Invalid request: {issues}"
        | RateLimited after when after.HasValue -> $"Too many requests; wait {after.Value.TotalSeconds:g} s."
        | RateLimited _ -> "Too many requests."
        | VersionRefused version -> $"The server does not know the API version {version}."
        | ServerFailed(status, _) -> $"The server failed with status {status}."
        | NetworkFailed reason -> $"No answer from the server: {reason}"
        | TimedOut after -> $"No answer within {after.TotalSeconds:g} s."
        | Cancelled -> "The call was cancelled."
        | Undecodable(path, reason, status) -> $"The answer (status {status}) is not understood at {path}: {reason}"
        | Undocumented(status, _) -> $"The server answered with status {status}, which the operation does not document."

    override error.ToString() = error.Message
