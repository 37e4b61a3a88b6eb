module Polar.FakeServer.Tests.Main

open System.Reflection
open Expecto

/// The same test, which says its name before it runs.
let private announced (name: string) (code: TestCode) : TestCode =
    match code with
    | Sync run ->
        Sync(fun () ->
            Observation.enter name
            run ())
    | SyncWithCancel run ->
        SyncWithCancel(fun cancel ->
            Observation.enter name
            run cancel)
    | Async run ->
        Async(
            async {
                Observation.enter name
                return! run
            }
        )
    | AsyncFsCheck(config, stress, run) ->
        AsyncFsCheck(
            config,
            stress,
            fun chosen ->
                async {
                    Observation.enter name
                    return! run chosen
                }
        )

let rec private observed (place: string) (above: string list) (test: Test) : Test =
    match test with
    | TestCase(code, state) ->
        let name = String.concat "." above
        Observation.known <- Observation.known.Add(name, place)
        TestCase(announced name code, state)
    | TestList(tests, state) -> TestList(List.map (observed place above) tests, state)
    | TestLabel(label, test, state) -> TestLabel(label, observed place (above @ [ label ]) test, state)
    | Test.Sequenced(manner, test) -> Test.Sequenced(manner, observed place above test)

let private all () : Test =
    TestList(
        [ for holder in Assembly.GetExecutingAssembly().GetExportedTypes() do
              for property in holder.GetProperties(BindingFlags.Public ||| BindingFlags.Static) do
                  if property.IsDefined typeof<TestsAttribute> then
                      match property.GetValue null with
                      | :? Test as test -> observed (string holder.FullName) [] test
                      | other -> failwith $"{holder.FullName}.{property.Name} is no test but {other}" ],
        FocusState.Normal
    )

/// Whether this run is of some tests only.
let private isPart (arguments: string array) : bool =
    arguments
    |> Array.exists (fun argument ->
        argument.StartsWith "--filter"
        || argument.StartsWith "--run"
        || argument.StartsWith "--list"
        || argument = "--version")

[<EntryPoint>]
let main arguments =
    let code = runTestsWithCLIArgs [] arguments (all ())

    if isPart arguments || Observation.conclude () then
        code
    else
        max code 1
