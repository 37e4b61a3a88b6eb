/// Requests as HTTP messages; the one place where a description becomes a message.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Transport

open System
open System.IO
open System.Net.Http
open System.Net.Http.Headers
open System.Reflection
open System.Threading
open System.Threading.Tasks

let private exact =
    UriCreationOptions(DangerousDisablePathAndQueryCanonicalization = true)

let private version =
    match Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>() with
    | null -> "0"
    | attribute -> (attribute.InformationalVersion.Split '+')[0]

/// How the client names itself.
let userAgent: string = $"Polar.Functional/{version}"

let private message (connection: Connection) (request: WireRequest) : HttpRequestMessage =
    let query = if request.Query = "" then "" else "?" + request.Query

    let mutable exact =
        UriCreationOptions(DangerousDisablePathAndQueryCanonicalization = true)
    // Path and query reach the server exactly as they are described: no dot segment is resolved, nothing is escaped twice.
    let address = Uri(connection.Server.Address + request.Path + query, &exact)
    let message = new HttpRequestMessage(HttpMethod request.Operation.Method, address)

    match request.Options.AccessToken |> Option.orElse connection.AccessToken with
    | Some token ->
        message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token.Reveal())
        |> ignore
    | None -> ()

    message.Headers.TryAddWithoutValidation("Polar-Version", PolarApi.Version)
    |> ignore

    message.Headers.TryAddWithoutValidation("User-Agent", userAgent) |> ignore

    match connection.Organization with
    | Some organization ->
        message.Headers.TryAddWithoutValidation("Polar-Organization", string organization)
        |> ignore
    | None -> ()

    for name, value in request.Options.Headers do
        message.Headers.Remove name |> ignore
        message.Headers.TryAddWithoutValidation(name, value) |> ignore

    match Request.content request.Body with
    | Some(contentType, bytes) ->
        // A known length is sent as Content-Length; Polar refuses chunked bodies.
        let content = new ByteArrayContent(bytes)
        content.Headers.ContentType <- MediaTypeHeaderValue contentType
        message.Content <- content
    | None when request.Operation.Method <> "GET" && request.Operation.Method <> "DELETE" -> message.Content <- new ByteArrayContent([||])
    | None -> ()

    message

let private headers (response: HttpResponseMessage) =
    [ for header in Seq.append response.Headers response.Content.Headers do
          for value in header.Value -> header.Key, value ]

let private exchange (client: HttpClient) (connection: Connection) (request: WireRequest) (cancellation: CancellationToken) =
    task {
        use message = message connection request

        use! response =
            client.SendAsync(message, HttpCompletionOption.ResponseContentRead, cancellation)

        let! body = response.Content.ReadAsByteArrayAsync cancellation

        return
            { Status = int response.StatusCode
              Headers = headers response
              Body = body }
    }

let rec private innermost (fault: exn) =
    match fault.InnerException with
    | null -> fault
    | inner -> innermost inner

/// Sends one request; what goes wrong on the way is a value.
let send (client: HttpClient) (connection: Connection) (request: WireRequest) (cancellation: CancellationToken) =
    task {
        let timeout = request.Options.Timeout |> Option.defaultValue connection.Timeout
        use deadline = CancellationTokenSource.CreateLinkedTokenSource cancellation

        if timeout > TimeSpan.Zero then
            deadline.CancelAfter timeout

        try
            let! response = exchange client connection request deadline.Token
            return Ok response
        with
        | :? OperationCanceledException when cancellation.IsCancellationRequested -> return Error TransportFault.Cancelled
        | :? OperationCanceledException -> return Error(TransportFault.TimedOut timeout)
        | :? HttpRequestException as fault -> return Error(TransportFault.Network (innermost fault).Message)
        | :? IOException as fault -> return Error(TransportFault.Network (innermost fault).Message)
    }
