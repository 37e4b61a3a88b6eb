/// Servers that a client reaches in process and over a socket.
module internal Polar.Functional.Tests.Core.SocketServers

open System
open System.IO
open System.Net.Http
open System.Text
open System.Threading
open System.Threading.Tasks
open Expecto
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.Hosting
open Microsoft.AspNetCore.Http
open Microsoft.AspNetCore.Http.Features
open Microsoft.AspNetCore.TestHost
open Microsoft.Extensions.Logging
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests

let id = Guid.Parse "992fae2a-2a17-4b7a-8d9e-e287cf90131b"

/// A request as the server got it.
type Received =
    { Method: string
      Target: string
      Headers: Map<string, string>
      Body: string }

    member received.Header(name: string) =
        received.Headers.TryFind name |> Option.defaultValue ""

type Server =
    { Address: Uri
      Received: ResizeArray<Received> }

let private receive (context: HttpContext) =
    task {
        use reader = new StreamReader(context.Request.Body, Encoding.UTF8)
        let! body = reader.ReadToEndAsync()
        let feature = context.Features.Get<IHttpRequestFeature>() |> Unchecked.nonNull

        return
            { Method = context.Request.Method
              Target = feature.RawTarget
              Headers =
                context.Request.Headers
                |> Seq.map (fun header -> header.Key.ToLowerInvariant(), string header.Value)
                |> Map.ofSeq
              Body = body }
    }

/// Runs a server for the time of `body`.
let private serving (handler: HttpContext -> Task) (body: Server -> Task<unit>) : unit =
    let run =
        task {
            let builder = WebApplication.CreateSlimBuilder()
            builder.Logging.ClearProviders() |> ignore
            builder.WebHost.UseUrls "http://127.0.0.1:0" |> ignore
            use app = builder.Build()
            let received = ResizeArray<Received>()

            app.Run(
                RequestDelegate(fun context ->
                    task {
                        let! request = receive context
                        lock received (fun () -> received.Add request)
                        do! handler context
                    })
            )

            do! app.StartAsync()

            try
                do!
                    body
                        { Address = Uri(Seq.head app.Urls)
                          Received = received }
            finally
                app.StopAsync().Wait()
        }

    wait run

let reply (status: int) (headers: (string * string) list) (text: string) (context: HttpContext) : Task =
    context.Response.StatusCode <- status
    context.Response.Headers["Polar-Version"] <- "2026-10"

    for name, value in headers do
        context.Response.Headers[name] <- value

    context.Response.WriteAsync text

let connection (server: Server) =
    { Connection.create (Polar.Functional.Server.At server.Address) "polar_oat_secret" with
        Organization = Some id }

/// The same test over Flurl and over a client of one's own.
let overBoth (name: string) (handler: HttpContext -> Task) (body: Server -> Executor -> Connection -> Task<unit>) =
    testList
        name
        [ testCase "live"
          <| fun () -> serving handler (fun server -> body server (Executor.live (connection server)) (connection server))

          testCase "with a client of one's own"
          <| fun () ->
              serving handler (fun server ->
                  task {
                      use handler = new SocketsHttpHandler(AllowAutoRedirect = false)
                      use client = new HttpClient(handler)
                      do! body server (Executor.ofHttpClient client (connection server)) (connection server)
                  }) ]

let emptyPage = """{"items":[],"pagination":{"total_count":0,"max_page":0}}"""

let call (executor: Executor) (request: Request<'ok, 'error>) =
    Polar.send executor request CancellationToken.None
