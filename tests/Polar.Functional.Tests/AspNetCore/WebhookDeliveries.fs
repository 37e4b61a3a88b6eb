/// Applications that take webhooks, and deliveries to them.
module internal Polar.Functional.Tests.AspNetCore.WebhookDeliveries

open System.Net.Http
open System.Threading.Tasks
open Microsoft.AspNetCore.Authorization
open Microsoft.AspNetCore.Builder
open Microsoft.Extensions.Configuration
open Microsoft.Extensions.DependencyInjection
open Microsoft.Extensions.Options
open Polar.Functional.AspNetCore
open Polar.Functional.Tests
open Polar.Functional.Tests.AspNetCore.WebApplication
open Polar.Functional.Contracts

type Event = Polar.Functional.WebhookEvent
let secret = "whsec_of-the-endpoint-tests"
let path = "/webhooks/polar"

let deleted =
    Filled.json<WebhookCustomerDeletedPayload> [ "Data", Filled.value typeof<Customer> ]

let addWith (change: PolarWebhookOptions -> unit) (services: IServiceCollection) : unit =
    services.AddPolarWebhooks(fun options ->
        options.Secrets.Add secret
        change options)
    |> ignore

let status (app: Running) (request: HttpRequestMessage) : Task<int> =
    task {
        use! answer = app.Client.SendAsync request
        return int answer.StatusCode
    }
