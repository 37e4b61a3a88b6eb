namespace Polar.Functional

open System
open System.Text
open System.Text.Json
open Polar.Functional.Contracts

/// What the bodies of failures say.
[<RequireQualifiedAccess>]
type internal ErrorBody =
    /// The API's own: `error` with `detail`, or OAuth2's `error` with `error_description`.
    | Named of code: string * detail: string * issues: ValueList<ValidationIssue>
    /// What the API's router says before any operation is asked: `detail` alone.
    | Unnamed of detail: string
    /// JSON of another kind.
    | OtherJson
    /// A page, a text, or nothing.
    | NoJson

[<RequireQualifiedAccess>]
module internal ErrorBody =

    /// The longest part of an unexpected body that an error carries.
    let private longestBody = 2000

    /// The longest part of a server's words that goes into a message.
    let private longestSentence = 300

    let private cut (longest: int) (text: string) =
        if text.Length > longest then
            text.Substring(0, longest) + "…"
        else
            text

    /// The body as text, shortened.
    let text (response: WireResponse) : string =
        // A character is at most four bytes, so that no more than these are needed.
        let bytes = min response.Body.Length (4 * longestBody + 4)
        Encoding.UTF8.GetString(response.Body, 0, bytes) |> cut longestBody

    /// One line, shortened.
    let sentence (text: string) : string =
        let line =
            text.Split([| '\r'; '\n'; '\t' |], StringSplitOptions.RemoveEmptyEntries ||| StringSplitOptions.TrimEntries)
            |> String.concat " "

        line |> String.filter (Char.IsControl >> not) |> cut longestSentence

    let private member' (name: string) (root: JsonElement) =
        match root.TryGetProperty name with
        | true, value when value.ValueKind = JsonValueKind.String -> value.GetString() |> Option.ofObj
        | _ -> None

    let private ofObject (status: int) (root: JsonElement) : ErrorBody =
        let detail =
            match root.TryGetProperty "detail" with
            | true, detail -> Some detail
            | _ -> None

        let code = member' "error" root

        match code, member' "detail" root, member' "error_description" root, detail with
        // A 422 may be a sentence with an error's class; that is an issue without a place.
        | Some code, Some sentence, _, _
        | Some code, None, Some sentence, _ ->
            let issues =
                if status = 422 then
                    ValidationIssue.ofSentence code sentence
                else
                    ValueList<ValidationIssue>.Empty

            ErrorBody.Named(code, sentence, issues)
        | Some code, None, None, Some detail ->
            let issues = ValidationIssue.ofDetail detail
            ErrorBody.Named(code, String.Join("; ", issues), issues)
        | None, Some sentence, _, _ -> ErrorBody.Unnamed sentence
        | None, None, _, Some detail when
            status = 422
            && detail.ValueKind = JsonValueKind.Array
            && detail.GetArrayLength() > 0
            ->
            let issues = ValidationIssue.ofDetail detail
            ErrorBody.Named("RequestValidationError", String.Join("; ", issues), issues)
        // OAuth2 may leave its description out; its codes are words of the protocol, `invalid_grant`.
        | Some code, None, None, None when code.Contains '_' -> ErrorBody.Named(code, code, ValueList<ValidationIssue>.Empty)
        | _ -> ErrorBody.OtherJson

    let read (response: WireResponse) : ErrorBody =
        try
            use document = JsonDocument.Parse(ReadOnlyMemory<byte> response.Body)

            if document.RootElement.ValueKind = JsonValueKind.Object then
                ofObject response.Status document.RootElement
            else
                ErrorBody.OtherJson
        with
        | :? JsonException -> ErrorBody.NoJson
        // An escaped half of a character is found only when the text is fetched.
        | :? InvalidOperationException -> ErrorBody.OtherJson

    /// What a shortened body says for a person: the `detail` (or OAuth2's description) of a JSON object, though its end may be missing; the text
    /// of a body that is neither JSON nor a page.
    let words (body: string) : string option =
        let ofJson () =
            let mutable reader =
                Utf8JsonReader(ReadOnlySpan(Encoding.UTF8.GetBytes body), false, JsonReaderState())

            let mutable found = None

            try
                while found.IsNone && reader.Read() do
                    if
                        reader.CurrentDepth = 1
                        && reader.TokenType = JsonTokenType.PropertyName
                        && (reader.ValueTextEquals "detail" || reader.ValueTextEquals "error_description")
                        && reader.Read()
                        && reader.TokenType = JsonTokenType.String
                    then
                        found <- reader.GetString() |> Option.ofObj
            with
            | :? JsonException
            | :? InvalidOperationException -> ()

            found

        match body.TrimStart() with
        | "" -> None
        | text when text.StartsWith '{' -> ofJson ()
        | text when text.StartsWith '<' || text.StartsWith '[' || text.StartsWith '"' -> None
        | text -> Some text
        |> Option.map sentence
        |> Option.filter (fun sentence -> sentence <> "")
