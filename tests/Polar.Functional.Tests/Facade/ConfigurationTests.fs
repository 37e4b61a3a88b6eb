module Polar.Functional.Tests.Facade.ConfigurationTests

open System
open System.Collections.Generic
open System.Net.Http
open Expecto
open Microsoft.Extensions.Configuration
open Microsoft.Extensions.DependencyInjection
open Microsoft.Extensions.Hosting
open Microsoft.Extensions.Options
open Polar.Functional.CSharp
open Polar.Functional.Tests
open Polar.Functional.Tests.Facade.StubHttp

let private configuration (values: (string * string) list) : IConfiguration =
    ConfigurationBuilder().AddInMemoryCollection([ for key, value in values -> KeyValuePair<string, string | null>(key, value) ]).Build()

let private section (values: (string * string) list) : IConfiguration =
    (configuration [ for key, value in values -> $"Polar:{key}", value ]).GetSection "Polar"

let private hostWith (add: IServiceCollection -> unit) : IHost =
    let builder =
        Host.CreateEmptyApplicationBuilder(HostApplicationBuilderSettings(DisableDefaults = true))

    add builder.Services
    builder.Build()

let private optionsOf (values: (string * string) list) : PolarOptions =
    use host = hostWith (fun services -> services.AddPolar(section values) |> ignore)

    host.Services.GetRequiredService<IOptionsMonitor<PolarOptions>>().Get ""

let private startFailures (values: (string * string) list) : string list =
    use host = hostWith (fun services -> services.AddPolar(section values) |> ignore)

    let thrown =
        Expect.throwsC (fun () -> host.StartAsync().GetAwaiter().GetResult()) (fun thrown -> thrown :?> OptionsValidationException)

    List.ofSeq thrown.Failures

let private organization = Guid "4dd6d6a5-2a1e-4cb2-8d6e-6d3b2f6f0f5b"

[<Tests>]
let tests =
    testList
        "facade: options from configuration"
        [ testCase "every key is read"
          <| fun () ->
              let options =
                  optionsOf
                      [ "AccessToken", token
                        "server", "Sandbox"
                        "Timeout", "00:01:30"
                        "MaxAttempts", "5"
                        "OrganizationId", string organization ]

              Expect.equal options.AccessToken token "the token"
              Expect.equal options.Server PolarServer.Sandbox "the server, whatever the case"
              Expect.equal options.Timeout (TimeSpan.FromSeconds 90.0) "the timeout"
              Expect.equal options.MaxAttempts 5 "the tries"
              Expect.equal options.OrganizationId (Nullable organization) "the organization"

          testCase "a server is production, the sandbox or an address"
          <| fun () ->
              let server (text: string) =
                  (optionsOf [ "AccessToken", token; "Server", text ]).Server

              Expect.equal (server "production") PolarServer.Production "production"
              Expect.equal (server "SANDBOX") PolarServer.Sandbox "sandbox"
              Expect.equal (server "http://127.0.0.1:8055").Address.Port 8055 "an address"

          testCase "what is left out keeps its default"
          <| fun () ->
              let options = optionsOf [ "AccessToken", token ]
              Expect.equal options.Server PolarServer.Production "production"
              Expect.equal options.Timeout PolarOptions.DefaultTimeout "the timeout"
              Expect.equal options.MaxAttempts PolarOptions.DefaultMaxAttempts "the tries"

          testCase "an unreadable key stops the app as it starts, with a sentence that names it"
          <| fun () ->
              for key, value in
                  [ "Server", "sandbx"
                    "Server", "ftp://polar.test"
                    "Server", "api.polar.sh"
                    "Server:Url", "http://polar.test"
                    "Timeout", "30"
                    "Timeout", "soon"
                    "MaxAttempts", "three"
                    "OrganizationId", "acme" ] do
                  let failure = startFailures [ "AccessToken", token; key, value ] |> List.exactlyOne
                  Expect.stringContains failure $"'Polar:{key.Split(':')[0]}'" $"{key} = {value}: {failure}"
                  Expect.stringContains failure "give " $"what to write: {failure}"

          testCase "an unknown key stops it too, and says which there are"
          <| fun () ->
              let failure =
                  startFailures [ "AccessToken", token; "Sever", "sandbox" ] |> List.exactlyOne

              Expect.stringContains failure "'Polar:Sever' is unknown" failure
              Expect.stringContains failure "AccessToken, Server, Timeout, MaxAttempts, OrganizationId" failure

          testCase "a section without anything stops it"
          <| fun () -> Expect.stringContains (startFailures [] |> List.exactlyOne) "'Polar'" "the section"

          testCase "what another package reads of the section is not unknown"
          <| fun () -> Expect.equal (optionsOf [ "AccessToken", token; "Webhooks:Secret", "s" ]).AccessToken token "read all the same"

          testCase "no sentence repeats a value: it might be a secret in the wrong place"
          <| fun () ->
              for key in [ "Server"; "Timeout"; "MaxAttempts"; "OrganizationId"; "Nonsense" ] do
                  for failure in startFailures [ key, token ] do
                      Expect.isFalse (failure.Contains token) failure

          testCase "named clients read sections of their own, and are keyed services"
          <| fun () ->
              let stub = new StubHandler(fun _ -> reply 200 (Filled.page [] 0 0))

              let all =
                  configuration
                      [ "One:AccessToken", "polar_oat_one"
                        "One:Server", "http://one.test"
                        "Two:AccessToken", "polar_oat_two"
                        "Two:Server", "http://two.test" ]

              use host =
                  hostWith (fun services ->
                      for name in [ "One"; "Two" ] do
                          services
                              .AddPolar(all.GetSection name, name)
                              .ConfigurePrimaryHttpMessageHandler(fun () -> stub :> HttpMessageHandler)
                          |> ignore)

              host.StartAsync().GetAwaiter().GetResult()

              for name in [ "One"; "Two" ] do
                  let polar = host.Services.GetRequiredKeyedService<PolarClient> name
                  Expect.isTrue (wait (polar.Products.ListAsync())).IsOk name

              Expect.equal
                  [ for sent in stub.Sent -> sent.Address.Host, sent.Headers["Authorization"] ]
                  [ "one.test", "Bearer polar_oat_one"; "two.test", "Bearer polar_oat_two" ]
                  "each its own"

          testCase "a token that the configuration has anew is taken by clients that are made then"
          <| fun () ->
              let stub = new StubHandler(fun _ -> reply 200 (Filled.page [] 0 0))

              let all =
                  (configuration [ "Polar:AccessToken", "polar_oat_old"; "Polar:Server", "http://polar.test" ]) :?> IConfigurationRoot

              use host =
                  hostWith (fun services ->
                      services.AddPolar(all.GetSection "Polar").ConfigurePrimaryHttpMessageHandler(fun () -> stub :> HttpMessageHandler)
                      |> ignore)

              let call () =
                  wait (host.Services.GetRequiredService<PolarClient>().Products.ListAsync())
                  |> ignore

              call ()
              all["Polar:AccessToken"] <- "polar_oat_new"
              all.Reload()
              call ()

              Expect.equal
                  [ for sent in stub.Sent -> sent.Headers["Authorization"] ]
                  [ "Bearer polar_oat_old"; "Bearer polar_oat_new" ]
                  "the token of the time" ]
