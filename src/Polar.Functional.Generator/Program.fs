module Polar.Functional.Generator.Program

open System
open System.IO

/// The files of every target.
let private emit (model: Model) : GeneratedFile list =
    List.concat
        [ ContractsEmitter.emit model
          CoreEmitter.emit model
          FacadeEmitter.emit model
          FakeEmitter.emit model ]

/// Writes what changed and removes generated files that are no longer made; files made earlier keep their time when they are the same.
let private write (root: string) (files: GeneratedFile list) =
    let folders =
        files
        |> List.map (fun file -> file.Path.Substring(0, file.Path.IndexOf "/Generated/" + 10))
        |> List.distinct

    let wanted =
        files
        |> List.map (fun file -> Path.GetFullPath(Path.Combine(root, file.Path)))
        |> set

    for folder in folders do
        let folder = Path.Combine(root, folder)

        if Directory.Exists folder then
            for path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories) do
                if not (wanted.Contains(Path.GetFullPath path)) then
                    File.Delete path

    for file in files do
        let path = Path.Combine(root, file.Path)

        Directory.CreateDirectory(Path.GetDirectoryName path |> Unchecked.nonNull)
        |> ignore

        if not (File.Exists path) || File.ReadAllText path <> file.Text then
            File.WriteAllText(path, file.Text)

let private usage =
    "usage: generator <OpenAPI file or URL> <root of the repository> [<documentation.json>]"

[<EntryPoint>]
let main arguments =
    let run (source: string) (root: string) (documentation: string) =
        let documentation =
            if File.Exists documentation then
                Documentation.load documentation
            else
                Documentation.empty

        match
            (Reader.load source).GetAwaiter().GetResult()
            |> Result.bind (Translation.ofDocument documentation)
        with
        | Ok model ->
            let files = emit model
            write root files

            printfn
                $"{model.Operations.Length} operations, {model.Webhooks.Length} webhooks, {model.Declarations.Length} types: {files.Length} files"

            0
        | Error fault ->
            eprintfn $"{source}: not understood{Environment.NewLine}{fault}"
            1

    match List.ofArray arguments with
    | [ source; root ] -> run source root (Path.Combine(AppContext.BaseDirectory, "Data", "documentation.json"))
    | [ source; root; documentation ] -> run source root documentation
    | _ ->
        eprintfn $"{usage}"
        2
