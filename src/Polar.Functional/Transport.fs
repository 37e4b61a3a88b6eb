/// Requests as HTTP messages; the one place where a description becomes a message.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Transport

open System
open System.IO
open System.Net.Http
open System.Net.Http.Headers
open System.Net.Sockets
open System.Reflection
open System.Threading
open System.Threading.Tasks

let private version =
    match Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>() with
    | null -> "0"
    | attribute -> (attribute.InformationalVersion.Split '+')[0]

/// How the client names itself.
let userAgent: string = $"Polar.Functional/{version}"

/// Path and query reach the server exactly as they are described: no dot segment is resolved, nothing is escaped twice. An address that
/// .NET leaves alone stays an ordinary one, because some handlers (that of a test host, those that log) refuse the other kind.
let private address (connection: Connection) (request: WireRequest) : Uri =
    let query = if request.Query = "" then "" else "?" + request.Query
    let text = connection.Server.Address + request.Path + query
    let ordinary = Uri text

    if ordinary.AbsoluteUri.EndsWith(request.Path + query, StringComparison.Ordinal) then
        ordinary
    else
        let mutable exact =
            UriCreationOptions(DangerousDisablePathAndQueryCanonicalization = true)

        Uri(text, &exact)

let private message (connection: Connection) (request: WireRequest) : HttpRequestMessage =
    let message =
        new HttpRequestMessage(HttpMethod request.Operation.Method, address connection request)

    match request.Options.AccessToken |> Option.orElse connection.AccessToken with
    | Some token ->
        message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token.Reveal())
        |> ignore
    | None -> ()

    message.Headers.TryAddWithoutValidation("Polar-Version", PolarApi.Version)
    |> ignore

    message.Headers.TryAddWithoutValidation("User-Agent", userAgent) |> ignore

    message.Headers.TryAddWithoutValidation("Accept", "application/json, text/csv")
    |> ignore

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

/// Sends a message; Flurl's way or an `HttpClient`'s.
type Send = HttpRequestMessage -> CancellationToken -> Task<HttpResponseMessage>

let private exchange (send: Send) (connection: Connection) (request: WireRequest) (cancellation: CancellationToken) =
    task {
        use message = message connection request
        use! response = send message cancellation
        let! body = response.Content.ReadAsByteArrayAsync cancellation

        return
            { Status = int response.StatusCode
              Headers = headers response
              Body = body }
    }

/// What went wrong, in the words of the innermost fault: those around it may hold the address, and a secret in it.
let rec private reason (fault: exn) : string =
    match fault.InnerException, fault with
    | null, (:? HttpRequestException | :? IOException | :? SocketException | :? NotSupportedException) -> fault.Message
    | null, _ -> fault.GetType().Name
    | inner, _ -> reason inner

let rec private isCancellation (fault: exn | null) : bool =
    match fault with
    | null -> false
    | :? OperationCanceledException -> true
    | fault -> isCancellation fault.InnerException

/// Sends one request; what goes wrong on the way is a value.
let exchanging (send: Send) (connection: Connection) (request: WireRequest) (cancellation: CancellationToken) =
    task {
        let timeout = request.Options.Timeout |> Option.defaultValue connection.Timeout
        use deadline = CancellationTokenSource.CreateLinkedTokenSource cancellation

        // A timer takes no more than 49 days; who allows a call more than that sets no bound.
        if timeout > TimeSpan.Zero && timeout <= TimeSpan.FromDays 49.0 then
            deadline.CancelAfter timeout

        try
            let! response = exchange send connection request deadline.Token
            return Ok response
        with fault ->
            return
                if cancellation.IsCancellationRequested then
                    Error TransportFault.Cancelled
                elif deadline.IsCancellationRequested || isCancellation fault then
                    Error(TransportFault.TimedOut timeout)
                else
                    Error(TransportFault.Network(reason fault))
    }
