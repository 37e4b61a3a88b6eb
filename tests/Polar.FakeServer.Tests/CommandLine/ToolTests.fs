module Polar.FakeServer.Tests.CommandLine.ToolTests

open System
open System.Net
open System.Net.Http
open System.Net.Sockets
open System.Text.RegularExpressions
open System.Threading.Tasks
open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.CommandLine.Tool

let private ofRefusals =
    testList
        "what cannot be done is one line and exit code 2"
        [ for arguments, said in
              [ [ "serve"; "--port"; "ninety" ], "\"ninety\""
                [ "serve"; "--port"; "65536" ], "0 to 65535"
                [ "serve"; "--port"; "-1" ], "0 to 65535"
                [ "serve"; "--port" ], "--port"
                [ "serve"; "--seed"; "x" ], "whole number"
                [ "serve"; "--clock"; "2027-02-30" ], "2027-02-30"
                [ "serve"; "--clock"; "tomorrow" ], "tomorrow"
                [ "serve"; "--webhook"; "nowhere" ], "nowhere"
                [ "serve"; "--webhook"; "ftp://127.0.0.1/x" ], "ftp://"
                [ "serve"; "--token"; "a b" ], "token"
                [ "serve"; "--verbose" ], "--verbose"
                [ "serve"; "--host"; "polar" ], "\"polar\" is not an address"
                [ "serve"; "--host-name"; "polar:8055" ], "\"polar:8055\" is not a name"
                [ "serve"; "--host-name"; "127.0.0.1" ], "\"127.0.0.1\" is not a name"
                [ "serve"; "--webhook"; "http://127.0.0.1:9/"; "--webhook-secret"; "short" ], "32 characters"
                [ "serve"
                  "--webhook"
                  "http://127.0.0.1:9/"
                  "--webhook-events"
                  "order.payed" ],
                "\"order.payed\"; there are"
                [ "serve"; "--webhook"; "http://127.0.0.1:9/"; "--webhook-events"; "," ], "No event is named"
                [ "serve"; "--webhook-events"; "order.paid" ], "--webhook-events needs a --webhook"
                [ "serve"; "--webhook-secret"; String('x', 32) ], "--webhook-secret needs a --webhook"
                [ "serve"; "--quiet"; "--json" ], "--quiet prints nothing"
                [ "serve"; "--quiet"; "--log" ], "--quiet prints nothing"
                [ "serve"; "--log=perhaps" ], "perhaps"
                [ "advance" ], "advance"
                [ "advance"; "P1M"; "--url"; "nowhere" ], "\"nowhere\" is not an address"
                [ "requests"; "--limit"; "0" ], "1 at least"
                [ "webhooks"; "--limit"; "x" ], "1 at least"
                [ "listen"; "--events"; "order.payed" ], "\"order.payed\""
                [ "listen"; "--forward"; "app" ], "\"app\" is not an address"
                [ "serve"; "more" ], "more"
                [ "sell" ], "\"sell\". See: polar-fake --help"
                [ "demo"; "--fast" ], "--fast" ] do
              testCaseTask (String.Join(" ", "polar-fake" :: arguments)) (fun () ->
                  task {
                      let! outcome = run arguments
                      Expect.equal outcome.Code 2 "exit code"
                      Expect.hasLength (lines outcome.Error) 1 outcome.Error
                      Expect.stringStarts outcome.Error "polar-fake: " "who says so"
                      Expect.stringContains outcome.Error said "what is wrong"
                      Expect.equal outcome.Output "" "nothing else"
                  })

          testCaseTask "a port in use" (fun () ->
              task {
                  use holder = new TcpListener(IPAddress.Loopback, 0)
                  holder.Start()
                  let port = (holder.LocalEndpoint :?> IPEndPoint).Port
                  let! outcome = run [ "serve"; "--port"; string port ]
                  Expect.equal outcome.Code 2 "exit code"
                  Expect.hasLength (lines outcome.Error) 1 outcome.Error
                  Expect.stringContains outcome.Error $"Port {port} is in use." "which port"
                  Expect.equal outcome.Output "" "nothing else"
              }) ]

let private ofHelp =
    testList
        "help"
        [ for arguments in [ []; [ "--help" ]; [ "serve"; "--help" ] ] do
              testCaseTask $"polar-fake {String.Join(' ', arguments)}" (fun () ->
                  task {
                      let! outcome = run arguments
                      Expect.equal outcome.Code 0 "exit code"
                      Expect.stringContains outcome.Output "Usage:" "how it is used"
                      Expect.equal outcome.Error "" "no complaint"
                  })

          testCaseTask "serve's help has every option with its default" (fun () ->
              task {
                  let! outcome = run [ "serve"; "--help" ]

                  for option in
                      [ "--port"
                        "--seed"
                        "--empty"
                        "--sample"
                        "--token"
                        "--clock"
                        "--webhook"
                        "--webhook-secret"
                        "--webhook-events"
                        "--host"
                        "--host-name"
                        "--log"
                        "--quiet"
                        "--json" ] do
                      Expect.stringContains outcome.Output option option

                  for default' in [ "8055"; "42"; "usual"; "polar_oat_fake" ] do
                      Expect.stringContains outcome.Output default' default'
              }) ]

let private ofServe =
    testList
        "serve"
        [ testCaseTask "says where it listens, who it is, and ends well" (fun () ->
              task {
                  let! outcome =
                      serving [ "--empty"; "--clock"; "2027-01-01"; "--webhook"; "http://127.0.0.1:9/hooks" ] (fun said client ->
                          task {
                              let! health = client.GetStringAsync "/_fake/health"
                              Expect.stringContains said (Json.text "organization.id" (Json.parse health)) "organization"
                              Expect.stringContains said "polar_oat_fake" "token"
                              Expect.stringContains said "2027-01-01 00:00 UTC" "clock"
                              Expect.stringContains said "http://127.0.0.1:9/hooks" "webhooks"
                              Expect.stringStarts (Json.text "clock" (Json.parse health)) "2027-01-01T00:00:" "the clock runs from there"
                          })

                  Expect.equal outcome.Code 0 "exit code"
                  Expect.stringEnds (outcome.Output.TrimEnd()) "Stopped." "its last word"
                  Expect.equal outcome.Error "" "no complaint"
              })

          testCaseTask "the three lines to paste work as they stand" (fun () ->
              task {
                  let! _ =
                      serving [ "--empty"; "--token"; "polar_oat_mine" ] (fun said client ->
                          task {
                              let paste = lines said |> List.map _.Trim() |> List.filter _.StartsWith("curl ")

                              Expect.hasLength paste 3 "three lines"

                              for line in paste do
                                  Expect.stringContains line (string client.BaseAddress) "the address"
                                  use! answer = client.SendAsync(Curl.request line)
                                  Expect.isTrue answer.IsSuccessStatusCode $"{line}: {answer.StatusCode}"
                          })

                  ()
              })

          testCaseTask "sample data is there unless it is left out, and the seed decides it" (fun () ->
              task {
                  let customers (arguments: string list) =
                      task {
                          let mutable found = ""

                          let! _ =
                              serving arguments (fun _ client ->
                                  task {
                                      client.DefaultRequestHeaders.Add("Authorization", "Bearer polar_oat_fake")
                                      let! text = client.GetStringAsync "/v1/customers/?limit=100"
                                      found <- text
                                  })

                          return Json.items "items" (Json.parse found) |> List.map (Json.text "email")
                      }

                  let! none = customers [ "--empty" ]
                  let! one = customers [ "--seed"; "7" ]
                  let! same = customers [ "--seed"; "7" ]
                  let! other = customers [ "--seed"; "8" ]
                  Expect.isEmpty none "left out"
                  Expect.isNonEmpty one "there"
                  Expect.equal same one "the same seed"
                  Expect.notEqual other one "another seed"
              })

          testCaseTask "has more sample data where it is asked for, and says so" (fun () ->
              task {
                  let! outcome =
                      serving [ "--sample"; "full" ] (fun said client ->
                          task {
                              Expect.stringContains said "seed 42, full" "the sample data"
                              client.DefaultRequestHeaders.Add("Authorization", "Bearer polar_oat_fake")
                              let! text = client.GetStringAsync "/v1/products/?limit=100"
                              Expect.stringContains text "unit_based" "prices that older clients do not read"
                          })

                  Expect.equal outcome.Code 0 "exit code"
                  let! wrong = run [ "serve"; "--sample"; "much" ]
                  Expect.notEqual wrong.Code 0 "exit code"
                  Expect.stringContains wrong.Error "\"much\" is no sample data; there are usual and full." "a sentence"
              }) ]

let private ofProcess =
    testList
        "as a process"
        [ for name, signal in [ "Ctrl-C", interrupt; "a request to terminate", terminate ] do
              testCaseTask $"{name} stops it with exit code 0" (fun () ->
                  task {
                      if OperatingSystem.IsWindows() then
                          Tests.skiptest "Windows has no signals"

                      heedInterrupts ()
                      let! running, said = startServing []
                      use running = running
                      use _ = killedInTheEnd running
                      use client = new HttpClient(BaseAddress = addressIn said)
                      let! health = client.GetStringAsync "/_fake/health"
                      Expect.equal (Json.text "status" (Json.parse health)) "ok" "it answers"
                      Expect.equal (kill (running.Id, signal)) 0 "signalled"
                      let! rest = running.StandardOutput.ReadToEndAsync().WaitAsync patience
                      do! running.WaitForExitAsync().WaitAsync patience
                      Expect.equal running.ExitCode 0 "exit code"
                      Expect.equal (rest.Trim()) "Stopped." "its last word"
                  })

          testCaseTask "a wrong option ends it with exit code 2 and one line on the error stream" (fun () ->
              task {
                  use running = start [ "serve"; "--port"; "x" ]
                  let! error = running.StandardError.ReadToEndAsync()
                  do! running.WaitForExitAsync()
                  Expect.equal running.ExitCode 2 "exit code"
                  Expect.hasLength (lines error) 1 error
              }) ]

let private ofDemo =
    testList
        "demo"
        [ testCaseTask "sells, delivers, renews, refuses, and says so within 80 columns" (fun () ->
              task {
                  let! outcome = run [ "demo" ]
                  Expect.equal outcome.Code 0 outcome.Output
                  Expect.equal outcome.Error "" "no complaint"
                  let said = outcome.Output

                  for line in lines said do
                      Expect.isLessThanOrEqual line.Length 80 line
                      Expect.equal (line.TrimEnd()) line "nothing but blanks at its end"

                  for part in
                      [ "fake started in"
                        "Fennec Pro"
                        "19.00 USD a month"
                        "Ada Lovelace"
                        "subscription_create"
                        "subscription_cycle"
                        "1 active subscription, 1 granted benefit"
                        "CheckoutsClientConfirmError.PaymentError"
                        "InvalidError.Validation"
                        "every signature verified" ] do
                      Expect.stringContains said part part

                  Expect.isMatch said @"FENNEC-[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}" "the license key"

                  for event in
                      [ "product.created"
                        "checkout.created"
                        "order.paid"
                        "subscription.active"
                        "benefit_grant.created"
                        "subscription.cycled"
                        "benefit_grant.cycled"
                        "customer.state_changed" ] do
                      Expect.isMatch said $"webhook +{Regex.Escape event}" event
              })
          testCaseTask "shows what is wrong with a request, a line each" (fun () ->
              task {
                  let! outcome = run [ "demo" ]
                  Expect.stringContains outcome.Output "body.recurring.name: " "the name"
                  Expect.stringContains outcome.Output "body.recurring.prices.0.fixed.price_amount: " "the price"
              }) ]

[<Tests>]
let tests = testList "polar-fake" [ ofHelp; ofRefusals; ofServe; ofProcess; ofDemo ]
