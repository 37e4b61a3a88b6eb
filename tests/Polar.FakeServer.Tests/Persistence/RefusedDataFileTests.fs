/// Data files that cannot be used: one sentence says why, and the file is left as it is.
module Polar.FakeServer.Tests.Persistence.RefusedDataFileTests

open System
open System.IO
open System.Threading.Tasks
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Tests
open Polar.FakeServer.Tests.Persistence

let private untouched (file: string) (start: unit -> Task<FakePolar>) : Task<string> =
    task {
        let before = File.ReadAllBytes file
        let! sentence = Kept.refusal start
        Expect.equal (File.ReadAllBytes file) before "the file is as it was"
        Expect.equal (Directory.GetFiles(Path.GetDirectoryName file |> string)) [| file |] "and nothing is beside it"
        return sentence
    }

[<Tests>]
let tests =
    testList
        "data files that are refused"
        [ testCaseTask "a file that is none of the fake's" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  File.WriteAllText(folder.File, String('x', 5000))
                  let! sentence = untouched folder.File (fun () -> Kept.startOn folder.File ignore)
                  Expect.equal sentence $"{folder.File} is no data file of a fake Polar." ""
              })

          testCaseTask "a file of another version" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  do! Kept.begun folder

                  do
                      use file = File.OpenWrite folder.File
                      file.Position <- 60L
                      file.Write([| 0uy; 0uy; 0uy; 99uy |])

                  let! sentence = untouched folder.File (fun () -> Kept.startOn folder.File ignore)
                  Expect.stringContains sentence "of another version of the fake: its form is number 99" ""
              })

          testCaseTask "a file that is cut off" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  do! Kept.begun folder

                  do
                      use file = File.OpenWrite folder.File
                      file.SetLength(file.Length / 2L / 4096L * 4096L)

                  let! sentence = untouched folder.File (fun () -> Kept.startOn folder.File ignore)
                  Expect.stringContains sentence "is damaged" ""
              })

          for seed in 1..6 do
              testCaseTask $"a file with a page of rubbish in it ({seed})" (fun () ->
                  task {
                      use folder = new Kept.Folder()
                      do! Kept.begun folder
                      let random = Random seed

                      do
                          use file = File.OpenWrite folder.File
                          let pages = int (file.Length / 4096L)
                          file.Position <- int64 (random.Next(1, pages)) * 4096L
                          let rubbish = Array.zeroCreate 4096
                          random.NextBytes rubbish
                          file.Write rubbish

                      let before = File.ReadAllBytes folder.File

                      try
                          // A page that nothing is on any more may hold anything.
                          use! _ = Kept.startOn folder.File ignore
                          ()
                      with :? FakeDataException as refused ->
                          Expect.stringContains refused.Message folder.File "which"
                          Expect.equal (File.ReadAllBytes folder.File) before "untouched"
                  })

          for before, after, what in
              [ "\"resource\"", "\"xesource\"", " is not what was written"
                "ada@acme.dev", "eve@acme.dev", " is not what was written"
                "\"is_frozen\":true", "\"is_frozen\":trve", "the fact 'clock' is not what was written"
                "license_keys", "license_bees", "the list 'license_bees' is not what was written" ] do
              testCaseTask $"a file in which {before} was made {after}" (fun () ->
                  task {
                      use folder = new Kept.Folder()
                      do! Kept.begun folder
                      let text = Text.Encoding.Latin1.GetString(File.ReadAllBytes folder.File)
                      Expect.stringContains text before "it stands in it"
                      File.WriteAllBytes(folder.File, Text.Encoding.Latin1.GetBytes(text.Replace(before, after)))
                      let! sentence = untouched folder.File (fun () -> Kept.startOn folder.File ignore)
                      Expect.stringContains sentence $"The data file {folder.File} is damaged: " "what it is"
                      Expect.stringContains sentence what "and where"
                  })

          testCaseTask "a file with a byte that is another one, wherever it is, unless nothing was kept in it" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  do! Kept.begun folder

                  let! expected =
                      task {
                          use! fake = Kept.startOn folder.File ignore
                          return! fake.ExportAsync()
                      }

                  let good = File.ReadAllBytes folder.File
                  let random = Random 11
                  let mutable refused = 0

                  for _ in 1..150 do
                      let bad = Array.copy good
                      let place = random.Next(100, bad.Length)
                      bad[place] <- bad[place] ^^^ byte (random.Next(1, 256))
                      File.WriteAllBytes(folder.File, bad)

                      try
                          use! fake = Kept.startOn folder.File ignore
                          let! found = fake.ExportAsync()
                          Kept.isSameDocument expected found $"the byte {place}"
                      with :? FakeDataException as wrong ->
                          refused <- refused + 1
                          Expect.stringContains wrong.Message folder.File $"the byte {place}"
                          Expect.isFalse (wrong.Message.TrimEnd('.').Contains ". ") $"one sentence: {wrong.Message}"
                          Expect.equal (File.ReadAllBytes folder.File) bad $"untouched, the byte {place}"

                  Expect.isGreaterThan refused 30 "a good part of a file is what is kept in it"
              })

          testCaseTask "a file that another one has open" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  use! fake = Kept.startOn folder.File ignore
                  let! sentence = Kept.refusal (fun () -> Kept.startOn folder.File ignore)
                  Expect.equal sentence $"The data file {folder.File} is in use by another process." ""
                  let! customer = Given.customer "ada@acme.dev" fake
                  Expect.equal (Json.text "email" customer) "ada@acme.dev" "the first one goes on"
              })

          testCaseTask "a folder that is none, a folder for a file, and one that takes no files" (fun () ->
              task {
                  use folder = new Kept.Folder()
                  let nowhere = Path.Combine(folder.Path, "no", "world.db")
                  let! sentence = Kept.refusal (fun () -> Kept.startOn nowhere ignore)
                  Expect.equal sentence $"""There is no folder {Path.Combine(folder.Path, "no")} for the data file.""" ""
                  let! sentence = Kept.refusal (fun () -> Kept.startOn folder.Path ignore)
                  Expect.equal sentence $"{folder.Path} is a folder, and no data file." ""

                  if Directory.Exists "/proc" then
                      let! sentence = Kept.refusal (fun () -> Kept.startOn "/proc/world.db" ignore)

                      Expect.equal
                          sentence
                          "The data file /proc/world.db cannot be written: its folder or the file itself does not allow it."
                          ""
              })

          for name, change, expected in
              [ "another seed", (fun (options: FakePolarOptions) -> options.Seed <- 7), "was made with the seed 42, and not 7"
                "another token", (fun options -> options.AccessToken <- "polar_oat_other"), "was made with another access token"
                "another organization",
                (fun options -> options.OrganizationSlug <- "globex"),
                "was made with the organization acme, and not globex"
                "another start",
                (fun options -> options.StartTime <- Fake.startTime.AddDays 1.0),
                "was made with the start of the clock 2026-03-01T12:00:00Z, and not 2026-03-02T12:00:00Z"
                "other sample data",
                (fun options -> options.SampleData <- FakeSampleData.Full),
                "was made with the sample data Usual, and not Full" ] do
              testCaseTask $"a file of a world with {name}" (fun () ->
                  task {
                      use folder = new Kept.Folder()
                      do! Kept.begun folder
                      let! sentence = untouched folder.File (fun () -> Kept.startOn folder.File change)
                      Expect.stringContains sentence expected ""
                      Expect.isFalse (sentence.Contains "polar_oat") "no secret"
                  }) ]
