namespace Polar.Functional

open System
open Polar.Functional.Contracts

/// Any failure of any operation: what the operations' own error types widen to.
[<Sealed; AllowNullLiteral(false)>]
type PolarError
    (
        code: string,
        message: string,
        status: Nullable<int>,
        issues: ValueList<ValidationIssue>,
        call: CallError | null,
        response: ErrorResponse | null
    ) =

    /// A failure that no answer was read for.
    new(code, message, status, issues, call) = PolarError(code, message, status, issues, call, null)

    /// The name of the failure: Polar's own for documented ones (`ResourceNotFound`), the case's name for others (`RateLimited`).
    member _.Code = code

    /// One line for a person.
    member _.Message = message

    /// The status of the answer; null where there was none.
    member _.Status = status

    /// What is wrong with the request, where the failure is that.
    member _.Issues = issues

    /// What the call met, where the failure is not a documented one; null otherwise.
    member _.Call = call

    /// Facts of the answer that the failure was read from, for logs and for asking Polar about it; null where there was no answer.
    member _.Response = response

    override _.ToString() =
        if message = code then code else $"{code}: {message}"

    interface IPolarError with
        member _.Message = message
        member error.ToPolarError() = error

/// An error type that widens to the one that all operations share.
and [<AllowNullLiteral(false)>] IPolarError =

    /// One line for a person.
    abstract Message: string

    /// The same failure as the type that all operations share.
    abstract ToPolarError: unit -> PolarError

/// A failure before it becomes a case of an operation's own error type.
[<RequireQualifiedAccess>]
type ApiFailure =
    | Documented of case: string * status: int * detail: string * issues: ValueList<ValidationIssue>
    | Call of CallError

/// What the generated error types share.
[<RequireQualifiedAccess>]
module ErrorCase =

    let private statusOf (error: CallError) =
        match error with
        | CallError.Unauthorized _ -> Nullable 401
        | CallError.InsufficientScope _ -> Nullable 403
        | CallError.Invalid _ -> Nullable 422
        | CallError.RateLimited _ -> Nullable 429
        | CallError.VersionRefused _ -> Nullable 404
        | CallError.RouteNotFound(status, _)
        | CallError.Redirected(status, _)
        | CallError.NotPolar(status, _)
        | CallError.ServerFailed(status, _)
        | CallError.Undecodable(_, _, status)
        | CallError.Unreadable(status, _)
        | CallError.Undocumented(status, _) -> Nullable status
        | _ -> Nullable()

    let private nameOf (error: CallError) =
        match error with
        | CallError.Unsendable _ -> "Unsendable"
        | CallError.Unauthorized _ -> "Unauthorized"
        | CallError.InsufficientScope _ -> "InsufficientScope"
        | CallError.Invalid _ -> "Invalid"
        | CallError.RateLimited _ -> "RateLimited"
        | CallError.VersionRefused _ -> "VersionRefused"
        | CallError.RouteNotFound _ -> "RouteNotFound"
        | CallError.Redirected _ -> "Redirected"
        | CallError.NotPolar _ -> "NotPolar"
        | CallError.ServerFailed _ -> "ServerFailed"
        | CallError.NetworkFailed _ -> "NetworkFailed"
        | CallError.TimedOut _ -> "TimedOut"
        | CallError.Cancelled -> "Cancelled"
        | CallError.Undecodable _ -> "Undecodable"
        | CallError.Unreadable _ -> "Unreadable"
        | CallError.Undocumented _ -> "Undocumented"

    /// A documented failure, widened.
    let documented (error: obj) (code: string) (status: int) (detail: string) : PolarError =
        PolarError(code, detail, Nullable status, ValueList<ValidationIssue>.Empty, null, ErrorResponse.find error)

    /// What is wrong with a request, widened.
    let validation (error: obj) (issues: ValueList<ValidationIssue>) (detail: string) : PolarError =
        let message =
            if issues.Count = 0 then
                detail
            else
                String.Join("; ", issues)

        PolarError("Validation", message, Nullable 422, issues, null, ErrorResponse.find error)

    /// What any call can meet, widened.
    let call (error: obj) (met: CallError) : PolarError =
        let issues =
            match met with
            | CallError.Invalid(issues, _) -> issues
            | _ -> ValueList<ValidationIssue>.Empty

        PolarError(nameOf met, met.Message, statusOf met, issues, met, ErrorResponse.find error)

    /// A documented failure that the error type has no case for, which only a fault of the generator could bring about.
    let unexpected (case: string) (status: int) (detail: string) : CallError =
        CallError.Undocumented(status, $"{case}: {detail}")
