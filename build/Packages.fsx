// Packages: NuGet's client downloads what paket.lock pins into its own folder, from whichever feeds NuGet.Config names; Paket takes them from there.
#load "Process.fsx"

open System
open System.IO
open System.Security.Cryptography
open System.Text
open System.Text.RegularExpressions
open System.Xml.Linq
open Process

/// Every package of paket.lock with its version: those of the main group, and those of the others.
let pinned () : (string * string) list * (string * string) list =
    let line = Regex @"^    (\S+) \(([^)]+)\)"
    let texts = File.ReadAllLines "paket.lock" |> List.ofArray

    let packages (texts: string list) =
        [ for text in texts do
              let found = line.Match text

              if found.Success then
                  found.Groups[1].Value, found.Groups[2].Value ]

    let main = texts |> List.takeWhile (fun text -> not (text.StartsWith "GROUP "))
    packages main, packages (List.skip main.Length texts)

/// What is taken without the packages that it needs, and so cannot be in paket.lock.
let alone () : (string * string) list =
    let project = XDocument.Load(Path.Combine("build", "Aspire.props"))

    let named (name: string) =
        [ for element in project.Descendants() do
              if element.Name.LocalName = name then
                  element ]

    let value (element: XElement) (name: string) =
        match element.Attribute(XName.Get name) with
        | null -> stop 1 $"{element} in build/Aspire.props has no {name}."
        | attribute -> attribute.Value

    let version (text: string) =
        let name = text.Trim('[', ']', '$', '(', ')')
        (named name |> List.exactlyOne).Value

    [ for download in named "PackageDownload" -> value download "Include", version (value download "Version") ]

/// The packages of all groups, each version once, and those that are taken alone.
let all () : (string * string) list =
    let main, others = pinned ()
    List.distinct (main @ others @ alone ())

/// NuGet's own package folder.
let folder () =
    match Environment.GetEnvironmentVariable "NUGET_PACKAGES" with
    | null
    | "" -> Path.Combine(Environment.GetFolderPath Environment.SpecialFolder.UserProfile, ".nuget", "packages")
    | path -> path

/// What paket.dependencies pins directly.
let direct () : (string * string) list =
    let line = Regex @"^\s*nuget (\S+) == (\S+)"

    [ for text in File.ReadAllLines "paket.dependencies" do
          let found = line.Match text

          if found.Success then
              found.Groups[1].Value, found.Groups[2].Value ]

let private throwaway (items: string) =
    let scratch =
        Path.Combine(Path.GetTempPath(), "polar-packages-" + Path.GetRandomFileName())

    Directory.CreateDirectory scratch |> ignore
    let project = Path.Combine(scratch, "packages.csproj")

    File.WriteAllText(
        project,
        $"""<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <RestoreEnablePackagePruning>false</RestoreEnablePackagePruning>
  </PropertyGroup>
  <ItemGroup>
{items}
  </ItemGroup>
</Project>
"""
    )

    dotnet [ "restore"; project; "--verbosity"; "quiet" ]
    Directory.Delete(scratch, true)

let private stamp = Path.Combine("paket-files", "restored")

let private fingerprint () =
    [ "paket.lock"; ".config/dotnet-tools.json"; "build/Aspire.props" ]
    |> List.map File.ReadAllText
    |> String.concat "\n"
    |> Encoding.UTF8.GetBytes
    |> SHA256.HashData
    |> Convert.ToHexString

let private isThere (name: string, version: string) =
    Directory.Exists(Path.Combine(folder (), name.ToLowerInvariant(), version))

/// Brings the packages; does nothing where they are there already.
let restore () =
    let packages = all ()

    let done' =
        File.Exists stamp
        && File.ReadAllText stamp = fingerprint ()
        && File.Exists ".paket/Paket.Restore.targets"
        && List.forall isThere packages

    if not done' then
        throwaway (
            packages
            |> List.groupBy fst
            |> List.map (fun (name, versions) ->
                let versions =
                    versions |> List.map (fun (_, version) -> $"[{version}]") |> String.concat ";"

                $"    <PackageDownload Include=\"{name}\" Version=\"{versions}\" />")
            |> String.concat "\n"
        )

        dotnet [ "tool"; "restore" ]
        // Paket unpacks its MSBuild targets only when it is asked to restore for a project.
        dotnet [ "paket"; "restore" ]
        Directory.CreateDirectory "paket-files" |> ignore
        File.WriteAllText(stamp, fingerprint ())

/// Resolves paket.dependencies again: the closure of the direct packages is fetched, then Paket writes paket.lock.
let update () =
    throwaway (
        direct ()
        |> List.map (fun (name, version) -> $"    <PackageReference Include=\"{name}\" Version=\"{version}\" />")
        |> String.concat "\n"
    )

    dotnet [ "tool"; "restore" ]
    dotnet [ "paket"; "install" ]
