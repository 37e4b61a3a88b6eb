namespace Polar.Functional

open System
open System.Collections.Generic
open System.Text
open System.Text.Encodings.Web
open System.Text.Json
open System.Text.Json.Nodes
open System.Text.RegularExpressions

/// What may be shown of a request. Names decide: values cannot be told apart.
[<RequireQualifiedAccess>]
module internal Redaction =

    let private stars = "***"

    let private names =
        HashSet([ "code_verifier"; "confirmation_token_id"; "key"; "password" ], StringComparer.Ordinal)

    let private isSecret (name: string) : bool =
        names.Contains name
        || name.EndsWith("secret", StringComparison.Ordinal)
        || name.EndsWith("token", StringComparison.Ordinal)

    /// Polar's own tokens and secrets, wherever they stand: in the address of a checkout, in a message.
    let private tokens =
        Regex(@"\b(?:polar_[a-z]{1,8}_[A-Za-z0-9_-]{8,}|whsec_[A-Za-z0-9+/=_-]{8,})", RegexOptions.CultureInvariant)

    /// Any text without tokens of Polar's.
    let text (text: string) : string = tokens.Replace(text, stars)

    /// What signed addresses carry, beside parameters with names as of members.
    let private isSecretParameter (name: string) : bool =
        let name = name.ToLowerInvariant()

        isSecret (name.Replace('-', '_'))
        || name.EndsWith("signature", StringComparison.Ordinal)
        || name.EndsWith("credential", StringComparison.Ordinal)

    let private parameters =
        Regex(@"(?<=[?&#])(?<name>[^=&#\s]+)=(?<value>[^&#\s]*)", RegexOptions.CultureInvariant)

    /// An address, alone or in a text, without the secrets of its query.
    let addresses (text': string) : string =
        parameters.Replace(
            text text',
            fun found ->
                let name = found.Groups["name"].Value

                if isSecretParameter name then
                    $"{name}={stars}"
                else
                    found.Value
        )

    let value (name: string, value: string) : string =
        if isSecret name then stars else text value

    /// In a form, an authorization code is worth as much as the token that it buys.
    let formValue (name: string, value: string) : string =
        if name = "code" then
            stars
        else
            (if isSecret name then stars else text value)

    let pairs (show: string * string -> string) (pairs: (string * string) list) : string =
        pairs |> List.map (fun pair -> $"{fst pair}={show pair}") |> String.concat "&"

    /// A path, its secret segments hidden. Values are escaped, so that path and template have the same segments.
    let path (template: string) (path: string) : string =
        let show (name: string) (segment: string) =
            if name.StartsWith '{' then
                value (name.Trim('{', '}'), segment)
            else
                segment

        Array.map2 show (template.Split '/') (path.Split '/') |> String.concat "/"

    /// An escaped query, its secret values hidden.
    let query (query: string) : string =
        query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        |> Array.map (fun pair ->
            match pair.Split('=', 2) with
            | [| name; given |] -> $"{name}={value (name, given)}"
            | _ -> pair)
        |> String.concat "&"

    /// The text of a node that is nothing but text.
    let private textOf (node: JsonNode | null) : string option =
        match node with
        | :? JsonValue as value ->
            match value.TryGetValue<string>() with
            | true, text -> Option.ofObj text
            | false, _ -> None
        | _ -> None

    let rec private hide (node: JsonNode | null) : unit =
        match node with
        | :? JsonObject as members ->
            for entry in List.ofSeq members do
                if isSecret entry.Key && not (isNull entry.Value) then
                    members[entry.Key] <- JsonValue.Create stars
                else
                    match textOf entry.Value with
                    | Some found when addresses found <> found -> members[entry.Key] <- JsonValue.Create(addresses found)
                    | Some _ -> ()
                    | None -> hide entry.Value
        | :? JsonArray as items ->
            for index in 0 .. items.Count - 1 do
                match textOf items[index] with
                | Some found when addresses found <> found -> items[index] <- JsonValue.Create(addresses found)
                | Some _ -> ()
                | None -> hide items[index]
        | _ -> ()

    let private relaxed =
        JsonWriterOptions(Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping)

    /// JSON, its secret members hidden; text that is no JSON is not shown at all.
    let json (text: string) : string =
        try
            match JsonNode.Parse text with
            | null -> "null"
            | node ->
                hide node
                use buffer = new IO.MemoryStream()
                use writer = new Utf8JsonWriter(buffer, relaxed)
                node.WriteTo writer
                writer.Flush()
                Encoding.UTF8.GetString(buffer.ToArray())
        with :? JsonException ->
            stars

    /// A request as it is printed; the body is printed already.
    let request (method: string) (template: string) (path': string) (query': string) (body: string) : string =
        let question = if query' = "" then "" else "?"
        $"{method} {path template path'}{question}{query query'} {body}".TrimEnd()
