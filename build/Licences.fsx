// Reads the licence of every pinned package from the package itself, and refuses one that is not permissive.
#load "Packages.fsx"

open System.IO
open System.Text
open System.Xml.Linq
open Process

let private permissive =
    set
        [ "MIT"
          "Apache-2.0"
          "BSD-2-Clause"
          "BSD-3-Clause"
          "ISC"
          "0BSD"
          "Unlicense"
          "MS-PL" ]

/// Licence pages that older packages point at instead of naming the licence, with what stands there.
let private pages =
    Map.ofList
        [ "https://raw.githubusercontent.com/bchavez/Bogus/master/LICENSE", "MIT"
          "https://github.com/dotnet/corefx/blob/master/LICENSE.TXT", "MIT" ]

/// Words that only the text of that licence has.
let private recognise (text: string) =
    let text = text.Replace("\r", " ").Replace("\n", " ")

    if text.Contains "Permission is hereby granted, free of charge" then
        Some "MIT"
    elif text.Contains "Apache License" && text.Contains "Version 2.0" then
        Some "Apache-2.0"
    elif text.Contains "Redistribution and use in source and binary forms" then
        Some(
            if text.Contains "Neither the name" then
                "BSD-3-Clause"
            else
                "BSD-2-Clause"
        )
    else
        None

type Licence =
    { Package: string
      Version: string
      Licence: string option
      Copyright: string
      Project: string }

let private read (name: string, version: string) =
    let folder = Path.Combine(Packages.folder (), name.ToLowerInvariant(), version)

    let metadata =
        XDocument.Load(Path.Combine(folder, name.ToLowerInvariant() + ".nuspec"))

    let element (wanted: string) =
        metadata.Descendants()
        |> Seq.tryFind (fun element -> element.Name.LocalName = wanted)

    let text wanted =
        element wanted
        |> Option.map (fun element -> element.Value.Trim())
        |> Option.defaultValue ""

    let licence =
        match element "license" with
        | Some element when
            element.Attribute(XName.Get "type") |> isNull |> not
            && element.Attribute(XName.Get "type").Value = "expression"
            ->
            Some element.Value
        | Some element ->
            let path = Path.Combine(folder, element.Value.Replace('\\', '/'))

            if File.Exists path then
                recognise (File.ReadAllText path)
            else
                None
        | None ->
            // The text in the package counts before the page that it points at.
            Directory.GetFiles(folder, "LICENSE*")
            |> Array.tryPick (File.ReadAllText >> recognise)
            |> Option.orElse (pages.TryFind(text "licenseUrl"))

    { Package = name
      Version = version
      Licence = licence
      Copyright =
        (match text "copyright" with
         | "" -> text "authors"
         | copyright -> copyright)
      Project = text "projectUrl" }


let private notices (licences: Licence list) =
    let text = StringBuilder()

    text.Append("This software uses the packages below, each under the licence that the package itself states.\n")
    |> ignore

    for licence in licences do
        text.Append($"\n{licence.Package} {licence.Version}\n") |> ignore
        let name = Option.defaultValue "unknown" licence.Licence
        text.Append($"  licence:   {name}\n") |> ignore
        text.Append($"  copyright: {licence.Copyright}\n") |> ignore

        if licence.Project <> "" then
            text.Append($"  project:   {licence.Project}\n") |> ignore

    text.ToString()

let private file = "THIRD-PARTY-NOTICES"

/// What is shipped needs packages of the main group only.
let private ofMain () =
    fst (Packages.pinned ()) |> List.map read |> notices

let write () = File.WriteAllText(file, ofMain ())

let check () =
    let licences = Packages.all () |> List.map read

    let refused =
        licences
        |> List.filter (fun licence -> not (licence.Licence |> Option.exists permissive.Contains))

    for licence in refused do
        let name = Option.defaultValue "no licence that is recognised" licence.Licence
        eprintfn $"  {licence.Package} {licence.Version}: {name}"

    if refused <> [] then
        stop 1 "These packages are not under a licence that is known to be permissive."

    if not (File.Exists file) || File.ReadAllText file <> ofMain () then
        stop 1 $"{file} is not what the packages say: dotnet fsi build.fsx notices"

    say $"{licences.Length} packages, all under permissive licences."
