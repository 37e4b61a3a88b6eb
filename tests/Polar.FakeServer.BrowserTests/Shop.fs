namespace Polar.FakeServer.BrowserTests

open System
open System.Threading.Tasks
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.Hosting
open Microsoft.AspNetCore.Hosting.Server
open Microsoft.AspNetCore.Hosting.Server.Features
open Microsoft.AspNetCore.Http
open Microsoft.Extensions.DependencyInjection
open Microsoft.Extensions.Logging

/// The seller's site: another origin than the fake, because it has another name and another port.
[<Sealed>]
type Shop private (application: WebApplication, page: string ref) =

    static let write (title: string) (body: string) =
        $"""<!doctype html><html lang="en"><head><title>{title}</title><link rel="icon" href="data:,"></head><body>{body}</body></html>"""

    let origin =
        let addresses =
            application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()
            |> Unchecked.nonNull

        $"http://localhost:{Uri(Seq.head addresses.Addresses).Port}"

    /// Where the site is.
    member _.Origin = origin

    /// Where buyers land when they have paid.
    member _.Thanks = origin + "/thanks"

    /// Puts something on its first page.
    member _.Show(body: string) = page.Value <- write "Shop" body

    /// Opens the site on a port that is free.
    static member OpenAsync() : Task<Shop> =
        task {
            let page = ref (write "Shop" "")
            let builder = WebApplication.CreateSlimBuilder()
            builder.Logging.ClearProviders() |> ignore
            builder.WebHost.UseUrls "http://127.0.0.1:0" |> ignore
            let application = builder.Build()

            application.Run(
                RequestDelegate(fun context ->
                    context.Response.ContentType <- "text/html; charset=utf-8"
                    let isThanks = context.Request.Path.StartsWithSegments(PathString "/thanks")

                    context.Response.WriteAsync(
                        if isThanks then
                            write "Thanks" "<h1>Thank you</h1>"
                        else
                            page.Value
                    ))
            )

            do! application.StartAsync()
            return Shop(application, page)
        }

    interface IAsyncDisposable with
        member _.DisposeAsync() = application.DisposeAsync()
