/// Calls whose answers a server makes up.
module internal Polar.Functional.Tests.Core.AnswerCalls

open System
open System.IO.Compression
open System.Net.Http
open System.Text
open System.Threading
open Expecto
open Polar.Functional
open Polar.Functional.Contracts
open Polar.Functional.Tests.Core.Stub
open Polar.Functional.Tests.Core.RawServer
open Polar.Functional.Tests

let private id = Guid.Parse "992fae2a-2a17-4b7a-8d9e-e287cf90131b"
let reading = Products.list (ProductsListQuery())

let connection (server: RawServer) =
    Connection.create (Server.At server.Address) "polar_oat_fine"

/// The failure of one call, over Flurl and over a plain client of .NET's.
let failuresOf (change: Connection -> Connection) (reaction: Reaction) (check: PolarError -> unit) : unit =
    serving (fun _ _ -> reaction) (fun server ->
        task {
            let connection = change (connection server)
            use handler = new SocketsHttpHandler(AllowAutoRedirect = false)
            use client = new HttpClient(handler)

            for executor in [ Executor.live connection; Executor.ofHttpClient client connection ] do
                let! result = Polar.send executor reading CancellationToken.None
                check ((failed result).ToPolarError())
        })

let failureOf reaction check = failuresOf Operators.id reaction check

let call (error: PolarError) : CallError =
    error.Call |> Option.ofObj |> Option.defaultWith (fun () -> failtest $"{error}")

let status (status: int) (headers: (string * string) list) (body: string) : Reaction =
    respond (answerBytes status headers (Encoding.UTF8.GetBytes body))
