/// Files of recordings: what is in them, who may read them, and which ones are refused.
module Polar.FakeServer.Tests.Recording.RecordingFileTests

open System
open System.IO
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Recording.Recorded

let private look (fake: FakePolar) : Task<unit> =
    task {
        let! answer = Http.get "/v1/products/" fake
        Expect.equal answer.Status 200 answer.Text
    }

let private files =
    [ for name, text, said in
          [ "an empty file", "", "It is empty."
            "a text", "hello\n", "Line 1: it is no JSON."
            "a list", "[]\n", "Line 1: it is no object."
            "other JSON", "{\"calls\":[]}\n", "Line 1: it is no recording of a fake."
            "a recording of later", "{\"format\":\"polar-fake recording\",\"version\":99}\n", "it is a recording of the version 99"
            "half a header", "{\"format\":\"polar-fake recording\",\"version\":2}\n", "it has no \"seed\"" ] do
          testCaseTask $"{name} is refused" (fun () ->
              scratch (fun file ->
                  task {
                      File.WriteAllText(file, text)

                      let! refused =
                          task {
                              try
                                  let! _ = FakePolar.ReplayAsync file
                                  return ""
                              with :? FormatException as refused ->
                                  return refused.Message
                          }

                      Expect.stringContains refused said "why"
                  }))

      testCaseTask "a line that is no step is refused, and numbered" (fun () ->
          scratch (fun file ->
              task {
                  do! recorded file ignore look
                  edit file (fun line -> line.Replace("\"kind\":\"call\"", "\"kind\":\"dance\""))

                  let! message =
                      task {
                          try
                              let! _ = FakePolar.ReplayAsync file
                              return ""
                          with :? FormatException as refused ->
                              return refused.Message
                      }

                  Expect.equal message "Line 2: there is no step of the kind \"dance\"." "where and why"
              }))

      testCaseTask "a last line that was not finished counts for nothing" (fun () ->
          scratch (fun file ->
              task {
                  do! recorded file ignore month
                  let lines = File.ReadAllLines file
                  let all = lines |> Array.filter _.Contains("\"kind\":\"call\"") |> Array.length
                  let kept = Array.truncate (lines.Length - 1) lines
                  let last = Array.last kept

                  File.WriteAllText(
                      file,
                      String.Join('\n', Array.truncate (kept.Length - 1) kept)
                      + "\n"
                      + last[.. last.Length / 2]
                  )

                  let! replay = same file
                  Expect.isFalse replay.IsComplete "it has no end"
                  Expect.isLessThanOrEqual replay.Calls all "what is there"
              }))

      testCaseTask "a file that is there is not written over, and what cannot be written is said" (fun () ->
          scratch (fun file ->
              task {
                  File.WriteAllText(file, "mine")

                  for path, said in [ file, "is there already"; Path.Combine(file, "inside"), "cannot be written" ] do
                      let! message =
                          task {
                              try
                                  do! recorded path ignore (fun _ -> Task.FromResult())
                                  return ""
                              with :? IOException as refused ->
                                  return refused.Message
                          }

                      Expect.stringContains message said path

                  Expect.equal (File.ReadAllText file) "mine" "untouched"
              }))

      testCaseTask "only its owner may read it: tokens are in it" (fun () ->
          scratch (fun file ->
              task {
                  if OperatingSystem.IsWindows() then
                      skiptest "Windows has other permissions"

                  do! recorded file ignore look
                  Expect.equal (File.GetUnixFileMode file) (UnixFileMode.UserRead ||| UnixFileMode.UserWrite) "mode"
                  let call = steps file |> List.head
                  Expect.stringContains ((Json.at "headers" call).ToJsonString()) "Bearer polar_oat_fake" "what was sent"
              }))

      testCaseTask "a call is in the file before it is answered" (fun () ->
          scratch (fun file ->
              task {
                  do!
                      recorded file ignore (fun fake ->
                          task {
                              for number in 1..20 do
                                  let! _ = Given.customer $"ada{number}@acme.dev" fake

                                  let reader =
                                      new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))

                                  let text = reader.ReadToEnd()
                                  reader.Dispose()
                                  Expect.stringContains text $"ada{number}@acme.dev" "written"
                                  Expect.isTrue (text.EndsWith '\n') "as a whole line"
                          })
              }))

      testCaseTask "a fork is not recorded" (fun () ->
          scratch (fun file ->
              task {
                  do!
                      recorded file ignore (fun fake ->
                          task {
                              use! fork = fake.ForkAsync()
                              let! _ = Given.customer "ada@acme.dev" fork
                              ()
                          })

                  Expect.equal (kinds file) [ "end" ] "nothing happened"
              })) ]

[<Tests>]
let tests = testList "recordings" files
