namespace Polar.Functional

open System
open System.Net
open System.Net.Http
open System.Threading
open Flurl.Http

/// Puts back the address that the request was made for: Flurl reads it and writes it anew, and a segment of dots would be gone.
type private ExactAddressHandler(inner: HttpMessageHandler) =
    inherit DelegatingHandler(inner)

    static member val Key = HttpRequestOptionsKey<Uri> "Polar.Functional.Address"

    override _.SendAsync(message: HttpRequestMessage, cancellation: CancellationToken) =
        match message.Options.TryGetValue ExactAddressHandler.Key with
        | true, address -> message.RequestUri <- address
        | false, _ -> ()

        base.SendAsync(message, cancellation)

/// Sends messages with Flurl.
[<RequireQualifiedAccess>]
module internal FlurlTransport =

    let private client () : IFlurlClient =
        let handler =
            new SocketsHttpHandler(
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes 5.0
            )

        // The executor keeps the time itself, call by call.
        new FlurlClient(new HttpClient(new ExactAddressHandler(handler), Timeout = Timeout.InfiniteTimeSpan))

    /// Every status is an answer; what an application has set up for its own calls with Flurl does not apply here.
    let private configure (address: Uri) (settings: Configuration.FlurlHttpSettings) : unit =
        settings.AllowedHttpStatusRange <- "*"
        settings.CookiesEnabled <- false
        settings.Timeout <- Nullable()
        settings.BeforeCall <- Action<HttpCall>(fun call -> call.Request.Options.Set(ExactAddressHandler.Key, address))
        settings.BeforeCallAsync <- null
        settings.AfterCall <- null
        settings.AfterCallAsync <- null
        settings.OnError <- null
        settings.OnErrorAsync <- null

    let create () : Transport.Send =
        let client = client ()

        fun message cancellation ->
            let address = Unchecked.nonNull message.RequestUri
            let request = FlurlRequest(address.OriginalString).WithClient client

            for header in message.Headers do
                request.Headers[header.Key] <- String.concat ", " header.Value

            configure address request.Settings
            request.SendAsync(message.Method, message.Content, cancellation, HttpCompletionOption.ResponseContentRead)
