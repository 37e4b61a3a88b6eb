namespace Polar.Functional

/// Facts about this library and the API that it speaks.
[<RequireQualifiedAccess>]
module PolarApi =

    /// The version of the API that the requests and answers are those of.
    [<Literal>]
    let Version = "2026-10"

/// Whether a call may be repeated when nobody knows if it took effect.
type RetryClass =
    /// It changes nothing.
    | Safe = 0
    /// It may have changed something; Polar has no idempotency keys.
    | Unsafe = 1

/// A documented failure of an operation: its case, its status, and the `error` of the body (None: whatever comes with the status).
type DocumentedError =
    { Case: string
      Status: int
      Code: string option }

/// The facts about an endpoint.
type Operation =
    {
        /// As Polar's API description has it, `customers:get_state`.
        Id: string
        Method: string
        /// With its parameters in braces, trailing slash included.
        Template: string
        /// Any one of them suffices; empty where none is needed.
        Scopes: string list
        /// Who may call: Organization, User, Customer, Member, Anonymous.
        Subjects: string list
        Retry: RetryClass
        Errors: DocumentedError list
    }

    override operation.ToString() =
        $"{operation.Method} {operation.Template}"
