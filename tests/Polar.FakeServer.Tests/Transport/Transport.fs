/// What the tests of transport share: requests whose headers are as they stand.
module Polar.FakeServer.Tests.Transport.Transport

open System.Net.Http
open System.Text
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

let header name (answer: Answer) = answer.Headers.TryFind name

let notFound = """{"detail":"Not Found"}"""
let notAllowed = """{"detail":"Method Not Allowed"}"""

/// Sends with headers as they are.
let send method (path: string) (headers: (string * string) list) (body: HttpContent option) (fake: FakePolar) =
    let request = new HttpRequestMessage(HttpMethod method, path)
    body |> Option.iter (fun body -> request.Content <- body)

    for name, value in headers do
        request.Headers.TryAddWithoutValidation(name, value) |> ignore

    Http.raw fake request

let json (text: string) : HttpContent =
    new StringContent(text, Encoding.UTF8, "application/json")

let bearer (fake: FakePolar) =
    "Authorization", $"Bearer {fake.AccessToken}"

let case name (step: FakePolar -> Task<unit>) =
    testCaseTask name (fun () ->
        task {
            use! fake = Fake.start ()
            do! step fake
        })

/// A body that does not say how long it is.
type Endless(text: string) =
    inherit HttpContent()

    override _.SerializeToStreamAsync(stream, _) : Task =
        stream.WriteAsync(Encoding.UTF8.GetBytes text).AsTask()

    override _.TryComputeLength(_) = false
