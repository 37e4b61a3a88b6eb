/// Texts that a person has approved: a test compares with them, so that a change is seen in review.
module Polar.Tests.Approved

open System
open System.IO
open Expecto

/// The folder that holds the solution.
let root: string =
    let rec find (folder: DirectoryInfo | null) =
        match folder with
        | null -> failwith "No folder above the tests holds Polar.Functional.sln."
        | folder when File.Exists(Path.Combine(folder.FullName, "Polar.Functional.sln")) -> folder.FullName
        | folder -> find folder.Parent

    find (DirectoryInfo AppContext.BaseDirectory)

/// Where in the repository a path leads, whatever the machine.
let path (relative: string) : string = Path.Combine(root, relative)

let private approving =
    match Environment.GetEnvironmentVariable "APPROVE" with
    | "1" -> true
    | _ -> false

/// Line endings are git's affair, and so is what ends the file.
let private lines (text: string) =
    text.ReplaceLineEndings("\n").TrimEnd('\n').Split '\n'

let private line (all: string[]) (index: int) =
    if index < all.Length then $"'{all[index]}'" else "the end"

/// What to say about the first line in which two texts differ; None where there is none.
let difference (relative: string) (approved: string) (actual: string) : string option =
    let approved, actual = lines approved, lines actual

    seq { 0 .. max approved.Length actual.Length - 1 }
    |> Seq.tryFind (fun index -> Array.tryItem index approved <> Array.tryItem index actual)
    |> Option.map (fun index ->
        $"{relative} differs in line {index + 1}: approved is {line approved index}, found is {line actual index}. "
        + "If the change is meant, approve it with `APPROVE=1 dotnet fsi build.fsx test` and commit the file.")

/// Compares with the approved file; with APPROVE=1 in the environment it writes the file instead.
let matches (relative: string) (actual: string) : unit =
    let file = path relative

    if approving then
        File.WriteAllText(file, String.Join("\n", lines actual) + "\n")
    else
        let approved = if File.Exists file then File.ReadAllText file else ""

        match difference relative approved actual with
        | Some message -> failtest message
        | None -> ()
