/// Where the generator's input comes from: a file or a URL.
module Polar.Functional.Tests.Generator.SourceTests

open System
open System.IO
open System.Net.Sockets
open System.Threading.Tasks
open Expecto
open Microsoft.AspNetCore.Builder
open Microsoft.AspNetCore.Hosting
open Microsoft.AspNetCore.Http
open Microsoft.Extensions.Logging
open Polar.Functional.Generator
open Polar.Functional.Tests.Generator.Documents

let private description =
    document """"Thing":{"type":"object"}""" $""""/t":{operation "post" (taking "Thing")}"""

let private load (source: string) =
    (Reader.load source).GetAwaiter().GetResult()

/// Serves text at `/here` for the time of `body`, which gets the address.
let private serving (text: string) (body: string -> unit) =
    let builder = WebApplication.CreateSlimBuilder()
    builder.Logging.ClearProviders() |> ignore
    builder.WebHost.UseUrls "http://127.0.0.1:0" |> ignore
    use app = builder.Build()

    app.Run(
        RequestDelegate(fun context ->
            if context.Request.Path.Value = "/here" then
                context.Response.WriteAsync text
            else
                context.Response.StatusCode <- 404
                Task.CompletedTask)
    )

    app.StartAsync().Wait()

    try
        body (Seq.head app.Urls)
    finally
        app.StopAsync().Wait()

let private isError (source: string) =
    match load source with
    | Ok _ -> failtest $"{source} was read"
    | Error fault -> Expect.isNotEmpty fault source

[<Tests>]
let tests =
    testList
        "the generator's input"
        [ testCase "a file and a URL of the same text are the same document"
          <| fun () ->
              let file = Path.GetTempFileName()

              try
                  File.WriteAllText(file, description)
                  let ofFile = load file
                  Expect.isOk ofFile "the file is read"
                  serving description (fun address -> Expect.equal (load $"{address}/here") ofFile "so is the URL")
              finally
                  File.Delete file

          testCase "what is not there is an error"
          <| fun () ->
              isError (Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()))
              isError (Path.GetTempPath())
              isError "https://"
              serving description (fun address -> isError $"{address}/elsewhere")

              let listener = new TcpListener(Net.IPAddress.Loopback, 0)
              listener.Start()
              let address = string listener.LocalEndpoint
              listener.Stop()
              isError $"http://{address}/here"

          testCase "a page in place of a document is an error"
          <| fun () -> serving "<html></html>" (fun address -> isError $"{address}/here") ]
