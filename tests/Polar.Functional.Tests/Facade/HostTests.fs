module Polar.Functional.Tests.Facade.HostTests

open System
open System.Net.Http
open System.Threading
open Expecto
open Microsoft.Extensions.DependencyInjection
open Microsoft.Extensions.Hosting
open Microsoft.Extensions.Logging
open Microsoft.Extensions.Options
open Polar.Functional.CSharp
open Polar.Functional.Contracts
open Polar.Functional.Tests
open Polar.Functional.Tests.Facade.StubHttp

/// Keeps every line that anything logs, at every level.
type private Lines() =
    let lines = ResizeArray<string>()
    member _.All: string list = lock lines (fun () -> List.ofSeq lines)

    interface ILoggerProvider with
        member _.CreateLogger category =
            { new ILogger with
                member _.BeginScope state =
                    lock lines (fun () -> lines.Add $"{category} scope: {state}")

                    { new IDisposable with
                        member _.Dispose() = () }

                member _.IsEnabled _ = true

                member _.Log(_, _, state, thrown, format) =
                    lock lines (fun () -> lines.Add $"{category}: {format.Invoke(state, thrown)} {thrown}") }

        member _.Dispose() = ()

let private hostWith (add: IServiceCollection -> unit) (lines: Lines) : IHost =
    let builder =
        Host.CreateEmptyApplicationBuilder(HostApplicationBuilderSettings(DisableDefaults = true))

    builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider lines |> ignore
    add builder.Services
    builder.Build()

let private configure (change: PolarOptions -> unit) =
    Action<PolarOptions>(fun options ->
        options.AccessToken <- token
        options.Server <- PolarServer.At(Uri "http://polar.test")
        options.MaxAttempts <- 1
        change options)

let private stubbed (stub: StubHandler) (http: IHttpClientBuilder) : unit =
    http.ConfigurePrimaryHttpMessageHandler(fun () -> stub :> HttpMessageHandler)
    |> ignore

let private startFails (change: PolarOptions -> unit) : OptionsValidationException =
    use host =
        hostWith (fun services -> services.AddPolar(configure change) |> ignore) (new Lines())

    Expect.throwsC (fun () -> host.StartAsync().GetAwaiter().GetResult()) (fun thrown -> thrown :?> OptionsValidationException)

[<Tests>]
let tests =
    testList
        "facade: dependency injection"
        [ testCase "a client calls through the factory's handlers"
          <| fun () ->
              let stub = new StubHandler(fun _ -> reply 200 (Filled.page [] 0 0))
              let passed = ref 0

              let counting () =
                  { new DelegatingHandler() with
                      override _.SendAsync(message, cancellation) =
                          Interlocked.Increment passed |> ignore
                          base.SendAsync(message, cancellation) }

              use host =
                  hostWith
                      (fun services ->
                          let http = services.AddPolar(configure ignore)
                          http.AddHttpMessageHandler counting |> stubbed stub)
                      (new Lines())

              let polar = host.Services.GetRequiredService<PolarClient>()
              Expect.isTrue (wait (polar.Products.ListAsync())).IsOk "an answer"
              Expect.equal stub.Last.Headers["Authorization"] $"Bearer {token}" "the token"
              Expect.equal (string stub.Last.Address) "http://polar.test/v1/products/" "the address"
              Expect.equal passed.Value 1 "a handler of the application's own"

          testCase "the factory's handler follows no redirect and keeps no cookie"
          <| fun () ->
              use host =
                  hostWith (fun services -> services.AddPolar(configure ignore) |> ignore) (new Lines())

              let handlers = host.Services.GetRequiredService<IHttpMessageHandlerFactory>()

              let rec innermost (handler: HttpMessageHandler | null) =
                  match handler with
                  | :? DelegatingHandler as outer -> innermost outer.InnerHandler
                  | handler -> handler

              let primary =
                  innermost (handlers.CreateHandler "Polar") |> Unchecked.nonNull :?> SocketsHttpHandler

              Expect.isFalse primary.AllowAutoRedirect "redirects"
              Expect.isFalse primary.UseCookies "cookies"

          testCase "clients with names have options of their own"
          <| fun () ->
              let stub = new StubHandler(fun _ -> reply 200 (Filled.page [] 0 0))

              use host =
                  hostWith
                      (fun services ->
                          services.AddPolar(configure ignore) |> stubbed stub

                          services.AddPolar(configure (fun options -> options.AccessToken <- "polar_oat_other"), "other")
                          |> stubbed stub)
                      (new Lines())

              wait (host.Services.GetRequiredKeyedService<PolarClient>("other").Products.ListAsync())
              |> ignore

              wait (host.Services.GetRequiredService<PolarClient>().Products.ListAsync())
              |> ignore

              Expect.equal
                  (stub.Sent |> List.map (fun sent -> sent.Headers["Authorization"]))
                  [ "Bearer polar_oat_other"; $"Bearer {token}" ]
                  "each its own"

          testCase "faults of the options stop the app as it starts, and say what to do"
          <| fun () ->
              let thrown =
                  startFails (fun options ->
                      options.AccessToken <- " "
                      options.Timeout <- TimeSpan.Zero
                      options.MaxAttempts <- 0)

              Expect.hasLength (List.ofSeq thrown.Failures) 3 "each fault"
              Expect.stringContains thrown.Message "copy it again, without spaces or line breaks" "the token"
              Expect.stringContains thrown.Message "give a positive time" "the timeout"
              Expect.stringContains thrown.Message "give 1 or more" "the tries"

          testCase "options without a fault let it start"
          <| fun () ->
              use host =
                  hostWith (fun services -> services.AddPolar(configure ignore) |> ignore) (new Lines())

              host.StartAsync().GetAwaiter().GetResult()
              host.StopAsync().GetAwaiter().GetResult()

          testCase "a call is one line in the log, and nothing secret is in any"
          <| fun () ->
              let stub =
                  new StubHandler(fun sent ->
                      if sent.Path.Contains "downloadables" then
                          reply 302 ""
                      else
                          refusal 401 "invalid_token" "The token is expired.")

              let lines = new Lines()

              use host =
                  hostWith (fun services -> services.AddPolar(configure ignore) |> stubbed stub) lines

              let polar = host.Services.GetRequiredService<PolarClient>()
              wait (polar.Products.ListAsync()) |> ignore

              wait (polar.CustomerPortal.Downloadables.GetAsync("download-token-in-the-path"))
              |> ignore

              wait (polar.Checkouts.ClientGetAsync("client-secret-in-the-path")) |> ignore

              wait (polar.LicenseKeys.ListAsync(options = CallOptions(AccessToken = "polar_cst_of-this-call")))
              |> ignore

              let said = String.Join("\n", lines.All)

              for id in
                  [ "products:list"
                    "customer_portal:downloadables:get"
                    "checkouts:client_get"
                    "license_keys:list" ] do
                  Expect.hasLength (lines.All |> List.filter _.Contains($"{id} ")) 1 $"{id} in {said}"

              for secret in
                  [ token
                    "download-token-in-the-path"
                    "client-secret-in-the-path"
                    "polar_cst_of-this-call" ] do
                  Expect.isFalse (said.Contains secret) $"{secret} in {said}" ]
