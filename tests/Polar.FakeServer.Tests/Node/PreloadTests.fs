/// Official adapters for Node reach the fake through the preload that the documents name.
module Polar.FakeServer.Tests.Node.PreloadTests

open System
open System.ComponentModel
open System.Diagnostics
open System.IO
open System.Net.Http
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.Tests

let private patience = TimeSpan.FromMinutes 3.0

/// Versions that are tried.
let private packages =
    [ "@polar-sh/express@0.3.0"; "@polar-sh/ingestion@0.4.2"; "express@4.21.2" ]

let private start (folder: string) (environment: (string * string) list) (command: string) (arguments: string list) : Process option =
    let start =
        ProcessStartInfo(
            command,
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        )

    for argument in arguments do
        start.ArgumentList.Add argument

    for name, value in environment do
        start.Environment[name] <- value

    try
        Option.ofObj (Process.Start start)
    with :? Win32Exception ->
        None

/// Runs a program to its end: whether it ended well, and what it said. None where there is no such program.
let private run (folder: string) (command: string) (arguments: string list) : Task<(bool * string) option> =
    task {
        match start folder [] command arguments with
        | None -> return None
        | Some running ->
            use running = running
            let errors = running.StandardError.ReadToEndAsync()
            let! output = running.StandardOutput.ReadToEndAsync()
            let! error = errors

            try
                do! running.WaitForExitAsync().WaitAsync patience
                return Some(running.ExitCode = 0, output + error)
            with :? TimeoutException ->
                running.Kill true
                return Some(false, "it took too long")
    }

/// An app with its packages in a folder of its own; the test is skipped where it cannot be had.
let private installed (play: string -> Task<unit>) : Task<unit> =
    task {
        let folder = Directory.CreateTempSubdirectory "polar-node-"

        try
            match! run folder.FullName "node" [ "--version" ] with
            | None
            | Some(false, _) -> skiptest "There is no Node here."
            | Some(true, version) ->
                if System.Version.Parse(version.Trim().TrimStart 'v') < System.Version(20, 6) then
                    skiptest "Node before 20.6 has no --import."

            File.WriteAllText(Path.Combine(folder.FullName, "package.json"), """{"type":"module","private":true}""")
            let npm = if OperatingSystem.IsWindows() then "npm.cmd" else "npm"

            match! run folder.FullName npm ([ "install"; "--no-audit"; "--no-fund"; "--loglevel"; "error" ] @ packages) with
            | Some(true, _) -> ()
            | Some(false, said) ->
                let reason = Array.head ((said.Trim() + "\n").Split '\n')
                skiptest $"npm cannot install the adapters: {reason}"
            | None -> skiptest "There is no npm here."

            File.Copy(Approved.path "tests/Polar.FakeServer.Tests/Node/app.mjs", Path.Combine(folder.FullName, "app.mjs"))
            do! play folder.FullName
        finally
            folder.Delete true
    }

let private using
    (server: string)
    (fake: FakePolar)
    (folder: string)
    (secret: string)
    (customer: string)
    (play: HttpClient -> (unit -> Task<string>) -> Task<unit>)
    =
    task {
        let preload = Approved.path "docs/node/polar-fake-preload.mjs"

        let environment =
            [ "POLAR_FAKE_URL", fake.Address.GetLeftPart UriPartial.Authority
              "TOKEN", fake.AccessToken
              "SECRET", secret
              "CUSTOMER", customer
              "SERVER", server ]

        match start folder environment "node" [ "--import"; Uri(preload).AbsoluteUri; "app.mjs" ] with
        | None -> failtest "Node is gone."
        | Some running ->
            use running = running

            try
                let next () : Task<string> =
                    task {
                        match! running.StandardOutput.ReadLineAsync().WaitAsync patience with
                        | null ->
                            let! error = running.StandardError.ReadToEndAsync()
                            return failtest error
                        | line -> return line
                    }

                let! port = next ()
                use handler = new SocketsHttpHandler(AllowAutoRedirect = false)

                use client =
                    new HttpClient(handler, BaseAddress = Uri($"""http://127.0.0.1:{port.Replace("port ", "")}"""))

                do! play client next
            finally
                running.Kill true
    }

[<Tests>]
let tests =
    testSequenced
    <| testList
        "Node adapters"
        [ testCaseTask "checkout, portal, webhooks and ingestion go to the fake, whichever server they are told" (fun () ->
              installed (fun folder ->
                  task {
                      for server in [ "sandbox"; "production" ] do
                          use! fake = FakePolar.ListenAsync(0, FakePolarOptions(Empty = true))
                          let address = fake.Address.GetLeftPart UriPartial.Authority
                          let! product = Given.oneTime 900L fake
                          let! customer = Given.customer "ada@acme.dev" fake
                          let secret = String('s', 40)

                          do!
                              using server fake folder secret (Json.text "id" customer) (fun app next ->
                                  task {
                                      let location (path: string) =
                                          task {
                                              use! answer = app.GetAsync path
                                              Expect.equal (int answer.StatusCode) 302 path
                                              return string answer.Headers.Location
                                          }

                                      let! checkout = location $"""/checkout?products={Json.text "id" product}"""
                                      Expect.stringStarts checkout $"{address}/checkout/polar_c_" "the fake's checkout"
                                      let! portal = location "/portal"
                                      Expect.stringStarts portal $"{address}/acme/portal?customer_session_token=" "the fake's portal"
                                      use! used = app.PostAsync("/use", null)
                                      Expect.equal (int used.StatusCode) 204 "ingested"
                                      let! events = Http.get "/v1/events/?name=call" fake
                                      let event = Json.at "items.0" events.Json
                                      Expect.equal (Json.whole "metadata.tokens" event) 7L "with what it tells"

                                      let! _ =
                                          Given.create
                                              "/v1/webhooks/endpoints"
                                              $"""{{"url":"{app.BaseAddress}hooks","format":"raw","events":["customer.updated"],"secret":"{secret}"}}"""
                                              fake

                                      let! _ =
                                          Http.patch $"""/v1/customers/{Json.text "id" customer}""" """{"name":"Ada"}""" fake

                                      do! fake.Webhooks.SettleAsync()
                                      let! heard = next ()
                                      Expect.equal heard "webhook customer.updated" "verified and understood"
                                      let delivery = Seq.last fake.Webhooks.Deliveries
                                      Expect.equal delivery.StatusCode (Nullable 200) "taken"
                                  })
                  })) ]
