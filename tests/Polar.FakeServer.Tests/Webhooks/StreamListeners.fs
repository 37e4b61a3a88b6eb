/// Listeners to streams of events.
module internal Polar.FakeServer.Tests.Webhooks.StreamListeners

open System
open System.IO
open System.Net
open System.Net.Http
open System.Text.Json.Nodes
open System.Threading
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests

/// An open stream, read message by message.
[<Sealed>]
type Listener(response: HttpResponseMessage, reader: StreamReader) =
    member _.Response = response

    member _.NextAsync() : Task<JsonNode> =
        task {
            use limit = new CancellationTokenSource(TimeSpan.FromSeconds 20.)
            let! data = reader.ReadLineAsync(limit.Token)
            let! blank = reader.ReadLineAsync(limit.Token)
            Expect.equal blank "" "a message is a line and an empty one"

            return
                match data with
                | null -> failtest "the stream has ended"
                | line ->
                    Expect.stringStarts line "data: " "its data"
                    Json.parse (line.Substring 6)
        }

    member listener.NextAsync(count: int) : Task<JsonNode list> =
        task {
            let messages = ResizeArray()

            for _ in 1..count do
                let! message = listener.NextAsync()
                messages.Add message

            return List.ofSeq messages
        }

    /// Whether nothing comes any more.
    member _.EndsAsync() : Task<bool> =
        task {
            use limit = new CancellationTokenSource(TimeSpan.FromSeconds 20.)
            let! line = reader.ReadLineAsync(limit.Token)
            return isNull line
        }

    interface IDisposable with
        member _.Dispose() =
            reader.Dispose()
            response.Dispose()

let listen (path: string) (token: string option) (fake: FakePolar) : Task<Listener> =
    task {
        let client = fake.CreateHttpClient()

        let! response =
            client.SendAsync(Http.request "GET" path token None, HttpCompletionOption.ResponseHeadersRead)

        Expect.equal response.StatusCode HttpStatusCode.OK path
        Expect.equal (string response.Content.Headers.ContentType) "text/event-stream; charset=utf-8" "type"
        let! stream = response.Content.ReadAsStreamAsync()
        return new Listener(response, new StreamReader(stream))
    }

let keys (messages: JsonNode list) =
    [ for message in messages -> Json.text "key" message ]
