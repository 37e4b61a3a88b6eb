/// The fake's house: floors that know only those below them.
module Polar.FakeServer.Tests.House.FloorTests

open System
open System.IO
open System.Text.RegularExpressions
open Expecto
open Polar.FakeServer
open Polar.FakeServer.Registration
open Polar.FakeServer.Tests.House.References
open Polar.Tests

/// The floors from the ground up; each knows only those before it.
let private floors =
    [ "Storage"
      "Time"
      "Money"
      "Rendering"
      "Simulation"
      "Documents"
      "Scheduling"
      "Validation"
      "Identity"
      "Execution"
      "Persistence"
      "Http"
      "Registration"
      "Generated"
      "Lists"
      "Mail"
      "Organizations"
      "Customers"
      "Catalog"
      "Entitlements"
      "Billing"
      "Sales"
      "Usage"
      "Authentication"
      "Webhooks"
      "Portal"
      "OAuth2"
      "Control"
      "Pages"
      "SampleData"
      "Recording"
      "Composition" ]

let private root = "Polar.FakeServer"

let private rank (floor: string) = List.findIndex ((=) floor) floors

/// The floor that a type is on; None for a public type of the root namespace.
let private floorOf (name: TypeName) =
    if name.Namespace.StartsWith $"{root}." then
        Some((name.Namespace.Split '.')[2])
    else
        None

/// The fake's own types, without what the compiler makes for itself.
let private references =
    lazy
        (ofAssembly typeof<FakePolar>.Assembly.Location
         |> Map.filter (fun name _ -> name.Namespace = root || name.Namespace.StartsWith $"{root}."))

/// The floors that a type of the root namespace stands on, directly or through others of its kind.
let rec private below (seen: Set<TypeName>) (name: TypeName) : Set<string> =
    if seen.Contains name then
        Set.empty
    else
        references.Value[name]
        |> Seq.map (fun used ->
            match floorOf used with
            | Some floor -> Set.singleton floor
            | None when references.Value.ContainsKey used -> below (seen.Add name) used
            | None -> Set.empty)
        |> Set.unionMany

/// Every reference from one floor to another, with the types that make it. A plain public value is on no floor; one that knows floors counts as they do.
let private calls =
    lazy
        [ for KeyValue(name, used) in references.Value do
              match floorOf name with
              | None -> ()
              | Some floor ->
                  for target in used do
                      match floorOf target with
                      | Some other when other <> floor -> (floor, other), $"{name.Name} -> {target.Name}"
                      | Some _ -> ()
                      | None when references.Value.ContainsKey target ->
                          for other in below Set.empty target do
                              if other <> floor then
                                  (floor, other), $"{name.Name} -> {target.Name}"
                      | None -> () ]

/// Which floors each floor rests on, without those that it reaches through another.
let private pillars =
    lazy
        (let direct =
            calls.Value
            |> List.map fst
            |> List.filter (fun (floor, other) -> rank other < rank floor)
            |> List.distinct
            |> List.groupBy fst
            |> List.map (fun (floor, found) -> floor, set (List.map snd found))
            |> Map.ofList

         let on floor =
             direct |> Map.tryFind floor |> Option.defaultValue Set.empty

         let rec reach floor =
             on floor
             |> Seq.fold (fun found other -> Set.union found (Set.add other (reach other))) Set.empty

         [ for floor in floors do
               let through = on floor |> Seq.map reach |> Set.unionMany
               floor, Set.difference (on floor) through |> Seq.sortBy rank |> List.ofSeq ])

let private picture () =
    [ "```mermaid"
      "graph TD"
      for floor, on in List.rev pillars.Value do
          if on.IsEmpty then
              $"    {floor}"

          for other in List.rev on do
              $"    {floor} --> {other}"
      "```" ]
    |> String.concat "\n"

let private page = "docs/architecture.md"

let private section =
    Regex(@"(?<=<!-- floors -->\n).*?(?=\n<!-- end of floors -->)", RegexOptions.Singleline)

let private sources =
    let folder = Approved.path "fake-server/Polar.FakeServer"

    [ for file in Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories) do
          let relative = Path.GetRelativePath(folder, file).Replace('\\', '/')

          if not (relative.StartsWith "obj/" || relative.StartsWith "bin/") then
              relative, File.ReadAllText file ]

let private modules =
    lazy
        [ for found in typeof<FakePolar>.Assembly.GetTypes() do
              if found.IsClass && typeof<IModule>.IsAssignableFrom found then
                  { Namespace = string found.Namespace
                    Name = found.Name } ]

[<Tests>]
let tests =
    testList
        "fake: the house"
        [ testCase "a namespace is a folder"
          <| fun () ->
              for relative, text in sources do
                  let folder =
                      (Path.GetDirectoryName relative |> string).Replace('/', '.').Replace('\\', '.')

                  let expected = if folder = "" then root else $"{root}.{folder}"
                  Expect.stringContains text $"namespace {expected};" relative

          testCase "every folder is one of the floors"
          <| fun () ->
              let found = references.Value |> Map.keys |> Seq.choose floorOf |> set

              Expect.equal found (set floors) "folders and floors"

          testCase "no floor calls upwards"
          <| fun () ->
              let upwards =
                  [ for (floor, other), example in calls.Value do
                        if rank other > rank floor then
                            $"{floor} -> {other}: {example}" ]

              Expect.isEmpty upwards (String.Join("\n", List.sort upwards))

          testCase "the look finds a reference that only a method's body makes"
          <| fun () ->
              let made = List.map fst calls.Value
              Expect.contains made ("Composition", "Registration") "Modules composes modules"
              Expect.contains made ("Billing", "Entitlements") "what is bought gives benefits"

          testCase "only the composition names the modules, and it names all"
          <| fun () ->
              for found in modules.Value do
                  let users =
                      [ for KeyValue(name, used) in references.Value do
                            if used.Contains found then
                                name.Name ]

                  Expect.equal users [ "Modules" ] $"who names {found.Name}"

          testCase "no class below the composition knows every resource"
          <| fun () ->
              let rooms = modules.Value |> List.map _.Namespace |> List.distinct

              for KeyValue(name, used) in references.Value do
                  let known =
                      used
                      |> Seq.map _.Namespace
                      |> Seq.filter (fun room -> List.contains room rooms)
                      |> Seq.distinct
                      |> Seq.length

                  if floorOf name <> Some "Composition" then
                      Expect.isLessThan (2 * known) rooms.Length $"{name.Name} knows {known} of {rooms.Length} resources"

          testCase "the page shows the floors as they are"
          <| fun () ->
              let text = (File.ReadAllText(Approved.path page)).ReplaceLineEndings "\n"
              Expect.isTrue (section.IsMatch text) $"{page} has a place for the picture"
              Approved.matches page (section.Replace(text, (fun (_: Match) -> picture ()), 1)) ]
