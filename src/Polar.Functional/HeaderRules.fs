namespace Polar.Functional

open System
open System.Collections.Generic

/// What a header can carry. A reason says what is wrong and where, never the value: it may be a secret.
[<RequireQualifiedAccess>]
module internal HeaderRules =

    /// Written by the client or the connection; a second opinion about them would change where a message ends or how it is read.
    let private reserved: IReadOnlySet<string> =
        HashSet(
            [ "Accept-Encoding"
              "Authorization"
              "Connection"
              "Content-Encoding"
              "Content-Length"
              "Content-Type"
              "Expect"
              "Host"
              "Keep-Alive"
              "Polar-Version"
              "Proxy-Authorization"
              "Proxy-Connection"
              "TE"
              "Trailer"
              "Transfer-Encoding"
              "Upgrade" ],
            StringComparer.OrdinalIgnoreCase
        )

    let private isReserved (name: string) : bool =
        reserved.Contains name
        || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)

    let private isOfName (character: char) : bool =
        Char.IsAsciiLetterOrDigit character || "!#$%&'*+-.^_`|~".Contains character

    /// What a header can carry: the visible characters of ASCII, and spaces between them.
    let private isOfValue (character: char) : bool = character >= ' ' && character <= '~'

    let private isOfToken (character: char) : bool = character > ' ' && character <= '~'

    let private describe (character: char) : string =
        match character with
        | '\r'
        | '\n' -> "a line break"
        | '\000' -> "a NUL character"
        | ' ' -> "a space"
        | character when Char.IsControl character -> "a control character"
        | character when character > '~' -> "a character beyond ASCII"
        | _ -> "a character that is not allowed there"

    /// The first character that does not belong, and where it stands; None where all do.
    let private strayIn (belongs: char -> bool) (text: string) : string option =
        text
        |> Seq.tryFindIndex (belongs >> not)
        |> Option.map (fun index -> $"holds {describe text[index]} (at position {index + 1})")

    /// What is wrong with a token, as the rest of a sentence about it.
    let tokenFault (token: string) : string option =
        if token = "" then
            Some "is empty"
        else
            strayIn isOfToken token

    /// What is wrong with a header that a caller adds, as a sentence.
    let headerFault (name: string | null, value: string | null) : string option =
        match name with
        | null
        | "" -> Some "A header has no name."
        | name ->
            match strayIn isOfName name, value with
            // Whatever a name like that holds, it is not repeated: it would break a log's line as well.
            | Some stray, _ -> Some $"The name of a header {stray}."
            | None, _ when name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ->
                Some "The header 'Authorization' is the client's own; give the access token instead."
            | None, _ when isReserved name -> Some $"The header '{name}' is the client's own and cannot be set."
            | None, Null -> Some $"The header '{name}' has no value; leave it out."
            | None, NonNull value ->
                strayIn isOfValue value
                |> Option.map (fun stray -> $"The value of the header '{name}' {stray}.")
