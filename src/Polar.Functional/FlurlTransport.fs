namespace Polar.Functional

open System.Net.Http
open System.Threading
open Flurl.Http

/// Sends messages with Flurl.
[<RequireQualifiedAccess>]
module internal FlurlTransport =

    let private client () : IFlurlClient =
        // The executor keeps the time itself, call by call.
        let client =
            new FlurlClient(new HttpClient(HttpHandler.create (), Timeout = Timeout.InfiniteTimeSpan))

        // Every status is an answer, a redirect too.
        client.Settings.AllowedHttpStatusRange <- "*"
        client.Settings.Redirects.Enabled <- false
        client

    let create () : Transport.Send =
        let client = client ()

        fun message cancellation ->
            task {
                let address = Unchecked.nonNull message.RequestUri
                let request = FlurlRequest(address.OriginalString, Client = client)

                // As they were given: .NET takes a known header apart when it is asked for its parts.
                for header in message.Headers.NonValidated do
                    request.Headers.Add(header.Key, string header.Value)

                let! response =
                    request.SendAsync(message.Method, message.Content, HttpCompletionOption.ResponseHeadersRead, cancellation)

                return response.ResponseMessage
            }
