/// What all files of the contracts begin with, and have again and again.
[<RequireQualifiedAccess>]
module internal Polar.Functional.Generator.ContractsFile

let private folder = "src/Polar.Functional.Contracts/Generated"

/// A file of the contracts.
let file (name: string) (body: Code -> unit) : GeneratedFile =
    let code = Code "    "
    code.Line Code.header
    code.Line "#nullable enable"
    code.Blank()
    code.Lines [ "using System.Text.Json;"; "using System.Text.Json.Serialization;"; "" ]
    code.Line "namespace Polar.Functional.Contracts;"
    code.Blank()
    body code

    { Path = $"{folder}/{name}.cs"
      Text = code.ToString() }

/// A summary for readers.
let summary (code: Code) (text: string) : unit =
    code.Line $"/// <summary>{Code.xml text}</summary>"

/// Documentation that stands elsewhere.
let inherited (code: Code) : unit = code.Line "/// <inheritdoc/>"

/// Lets a type live inside the serializer.
let converter (code: Code) (name: string) : unit =
    code.Line $"[JsonConverter(typeof(WireConverter<{name}>))]"
