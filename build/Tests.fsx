// Runs Expecto test programs, adds up what they report, and says why a test was skipped.
#load "Process.fsx"

open System.IO
open System.Xml.Linq
open Process

/// What the report of a test program says.
type Report =
    {
        Passed: int
        Failed: int
        /// Each skipped test with its reason.
        Skipped: (string * string) list
        ExitCode: int
    }

let private text (name: string) (element: XElement) =
    match element.Attribute(XName.Get name) with
    | null -> ""
    | attribute -> attribute.Value.Trim()

let private read (file: string) (exitCode: int) : Report =
    let cases = XDocument.Load(file).Descendants(XName.Get "testcase") |> List.ofSeq

    let outcomes (names: string list) =
        [ for case in cases do
              for outcome in case.Elements() do
                  if List.contains outcome.Name.LocalName names then
                      text "name" case, text "message" outcome ]

    let failed = outcomes [ "failure"; "error" ] |> List.distinctBy fst |> List.length
    let skipped = outcomes [ "skipped" ]

    { Passed = cases.Length - failed - skipped.Length
      Failed = failed
      Skipped = skipped
      ExitCode = exitCode }

/// A program that died before it could report counts as one failure.
let private died (exitCode: int) : Report =
    { Passed = 0
      Failed = 1
      Skipped = []
      ExitCode = max exitCode 1 }

/// The skipped tests under the reason that they share.
let private explain (skipped: (string * string) list) =
    say ""
    say $"{skipped.Length} skipped:"

    for reason, tests in List.groupBy snd skipped do
        let reason = if reason = "" then "no reason is given" else reason
        say $"  because {reason}:"

        for test, _ in tests do
            say $"    {test}"

let private runOne (project: string) : Report =
    let name = Path.GetFileName project

    let report =
        Path.GetFullPath(Path.Combine(project, "bin", "Release", name + ".results.xml"))

    File.Delete report
    let program = Path.Combine(project, "bin", "Release", "net10.0", name + ".dll")
    say $"{name}:"

    let exitCode =
        Process.run "dotnet" [ program; "--junit-summary"; report; "--colours"; "0"; "--no-spinner" ]

    if File.Exists report then
        read report exitCode
    else
        died exitCode

/// Runs each project's tests (built already) and ends with a line that counts them all.
let run (projects: string list) =
    let reports = List.map runOne projects
    let passed = reports |> List.sumBy _.Passed
    let failed = reports |> List.sumBy _.Failed
    let skipped = reports |> List.collect _.Skipped
    let exitCode = reports |> List.map _.ExitCode |> List.max

    if not skipped.IsEmpty then
        explain skipped

    say ""
    say $"{passed} passed, {failed} failed"

    if passed = 0 then
        stop 1 "No test ran."

    if skipped |> List.exists (fun (_, reason) -> reason = "") then
        stop 1 "A test is skipped without a reason."

    if failed > 0 || exitCode <> 0 then
        exit (max exitCode 1)
