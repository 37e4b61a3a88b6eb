/// Apps whose webhooks go wrong.
module internal Polar.FakeServer.Tests.Webhooks.FaultyApps

open System
open System.Collections.Concurrent
open System.Net
open System.Security.Cryptography
open System.Text
open System.Threading
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests

/// An endpoint that checks signatures, and what it got: the id, and the customer's address.
type App(fake: FakePolar) =
    let got = ConcurrentQueue<string * string * bool>()
    let mutable secret = ""

    let isGenuine (request: FakeWebhookRequest) =
        let key = Convert.FromBase64String(secret.Substring "whsec_".Length)

        let signature =
            HMACSHA256.HashData(key, Encoding.UTF8.GetBytes $"{request.Id}.{request.Timestamp}.{request.Body}")
            |> Convert.ToBase64String

        request.Signature = $"v1,{signature}"

    member _.Got = List.ofSeq got
    member app.Addresses = [ for _, address, _ in app.Got -> address ]

    member _.OpenAsync() =
        task {
            let handle =
                Func<FakeWebhookRequest, CancellationToken, Task<HttpStatusCode>>(fun request _ ->
                    let genuine = isGenuine request
                    got.Enqueue(request.Id, Json.text "data.email" (Json.parse request.Body), genuine)

                    Task.FromResult(
                        if genuine then
                            HttpStatusCode.OK
                        else
                            HttpStatusCode.Forbidden
                    ))

            let! receiver = fake.Webhooks.ReceiveAsync(handle, [| "customer.created" |])
            secret <- receiver.Secret
            return receiver
        }

let customers (names: string list) (fake: FakePolar) : Task<unit> =
    task {
        for name in names do
            let! _ = Given.customer $"{name}@acme.dev" fake
            ()

        do! fake.Webhooks.SettleAsync()
    }

let names (app: App) =
    [ for address in app.Addresses -> address.Split('@')[0] ]
