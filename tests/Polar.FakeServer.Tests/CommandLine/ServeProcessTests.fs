/// How the process of `polar-fake serve` ends.
module Polar.FakeServer.Tests.CommandLine.ServeProcessTests

open System
open System.Diagnostics
open System.IO
open System.Net
open System.Net.Http
open System.Net.Sockets
open System.Text
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.CommandLine.Tool
open Polar.FakeServer.Tests.CommandLine.Serving

let private unlessOnWindows () =
    if OperatingSystem.IsWindows() then
        skiptest "Windows has no signals"

let private ofProcess =
    [ testCaseTask "a request to terminate ends it though requests are half sent and an endpoint hangs" (fun () ->
          task {
              unlessOnWindows ()
              use hanging = new TcpListener(IPAddress.Loopback, 0)
              hanging.Start()
              let port = (hanging.LocalEndpoint :?> IPEndPoint).Port
              let! running, said = startServing [ "--webhook"; $"http://127.0.0.1:{port}/" ]
              use running = running
              use _ = killedInTheEnd running
              let address = addressIn said
              use client = new HttpClient(BaseAddress = address)
              client.DefaultRequestHeaders.Add("Authorization", "Bearer polar_oat_fake")

              let! made =
                  client.PostAsync("/v1/customers/", new StringContent("""{"email":"ada@acme.dev"}""", Encoding.UTF8, "application/json"))

              Expect.equal made.StatusCode HttpStatusCode.Created "a customer, of which the endpoint is told"
              use! _held = hanging.AcceptTcpClientAsync().WaitAsync patience
              use half = new TcpClient()
              do! half.ConnectAsync(address.Host, address.Port)

              do!
                  half
                      .GetStream()
                      .WriteAsync(Encoding.ASCII.GetBytes "POST /v1/customers/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{")

              Expect.equal (kill (running.Id, terminate)) 0 "signalled"
              let! _ = ended running
              Expect.equal running.ExitCode 0 "exit code"
          })

      testCaseTask "a request to terminate ends it while it still starts" (fun () ->
          task {
              unlessOnWindows ()
              use running = start [ "serve"; "--port"; "0" ]
              use _ = killedInTheEnd running

              // Whatever it is doing by then: nothing is said before it is ready.
              while running.Threads.Count < 2 && not running.HasExited do
                  do! Task.Yield()
                  running.Refresh()

              Expect.equal (kill (running.Id, terminate)) 0 "signalled"
              let! _ = ended running
              let! error = running.StandardError.ReadToEndAsync()
              Expect.equal error "" "no complaint"
          })

      testCaseTask "a second signal ends it at once" (fun () ->
          task {
              unlessOnWindows ()
              let! running, _ = startServing []
              use running = running
              use _ = killedInTheEnd running
              Expect.equal (kill (running.Id, terminate)) 0 "signalled"
              kill (running.Id, terminate) |> ignore
              let! _ = ended running
              let! error = running.StandardError.ReadToEndAsync()
              Expect.equal error "" "no complaint"
          })

      for arguments in [ "serve --port 0 --empty"; "--help" ] do
          testCaseTask $"{arguments} with nowhere to write is a sentence and an exit code" (fun () ->
              task {
                  if not (File.Exists "/dev/full") then
                      skiptest "There is no /dev/full here."

                  let shell =
                      ProcessStartInfo("/bin/sh", UseShellExecute = false, RedirectStandardError = true)

                  for argument in [ "-c"; $"exec {command} {arguments} >/dev/full" ] do
                      shell.ArgumentList.Add argument

                  use running = Process.Start shell |> Unchecked.nonNull
                  use _ = killedInTheEnd running
                  let! error = running.StandardError.ReadToEndAsync().WaitAsync patience
                  let! _ = ended running
                  Expect.equal running.ExitCode 1 error
                  Expect.hasLength (lines error) 1 error
                  Expect.stringStarts error "polar-fake: The output cannot be written: " "a sentence"
                  Expect.isFalse (Regex.IsMatch(error, @"\bat \w+\.")) "no crash"
              }) ]

[<Tests>]
let tests = testList "polar-fake serve" [ testList "as a process" ofProcess ]
