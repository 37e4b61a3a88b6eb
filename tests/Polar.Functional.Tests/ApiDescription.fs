/// The API description, where it is at hand: beside the repository. Tests over all of its schemas need it.
module Polar.Functional.Tests.ApiDescription

open System
open System.IO
open Expecto
open Polar.Functional.Generator

let private path =
    let rec find (folder: DirectoryInfo | null) =
        match folder with
        | null -> None
        | folder ->
            let candidate =
                Path.Combine(folder.FullName, "shared", "spec", "polar-2026-10.json")

            if File.Exists candidate then
                Some candidate
            else
                find folder.Parent

    find (DirectoryInfo AppContext.BaseDirectory)

let private loaded =
    lazy
        (path
         |> Option.map (fun path ->
             match (Reader.load path).GetAwaiter().GetResult() with
             | Ok document -> document
             | Error fault -> failwith fault))

/// The document, or a skipped test that says why.
let document () : Document =
    match loaded.Value with
    | Some document -> document
    | None -> Tests.skiptest "the API description, ../shared/spec/polar-2026-10.json, is not beside the repository"
