namespace Polar.Functional

open System

/// Where Polar answers. Printing it shows no password that an address may hold.
[<RequireQualifiedAccess; StructuredFormatDisplay("{Address}")>]
type Server =
    | Production
    | Sandbox
    /// Any other address, such as a fake's: scheme, host and port. A user name or password in it is not sent.
    | At of Uri

    /// The address, without a trailing slash.
    member server.Address: string =
        match server with
        | Production -> "https://api.polar.sh"
        | Sandbox -> "https://sandbox-api.polar.sh"
        | At address when not address.IsAbsoluteUri -> "(no address)"
        | At address -> address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)

    override server.ToString() = server.Address

[<RequireQualifiedAccess>]
module Server =

    let private example = "https://api.polar.sh or http://127.0.0.1:8055"

    /// What is wrong with an address, as the rest of a sentence about it.
    let internal addressFault (address: Uri) : string option =
        if not address.IsAbsoluteUri then
            Some $"has no scheme; give an http or https address, such as {example}."
        elif address.Scheme <> Uri.UriSchemeHttp && address.Scheme <> Uri.UriSchemeHttps then
            Some $"begins with '{address.Scheme}:'; give an http or https address, such as {example}."
        elif address.Host = "" then
            Some $"names no host; give an http or https address, such as {example}."
        elif address.AbsolutePath.Trim '/' <> "" then
            Some $"has a path; give scheme, host and port alone, such as {example}."
        elif address.Query <> "" || address.Fragment <> "" then
            Some $"has a query or a fragment; give scheme, host and port alone, such as {example}."
        else
            None

    /// What is wrong with a server, as a sentence.
    let internal fault (server: Server) : string option =
        match server with
        | Server.At address ->
            addressFault address
            |> Option.map (fun fault -> $"The server's address {fault}")
        | _ -> None

    /// The server that a text names: `production`, `sandbox`, or an address; otherwise a sentence that says what is wrong.
    let parse (text: string) : Result<Server, string> =
        match text.Trim() with
        | name when name.Equals("production", StringComparison.OrdinalIgnoreCase) -> Ok Server.Production
        | name when name.Equals("sandbox", StringComparison.OrdinalIgnoreCase) -> Ok Server.Sandbox
        | address ->
            match Uri.TryCreate(address, UriKind.RelativeOrAbsolute) with
            | true, NonNull address ->
                match addressFault address with
                | None -> Ok(Server.At address)
                | Some fault -> Error $"The server's address {fault}"
            | _ -> Error $"The server's address is no address; give 'production', 'sandbox', or one such as {example}."
