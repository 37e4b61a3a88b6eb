namespace Polar.Functional

open System
open System.Runtime.CompilerServices

/// Facts of the answer that a failure was read from.
type ErrorResponse =
    {
        Status: int
        /// How long the server asks to wait; null where it does not say.
        RetryAfter: Nullable<TimeSpan>
        /// The API version that the server answered with; null where it names none, as others than Polar do.
        PolarVersion: string | null
        /// The identifier under which a server or proxy has logged the request; null where the answer has none.
        RequestId: string | null
        /// The identifier that Cloudflare, which stands in front of Polar, gave the request; null where the answer has none.
        Ray: string | null
    }

[<RequireQualifiedAccess>]
module internal ErrorResponse =

    let private requestIds =
        [ "X-Request-Id"; "Request-Id"; "X-Correlation-Id"; "Rndr-Id" ]

    let ofResponse (response: WireResponse) : ErrorResponse =
        let first (names: string list) =
            names
            |> List.tryPick (fun name -> WireResponse.header name response)
            |> Option.map ErrorBody.sentence
            |> Option.toObj

        { Status = response.Status
          RetryAfter = RetryAfter.ofResponse None response |> Option.toNullable
          PolarVersion = first [ "Polar-Version" ]
          RequestId = first requestIds
          Ray = first [ "CF-Ray" ] }

    // An operation's error is a value: two of the same case and detail are equal, whichever answers they came from, and are matched without naming an
    // answer. So the answer stands beside the error, for as long as the error lives, and is found again when the error is widened.
    let private responses = ConditionalWeakTable<obj, ErrorResponse>()

    /// Remembers the answer that an error was read from.
    let attach (response: WireResponse) (error: 'error) : 'error =
        match box error with
        | null -> ()
        | boxed -> responses.AddOrUpdate(boxed, ofResponse response)

        error

    /// The answer that an error was read from, where it was read from one.
    let find (error: obj) : ErrorResponse | null =
        match responses.TryGetValue error with
        | true, response -> response
        | _ -> null
