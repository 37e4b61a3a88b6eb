/// Endpoints of an app.
module internal Polar.FakeServer.Tests.Webhooks.Endpoints

open System
open System.Collections.Concurrent
open System.Net
open System.Threading
open System.Threading.Tasks
open Polar.FakeServer
open Polar.FakeServer.Tests

/// What a function that is an endpoint has got, and what it answers.
type Endpoint(answers: HttpStatusCode list) =
    let requests = ConcurrentQueue<FakeWebhookRequest>()
    member _.Requests = List.ofSeq requests

    member _.Handle =
        Func<FakeWebhookRequest, CancellationToken, Task<HttpStatusCode>>(fun request _ ->
            requests.Enqueue request
            let count = requests.Count

            Task.FromResult(
                if count <= answers.Length then
                    answers[count - 1]
                else
                    List.last answers
            ))

let receive (fake: FakePolar) (answers: HttpStatusCode list) (types: string list) =
    task {
        let endpoint = Endpoint answers
        let! receiver = fake.Webhooks.ReceiveAsync(endpoint.Handle, List.toArray types)
        return endpoint, receiver
    }

let change (fake: FakePolar) =
    task {
        let! _ = Given.customer $"{Guid.NewGuid():N}@acme.dev" fake
        do! fake.Webhooks.SettleAsync()
    }
