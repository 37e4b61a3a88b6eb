/// A server that is bytes on a socket, for what no well-behaved one sends, and for counting what really arrives.
module Polar.Functional.Tests.Core.RawServer

open System
open System.IO
open System.Net
open System.Net.Sockets
open System.Text
open System.Threading.Tasks
open Polar.Functional.Tests.Core.Stub

/// What the server does about a request, and whether the connection stays open after it.
type Reaction = Stream -> Task<bool>

/// A request from its first line to the end of its body; empty where the client has closed the connection.
let private readRequest (stream: Stream) : Task<string> =
    task {
        let received = StringBuilder()
        let one = Array.zeroCreate<byte> 1
        let mutable ended = false

        while not ended && not (received.ToString().EndsWith "\r\n\r\n") do
            let! count = stream.ReadAsync(Memory one)
            ended <- (count = 0)

            if count > 0 then
                received.Append(char one[0]) |> ignore

        let length =
            received.ToString().Split "\r\n"
            |> Array.tryPick (fun line ->
                match line.Split(": ", 2) with
                | [| name; value |] when name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) -> Some(int value)
                | _ -> None)
            |> Option.defaultValue 0

        let body = Array.zeroCreate<byte> length
        do! stream.ReadExactlyAsync(Memory body).AsTask()
        return received.ToString() + Encoding.UTF8.GetString body
    }

type RawServer(react: int -> string -> Reaction) =
    let listener = new TcpListener(IPAddress.Loopback, 0)
    let requests = ResizeArray<string>()
    let mutable connections = 0

    let add (request: string) =
        lock requests (fun () ->
            requests.Add request
            requests.Count)

    let serve (client: TcpClient) =
        task {
            use client = client
            use stream = client.GetStream()
            let mutable isOpen = true

            try
                while isOpen do
                    match! readRequest stream with
                    | "" -> isOpen <- false
                    | request ->
                        let! next = react (add request) request stream
                        isOpen <- next
            with
            // The client has what it wanted, or has had enough.
            | :? IOException
            | :? ObjectDisposedException -> ()
        }

    let accept () =
        task {
            try
                while true do
                    let! client = listener.AcceptTcpClientAsync()
                    Threading.Interlocked.Increment &connections |> ignore
                    serve client |> ignore
            with
            | :? SocketException
            | :? ObjectDisposedException -> ()
        }

    do
        listener.Start()
        accept () |> ignore

    member _.Address =
        Uri $"http://127.0.0.1:{(listener.LocalEndpoint :?> IPEndPoint).Port}"

    /// Every request that arrived whole, in order.
    member _.Requests: string list = lock requests (fun () -> List.ofSeq requests)

    /// How many connections were made.
    member _.Connections: int = Threading.Volatile.Read &connections

    interface IDisposable with
        member _.Dispose() = listener.Stop()

/// Closes the connection without a word.
let hangUp: Reaction = fun _ -> Task.FromResult false

/// Sends these bytes, and keeps the connection.
let respond (bytes: byte[]) : Reaction =
    fun stream ->
        task {
            do! stream.WriteAsync(ReadOnlyMemory bytes)
            return true
        }

/// Sends these bytes, and closes the connection.
let respondAndClose (bytes: byte[]) : Reaction =
    fun stream ->
        task {
            do! stream.WriteAsync(ReadOnlyMemory bytes)
            return false
        }

/// Waits until the client gives up.
let silence: Reaction =
    fun stream ->
        task {
            let! _ = stream.ReadAsync(Memory(Array.zeroCreate<byte> 1))
            return false
        }

/// A whole answer; its length is given unless a header says otherwise.
let answerBytes (status: int) (headers: (string * string) list) (body: byte[]) : byte[] =
    let has name =
        headers
        |> List.exists (fun (found: string, _) -> found.Equals(name, StringComparison.OrdinalIgnoreCase))

    let length =
        if has "Content-Length" || has "Transfer-Encoding" then
            []
        else
            [ "Content-Length", string body.Length ]

    let lines =
        [ $"HTTP/1.1 {status} x"
          for name, value in headers @ length do
              $"{name}: {value}" ]

    Array.append (Encoding.ASCII.GetBytes(String.concat "\r\n" lines + "\r\n\r\n")) body

/// As Polar answers in JSON.
let polars (status: int) (json: string) : byte[] =
    answerBytes status [ "Polar-Version", "2026-10"; "Content-Type", "application/json" ] (Encoding.UTF8.GetBytes json)

let emptyPage = """{"items":[],"pagination":{"total_count":0,"max_page":0}}"""

/// Runs a server for the time of `body`.
let serving (react: int -> string -> Reaction) (body: RawServer -> Task<unit>) : unit =
    use server = new RawServer(react)
    wait (body server)
