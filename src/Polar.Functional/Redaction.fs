namespace Polar.Functional

open System
open System.Collections.Generic
open System.Text
open System.Text.Encodings.Web
open System.Text.Json
open System.Text.Json.Nodes

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

    let value (name: string, value: string) : string = if isSecret name then stars else value

    /// In a form, an authorization code is worth as much as the token that it buys.
    let formValue (name: string, value: string) : string =
        if name = "code" then
            stars
        else
            (if isSecret name then stars else value)

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

    let rec private hide (node: JsonNode | null) : unit =
        match node with
        | :? JsonObject as members ->
            for entry in List.ofSeq members do
                if isSecret entry.Key && not (isNull entry.Value) then
                    members[entry.Key] <- JsonValue.Create stars
                else
                    hide entry.Value
        | :? JsonArray as items ->
            for item in items do
                hide item
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
