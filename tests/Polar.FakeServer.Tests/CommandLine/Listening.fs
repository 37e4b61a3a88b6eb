/// Fakes and apps that listen for a command.
module internal Polar.FakeServer.Tests.CommandLine.Listening

open System.Threading.Tasks
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.Hosting
open Microsoft.AspNetCore.Http
open Microsoft.Extensions.Logging
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.CommandLine.Tool

let listening () =
    FakePolar.ListenAsync(0, Fake.options ())

/// An app on loopback that answers every delivery like this.
let app (answer: HttpRequest -> int) =
    task {
        let builder = WebApplication.CreateEmptyBuilder(WebApplicationOptions())
        builder.WebHost.UseKestrelCore().UseUrls "http://127.0.0.1:0" |> ignore
        builder.Logging.ClearProviders() |> ignore
        let app = builder.Build()

        app.Run(
            RequestDelegate(fun context ->
                context.Response.StatusCode <- answer context.Request
                Task.CompletedTask)
        )

        do! app.StartAsync()
        return app
    }

let addressOf (app: WebApplication) = Seq.head app.Urls + "/hooks"
