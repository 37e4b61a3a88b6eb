/// What the examples of web applications must come to.
[<RequireQualifiedAccess>]
module Polar.FakeServer.Tests.Documentation.WebExampleRuns

open System
open System.Collections.Generic
open System.Net
open System.Net.Http
open System.Text
open System.Threading
open System.Threading.Tasks
open Expecto
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.TestHost
open Microsoft.Extensions.Configuration
open Microsoft.Extensions.DependencyInjection
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.Functional.AspNetCore
open Polar.Functional.CSharp

let private secret = "whsec_of-the-documents"

/// Any event will do that the fake publishes as a customer is made.
let private anEvent (fake: FakePolar) : Task<string> =
    task {
        let! _ =
            fake.Client.Customers.CreateAsync(Polar.Functional.Contracts.CustomerCreate.Individual "ada@acme.dev")

        return (fake.Webhooks.OfType "customer.created" |> Seq.head).Json
    }

/// The builder of an application with the fake in Polar's place.
let private builderOver (fake: FakePolar) (settings: (string * string) list) : WebApplicationBuilder =
    let builder = WebApplication.CreateSlimBuilder()
    builder.WebHost.UseTestServer() |> ignore

    builder.Configuration.AddInMemoryCollection(
        [ for key, value in
              [ "Polar:AccessToken", fake.AccessToken
                "Polar:Server", string fake.Address
                "Polar:Webhooks:Secret", secret ]
              @ settings -> KeyValuePair<string, string | null>(key, value) ]
    )
    |> ignore

    builder

let private overFake (play: FakePolar -> Task<unit>) () : Task<unit> =
    task {
        use! fake = FakePolar.ListenAsync 0
        do! play fake
    }

let private simple (play: unit -> Task<unit>) : unit -> Task<unit> = play

let private running (builder: WebApplicationBuilder) (map: WebApplication -> unit) (play: WebApplication -> Task<unit>) : Task<unit> =
    task {
        use app = builder.Build()
        map app
        do! app.StartAsync()
        do! play app
    }

let private answers (polar: PolarClient) : Task<unit> =
    task {
        let! products = polar.Products.ListAsync()
        Expect.isTrue products.IsOk "an answer"
    }

let private withFulfilment (builder: WebApplicationBuilder) : Shop.WebhookExamples.Fulfilment =
    let fulfilment = Shop.WebhookExamples.Fulfilment()
    builder.Services.AddSingleton fulfilment |> ignore
    Shop.WebhookExamples.Register builder
    fulfilment

let private ofEndpoint (map: WebApplication -> unit) : unit -> Task<unit> =
    overFake (fun fake ->
        task {
            let builder = builderOver fake []
            let _ = withFulfilment builder
            let! json = anEvent fake

            do!
                running builder map (fun app ->
                    task {
                        let! answered = Shop.WebhookExamples.DeliverAsync(app.GetTestClient(), secret, json)
                        Expect.equal (answered.ToTuple()) (202, 403) "genuine and forged"
                    })
        })

let private mapHandler (app: WebApplication) = Shop.WebhookExamples.Map app

/// A table in memory.
type private Events() =
    let rows = Dictionary<string, bool>()

    interface Shop.WebhookExamples.IHandledEvents with
        member _.TryInsertAsync(id, _) = Task.FromResult(rows.TryAdd(id, false))
        member _.IsCompleteAsync(id, _) = Task.FromResult rows[id]

        member _.MarkCompleteAsync(id, _) =
            rows[id] <- true
            Task.CompletedTask

        member _.DeleteAsync(id, _) =
            rows.Remove id |> ignore
            Task.CompletedTask

let private log () : Task<unit> =
    task {
        let log: IPolarWebhookLog = Shop.WebhookExamples.DatabaseLog(Events())

        let start () =
            log.StartAsync("msg_1", CancellationToken.None).AsTask()

        let! first = start ()
        let! second = start ()
        do! log.AbandonAsync("msg_1", CancellationToken.None)
        let! third = start ()
        do! log.CompleteAsync("msg_1", CancellationToken.None)
        let! fourth = start ()

        Expect.equal
            [ first; second; third; fourth ]
            [ PolarWebhookStart.Started
              PolarWebhookStart.InProgress
              PolarWebhookStart.Started
              PolarWebhookStart.Handled ]
            "its life"
    }

let private wholeProgram () : Task<unit> =
    task {
        use! fake = FakePolar.ListenAsync(0, Fake.options ())
        let! json = anEvent fake

        do!
            Programs.serve
                "Polar.Functional.Samples.Web"
                [ "Polar__AccessToken", fake.AccessToken
                  "Polar__Server", string fake.Address
                  "Polar__Webhooks__Secret", secret ]
                (fun address ->
                    task {
                        use http = new HttpClient(BaseAddress = address)
                        let! answered = Shop.WebhookExamples.DeliverAsync(http, secret, json)
                        Expect.equal (answered.ToTuple()) (202, 403) "genuine and forged"
                        let! health = http.GetStringAsync "/health"
                        Expect.equal health "Healthy" "its health"
                    })
    }

/// By the example's name.
let all: (string * (unit -> Task<unit>)) list =
    [ "configuration",
      overFake (fun fake ->
          task {
              let builder = builderOver fake []
              Shop.HostExamples.Register builder
              do! running builder ignore (fun app -> answers (app.Services.GetRequiredService<PolarClient>()))
          })
      "options in code",
      overFake (fun fake ->
          task {
              let builder = builderOver fake []
              Shop.HostExamples.RegisterInCode(builder, fake.AccessToken)

              // The example is for the sandbox; here it is for the fake.
              builder.Services.AddPolar(fun options -> options.Server <- PolarServer.At fake.Address)
              |> ignore

              do! running builder ignore (fun app -> answers (app.Services.GetRequiredService<PolarClient>()))
          })
      for example in [ "keyed clients"; "keyed service" ] do
          example,
          overFake (fun fake ->
              task {
                  let builder =
                      builderOver
                          fake
                          [ "Shops:Europe:AccessToken", fake.AccessToken
                            "Shops:Europe:Server", string fake.Address ]

                  Shop.HostExamples.RegisterKeyed builder
                  builder.Services.AddTransient<Shop.HostExamples.Ledger>() |> ignore

                  do!
                      running builder ignore (fun app ->
                          task {
                              let! count =
                                  app.Services.GetRequiredService<Shop.HostExamples.Ledger>().CountOrdersAsync CancellationToken.None

                              Expect.isGreaterThan count 0L "orders"
                          })
              })
      "handler of your own",
      overFake (fun fake ->
          task {
              let builder = builderOver fake []
              let seen = ref 0

              Shop.HostExamples.RegisterWithHandler(
                  builder,
                  Func<DelegatingHandler>(fun () ->
                      { new DelegatingHandler() with
                          override _.SendAsync(message, cancellation) =
                              seen.Value <- seen.Value + 1
                              base.SendAsync(message, cancellation) })
              )

              do! running builder ignore (fun app -> answers (app.Services.GetRequiredService<PolarClient>()))
              Expect.equal seen.Value 1 "the handler has seen the call"
          })
      "endpoint",
      overFake (fun fake ->
          task {
              let builder = builderOver fake []
              Shop.HostExamples.Register builder

              do!
                  running builder Shop.HostExamples.MapCheckout (fun app ->
                      task {
                          use! answer = app.GetTestClient().GetAsync $"/buy/{Guid.NewGuid()}"
                          Expect.equal (int answer.StatusCode) 422 "no such product"
                      })
          })
      "webhook by hand", ofEndpoint (fun app -> Shop.HostExamples.MapWebhook(app, secret, ignore))
      for example in [ "webhook service"; "webhook endpoint"; "webhook handler"; "webhook test" ] do
          example, ofEndpoint mapHandler
      "webhook log", log
      "webhooks program", wholeProgram
      "oauth2 registration",
      overFake (fun fake ->
          task {
              let! registered = Shop.SignInExamples.RegisterAsync fake
              let struct (id, secret) = registered
              Expect.stringStarts id "polar_ci_" "a client"
              Expect.stringStarts secret "polar_cs_" "its secret"
          })
      for example in [ "oauth2 sign in"; "oauth2 over the fake" ] do
          example,
          overFake (fun fake ->
              task {
                  let! registered = Shop.SignInExamples.RegisterAsync fake
                  let struct (id, secret) = registered
                  let builder = builderOver fake []
                  Shop.SignInExamples.SignInWithPolar builder
                  Shop.SignInExamples.OverFake(builder.Services, fake, id, secret)

                  do!
                      running builder Shop.SignInExamples.MapProfile (fun app ->
                          task {
                              use! answer = app.GetTestClient().GetAsync "/profile"
                              Expect.equal (int answer.StatusCode) 302 "to where people sign in"
                              Expect.stringStarts (string answer.Headers.Location) $"{fake.Address}oauth2/authorize?" "the fake's page"
                          })
              })
      for example in [ "oauth2 consent of a test"; "oauth2 exchange" ] do
          example,
          overFake (fun fake ->
              task {
                  let! registered = Shop.SignInExamples.RegisterAsync fake
                  let struct (id, secret) = registered
                  let! code = Shop.SignInExamples.ConsentAsync(fake, id)
                  let! token = Shop.SignInExamples.ExchangeAsync(fake.Client, id, secret, code)
                  Expect.stringStarts token "polar_at_u_" "a token of the person's"
              })
      "oauth2 token of a test",
      simple (fun () ->
          task {
              let! status = Shop.SignInExamples.IssueAsync()
              Expect.equal status 200 "what it is good for, and nothing else"
          }) ]
