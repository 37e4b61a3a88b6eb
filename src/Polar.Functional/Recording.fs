namespace Polar.Functional

open System
open System.IO
open System.Text
open System.Text.Encodings.Web
open System.Text.Json
open System.Text.Json.Nodes

/// Exchanges in a file: recorded once, against the sandbox, and replayed in tests. Secrets never reach the file.
[<RequireQualifiedAccess>]
module Recording =

    /// The headers that decoding an answer looks at; none of the others is kept, a cookie least of all.
    let private kept =
        set
            [ "content-type"
              "date"
              "location"
              "polar-version"
              "retry-after"
              "www-authenticate" ]

    let private isText (response: WireResponse) =
        match WireResponse.header "Content-Type" response with
        | Some kind -> kind.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        | None -> false

    /// The node that a body is; None where it is no JSON.
    let private parsed (body: byte[]) : JsonNode option =
        try
            JsonNode.Parse(ReadOnlySpan<byte> body) |> Option.ofObj
        with :? JsonException ->
            None

    let private cleanAnswer (response: WireResponse) : WireResponse =
        let body =
            if (parsed response.Body).IsSome then
                Encoding.UTF8.GetBytes(Redaction.json (Encoding.UTF8.GetString response.Body))
            elif isText response then
                Encoding.UTF8.GetBytes(Redaction.addresses (Encoding.UTF8.GetString response.Body))
            else
                response.Body

        { response with
            Headers =
                [ for name, value in response.Headers do
                      if kept.Contains(name.ToLowerInvariant()) then
                          name, Redaction.addresses value ]
            Body = body }

    let private cleanBody (body: RequestBody) : RequestBody =
        match body with
        | RequestBody.Nothing -> body
        | RequestBody.Json text -> RequestBody.Json(Redaction.json text)
        | RequestBody.Form fields -> RequestBody.Form [ for name, value in fields -> name, Redaction.formValue (name, value) ]

    /// The exchange without secrets: tokens, keys and passwords in path, query and bodies, and all headers of the answer that decoding does not
    /// need. A replay takes it for the same exchange.
    let clean (exchange: Exchange) : Exchange =
        { exchange with
            Path = Redaction.path exchange.Template exchange.Path
            Query = Redaction.query exchange.Query
            Body = cleanBody exchange.Body
            Answer = Result.map cleanAnswer exchange.Answer }

    let private text (value: string) : JsonNode =
        JsonValue.Create value |> Unchecked.nonNull :> JsonNode

    let private object' (members: (string * JsonNode) list) : JsonObject =
        let node = JsonObject()

        for name, value in members do
            node[name] <- value

        node

    let private pairs (pairs: (string * string) list) : JsonNode =
        JsonArray [| for name, value in pairs -> JsonArray(text name, text value) :> JsonNode |]

    let private ofBody (body: RequestBody) : (string * JsonNode) list =
        match body with
        | RequestBody.Nothing -> []
        | RequestBody.Json json -> [ "json", text json ]
        | RequestBody.Form fields -> [ "form", pairs fields ]

    let private ofBodyFault (fault: BodyFault) : string =
        match fault with
        | BodyFault.EndsEarly -> "ends early"
        | BodyFault.NotEncodedAs encoding -> $"not encoded as {encoding}"
        | BodyFault.UnknownEncoding encoding -> $"unknown encoding {encoding}"
        | BodyFault.TooLong limit -> $"longer than {limit}"

    let private toBodyFault (text: string) : BodyFault =
        let (|After|_|) (prefix: string) (text: string) =
            if text.StartsWith(prefix, StringComparison.Ordinal) then
                Some(text.Substring prefix.Length)
            else
                None

        match text with
        | After "not encoded as " encoding -> BodyFault.NotEncodedAs encoding
        | After "unknown encoding " encoding -> BodyFault.UnknownEncoding encoding
        | After "longer than " limit -> BodyFault.TooLong(Int64.Parse(limit, Globalization.CultureInfo.InvariantCulture))
        | _ -> BodyFault.EndsEarly

    let private ofAnswer (answer: Result<WireResponse, TransportFault>) : (string * JsonNode) list =
        match answer with
        | Ok response ->
            let body =
                match parsed response.Body with
                | Some json -> [ "answer", json ]
                | None when isText response -> [ "text", text (Encoding.UTF8.GetString response.Body) ]
                | None when response.Body.Length = 0 -> []
                | None -> [ "bytes", text (Convert.ToBase64String response.Body) ]

            [ "status", JsonValue.Create response.Status
              "headers", pairs response.Headers ]
            @ body
        | Error(TransportFault.TimedOut after) -> [ "timedOut", text (string after) ]
        | Error TransportFault.Cancelled -> [ "cancelled", JsonValue.Create true ]
        | Error(TransportFault.Network reason) -> [ "network", text reason ]
        | Error(TransportFault.Unsendable reason) -> [ "unsendable", text reason ]
        | Error(TransportFault.Unreadable(response, fault)) ->
            [ "status", JsonValue.Create response.Status
              "headers", pairs response.Headers
              "unreadable", text (ofBodyFault fault) ]

    let private ofExchange (exchange: Exchange) : JsonNode =
        object' (
            [ "operation", text exchange.OperationId
              "method", text exchange.Method
              "template", text exchange.Template
              "path", text exchange.Path
              "query", text exchange.Query ]
            @ ofBody exchange.Body
            @ ofAnswer exchange.Answer
        )

    let private indented =
        JsonWriterOptions(Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping)

    /// The exchanges as the text of a file, secrets cleaned.
    let toJson (exchanges: Exchange seq) : string =
        let exchanges = [| for exchange in exchanges -> ofExchange (clean exchange) |]

        let recording =
            object' [ "version", text PolarApi.Version; "exchanges", JsonArray exchanges ]

        use buffer = new MemoryStream()
        use writer = new Utf8JsonWriter(buffer, indented)
        recording.WriteTo writer
        writer.Flush()
        Encoding.UTF8.GetString(buffer.ToArray()) + "\n"

    let private textAt (name: string) (item: JsonElement) : string =
        item.GetProperty(name).GetString() |> Option.ofObj |> Option.defaultValue ""

    let private tryProperty (name: string) (item: JsonElement) : JsonElement option =
        match item.TryGetProperty name with
        | true, value -> Some value
        | false, _ -> None

    let private pairsAt (value: JsonElement) : (string * string) list =
        [ for pair in value.EnumerateArray() -> pair[0].GetString() |> string, pair[1].GetString() |> string ]

    let private toBody (item: JsonElement) : RequestBody =
        match tryProperty "json" item, tryProperty "form" item with
        | Some json, _ -> RequestBody.Json(string (json.GetString()))
        | None, Some form -> RequestBody.Form(pairsAt form)
        | None, None -> RequestBody.Nothing

    let private toBytes (item: JsonElement) : byte[] =
        match tryProperty "answer" item, tryProperty "text" item, tryProperty "bytes" item with
        | Some json, _, _ -> Encoding.UTF8.GetBytes(json.GetRawText())
        | _, Some plain, _ -> Encoding.UTF8.GetBytes(string (plain.GetString()))
        | _, _, Some encoded -> encoded.GetBytesFromBase64()
        | _ -> [||]

    let private toAnswer (item: JsonElement) : Result<WireResponse, TransportFault> =
        match tryProperty "status" item, tryProperty "timedOut" item, tryProperty "cancelled" item with
        | Some status, _, _ ->
            let response =
                { Status = status.GetInt32()
                  Headers = pairsAt (item.GetProperty "headers")
                  Body = toBytes item }

            match tryProperty "unreadable" item with
            | Some fault -> Error(TransportFault.Unreadable(response, toBodyFault (string (fault.GetString()))))
            | None -> Ok response
        | _, Some after, _ ->
            Error(TransportFault.TimedOut(TimeSpan.Parse(string (after.GetString()), Globalization.CultureInfo.InvariantCulture)))
        | _, _, Some _ -> Error TransportFault.Cancelled
        | _ ->
            match tryProperty "unsendable" item with
            | Some reason -> Error(TransportFault.Unsendable(string (reason.GetString())))
            | None -> Error(TransportFault.Network(textAt "network" item))

    let private toExchange (item: JsonElement) : Exchange =
        { OperationId = textAt "operation" item
          Method = textAt "method" item
          Template = textAt "template" item
          Path = textAt "path" item
          Query = textAt "query" item
          Body = toBody item
          Answer = toAnswer item }

    /// The exchanges of a file's text, or what is wrong with it.
    let ofJson (json: string) : Result<Exchange list, string> =
        try
            use document = JsonDocument.Parse json
            Ok [ for item in (document.RootElement.GetProperty "exchanges").EnumerateArray() -> toExchange item ]
        with
        | :? JsonException
        | :? InvalidOperationException
        | :? FormatException
        | :? Collections.Generic.KeyNotFoundException as fault -> Error $"This is no recording: {fault.Message}"

    /// Writes the exchanges to a file, secrets cleaned.
    let save (path: string) (exchanges: Exchange seq) : unit =
        File.WriteAllText(path, toJson exchanges)

    /// Reads the exchanges of a file, or what is wrong with it.
    let load (path: string) : Result<Exchange list, string> = ofJson (File.ReadAllText path)
