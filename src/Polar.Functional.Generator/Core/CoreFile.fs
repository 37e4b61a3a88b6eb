/// What all files of the core begin with.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.CoreFile

let folder = "src/Polar.Functional/Generated"

/// A file of the core; its name may have folders in it.
let file (name: string) (body: Code -> unit) : GeneratedFile =
    let code = Code "    "
    code.Line Code.header
    body code

    { Path = $"{folder}/{name}.fs"
      Text = code.ToString().TrimEnd '\n' + "\n" }

/// A summary for readers.
let summary (code: Code) (text: string) : unit =
    code.Line $"/// <summary>{Code.xml text}</summary>"
