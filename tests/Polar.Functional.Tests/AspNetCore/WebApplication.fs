/// Web applications in memory, for tests of endpoints.
module Polar.Functional.Tests.AspNetCore.WebApplication

open System
open System.Net.Http
open System.Text
open System.Threading.Tasks
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.TestHost
open Microsoft.Extensions.DependencyInjection
open Microsoft.Extensions.Logging
open Polar.Functional.CSharp

/// Keeps every line that anything logs.
type Lines() =
    let lines = ResizeArray<string>()
    member _.All: string list = lock lines (fun () -> List.ofSeq lines)

    interface ILoggerProvider with
        member _.CreateLogger category =
            { new ILogger with
                member _.BeginScope _ = null
                member _.IsEnabled _ = true

                member _.Log(_, _, state, thrown, format) =
                    lock lines (fun () -> lines.Add $"{category}: {format.Invoke(state, thrown)} {thrown}") }

        member _.Dispose() = ()

/// A running application and a client that reaches it.
type Running(app: WebApplication, lines: Lines) =
    member _.Client: HttpClient = app.GetTestClient()
    member _.Lines: string list = lines.All

    interface IAsyncDisposable with
        member _.DisposeAsync() = app.DisposeAsync()

/// Starts an application with services and endpoints.
let start (add: IServiceCollection -> unit) (map: WebApplication -> unit) : Task<Running> =
    task {
        let lines = new Lines()
        let builder = WebApplication.CreateSlimBuilder()
        builder.Logging.ClearProviders().AddProvider lines |> ignore
        builder.WebHost.UseTestServer() |> ignore
        add builder.Services
        let app = builder.Build()
        map app
        do! app.StartAsync()
        return Running(app, lines)
    }

/// A delivery of a body, signed with a secret.
let delivery (path: string) (secret: string) (id: string) (body: string) : HttpRequestMessage =
    let bytes = Encoding.UTF8.GetBytes body
    let request = new HttpRequestMessage(HttpMethod.Post, path)
    request.Content <- new ByteArrayContent(bytes)
    PolarWebhook.Sign(ReadOnlyMemory<byte> bytes, secret, id).AddTo request.Headers
    request
