/// The header `Retry-After`.
[<RequireQualifiedAccess>]
module internal Polar.Functional.RetryAfter

open System
open System.Globalization

/// The ways in which HTTP writes a moment, behind the day of the week; the first is today's.
let private formats =
    [| "dd MMM yyyy HH:mm:ss 'GMT'"
       "dd-MMM-yy HH:mm:ss 'GMT'"
       "MMM d HH:mm:ss yyyy" |]

let private moment (text: string) =
    let styles = DateTimeStyles.AssumeUniversal ||| DateTimeStyles.AllowWhiteSpaces

    match text.Trim().Split(' ', 2) with
    // Which day of the week it is follows from the rest; a server that errs there is still understood.
    | [| _; rest |] ->
        match DateTimeOffset.TryParseExact(rest, formats, CultureInfo.InvariantCulture, styles) with
        | true, moment -> Some moment
        | _ -> None
    | _ -> None

let private seconds (text: string) =
    match Double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) with
    | true, seconds when text <> "" && Char.IsAsciiDigit text[0] ->
        // A number that no time span holds is a very long wait, not an unreadable one.
        if seconds < TimeSpan.MaxValue.TotalSeconds / 2.0 then
            Some(TimeSpan.FromSeconds seconds)
        else
            Some TimeSpan.MaxValue
    | _ -> None

/// How long the server asks to wait: a number of seconds, or until a moment, which is counted from the server's own clock where it shows it, else from
/// the given one. None where it does not say, or not readably.
let ofResponse (now: DateTimeOffset option) (response: WireResponse) : TimeSpan option =
    let served () =
        WireResponse.header "Date" response |> Option.bind moment |> Option.orElse now

    match WireResponse.header "Retry-After" response with
    | Some text ->
        seconds (text.Trim())
        |> Option.orElseWith (fun () -> Option.map2 (fun until served -> max TimeSpan.Zero (until - served)) (moment text) (served ()))
    | None -> None
