/// The fake as a resource of an app host: what is started, with what, and what an app is given.
module Polar.FakeServer.Aspire.Tests.HostTests

open System
open System.Diagnostics
open System.IO
open System.Net
open System.Net.Http
open System.Net.Sockets
open Aspire.Hosting
open Aspire.Hosting.ApplicationModel
open Expecto
open Polar.FakeServer.Aspire.Tests.Host
open Polar.Tests
open Shop.Hosting

let private free () =
    use listener = new TcpListener(IPAddress.Loopback, 0)
    listener.Start()
    (listener.LocalEndpoint :?> IPEndPoint).Port

/// The tool as it was built beside these tests.
let private tool =
    Approved.path "fake-server/Polar.FakeServer.Tool/bin/Release/net10.0/polar-fake.dll"

[<Tests>]
let tests =
    testList
        "Aspire"
        [ testCaseTask "the installed tool is served, with a port of its own and the token" (fun () ->
              task {
                  let builder = Host.create ()
                  let polar = builder.AddPolarFake "polar"
                  allocate polar.Resource 8129
                  Expect.equal polar.Resource.Command "polar-fake" "the tool"
                  let! given = arguments polar.Resource
                  Expect.equal given [ "serve" ] "is served"
                  let! with' = variables builder polar.Resource
                  Expect.equal with'["POLAR_FAKE_TOKEN"] "polar_oat_fake" "its token"
                  Expect.isTrue (with'.ContainsKey "POLAR_FAKE_PORT") "its port"
                  Expect.isFalse (with'.ContainsKey "POLAR_FAKE_WEBHOOK_SECRET") "no secret without a webhook"
              })

          testCaseTask
              "an app is given the address, the token and the secret, by the names that AddPolar reads and by plain ones"
              (fun () ->
                  task {
                      let builder = Host.create ()
                      let polar = builder.AddPolarFake "polar"

                      let app =
                          builder.AddExecutable("shop", "shop", ".").WithHttpEndpoint().WithReference(polar)

                      allocate polar.Resource 8129
                      let! given = variables builder app.Resource
                      Expect.equal given["Polar__Server"] "http://localhost:8129" "where"
                      Expect.equal given["Polar__AccessToken"] "polar_oat_fake" "the token"
                      let secret = given["Polar__Webhooks__Secret"]
                      Expect.isGreaterThanOrEqual secret.Length 32 "as long as Polar's"
                      Expect.equal given["POLAR_SERVER"] given["Polar__Server"] "where"
                      Expect.equal given["POLAR_ACCESS_TOKEN"] given["Polar__AccessToken"] "the token"
                      Expect.equal given["POLAR_WEBHOOK_SECRET"] secret "the secret"

                      let other =
                          builder.AddExecutable("ledger", "ledger", ".").WithReference(polar, "Shops:Europe")

                      let! given = variables builder other.Resource
                      Expect.equal given["Shops__Europe__Server"] "http://localhost:8129" "a section of its own"

                      let related =
                          app.Resource.Annotations
                          |> Seq.exists (function
                              | :? ResourceRelationshipAnnotation as relation -> Object.ReferenceEquals(relation.Resource, polar.Resource)
                              | _ -> false)

                      Expect.isTrue related "the dashboard shows that it is referred to"
                  })

          testCaseTask "events go to an app, signed with the secret that it is given" (fun () ->
              task {
                  let builder = Host.create ()
                  let polar = builder.AddPolarFake "polar"

                  let app =
                      builder.AddExecutable("shop", "shop", ".").WithHttpEndpoint().WithReference(polar)

                  polar.WithWebhook(app, "/hooks") |> ignore
                  allocate polar.Resource 8129
                  allocate app.Resource 8128
                  let! fake = variables builder polar.Resource
                  let! shop = variables builder app.Resource
                  Expect.equal fake["POLAR_FAKE_WEBHOOK"] "http://localhost:8128/hooks" "where"
                  Expect.equal fake["POLAR_FAKE_WEBHOOK_SECRET"] shop["Polar__Webhooks__Secret"] "one secret"
              })

          testCaseTask "what is said about the fake becomes options of serve" (fun () ->
              task {
                  let builder = Host.create ()

                  let polar =
                      builder
                          .AddPolarFake("polar", "dotnet", [| "tool"; "run"; "polar-fake" |], Nullable 8127)
                          .WithSeed(7)
                          .WithoutSampleData()
                          .WithServeArguments("--rate-limits", "sandbox")

                  let! given = arguments polar.Resource
                  Expect.equal polar.Resource.Command "dotnet" "what is run"

                  Expect.equal
                      given
                      [ "tool"
                        "run"
                        "polar-fake"
                        "serve"
                        "--seed"
                        "7"
                        "--empty"
                        "--rate-limits"
                        "sandbox" ]
                      "with what"

                  let endpoint =
                      polar.Resource.Annotations
                      |> Seq.pick (function
                          | :? EndpointAnnotation as found -> Some found
                          | _ -> None)

                  Expect.equal endpoint.Port (Nullable 8127) "where"
              })

          testCaseTask "it is healthy once it answers, and the inspector is linked" (fun () ->
              task {
                  let builder = Host.create ()
                  let polar = builder.AddPolarFake "polar"

                  let has (predicate: IResourceAnnotation -> bool) =
                      polar.Resource.Annotations |> Seq.exists predicate

                  Expect.isTrue (has (fun found -> found :? HealthCheckAnnotation)) "a health check"
                  allocate polar.Resource 8129

                  let! shown =
                      urls
                          builder
                          polar.Resource
                          [ ResourceUrlAnnotation(Url = "http://localhost:8129", Endpoint = polar.Resource.Endpoint) ]

                  Expect.contains shown ("API", "http://localhost:8129") "the API"
                  Expect.exists shown (fun (text, url) -> text = "Inspector" && url.EndsWith "/_fake") "the inspector"
              })

          testCaseTask "what it is started with is what the tool takes" (fun () ->
              task {
                  let builder = Host.create ()
                  let polar = builder.AddPolarFake("polar", "dotnet", [| tool |]).WithoutSampleData()

                  let app =
                      builder.AddExecutable("shop", "shop", ".").WithHttpEndpoint().WithReference(polar)

                  polar.WithWebhook(app) |> ignore
                  let port = free ()
                  allocate polar.Resource port
                  allocate app.Resource 8128
                  let! given = arguments polar.Resource
                  let! with' = variables builder polar.Resource

                  let start =
                      ProcessStartInfo(
                          polar.Resource.Command,
                          UseShellExecute = false,
                          RedirectStandardOutput = true,
                          RedirectStandardError = true
                      )

                  for argument in given do
                      start.ArgumentList.Add argument

                  for variable in with' do
                      start.Environment[variable.Key] <- variable.Value

                  // The orchestrator chooses it.
                  start.Environment["POLAR_FAKE_PORT"] <- string port
                  use running = Process.Start start |> Unchecked.nonNull

                  try
                      let mutable said = ""
                      let mutable ended = false

                      while not (said.Contains "Ctrl-C") && not ended do
                          match! running.StandardOutput.ReadLineAsync() with
                          | null -> ended <- true
                          | line -> said <- said + line + "\n"

                      if ended then
                          let! error = running.StandardError.ReadToEndAsync()
                          failtest error

                      use client = new HttpClient(BaseAddress = Uri $"http://localhost:{port}")
                      let! health = client.GetAsync "/_fake/health"
                      Expect.equal health.StatusCode HttpStatusCode.OK "healthy"
                      let! shop = variables builder app.Resource

                      client.DefaultRequestHeaders.Add("Authorization", "Bearer " + shop["Polar__AccessToken"])

                      let! endpoints = client.GetStringAsync "/v1/webhooks/endpoints"
                      Expect.stringContains endpoints "http://localhost:8128/webhooks/polar" "the app's endpoint"
                      Expect.stringContains endpoints shop["Polar__Webhooks__Secret"] "its secret"
                  finally
                      running.Kill()
              })

          // The example 'aspire host' of docs/aspire.md.
          testCaseTask "the documents' example gives a project what it needs" (fun () ->
              task {
                  let builder = Host.create ()
                  let folder = Directory.CreateTempSubdirectory "polar-aspire-"
                  let project = Path.Combine(folder.FullName, "Shop.csproj")
                  File.WriteAllText(project, """<Project Sdk="Microsoft.NET.Sdk.Web" />""")
                  folder.CreateSubdirectory "Properties" |> ignore

                  // What a template's project has, and what says where the app listens.
                  File.WriteAllText(
                      Path.Combine(folder.FullName, "Properties", "launchSettings.json"),
                      """{ "profiles": { "http": { "commandName": "Project", "applicationUrl": "http://localhost:5100" } } }"""
                  )

                  let shop = AppHost.Describe(builder, project)
                  let polar = builder.Resources |> Seq.pick (box >> tryUnbox<PolarFakeResource>)
                  allocate polar 8129
                  allocate shop.Resource 8128
                  let! fake = arguments polar
                  Expect.equal fake [ "serve"; "--seed"; "7" ] "the fake"
                  let! fake = variables builder polar
                  Expect.equal fake["POLAR_FAKE_WEBHOOK"] "http://localhost:8128/webhooks/polar" "where events go"
                  let! given = variables builder shop.Resource
                  Expect.equal given["Polar__Server"] "http://localhost:8129" "where the fake is"
                  Expect.equal given["Polar__Webhooks__Secret"] fake["POLAR_FAKE_WEBHOOK_SECRET"] "one secret"

                  let awaited = annotations<WaitAnnotation> shop.Resource |> List.map _.Resource.Name

                  Expect.equal awaited [ "polar" ] "the shop waits for the fake"
                  folder.Delete true
              })

          PublicApi.test typeof<PolarFakeResource>.Assembly ]
