/// `polar-fake serve --record` and `polar-fake replay`.
module Polar.FakeServer.Tests.CommandLine.ReplayTests

open System
open System.IO
open System.Net.Http
open System.Text
open System.Threading.Tasks
open Expecto
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.CommandLine.Tool

let private scratch (play: string -> Task<unit>) : Task<unit> =
    task {
        let folder = Directory.CreateTempSubdirectory "polar-replay-"

        try
            do! play (Path.Combine(folder.FullName, "monday.jsonl"))
        finally
            folder.Delete true
    }

let private post (client: HttpClient) (path: string) (body: string) : Task<int> =
    task {
        use request = new HttpRequestMessage(HttpMethod.Post, path)

        request.Headers.TryAddWithoutValidation("Authorization", "Bearer polar_oat_fake")
        |> ignore

        request.Content <- new StringContent(body, Encoding.UTF8, "application/json")
        use! answer = client.SendAsync request
        return int answer.StatusCode
    }

let private monday (client: HttpClient) : Task<unit> =
    task {
        let! made = post client "/v1/customers/" """{"email":"ada@acme.dev"}"""
        Expect.equal made 201 "a customer"
        let! moved = post client "/_fake/clock" """{"advance":"P1D"}"""
        Expect.equal moved 200 "a day on"
        let! twice = post client "/v1/customers/" """{"email":"ada@acme.dev"}"""
        Expect.equal twice 422 "there already"
    }

[<Tests>]
let tests =
    testList
        "replay"
        [ testCaseTask "what serve has recorded is repeated" (fun () ->
              scratch (fun file ->
                  task {
                      let! served =
                          serving [ "--empty"; "--record"; file ] (fun said client ->
                              task {
                                  Expect.stringContains said file "where it goes"
                                  do! monday client
                              })

                      Expect.equal (served.Code, served.Error) (0, "") "it ends well"
                      let! outcome = run [ "replay"; file ]

                      Expect.equal
                          (outcome.Code, outcome.Output.Trim(), outcome.Error)
                          (0, "3 calls repeated: the same answers, the same world at the end.", "")
                          "the same"
                  }))

          testCaseTask "the first difference is a line and exit code 1" (fun () ->
              scratch (fun file ->
                  task {
                      let! _ = serving [ "--empty"; "--record"; file ] (fun _ client -> monday client)
                      File.WriteAllText(file, (File.ReadAllText file).Replace("\"status\":422", "\"status\":409"))
                      let! outcome = run [ "replay"; file ]
                      Expect.equal (outcome.Code, outcome.Output) (1, "") "different"
                      Expect.hasLength (lines outcome.Error) 1 outcome.Error

                      Expect.isMatch
                          outcome.Error
                          @"^polar-fake: Call 3, POST /v1/customers/: it was answered with 409 and is answered with 422 now \(line \d+ of the recording\)\.$"
                          "which, and how"
                  }))

          testCaseTask "a file that is no recording, or is not there, is a line and exit code 2" (fun () ->
              scratch (fun file ->
                  task {
                      let! missing = run [ "replay"; file ]
                      Expect.equal (missing.Code, missing.Error.Trim()) (2, $"polar-fake: \"{file}\" cannot be read.") "not there"
                      File.WriteAllText(file, "{}")
                      let! wrong = run [ "replay"; file ]

                      Expect.equal
                          (wrong.Code, wrong.Error.Trim())
                          (2, $"polar-fake: \"{file}\" cannot be replayed. Line 1: it is no recording of a fake.")
                          "none"
                  }))

          testCaseTask "a recording is not written over, nor into a folder that is not there" (fun () ->
              scratch (fun file ->
                  task {
                      File.WriteAllText(file, "mine")

                      for path, said in
                          [ file, "is there already"
                            Path.Combine(file, "x"), "a folder that is not there" ] do
                          let! outcome = run [ "serve"; "--port"; "0"; "--record"; path ]
                          Expect.equal (outcome.Code, outcome.Output) (2, "") "refused"
                          Expect.stringContains outcome.Error said "why"

                      Expect.equal (File.ReadAllText file) "mine" "untouched"
                  }))

          testCaseTask "a world that is kept in a file is not recorded" (fun () ->
              scratch (fun file ->
                  task {
                      let! outcome =
                          run [ "serve"; "--port"; "0"; "--record"; file; "--data"; file + ".db" ]

                      Expect.equal (outcome.Code, outcome.Output) (2, "") "refused"
                      Expect.stringContains outcome.Error "--record goes with no --data" "why"
                  }))

          testCaseTask "a fake that is killed has lost nothing that it answered" (fun () ->
              scratch (fun file ->
                  task {
                      let! running, said = startServing [ "--record"; file ]
                      use running = running
                      use _ = killedInTheEnd running
                      use client = new HttpClient(BaseAddress = addressIn said)
                      let answered = ref 0
                      let stopped = ref false

                      let write (writer: int) : Task<unit> =
                          task {
                              let mutable number = 0

                              while not stopped.Value do
                                  try
                                      number <- number + 1

                                      let! status =
                                          post client "/v1/customers/" $"""{{"email":"writer{writer}.{number}@acme.dev"}}"""

                                      if status = 201 then
                                          Threading.Interlocked.Increment answered |> ignore
                                  with :? HttpRequestException ->
                                      stopped.Value <- true
                          }

                      let writers = [| for writer in 1..8 -> Task.Run<unit>(fun () -> write writer) |]

                      while answered.Value < 50 do
                          do! Task.Yield()

                      running.Kill()
                      stopped.Value <- true
                      let! _ = Task.WhenAll writers
                      let! outcome = run [ "replay"; file ]
                      Expect.equal (outcome.Code, outcome.Error) (0, "") "what is there is whole"
                      Expect.stringContains outcome.Output "The recording has no end" "and has no end"
                      let repeated = int (outcome.Output.Split(' ')[0])
                      Expect.isGreaterThanOrEqual repeated answered.Value "nothing that was answered is lost"
                  })) ]
