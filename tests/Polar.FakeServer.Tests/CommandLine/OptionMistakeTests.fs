/// Variables that no option has, and ports that are taken: what is said of them.
module Polar.FakeServer.Tests.CommandLine.OptionMistakeTests

open System
open System.Collections
open System.CommandLine
open System.IO
open System.Net
open System.Net.Sockets
open System.Threading
open Expecto
open Polar.FakeServer.Tests.CommandLine.Tool
open Polar.FakeServer.Tool
open Polar.FakeServer.Tests.CommandLine.OptionVariables
open Polar.FakeServer.Tests

/// A variable, and what is said of it.
let private misspelt: (string * string) list =
    [ "POLAR_FAKE_PROT", "did you mean POLAR_FAKE_PORT?"
      "POLAR_FAKE_WEBHOOKSECRET", "did you mean POLAR_FAKE_WEBHOOK_SECRET?"
      "POLAR_FAKE_DATA_FILE", "did you mean POLAR_FAKE_DATA?"
      "POLAR_FAKE_CUSTOMERS_PER_PAGE", "the name nearest to it is POLAR_FAKE_" ]

let private ofUnknownVariables =
    [ for name, said in misspelt do
          testCaseTask $"a line warns of {name}, and the command does what it does" (fun () ->
              task {
                  use output = new StringWriter()

                  let! outcome =
                      runWith (Map.ofList [ name, "1" ]) CancellationToken.None output [ "completion"; "bash" ]

                  Expect.equal outcome.Code 0 "nothing is refused"
                  Expect.stringContains outcome.Output "polar-fake" "the script"

                  match lines outcome.Error with
                  | [ warning ] ->
                      Expect.stringStarts warning $"polar-fake: The variable {name} is not known and does nothing; " "which one"
                      Expect.stringContains warning said "what to do"
                  | _ -> failtest outcome.Error
              })

      for quietly in [ "--quiet"; "--json" ] do
          testCaseTask $"serve {quietly} warns on the error stream" (fun () ->
              task {
                  use output = new StringWriter()
                  // It ends at once: a folder is no data file.
                  let! outcome =
                      runWith
                          (Map.ofList [ "POLAR_FAKE_PROT", "1" ])
                          CancellationToken.None
                          output
                          [ "serve"; "--port"; "0"; "--data"; Path.GetTempPath(); quietly ]

                  Expect.equal (outcome.Code, outcome.Output) (2, "") "nothing among what programs read"
                  Expect.hasLength (lines outcome.Error) 2 outcome.Error
                  Expect.stringContains (List.head (lines outcome.Error)) "did you mean POLAR_FAKE_PORT?" "the warning first"
              })

      testCaseTask "each of several is told, and those of other programs and other commands are not" (fun () ->
          task {
              use output = new StringWriter()

              let variables =
                  Map.ofList
                      [ "POLAR_FAKE_PORTS", "1"
                        "POLAR_FAKE_SEEDS", "1"
                        "POLAR_FAKE_EMPTTY", ""
                        "POLAR_FAKE_FORWARD", "http://127.0.0.1:9/"
                        "POLAR_SERVER", "http://127.0.0.1:9/" ]

              let! outcome =
                  runWith variables CancellationToken.None output [ "completion"; "bash" ]

              Expect.equal outcome.Code 0 "done"
              Expect.hasLength (lines outcome.Error) 2 outcome.Error
              Expect.stringContains outcome.Error "POLAR_FAKE_PORT?" "one"
              Expect.stringContains outcome.Error "POLAR_FAKE_SEED?" "the other"
          })

      testCaseTask "who asks for help, or is a shell that asks for words, is not told" (fun () ->
          task {
              let variables = Map.ofList [ "POLAR_FAKE_PROT", "1" ]

              for arguments in [ [ "serve"; "--help" ]; [ "[suggest:5]"; "serve" ] ] do
                  use output = new StringWriter()
                  let! outcome = runWith variables CancellationToken.None output arguments
                  Expect.equal outcome.Error "" "no warning"
          }) ]

let private ofPorts =
    [ for error, said in
          [ Some SocketError.AddressAlreadyInUse, "Port 80 is in use. Try --port with another number, or 0 for any that is free."
            Some SocketError.AccessDenied,
            "Port 80 may not be used by this user. Try --port with another number, or 0 for any that is free."
            Some SocketError.AddressNotAvailable, "This machine has no address 127.0.0.1."
            Some SocketError.AddressFamilyNotSupported, "This machine does not know addresses like 127.0.0.1."
            Some SocketError.TooManyOpenSockets, "This process may open no further sockets: its limit of open files is reached."
            Some SocketError.NetworkDown,
            "It cannot listen on 127.0.0.1:80 (NetworkDown). Try --port with another number, or 0 for any that is free."
            None, "It could not start: There is not enough space on the device." ] do
          testCase $"serve says why it does not listen: {error}" (fun () ->
              let inner =
                  error
                  |> Option.map (fun code -> SocketException(int code) :> exn)
                  |> Option.toObj

              let fault = IOException("There is not enough space on the device.", inner)
              Expect.equal (ServeCommand.Reason(80, IPAddress.Loopback, fault)) said "the cause") ]

[<Tests>]
let tests = testList "options of the command line" (ofUnknownVariables @ ofPorts)
