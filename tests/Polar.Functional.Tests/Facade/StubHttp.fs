/// HTTP without a network, for tests of the facade.
module Polar.Functional.Tests.Facade.StubHttp

open System
open System.Collections.Generic
open System.Net
open System.Net.Http
open System.Text
open System.Threading
open System.Threading.Tasks
open Polar.Functional.CSharp

/// What was sent.
type Sent =
    { Method: string
      Address: Uri
      Headers: Map<string, string>
      Body: string }

    member sent.Path = sent.Address.AbsolutePath
    member sent.Query = sent.Address.Query

/// An answer as Polar gives it.
let reply (status: int) (json: string) : HttpResponseMessage =
    let answer =
        new HttpResponseMessage(enum<HttpStatusCode> status, Content = new StringContent(json, Encoding.UTF8, "application/json"))

    answer.Headers.Add("Polar-Version", "2026-10")
    answer

let refusal (status: int) (code: string) (detail: string) : HttpResponseMessage =
    reply status $"""{{"error":"{code}","detail":"{detail}"}}"""

/// Answers by what was sent, and keeps it.
type StubHandler(answer: Sent -> HttpResponseMessage) =
    inherit HttpMessageHandler()

    let sent = List<Sent>()

    member _.Sent: Sent list = lock sent (fun () -> List.ofSeq sent)
    member stub.Last: Sent = List.last stub.Sent

    override _.SendAsync(message: HttpRequestMessage, cancellation: CancellationToken) : Task<HttpResponseMessage> =
        task {
            let! body =
                match message.Content with
                | null -> Task.FromResult ""
                | content -> content.ReadAsStringAsync cancellation

            let kept =
                { Method = message.Method.Method
                  Address = Unchecked.nonNull message.RequestUri
                  Headers =
                    message.Headers
                    |> Seq.map (fun header -> header.Key, String.concat ", " header.Value)
                    |> Map.ofSeq
                  Body = body }

            lock sent (fun () -> sent.Add kept)
            return answer kept
        }

/// Never answers; a call over it ends by its bound or when it is given up.
type SilentHandler() =
    inherit HttpMessageHandler()

    override _.SendAsync(_: HttpRequestMessage, cancellation: CancellationToken) : Task<HttpResponseMessage> =
        task {
            do! Task.Delay(Timeout.InfiniteTimeSpan, cancellation)
            return reply 200 "{}"
        }

let token = "polar_oat_stub-token-of-the-tests"

let options () : PolarOptions =
    PolarOptions(AccessToken = token, Server = PolarServer.At(Uri "http://polar.test"), MaxAttempts = 1)

let clientWith (options: PolarOptions) (handler: HttpMessageHandler) : PolarClient =
    PolarClient(new HttpClient(handler), options)

let client (handler: HttpMessageHandler) : PolarClient = clientWith (options ()) handler

/// A client over answers by what was sent.
let over (answer: Sent -> HttpResponseMessage) : PolarClient * StubHandler =
    let stub = new StubHandler(answer)
    client stub, stub

let wait (task: Task<'a>) : 'a = task.GetAwaiter().GetResult()

/// Up to `count` items of a sequence.
let take (count: int) (sequence: IAsyncEnumerable<'item>) : 'item list =
    let enumerator = sequence.GetAsyncEnumerator CancellationToken.None

    [ let mutable left = count

      while left > 0 && wait (enumerator.MoveNextAsync().AsTask()) do
          left <- left - 1
          enumerator.Current ]
