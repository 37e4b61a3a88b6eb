// What finished packages say they need. Paket writes what it has pinned, word for word: exactly this version of every package, those that only
// serve the build among them. An app decides for itself which later version it takes, and needs nothing of the build. What was compiled against a package
// that was taken alone needs that package with all that it needs itself.
#load "Packages.fsx"

open System.IO
open System.IO.Compression
open System.Text.RegularExpressions
open System.Xml.Linq

/// Packages that serve the build alone.
let private ofBuild = set [ "Microsoft.CodeAnalysis.BannedApiAnalyzers" ]

/// What is compiled against a package that is taken alone.
let private ofAlone = Map.ofList [ ("Polar.FakeServer.Aspire", "Aspire.Hosting") ]

let private exactly = Regex @"^\[([^,\]]+)\]$"

let private relax (nuspec: XDocument) =
    for dependency in
        [ for element in nuspec.Descendants() do
              if element.Name.LocalName = "dependency" then
                  element ] do
        let id = dependency.Attribute(XName.Get "id").Value
        let version = dependency.Attribute(XName.Get "version")

        if ofBuild.Contains id then
            dependency.Remove()
        else
            version.Value <- exactly.Replace(version.Value, "$1")

let private complete (nuspec: XDocument) =
    let elements (name: string) =
        [ for element in nuspec.Descendants() do
              if element.Name.LocalName = name then
                  element ]

    match ofAlone.TryFind (elements "id").Head.Value with
    | None -> ()
    | Some needed ->
        // There is one framework, and so one group.
        let group = (elements "group").Head
        let _, version = Packages.alone () |> List.find (fst >> (=) needed)

        group.Add(
            XElement(
                group.Name.Namespace + "dependency",
                XAttribute(XName.Get "id", needed),
                XAttribute(XName.Get "version", version),
                XAttribute(XName.Get "exclude", "Build,Analyzers")
            )
        )

let private rewrite (package: string) =
    use archive = ZipFile.Open(package, ZipArchiveMode.Update)

    let entry =
        archive.Entries
        |> Seq.find (fun entry -> Path.GetExtension entry.FullName = ".nuspec")

    let nuspec =
        use stream = entry.Open()
        XDocument.Load stream

    relax nuspec
    complete nuspec
    use stream = entry.Open()
    stream.SetLength 0L
    nuspec.Save stream

/// Every package in a folder asks for at least what is pinned, and for nothing of the build.
let relaxAll (folder: string) =
    for package in Directory.GetFiles(folder, "*.nupkg") do
        rewrite package
