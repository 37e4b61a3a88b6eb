/// Requests as HTTP messages; the one place where a description becomes a message.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Transport

open System
open System.Globalization
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

/// The address of a request, where it stays as it is: .NET rewrites what it finds strange, and the request would be another one.
let private address (server: string) (request: WireRequest) : Result<Uri, string> =
    let query = if request.Query = "" then "" else "?" + request.Query
    let text = request.Path + query

    match Uri.TryCreate(server + text, UriKind.Absolute) with
    | true, NonNull address when address.AbsoluteUri.EndsWith(text, StringComparison.Ordinal) -> Ok address
    | _ -> Error $"The address of {request.Operation.Id} cannot be sent as it is; a path value or an option may be too long."

/// What is wrong with what one call does differently.
let private optionsFault (options: SendOptions) : string option =
    let ofToken =
        options.AccessToken
        |> Option.bind (fun token -> HeaderRules.tokenFault (token.Reveal()))
        |> Option.map (fun fault -> $"The access token of the call {fault}.")

    ofToken
    |> Option.orElseWith (fun () -> options.Timeout |> Option.bind Connection.timeoutFault)
    |> Option.orElseWith (fun () -> options.Headers |> List.tryPick HeaderRules.headerFault)

let private content (request: WireRequest) : HttpContent | null =
    match Request.content request.Body with
    | Some(contentType, bytes) ->
        // A known length is sent as Content-Length; Polar refuses chunked bodies.
        let content = new ByteArrayContent(bytes)
        content.Headers.ContentType <- MediaTypeHeaderValue contentType
        content
    | None when request.Operation.Method <> "GET" && request.Operation.Method <> "DELETE" -> new ByteArrayContent([||])
    | None -> null

let private message (connection: Connection) (request: WireRequest) (address: Uri) =
    let message = new HttpRequestMessage(HttpMethod request.Operation.Method, address)

    let add (name: string) (value: string) =
        message.Headers.TryAddWithoutValidation(name, value) |> ignore

    request.Options.AccessToken
    |> Option.orElse connection.AccessToken
    |> Option.iter (fun token -> add "Authorization" ("Bearer " + token.Reveal()))

    add "Polar-Version" PolarApi.Version
    add "User-Agent" userAgent
    add "Accept" "application/json, text/csv"
    add "Accept-Encoding" ResponseBody.acceptEncoding

    connection.Organization
    |> Option.iter (fun organization -> add "Polar-Organization" (string organization))

    for name, value in request.Options.Headers do
        message.Headers.Remove name |> ignore
        add name value

    message.Content <- content request
    message

let private headers (time: TimeProvider) (response: HttpResponseMessage) =
    let received =
        [ for header in Seq.append response.Headers.NonValidated response.Content.Headers.NonValidated do
              for value in header.Value -> header.Key, value ]

    // A wait until a moment can be told only from when the answer came; a recipient with a clock adds that, as HTTP has it.
    if
        response.Headers.Contains "Retry-After"
        && not (response.Headers.Contains "Date")
    then
        received
        @ [ "Date", time.GetUtcNow().ToString("r", CultureInfo.InvariantCulture) ]
    else
        received

/// Sends a message; Flurl's way or an `HttpClient`'s. The body of the answer is left to be read.
type Send = HttpRequestMessage -> CancellationToken -> Task<HttpResponseMessage>

let private exchange (send: Send) (connection: Connection) (message: HttpRequestMessage) (cancellation: CancellationToken) =
    task {
        use! response = send message cancellation

        let answer =
            { Status = int response.StatusCode
              Headers = headers connection.Time response
              Body = [||] }

        match! ResponseBody.read connection.MaxResponseBytes response cancellation with
        | Ok body -> return Ok { answer with Body = body }
        | Error fault -> return Error(TransportFault.Unreadable(answer, fault))
    }

/// What went wrong, in the words of the innermost fault: those around it may hold the address, and a secret in it.
let rec private reason (fault: exn) : string =
    match fault.InnerException, fault with
    | null, (:? HttpRequestException | :? IOException | :? SocketException | :? NotSupportedException | :? ConnectionLostException) ->
        fault.Message
    | null, _ -> fault.GetType().Name
    | inner, _ -> reason inner

let rec private isCancellation (fault: exn | null) : bool =
    match fault with
    | null -> false
    | :? OperationCanceledException -> true
    | fault -> isCancellation fault.InnerException

/// Sends one request; what goes wrong on the way is a value.
let exchanging (send: Send) (connection: Connection) : WireRequest -> CancellationToken -> Task<Result<WireResponse, TransportFault>> =
    let ofConnection = Connection.fault connection
    let server = connection.Server.Address

    let sendable (request: WireRequest) : Result<Uri, string> =
        match ofConnection |> Option.orElseWith (fun () -> optionsFault request.Options) with
        | Some fault -> Error fault
        | None -> address server request

    fun request cancellation ->
        task {
            match sendable request with
            | Error reason -> return Error(TransportFault.Unsendable reason)
            | Ok address ->
                let timeout = request.Options.Timeout |> Option.defaultValue connection.Timeout

                // A timer takes no more than 49 days; who allows a call more than that sets no bound.
                use deadline =
                    if timeout <= TimeSpan.FromDays 49.0 then
                        new CancellationTokenSource(timeout, connection.Time)
                    else
                        new CancellationTokenSource()

                use either =
                    CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token)

                try
                    use message = message connection request address
                    return! exchange send connection message either.Token
                with fault ->
                    return
                        if cancellation.IsCancellationRequested then
                            Error TransportFault.Cancelled
                        elif deadline.IsCancellationRequested || isCancellation fault then
                            Error(TransportFault.TimedOut timeout)
                        else
                            Error(TransportFault.Network(reason fault))
        }
