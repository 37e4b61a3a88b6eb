// Runs Expecto test programs and adds up what they report.
#load "Process.fsx"

open System.IO
open System.Xml.Linq
open Process

/// How many tests a report has, how many of them failed, and how many were skipped.
let private counts (report: string) =
    let cases = XDocument.Load(report).Descendants(XName.Get "testcase") |> List.ofSeq

    let having (outcomes: string list) =
        cases
        |> List.filter (fun case ->
            case.Elements()
            |> Seq.exists (fun outcome -> List.contains outcome.Name.LocalName outcomes))
        |> List.length

    cases.Length, having [ "failure"; "error" ], having [ "skipped" ]

/// Runs each project's tests (built already) and ends with a line that counts them all.
let run (projects: string list) =
    let results =
        [ for project in projects do
              let name = Path.GetFileName project

              let report =
                  Path.GetFullPath(Path.Combine(project, "bin", "Release", name + ".results.xml"))

              File.Delete report
              let program = Path.Combine(project, "bin", "Release", "net10.0", name + ".dll")
              say $"{name}:"

              let code =
                  Process.run "dotnet" [ program; "--junit-summary"; report; "--colours"; "0"; "--no-spinner" ]

              if File.Exists report then
                  let tests, failed, skipped = counts report
                  tests - failed - skipped, failed, skipped, code
              else
                  // A program that died before it could report counts as one failure.
                  0, 1, 0, (if code = 0 then 1 else code) ]

    let sum part = results |> List.sumBy part
    let passed = sum (fun (passed, _, _, _) -> passed)
    let failed = sum (fun (_, failed, _, _) -> failed)
    let skipped = sum (fun (_, _, skipped, _) -> skipped)
    let code = results |> List.map (fun (_, _, _, code) -> code) |> List.max
    let tail = if skipped > 0 then $", {skipped} skipped" else ""
    say ""
    say $"{passed} passed, {failed} failed{tail}"

    if passed = 0 then
        stop 1 "No test ran."

    if failed > 0 || code <> 0 then
        exit (max code 1)
